"""A page for those who read it another way: what axe objects to, in the light and in the dark."""

from __future__ import annotations

from typing import Any

from cases import case
from framework import NOT_OURS, wait_for_theme
from house import ROOT
from playwright.sync_api import Page

AXE = ROOT / "tests" / "web" / "node_modules" / "axe-core" / "axe.min.js"

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    "rules": {"label-content-name-mismatch": {"enabled": True}},  # who speaks to the page says what is written on it
    "resultTypes": ["violations"],
    "elementRef": True,
}
OF_COLOR = {**OPTIONS, "runOnly": ["color-contrast", "link-in-text-block"], "rules": {}}
"""The rules that have to do with colors: what else there is on a page is the same in the dark."""

RUN = """async ([options, notOurs]) => {
    const { violations } = await axe.run(document, options);
    return violations.flatMap(({ id, nodes }) =>
        nodes
            .filter(({ element }) => !element.matches(notOurs[id] ?? ":not(*)"))
            .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
}"""


def objections(page: Page, options: dict[str, Any]) -> list[str]:
    """What axe finds wrong with the page as it is: by which rule, with which element, and why."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN, [options, NOT_OURS])
    return found


def formulas_in_names(page: Page) -> list[str]:
    """What is read aloud and has LaTeX in it."""
    found: list[str] = page.evaluate(
        """() => {
            const names = (root) => [...root.querySelectorAll("*")].flatMap((part) => {
                const name = part.getAttribute("aria-label") ?? "";
                return [...(/[$\\\\]/.test(name) ? [name] : []), ...(part.shadowRoot ? names(part.shadowRoot) : [])];
            });
            return names(document);
        }"""
    )
    return found


def assert_that_axe_is_content(page: Page) -> None:
    """The page is in the light before and after."""
    formulas = formulas_in_names(page)
    assert not formulas, formulas
    for theme, options in (("light", OPTIONS), ("dark", OF_COLOR)):
        with case(theme):
            page.emulate_media(color_scheme=theme)
            wait_for_theme(page, theme)
            found = objections(page, options)
            assert not found, "\n".join(found)
    page.emulate_media(color_scheme="light")
