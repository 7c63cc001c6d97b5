"""What a visitor sees and does, in a real browser, checked by what the player has painted."""

import re

import pytest
from cases import case
from finding import called, chart, chip, choose, contour, press, slider, transport
from framework import wait_for_theme, wait_until_idle
from hands import hold, turn_with_ctrl
from painted import (
    FIRST_PLAYER,
    on_map,
    painted,
    seek,
    wait_for_frames,
    wait_for_new_race,
    wait_until_painted,
    wait_until_still,
)

from optviz import OPTIMIZERS, minimize
from optviz.convention import LIBRARIES
from optviz.ui.lineup import at_the_start, everyone
from optviz.ui.race.experiment import SHARED
from optviz.ui.race.stories import STORIES as PRESETS
from surfaces import SURFACES

LETTERS = {"eta": "η", "gamma": "γ", "beta1": "β₁", "beta2": "β₂", "epsilon": "ε"}
"""What the link calls a value that all methods share, and how its slider's name begins."""


def reset(page):
    """Start over with the same surface: nothing of what was changed remains but the view."""
    before = painted(page)
    wait_until_idle(page)
    page.get_by_role("button", name="Reset", exact=True).click()
    return wait_for_new_race(page, before)


@pytest.fixture(scope="module")
def kept_race(open_page_for_all):
    page = open_page_for_all()
    wait_until_still(page)
    return page


@pytest.fixture
def race(kept_race):
    """The app as it opens, shared by tests that look at it or play it, and change nothing that the server knows."""
    seek(kept_race, 0)
    yield kept_race
    kept_race.mouse.move(0, 0)
    seek(kept_race, 0)


def test_it_opens_moving_with_every_panel_painted_and_its_buttons_play_pause_and_step(open_page):
    page = open_page(reduced_motion="no-preference")
    with case("moving"):
        first = wait_until_painted(page, "painted.playing && painted.step >= 1")
        later = wait_until_painted(page, f"painted.step > {first['step']} && painted.frames > {first['frames'] + 5}")
        assert set(later["lanes"]) == set(at_the_start())
        assert all(lane["visible"] and lane["drawn"] > 1 for lane in later["lanes"].values())
        contour, terrain, curves = (later["panels"][name] for name in ("contour", "terrain", "curves"))
        assert contour["inked"] > 0
        assert curves["inked"] > 0
        assert terrain["ready"]
        assert len(terrain["heads"]) == len(at_the_start())
        assert min(contour["width"], contour["height"]) > 380

    with case("the buttons"):
        page.get_by_role("button", name="Pause (space)").click()
        at = wait_until_painted(page, "!painted.playing")["step"]
        page.get_by_role("button", name="One step forward (→)").click()
        wait_until_painted(page, f"painted.step === {at + 1}")
        for back in (at, at - 1):
            page.get_by_role("button", name="One step back (←)").click()
            wait_until_painted(page, f"painted.step === {back}")
        page.get_by_role("button", name="Play (space)").click()
        wait_until_painted(page, f"painted.playing && painted.step > {at}")


def test_the_first_screen_fits_without_scrolling(race):
    wait_until_painted(race)
    bar = transport(race).bounding_box()
    assert bar["y"] + bar["height"] <= 900


FORMS = [f"{key}{library}" for key in ("adam", "nadam", "rmsprop", "amsgrad") for library in ("", ".torch", ".keras", ".optax")]


def assert_that_the_first_screen_fits(page):
    wait_until_still(page)
    boxes = [chip(page, name).bounding_box() for name in ("Adam", "Adam · PyTorch", "Adam · Optax")]
    assert len({box["y"] for box in boxes}) == 1
    assert [box["x"] for box in boxes] == sorted(box["x"] for box in boxes)
    bar = transport(page).bounding_box()
    assert bar["y"] + bar["height"] <= 900
    assert page.get_by_role("region", name="Map", exact=True).bounding_box()["width"] > 400


