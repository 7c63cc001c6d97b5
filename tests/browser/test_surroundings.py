"""The race where not all is as usual: enlarged or made small, in the colors of the system, without WebGL, in a tab that is hidden."""

from cases import case
from finding import called, contour, is_as_wide_as_the_screen, transport
from painted import painted, seek, wait_until_painted, wait_until_still

ZOOMS = (0.67, 1, 2, 4)
"""What a visitor enlarges the page by: the window has as many pixels of the page less."""

WITHOUT_WEBGL = """() => {
    const { getContext } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
        return kind.startsWith("webgl") ? null : getContext.call(this, kind, ...rest);
    };
}"""

AS_IN_A_HIDDEN_TAB = """() => {
    const paint = requestAnimationFrame;
    let held = [];
    window.isHidden = false;
    window.requestAnimationFrame = (what) => (window.isHidden ? held.push(what) : paint(what));
    window.show = () => {
        window.isHidden = false;
        held.forEach((what) => paint(what));
        held = [];
    };
}"""


def test_enlarged_or_made_small_the_page_fits_its_window_and_plays(open_page):
    page = open_page()
    wait_until_painted(page)
    for zoom in ZOOMS:
        with case(f"{zoom:.0%}"):
            page.set_viewport_size({"width": round(1400 / zoom), "height": round(900 / zoom)})
            wait_until_still(page)
            assert is_as_wide_as_the_screen(page)
            seek(page, 5)
            transport(page).get_by_role("button", name="One step forward (→)").click()
            wait_until_painted(page, "painted.step === 6")


def test_in_the_colors_of_the_system_everything_is_painted_and_can_be_pressed(open_page):
    page = open_page(forced_colors="active")
    wait_until_painted(page, "painted.panels.terrain.ready && painted.panels.curves.inked > 0")
    transport(page).get_by_role("button", name="Play (space)").click()
    wait_until_painted(page, "painted.playing && painted.step > 1")


def test_without_webgl_the_map_and_the_curves_play_all_the_same(open_page):
    page = open_page()
    page.add_init_script(f"({WITHOUT_WEBGL})()")
    page.reload()
    wait_until_painted(page, "painted.panels.curves.inked > 0")
    seek(page, 100)
    assert "14 runs at step 100" in contour(page).get_attribute("aria-label")
    transport(page).get_by_role("button", name="Play (space)").click()
    wait_until_painted(page, "painted.playing && painted.step > 101")


def test_a_race_that_plays_in_a_hidden_tab_goes_on_when_it_is_shown_again(open_page):
    page = open_page()
    page.add_init_script(f"({AS_IN_A_HIDDEN_TAB})()")
    page.reload()
    wait_until_painted(page)
    seek(page, 0)
    page.get_by_role("button", name="Play (space)").click()
    wait_until_painted(page, "painted.playing && painted.step > 1")
    page.evaluate("isHidden = true")
    page.get_by_role("img", name=called("Curves of")).hover()
    hidden = painted(page)["frames"]
    page.evaluate("show()")
    later = wait_until_painted(page, f"painted.frames > {hidden} + 2")
    assert later["playing"]
