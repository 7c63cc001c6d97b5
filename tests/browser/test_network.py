"""What a visitor of the network page sees and does, in a real browser."""

from cases import case
from finding import atlas, chart, chip, choose, contour, is_as_wide_as_the_screen, linked, transport
from framework import wait_until_idle
from hands import turn_with_ctrl
from painted import painted, seek, wait_for_frames, wait_for_new_race, wait_until_mapped, wait_until_painted, wait_until_still

from optviz.ui.network.experiment import PLANES, entrants


def wait_for_words(page, words):
    """Until the address has them."""
    page.wait_for_function("words => location.search.includes(words)", arg=words)


def around(page, place):
    """The pixels of the map's upper canvas around a place on it."""
    return contour(page).evaluate(
        """(canvas, [x, y]) => {
            const ratio = canvas.width / canvas.clientWidth;
            return canvas.getContext("2d").getImageData(x * ratio - 30, y * ratio - 30, 60, 60).data.join();
        }""",
        place,
    )


def test_all_methods_are_trained_with_progress_and_run_in_the_plane_of_one_path(open_page):
    page = open_page("network?epochs=20&seed=4&tuned=no")
    at = wait_until_painted(page, "painted.panels.terrain.ready && painted.panels.curves.inked > 0")
    with case("every method has a path, and the transport is on the first screen"):
        assert set(at["lanes"]) == set(entrants())
        assert transport(page).bounding_box()["y"] < 900
        heads = [seek(page, epoch)["lanes"]["adam"]["head"] for epoch in (0, 20)]
        assert abs(heads[0][0] - heads[1][0]) + abs(heads[0][1] - heads[1][1]) > 100
    with case("the standings are of this page"):
        head = page.get_by_role("region", name="Standings").get_by_role("columnheader").all_inner_texts()
        assert head == ["method", "training", "validation", "% misclassified"]
        caption = page.get_by_role("region", name="Standings").get_by_role("caption").inner_text()
        assert caption == "Standings at epoch 20"
    with case("a click on the map is no start"):
        before = painted(page)
        box = contour(page).bounding_box()
        place = [0.2 * box["width"], 0.85 * box["height"]]
        looks = around(page, place)
        contour(page).click(position={"x": place[0], "y": place[1]})
        wait_until_still(page)
        assert around(page, place) == looks
        start = seek(page, 0)["lanes"]["adam"]["head"]
        contour(page).hover(position={"x": start[0], "y": start[1]})
        assert contour(page).evaluate("canvas => canvas.style.cursor") == "crosshair"
    with case("what is zoomed into is sampled anew"):
        contour(page).hover()
        turn_with_ctrl(page, -300)
        at = wait_for_new_race(page, before)
        assert at["window"][1] - at["window"][0] < 0.9 * (before["window"][1] - before["window"][0])
        wait_for_words(page, "window=")
    with case("a chip hides its method, and the link says so"):
        chip(page, "Rprop").click()
        wait_until_painted(page, "!('rprop' in painted.lanes)")
        wait_for_words(page, "methods=")
        assert "rprop" not in linked(page)["methods"].split(",")
    with case("another plane"):
        wait_until_idle(page)
        choose(page, "Directions", PLANES["random"])
        at = wait_until_painted(page, "painted.link.includes('plane=random')")
        assert at["window"] == [-1.5, 1.5, -1.5, 1.5]
        assert "rprop" not in at["lanes"]
    with case("on a phone nothing is wider than the screen"):
        page.set_viewport_size({"width": 390, "height": 844})
        wait_until_still(page)
        assert is_as_wide_as_the_screen(page)
    with case("tuned, every method is tried with many learning rates first, and the page says how long it takes"):
        page.get_by_text("Tuned", exact=True).click()
        page.get_by_text("to go").wait_for()
        wait_until_painted(page, "!painted.link.includes('tuned')")


def colors(page, key, place):
    """How many colors a map has painted, the first or the second on the page; one look in a hundred pixels."""
    wait_until_mapped(page, key)
    return atlas(page, place).evaluate(
        """({ previousElementSibling: canvas }) => {
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            return new Set(Array.from({ length: Math.floor(data.length / 400) }, (_, i) => data.slice(400 * i, 400 * i + 3).join())).size;
        }"""
    )


def test_both_looks_paint_two_maps_and_a_click_on_a_pair_shows_its_curves(open_page):
    page = open_page("network?look=decay&batch_size=128&epochs=40")
    page.get_by_text("to go").wait_for()
    with case("who prefers reduced motion sees no bar that glides"):
        glides = "bars => bars.flatMap((bar) => [...bar.querySelectorAll('*')].map((part) => getComputedStyle(part).transitionDuration))"
        assert set(page.get_by_role("progressbar").evaluate_all(glides)) == {"0s"}
    chart(page, "validation loss").locator(".js-line").first.wait_for()
    wait_until_idle(page)
    with case("both maps are painted"):
        assert min(colors(page, "network map adam_l2", 0), colors(page, "network map adamw", 1)) > 20
    with case("a click on a pair"):
        box = atlas(page, 1).bounding_box()
        atlas(page, 1).click(position={"x": box["width"] / 2, "y": box["height"] / 3})
        wait_for_words(page, "cell=")
        wait_until_idle(page)
        names = chart(page, "validation loss").locator(".legendtext").all_text_contents()
        assert len(names) == 2
        assert names[0].partition(",")[2] == names[1].partition(",")[2]
    with case("one key is longer than the other, and the rows of both maps stand at one height"):
        longer = wait_until_mapped(page, "network map adamw")
        assert "equal ηλ" in longer["key"]
        for width in (1400, 1024, 700):
            page.set_viewport_size({"width": width, "height": 768})
            wait_for_frames(page, 4)
            plots = [wait_until_mapped(page, f"network map {key}")["plot"] for key in ("adam_l2", "adamw")]
            assert plots[0] == plots[1], width
    with case("what batch normalization does is told in a story"):
        choose(page, "Story", "What batch normalization does")
        chart(page, "training loss at the end").locator(".js-line").first.wait_for()
        assert min(colors(page, "network map without", 0), colors(page, "network map with", 1)) > 20
        page.get_by_text("the loss is the same all along a ray from 0").wait_for()
        assert linked(page) == {"look": "normalization"}
    with case("on a phone nothing is wider than the screen"):
        page.set_viewport_size({"width": 390, "height": 844})
        page.wait_for_function("document.documentElement.scrollWidth <= 390")


def test_whoever_moves_on_ends_the_training(open_page):
    page = open_page("network?epochs=500&batch_size=2&tuned=no")
    progress = page.get_by_text("methods in training")
    for _ in range(2):  # what had been trained to its end would be there at once the second time
        progress.wait_for()
        page.get_by_role("link", name="Conventions").click()
        page.get_by_text("One name, several methods").wait_for()
        wait_until_idle(page)
        page.get_by_role("link", name="Network").click()
    progress.wait_for()
    page.get_by_role("link", name="Conventions").click()