def test_the_first_screen_still_fits_when_libraries_forms_race_too(open_page):
    page = open_page(f"?methods={','.join(FORMS)},sgd,newton")
    before = painted(page)
    with case("some forms"):
        assert_that_the_first_screen_fits(page)
    with case("some forms, the others as Keras has them"):
        choose(page, "Conventions of", LIBRARIES["keras"])
        assert "library=keras" in wait_for_new_race(page, before)["link"]
        assert_that_the_first_screen_fits(page)


def test_the_first_screen_still_fits_when_everyone_races(open_page):
    page = open_page(f"?methods={','.join(everyone())}")
    wait_until_painted(page)
    assert_that_the_first_screen_fits(page)


def test_a_head_is_painted_where_the_engine_says(race):
    at = seek(race, 120)
    for key, lane in at["lanes"].items():
        run = minimize(OPTIMIZERS[key](), SURFACES["beale"], steps=300)
        assert lane["point"] == pytest.approx(run.points[120], rel=1e-5, abs=1e-6)
    x, y = at["lanes"]["sgd"]["point"]
    px, py = at["lanes"]["sgd"]["head"]
    assert {"x": px, "y": py} == pytest.approx(on_map(race, x, y), abs=1.5)


def test_the_keyboard_plays_the_player(race):
    seek(race, 50)
    race.locator("body").press("ArrowLeft")
    wait_until_painted(race, "painted.step === 49")
    race.locator("body").press("End")
    wait_until_painted(race, "painted.step === 300")
    race.locator("body").press("Home")
    wait_until_painted(race, "painted.step === 0")
    race.locator("body").press("Space")
    wait_until_painted(race, "painted.playing && painted.step > 2")


def test_scrubbing_moves_every_panel_and_the_standings(race):
    seek(race, 10)
    race.get_by_label("Step", exact=True).fill("200")
    at = wait_until_painted(race, "painted.step === 200")
    table = race.get_by_role("table")
    assert "200" in table.locator("caption").inner_text()
    leader = table.locator("tbody tr").first.inner_text()
    run = minimize(OPTIMIZERS["rprop"](), SURFACES["beale"], steps=200)
    assert leader.startswith("Rprop")
    assert f"{float(run.gaps[-1]):.0e}"[0] in leader
    assert at["lanes"]["rprop"]["point"] == pytest.approx(run.points[-1], rel=1e-5)

    # Beside it, how many steps there are: the runs go on while it is held, and at the release Python hears of it.
    length = race.get_by_role("slider", name="Number of steps")
    before = seek(race, 300)
    ends = {key: minimize(OPTIMIZERS[key](), SURFACES["beale"], steps=300).status for key in before["lanes"]}
    assert {key: lane["status"] for key, lane in before["lanes"].items()} == ends
    hold(race, length, 12)
    held = wait_until_painted(race, "painted.computed_by === 'browser'")
    steps = int(length.get_attribute("aria-valuetext"))
    assert 300 < steps == held["step"]
    assert str(steps) in table.locator("caption").inner_text()
    assert race.get_by_role("slider", name="Step", exact=True).get_attribute("max") == str(steps)
    run = minimize(OPTIMIZERS["adam"](), SURFACES["beale"], steps=steps)
    assert held["lanes"]["adam"]["point"] == pytest.approx(run.points[-1], rel=1e-6)
    race.mouse.up()
    after = wait_for_new_race(race, before, "painted.computed_by === 'server'")
    assert after["step"] == steps
    assert after["lanes"]["adam"]["point"] == held["lanes"]["adam"]["point"]
    assert f"&steps={steps}" in after["link"]
    race.wait_for_function("location.search.includes('&steps=')")
    length.blur()
    race.go_back()  # others look at this page, too
    wait_for_new_race(race, after, "!painted.link.includes('&steps=')")


