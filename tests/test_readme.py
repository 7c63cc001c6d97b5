"""What README and CONTRIBUTING say works as it stands there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cases import case
from hanging import SECONDS_UNTIL_HUNG
from house import ROOT

TEXTS = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md")]


def example(beginning: str) -> str:
    """The Python block that contains a text."""
    blocks = (block for text in TEXTS for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL))
    (block,) = (block for block in blocks if beginning in block)
    return block


@pytest.fixture
def house(tmp_path):
    """A copy of the engine and the surfaces, to put files into."""
    for package in ("optviz", "surfaces"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "web"))
    return tmp_path


def run(house: Path, code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=house,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS_UNTIL_HUNG,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_example_of_the_readme_runs_and_gives_what_it_says(capsys):
    left: list[dict[str, Any]] = []
    for block in re.findall(r"```python\n(.*?)```", TEXTS[0], re.DOTALL):
        with case(block):
            left.append({})
            exec(block, left[-1])
    runs, many, noisy, network = left  # a further one says here what it gives
    assert runs["run"].points.shape == (301, 2)
    assert runs["both"].lanes.keys() == {"slow", "fast"}
    assert "keras.optimizers.Adam(learning_rate=0.1" in capsys.readouterr().out
    assert {many["plane"].final_gap.shape, many["plane"].steps_to.shape, many["plane"].status.shape} == {(256, 256)}
    assert many["caught"].index.shape == (512, 512)
    assert (many["caught"].index.max(), len(many["best"])) == (3, 2)
    assert noisy["runs"].quantiles(0.1, 0.5, 0.9).shape == (3, 301)
    assert len(noisy["runs"].expected_gap()) == len(noisy["runs"].arrived(1e-3)) == 3
    assert {one.training_loss.shape for one in network["found"].values()} == {
        one.validation_loss.shape for one in network["found"].values()
    }
    assert network["found"]["adam"].training_loss.shape == (21,)


def test_the_new_optimizer_needs_its_file_and_nothing_else(house):
    (house / "optviz" / "optimizers" / "sign_descent.py").write_text(example("class SignDescent"), encoding="utf-8")
    code = (
        "from optviz import OPTIMIZERS, minimize; from surfaces import SURFACES; from optviz.plotting.style import in_order\n"
        "run = minimize(OPTIMIZERS['sign_descent'](learning_rate=0.5), SURFACES['bowl'], (2.0, -1.0), steps=4)\n"
        "print(run.points[-1].tolist(), 'sign_descent' in in_order())"
    )
    assert run(house, code).strip() == "[0.0, 0.0] True"  # after 2 and 1 the gradient's sign is 0 there: (2 − 4 · 0.5, −1 + 2 · 0.5)


def test_the_new_optimizer_is_taken_apart_with_no_further_line(house):
    (house / "optviz" / "optimizers" / "sign_descent.py").write_text(example("class SignDescent"), encoding="utf-8")
    code = (
        "from optviz import OPTIMIZERS, race; from surfaces import SURFACES; from optviz.player.anatomy_scene import anatomy_scene\n"
        "entrants = {'a': OPTIMIZERS['sign_descent'](learning_rate=0.5)}\n"
        "header, arrays = anatomy_scene(race(entrants, SURFACES['bowl'], (2.0, -1.0), 4), key='player', start=(2.0, -1.0))\n"
        "(line,) = header['anatomy'][0]['lines']\n"
        "print('sign' in line['rule'], len(line['numbers']), 'data-slot' in line['numbers'][0], bool(line['sentence']))\n"
        "print(sorted(map(float, arrays['anatomy.0.slots'][:, 0])))"
    )
    first, numbers = run(house, code).splitlines()
    assert first == "True 2 True True"
    # Of both coordinates: θ, the gradient (twice θ) and the new θ, half a unit nearer.
    assert set(json.loads(numbers)) >= {2.0, 4.0, 1.5, -1.0, -2.0, -0.5}


def test_the_new_surface_needs_its_file_and_nothing_else(house):
    (house / "surfaces" / "trough.py").write_text(example("class Trough"), encoding="utf-8")
    code = (
        "from optviz import OPTIMIZERS, minimize; from surfaces import SURFACES; import numpy as np\n"
        "s, p, h = SURFACES['trough'], np.array([0.3, -0.7]), 1e-5\n"
        "for i, e in enumerate(np.eye(2)):\n"
        "    assert np.isclose((s.value(p + h * e) - s.value(p - h * e)) / (2 * h), s.gradient(p)[i], rtol=1e-8)\n"
        "    assert np.allclose((s.gradient(p + h * e) - s.gradient(p - h * e)) / (2 * h), s.hessian(p)[i], rtol=1e-7)\n"
        "print(minimize(OPTIMIZERS['newton'](), s, steps=50).status)"
    )
    assert run(house, code).strip() == "converged"


def test_the_tests_of_a_new_optimizer_and_a_new_surface_follow_from_their_files(house):
    (house / "optviz" / "optimizers" / "sign_descent.py").write_text(example("class SignDescent"), encoding="utf-8")
    (house / "surfaces" / "trough.py").write_text(example("class Trough"), encoding="utf-8")
    shutil.copytree(ROOT / "tests", house / "tests", ignore=shutil.ignore_patterns("__pycache__", "web"))
    shutil.copy(ROOT / "pyproject.toml", house)
    files = ["tests/optimizers/test_optimizers.py", "tests/surfaces/test_surfaces.py", "tests/engine/test_anatomy.py"]
    words = ["-q", "-p", "no:cacheprovider", "-k", "sign_descent or trough or test_every_line_of_a_methods_rule_has_its_own_sentence"]
    passed = run(house, f"import pytest, sys; sys.exit(pytest.main({[*files, *words]}))")
    assert int(re.search(r"(\d+) passed", passed)[1]) > 10, passed


def test_a_new_page_needs_its_room_and_its_question(house):
    shutil.copytree(ROOT / "optviz" / "player" / "web", house / "optviz" / "player" / "web")  # with what writes the address
    shutil.copy(ROOT / "pyproject.toml", house)
    room = house / "optviz" / "ui" / "minima"
    room.mkdir()
    (house / "pages").mkdir()
    (room / "__init__.py").write_text('"""What only the minima page has."""\n', encoding="utf-8")
    (room / "experiment.py").write_text(example("class MinimaExperiment"), encoding="utf-8")
    (room / "controls.py").write_text(example('Visit("minima"'), encoding="utf-8")
    (house / "pages" / "minima.py").write_text(example("Where are the minima?"), encoding="utf-8")
    code = (
        "import json\n"
        "from streamlit.testing.v1 import AppTest\n"
        f"app = AppTest.from_file('pages/minima.py', default_timeout={SECONDS_UNTIL_HUNG})\n"
        "app.query_params.update(surface='booth', nonsense='1')\n"
        "app.run()\n"
        "assert 'Booth' in app.markdown[0].value\n"
        "app.selectbox[0].select('beale').run()\n"
        "address = json.loads(app.get('bidi_component')[0].proto.json)['link']\n"
        "print(not app.exception, app.markdown[0].value.splitlines()[0], address)"
    )
    assert run(house, code).strip() == "True ##### The minima of Beale surface=beale"


def test_every_file_that_is_named_is_there():
    tried = {"sign_descent.py", "trough.py", "minima.py", "x.py"}
    for text in TEXTS:
        named = set(re.findall(r"[\w/-]+\.(?:py|js|css|d\.ts|md|txt|npz)\b", re.sub(r"```python\n.*?```", "", text, flags=re.DOTALL)))
        for name in sorted(named):
            if Path(name).name not in tried and "/minima/" not in name:
                with case(name):
                    assert list(ROOT.glob(name)) or list(ROOT.glob(f"[!.]*/**/{name}"))
