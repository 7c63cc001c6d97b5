"""Every page for those who read it another way: axe finds nothing to object to, in the light and in the dark."""

import pytest
from cases import case
from framework import NOT_OURS, wait_for_theme
from house import ROOT
from painted import wait_until_still

AXE = ROOT / "tests" / "web" / "node_modules" / "axe-core" / "axe.min.js"

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    "rules": {"label-content-name-mismatch": {"enabled": True}},  # who speaks to the page says what is written on it
    "resultTypes": ["violations"],
    "elementRef": True,
}

RUN = """async ([options, notOurs]) => {
    const { violations } = await axe.run(document, options);
    return violations.flatMap(({ id, nodes }) =>
        nodes
            .filter(({ element }) => !element.matches(notOurs[id] ?? ":not(*)"))
            .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
}"""


def objections(page):
    """What axe finds wrong with the page as it is: by which rule, with which element, and why."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(RUN, [OPTIONS, NOT_OURS])


def formulas_in_names(page):
    """What is read aloud and has LaTeX in it."""
    return page.evaluate(
        """() => {
            const names = (root) => [...root.querySelectorAll("*")].flatMap((part) => {
                const name = part.getAttribute("aria-label") ?? "";
                return [...(/[$\\\\]/.test(name) ? [name] : []), ...(part.shadowRoot ? names(part.shadowRoot) : [])];
            });
            return names(document);
        }"""
    )


def assert_that_axe_is_content(page):
    assert formulas_in_names(page) == []
    for theme in ("light", "dark"):
        with case(theme):
            page.emulate_media(color_scheme=theme)
            wait_for_theme(page, theme)
            assert objections(page) == []


def narrate(page):
    page.get_by_role("button", name="Narrate").click()
    page.locator(".narration .count").wait_for()


def look_into(name):
    """Open what a button opens."""

    def act(page):
        page.get_by_role("button", name=name).click()
        page.get_by_role("dialog").wait_for()

    return act


PAGES = {
    "race": ("", [look_into("Start, schedule, noise"), look_into("One method")]),
    "anatomy": ("anatomy?b=adam", [narrate]),
    "maps": ("maps?resolution=32", []),
    "basins": ("basins?resolution=64", []),
    "noise": ("noise", []),
    "network": ("network?epochs=10&tuned=no", []),
    "conventions": ("conventions", []),
}
"""Of each page the link that opens it, and what is done there and looked at, too."""


def test_every_page_is_looked_at():
    assert PAGES.keys() == {path.stem for path in (ROOT / "pages").glob("*.py")}


@pytest.mark.parametrize("name", PAGES)
def test_axe_has_no_objections_in_the_light_and_in_the_dark(open_page, name):
    link, acts = PAGES[name]
    page = open_page(link)
    wait_until_still(page)
    assert_that_axe_is_content(page)
    for act in acts:
        act(page)
        wait_until_still(page)
        assert_that_axe_is_content(page)