def test_hovering_a_head_names_the_method_and_its_numbers(race):
    at = seek(race, 100)
    x, y = at["lanes"]["sgd"]["point"]
    contour(race).hover(position=on_map(race, x, y))
    tip = race.get_by_role("tooltip").filter(has_text="|∇f|")
    tip.wait_for()
    assert re.search(r"step\s*\d+", tip.inner_text())


def test_what_the_canvases_show_can_be_read(race):
    seek(race, 100)
    for picture in (contour(race), race.get_by_role("img", name=called("Curves of"))):
        label = picture.get_attribute("aria-label")
        assert "14 runs at step 100 of 300" in label
        assert "Rprop leads" in label
    assert race.get_by_role("table").locator("tbody tr").count() == len(at_the_start())


def test_the_view_is_still_at_first_survives_a_slider_and_can_be_switched(page):
    with case("reduced motion: it does not start by itself"):
        wait_until_painted(page, "!painted.playing && painted.step === 0")
        wait_for_frames(page, 30)
        assert painted(page)["step"] == 0
        page.get_by_role("button", name="Play (space)").click()
        wait_until_painted(page, "painted.playing && painted.step > 1")

    with case("the wheel zooms"):
        before = seek(page, 100)
        whole = before["window"]
        contour(page).hover(position=on_map(page, 3.0, 0.5))
        for _ in range(4):
            turn_with_ctrl(page, -120)
        zoomed = wait_until_painted(page, f"painted.window[0] > {whole[0]} + 0.5")
        page.wait_for_function("location.search.includes('window=')")

    with case("a drag turns the surface"):
        surface = page.get_by_role("img", name=called("3-D view"))
        surface.hover(position={"x": 100, "y": 100})
        page.mouse.down()
        for place in (140, 180):
            surface.hover(position={"x": place, "y": 120})
        page.mouse.up()
        turned = wait_until_painted(page, f"painted.panels.terrain.heads.sgd[0] !== {before['panels']['terrain']['heads']['sgd'][0]}")
        wait_until_still(page)
        camera = page.evaluate("new URLSearchParams(location.search).get('camera')")
        assert camera

    with case("both survive a slider"):
        wait_until_idle(page)
        press(page, "η", "ArrowLeft")
        wait_for_new_race(page, turned)
        page.wait_for_function("location.search.includes('eta=')")
        assert painted(page)["window"] == pytest.approx(zoomed["window"], rel=0.05)
        assert page.evaluate("new URLSearchParams(location.search).get('camera')") == camera

    with case("a double click shows the whole map again"):
        contour(page).dblclick(position=on_map(page, 3.0, 0.9))
        wait_until_painted(page, f"Math.abs(painted.window[0] - {whole[0]}) < 1e-6")

    with case("speed, colors, curve and arrows"):
        slow = seek(page, 0)
        page.get_by_label("Speed", exact=True).select_option("10")
        page.get_by_role("button", name="Shades are logarithmic; change").click()
        page.get_by_role("button", name="Arrows along the direction of steepest descent").click()
        page.get_by_role("radio", name="step length", exact=True).click()
        page.wait_for_function(
            "['speed=10', 'colors=linear', 'curve=step', 'arrows=yes'].every((entry) => location.search.includes(entry))"
        )
        page.get_by_role("button", name="Play (space)").click()
        fast = wait_until_painted(page, f"painted.step > {slow['step']} + 60")
        assert fast["step"] > 3 * (fast["frames"] - slow["frames"])  # steps that a frame brings at the usual speed, at most

    with case("the presenter view is larger, and its transport stays in reach"):
        before = seek(page, 50)["panels"]["contour"]["width"]
        page.get_by_role("button", name="Presenter").click()
        wait_until_painted(page, f"painted.panels.contour.width > {before}")
        wait_until_still(page)
        bar = transport(page).bounding_box()
        assert 0 <= bar["y"] <= 900 - bar["height"]

    with case("on a projector, too, it gives the map and the surface more room"):
        for width, height in ((1024, 768), (1280, 720)):
            page.set_viewport_size({"width": width, "height": height})
            wait_until_still(page)
            room = [contour(page).bounding_box(), surface.bounding_box()]
            sizes = [min(box["width"], box["height"]) / height for box in room]
            assert sizes[0] > 0.6, (width, height)
            assert sizes[1] > 0.33, (width, height)


