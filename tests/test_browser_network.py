"""What a visitor of the network page sees and does, in a real browser."""

from urllib.parse import parse_qsl, urlsplit

from painted import wait_until_idle


def charts(page):
    """How many lines each chart has, and the height of the tallest of their curves in pixels."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".js-plotly-plot")].map((chart) => {
            const lines = [...chart.querySelectorAll(".scatterlayer .js-line")];
            return [lines.length, Math.max(0, ...lines.map((line) => line.getBBox().height))];
        })"""
    )


def test_all_methods_are_trained_with_progress_and_the_path_is_shown(open_page):
    page = open_page("network?epochs=20&seed=4")
    page.get_by_test_id("stProgress").wait_for()
    page.locator(".js-plotly-plot").nth(1).wait_for()
    wait_until_idle(page)
    page.wait_for_function("document.querySelectorAll('.js-plotly-plot .js-line').length >= 60")
    (curves, tall), (paths, long) = charts(page)
    assert curves == 2 * paths == 40
    assert min(tall, long) > 50
    page.get_by_text("batch normalization", exact=False).first.wait_for()
    page.get_by_test_id("stCheckbox").filter(has_text="Tuned").locator("label").click()
    page.wait_for_function("location.search.includes('tuned=no')")
    wait_until_idle(page)
    assert dict(parse_qsl(urlsplit(page.url).query)) == {"epochs": "20", "seed": "4", "tuned": "no"}


def test_on_a_phone_nothing_is_wider_than_the_screen(open_page):
    page = open_page("network?epochs=5&tuned=no", viewport={"width": 390, "height": 844})
    page.locator(".js-plotly-plot").nth(1).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
