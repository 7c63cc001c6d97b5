"""No link breaks a page: neither one that says what it may not, nor one that goes as far as it may. And no visitor sees another's."""

import math
from urllib.parse import urlencode

import pytest
from cases import case
from hanging import SECONDS_UNTIL_HUNG
from house import ROOT
from sent import link_of
from streamlit.testing.v1 import AppTest

from optviz import NOISES, SCHEDULES
from optviz.ui.lineup import form_of
from optviz.ui.specimen import OnTheTable
from surfaces import SURFACES

from .test_address import BAD, DOTTED, VISITS, kind_of

CHEAP = {
    "race": {"steps": "20"},
    "anatomy": {"steps": "20"},
    "maps": {"steps": "20", "resolution": "32"},
    "basins": {"steps": "20", "resolution": "64"},
    "noise": {"steps": "20", "seeds": "3"},
    "network": {"epochs": "1", "tuned": "no"},
    "conventions": {},
}
NONSENSE = ["", "nan", "-1e308", "1e309", "٣", "<b>", "**", "'; --", "../../etc", "%00", "\N{NO-BREAK SPACE}", "x" * 60_000]
STARTS = ["9.9e9,-9.9e9", "-5e9,5e9", "1e-300,-1e-300", "0,0"]


def farthest(name, declared, upper):
    """A link's entries for values as far up or down as they are allowed, and as a float goes."""
    for key, parameter in declared.parameters().items():
        end = parameter.domain.upper if upper else parameter.domain.lower
        end = min(max(end, -1e300), 1e300)
        inside = end if parameter.domain.contains(end) else math.nextafter(end, -math.inf if upper else math.inf)
        yield f"{name}.{key}", str(int(upper)) if parameter.is_switch else repr(float(inside))


def far(page, upper):
    """A link that goes as far as it may, in everything that has values."""
    entries = kind_of(page).entries()
    link = dict(CHEAP[page])
    surface, method = ("ravine", "ranger") if upper else ("linear_regression", "rprop")
    if "surface" in entries:
        link |= {"surface": surface, **dict(farthest("surface", SURFACES[surface], upper))}
    for field, entry in entries.items():
        if isinstance(entry, OnTheTable):
            name = entry.name or field
            link |= {name: method, **dict(farthest(name, form_of(method), upper))}
    if page == "race":
        link |= {"methods": f"sgd,{method},bfgs", **dict(farthest(method, form_of(method), upper))}
    if "schedule" in entries:
        schedule = "warm_restarts" if upper else "plateau"
        link |= {"schedule": schedule, **dict(farthest("schedule", SCHEDULES[schedule], upper))}
    if "noise" in entries:
        link |= {"noise": "gaussian", **dict(farthest("noise", NOISES["gaussian"], upper))}
    return link


@pytest.mark.usefixtures("nothing_is_compiled")
@pytest.mark.parametrize("page", VISITS)
def test_whatever_a_link_says_the_page_opens(page):
    bad = dict(entry.split("=", 1) for link in BAD.get(page, []) for entry in link.split("&"))
    words = sorted({*DOTTED, *bad})
    nonsense = {word: NONSENSE[i % len(NONSENSE)] for i, word in enumerate(words)}
    links = [{**bad, **CHEAP[page]}, {**nonsense, **CHEAP[page]}, far(page, upper=False), far(page, upper=True)]
    if "start" in kind_of(page).entries():
        links += [{**CHEAP[page], "start": start} for start in STARTS]
    for link in links:
        with case(urlencode(link)[:300]):
            app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS_UNTIL_HUNG)
            app.query_params.update(link)
            app.switch_page(f"pages/{page}.py").run()
            assert not app.exception
            for warning in app.warning:
                assert not any(text in warning.value for text in ("<b>", "**", "etc", "xxx"))


@pytest.mark.usefixtures("nothing_is_compiled")
def test_what_one_visitor_does_no_other_sees():
    visitors = [AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS_UNTIL_HUNG) for _ in range(3)]
    for i, app in enumerate(visitors):
        app.query_params.update({"surface": "booth", "methods": "sgd", "steps": str(10 + i)})
        app.run()
    for i, app in enumerate(visitors):
        app.text_input(key="race steps").set_value(str(20 + i)).run()
        app.switch_page("pages/anatomy.py").run()
        app.text_input(key="anatomy start x").set_value(f"0,{i + 1}").run()
    for i, app in enumerate(visitors):
        with case(i):
            assert link_of(app)["start"] == f"0.{i + 1},5"
            app.switch_page("pages/race.py").run()
            assert link_of(app) == {"surface": "booth", "methods": "sgd", "steps": str(20 + i)}