def test_a_click_or_a_drag_sets_the_start_and_chips_say_who_races(page):
    with case("a click on the map starts the race there"):
        before = seek(page, 0)
        contour(page).click(position=on_map(page, -2.0, 3.0))
        wait_for_new_race(page, before)
        x, y = seek(page, 0)["lanes"]["adam"]["point"]
        assert (x, y) == pytest.approx((-2, 3), abs=0.05)
        page.wait_for_function("location.search.includes('start=')")

    with case("the start marker can be dragged, and everything follows"):
        reset(page)
        before = seek(page, 40)
        assert before["computed_by"] == "server"
        contour(page).hover(position=on_map(page, 1.0, 1.5))
        page.mouse.down()
        for place in (2.0, 2.5):
            contour(page).hover(position=on_map(page, place, place))
            wait_until_painted(page, "painted.computed_by === 'browser'")
        wait_for_frames(page, 2)
        following = painted(page)
        assert following["revision"] == before["revision"]
    with case("what stands there after the release is what was there before it"):
        page.mouse.up()
        wait_for_new_race(page, before, "painted.computed_by === 'server'")
        after = seek(page, 40)
        assert {name: lane["point"] for name, lane in after["lanes"].items()} == {
            name: lane["point"] for name, lane in following["lanes"].items()
        }
        assert after["lanes"]["adam"]["point"] != before["lanes"]["adam"]["point"]
        assert seek(page, 0)["lanes"]["adam"]["point"] == pytest.approx((2.5, 2.5), abs=0.05)

    with case("a chip takes its method out at once"):
        seek(page, 100)
        chip(page, "SGD").click()
        wait_until_painted(page, "!painted.lanes.sgd?.visible && painted.lanes.adam.visible")
        page.wait_for_function("location.search.includes('methods=')")

    with case("a click with Shift leaves a method alone"):
        wait_until_painted(page, "!('sgd' in painted.lanes)")
        chip(page, "Adam").click(modifiers=["Shift"])
        alone = wait_until_painted(page, "Object.values(painted.lanes).filter((lane) => lane.visible).length === 1")
        assert alone["lanes"]["adam"]["visible"]

    with case("without any method the page says what to do, at once"):
        chip(page, "Adam").click()
        page.get_by_text("No method is racing. Choose one above.").wait_for()


def test_every_slider_changes_the_race_in_quick_succession_too_and_a_large_step_size_breaks_sgd(page):
    with case("quick succession"):
        seek(page, 5)
        wait_until_idle(page)
        page.evaluate(f"window.first = {FIRST_PLAYER}")
        for turn in range(12):
            press(page, ("η", "β₂")[turn % 2], "ArrowLeft")
            page.wait_for_timeout((10, 40, 90, 150)[turn % 4])
        wait_until_still(page)
        shown = {name: slider(page, LETTERS[name]).get_attribute("aria-valuetext") for name in ("eta", "beta2")}
        link = painted(page)["link"]
        assert f"eta={shown['eta']}&beta2={shown['beta2']}" in link
        assert shown["beta2"] == "0.993"
        assert page.evaluate(f"window.first === {FIRST_PLAYER}")
        assert painted(page)["step"] == 5

    reset(page)
    for name in SHARED:
        with case(name):
            before = seek(page, 5)
            wait_until_idle(page)
            press(page, LETTERS[name], "ArrowLeft", 3)
            moved = wait_for_new_race(page, before)
            page.wait_for_function(f"location.search.includes('{name}=')")
            page.get_by_role("button", name=called(LETTERS[name])).click()
            wait_for_new_race(page, moved)
            page.wait_for_function(f"!location.search.includes('{name}=')")

    with case("while a slider is held the race follows, and what is said is said of it and not of the one before"):
        paths = page.locator(".terrain canvas").last
        inked = "paths => paths.getContext('2d').getImageData(0, 0, paths.width, paths.height).data.filter((value) => value > 0).length"
        at_start = seek(page, 0)["panels"]["curves"]["inked"], paths.evaluate(inked)
        before, eta, words = seek(page, 40), slider(page, "η"), page.get_by_text("Rprop, which sees only signs")
        hold(page, eta, 30)
        wait_until_painted(page, "painted.computed_by === 'browser'")
        wait_for_frames(page)
        held, value = painted(page), eta.get_attribute("aria-valuetext")
        expected = minimize(OPTIMIZERS["sgd"](learning_rate=float(value)), SURFACES["beale"], steps=40).points[-1]
        assert held["lanes"]["sgd"]["point"] == pytest.approx(expected, rel=1e-6)
        assert held["link"] == before["link"]
        seen = "words => words.checkVisibility({ opacityProperty: true })"
        assert [words.nth(place).evaluate(seen) for place in range(words.count())] == [False, True]
        told, room = words.last.inner_text(), [words.nth(place).bounding_box() for place in range(2)]
        assert told != words.first.inner_text()
        assert [room[1][side] for side in ("x", "y", "width")] == [room[0][side] for side in ("x", "y", "width")]
        whole = seek(page, 0)["panels"]["curves"]["inked"], paths.evaluate(inked)
        assert all(now > 4 * then for now, then in zip(whole, at_start, strict=True)), "at the start, too, one sees what is to come"
        seek(page, 40)
        page.mouse.up()
        after = wait_for_new_race(page, before, "painted.computed_by === 'server'")
        assert f"eta={value}" in after["link"]
        assert after["step"] == 40
        assert words.all_inner_texts() == [told]
        assert {name: lane["point"] for name, lane in after["lanes"].items()} == {
            name: pytest.approx(lane["point"], rel=1e-6) for name, lane in held["lanes"].items()
        }

    with case("a pin keeps the paths, and a second press lets them go"):
        pin = page.get_by_role("button", name=called("Pin these paths"))
        for pressed in ("true", "false"):
            pin.click()
            assert pin.get_attribute("aria-pressed") == pressed

    with case("a large learning rate breaks SGD, and the page says so"):
        before = seek(page, 0)
        press(page, "η", "End")
        wait_for_new_race(page, before)
        seek(page, 300)
        row = page.get_by_role("table").locator("tbody tr", has_text="SGD")
        assert "diverged" in row.inner_text()


def test_every_surface_and_every_preset_can_be_chosen(open_page):
    page = open_page("?surface=beale&methods=adam&steps=50&step=50")
    for key, surface in SURFACES.items():
        with case(key):
            choose(page, "Surface", surface.name)
            wait_until_painted(page, f"painted.link.startsWith('surface={key}&') && painted.lanes.adam && painted.panels.contour.inked > 0")
    for key, preset in PRESETS.items():
        with case(key):
            before = painted(page)
            choose(page, "Story", preset.name)
            wait_for_new_race(page, before)
            page.get_by_text(preset.then[:40]).wait_for()
            says = "([name, value]) => new URLSearchParams(location.search).get(name) === value"
            page.wait_for_function(f"link => [...new URLSearchParams(link)].every({says})", arg=preset.link)


def test_a_copied_link_restores_the_experiment_and_the_view_in_another_browser(open_page):
    query = "?surface=himmelblau&methods=adam,sgd&eta=0.02&start=1,-1&steps=120&adam.beta1=0.5"
    first = open_page(query, permissions=["clipboard-read", "clipboard-write"])
    seek(first, 60)
    first.get_by_role("button", name="One step forward (→)").click()
    shown = wait_until_painted(first, "painted.step === 61")
    first.wait_for_function("location.search.includes('step=61')")
    first.get_by_role("button", name="Copy link").click()
    first.get_by_text("Copied", exact=True).first.wait_for()
    copied = first.evaluate("navigator.clipboard.readText()")
    assert copied == first.url
    assert "surface=himmelblau" in copied
    second = open_page("?" + copied.partition("?")[2])
    again = wait_until_painted(second, "painted.step === 61 && !painted.playing && painted.lanes.sgd")
    assert again["lanes"].keys() == shown["lanes"].keys()
    for key, lane in shown["lanes"].items():
        assert again["lanes"][key]["point"] == lane["point"]
    assert again["link"] == shown["link"]


def test_a_hostile_link_opens_the_page_with_one_line_that_says_what_was_ignored(open_page):
    page = open_page(
        "?surface=<script>document.title='hacked'</script>"
        "&eta=1e999&gamma=NaN&start=a,b&steps=-3&window=0,0,0,0&<img src=x onerror=alert(1)>=1"
        "&methods=**bold**,[link](javascript:alert(1))&adam.beta1=7"
        "&junk=" + "x" * 100_000
    )
    at = wait_until_painted(page)
    assert set(at["lanes"]) == set(at_the_start())
    (warning,) = page.get_by_role("alert").all_inner_texts()
    assert "Ignored: surface, eta, gamma, start, steps, window, methods, adam.beta1, 2 unknown entries." in warning
    assert "hacked" not in page.title()
    for text in ("<script", "<img", "bold", "javascript", "xxx"):
        assert text not in page.locator("body").inner_text()


def test_dark_mode_is_dark_in_the_canvas_too(race):
    def brightness(scheme):
        race.emulate_media(color_scheme=scheme)
        wait_for_theme(race, scheme)
        wait_until_still(race)
        return (
            race.get_by_role("region", name="Map", exact=True)
            .locator("canvas")
            .first.evaluate(
                """canvas => {
                const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                let [sum, count] = [0, 0];
                for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200) { sum += data[i] + data[i + 1] + data[i + 2]; count += 3; }
                return sum / count;
            }"""
            )
        )

    assert brightness("dark") < 110 < 160 < brightness("light")


def test_on_a_phone_the_map_comes_first_then_transport_sliders_and_curves(open_page):
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True)
    wait_until_painted(page)
    wait_until_still(page)
    regions = {name: page.get_by_role("region", name=name, exact=True) for name in ("Map", "Curves")}
    in_order = (regions["Map"], transport(page), slider(page, "η"), regions["Curves"])
    parts = [part.bounding_box() for part in in_order]
    tops = [part["y"] for part in parts]
    assert tops == sorted(tops)
    assert all(part["x"] >= 0 and part["x"] + part["width"] <= 391 for part in parts)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert parts[0]["y"] + parts[0]["height"] < 844


def test_on_a_phone_the_panel_of_schedule_and_noise_fits_the_screen_and_changes_the_race(open_page):
    page = open_page("?methods=sgd,bfgs", viewport={"width": 390, "height": 844})
    before = wait_until_painted(page)
    page.get_by_role("button", name="Start, schedule, noise").click()
    for box, name in (("Schedule of η", "Cosine"), ("Noise", "Gaussian noise")):
        choose(page, box, name)
        before = wait_for_new_race(page, before)
    wait_until_still(page)
    assert before["link"] == "surface=beale&noise=gaussian&schedule=cosine&methods=sgd,bfgs"
    assert list(before["lanes"]) == ["sgd"]
    panel = page.get_by_role("dialog").bounding_box()
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= 390
    assert panel["height"] > 200
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    in_order = (transport(page), slider(page, "η"), chart(page, "ηt/η"))
    tops = [part.bounding_box()["y"] for part in in_order]
    assert tops == sorted(tops)
