"""The words that the command `optviz` takes; that it starts the app is in test_wheel.py."""

from __future__ import annotations

import pytest
from cases import case

from optviz.cli import APP, streamlits_options


def test_it_starts_the_app_of_this_repository():
    assert APP.name == "app.py"
    assert (APP.parent / "tests" / "test_cli.py").samefile(__file__)


def test_its_own_options_are_told_to_streamlit_in_streamlits_words():
    assert streamlits_options([]) == []
    assert streamlits_options(["--port", "8600", "--host", "127.0.0.1", "--no-browser"]) == [
        *("--server.port", "8600"),
        *("--server.address", "127.0.0.1"),
        *("--server.headless", "true"),
    ]


def test_further_options_are_passed_on_as_they_are():
    further = ["--server.baseUrlPath", "racing", "--theme.base=dark"]
    assert streamlits_options([*further, "--port=8600"]) == [*further, "--server.port", "8600"]


def test_what_makes_no_sense_is_refused_in_one_sentence(capsys):
    senseless = {
        "--port http": "optviz: argument --port: must be a whole number from 1 to 65535, got 'http'",
        "--port 0": "optviz: argument --port: must be a whole number from 1 to 65535, got '0'",
        "--port 65536": "optviz: argument --port: must be a whole number from 1 to 65535, got '65536'",
        "--port": "optviz: argument --port: expected one argument",
        "8600": "optviz: there is no option '8600'; optviz --help lists them all",
        "--prot 8600": "optviz: there is no option '--prot'; optviz --help lists them all",
        "--server.headless true app.py": "optviz: there is no option 'app.py'; optviz --help lists them all",
    }
    for words, sentence in senseless.items():
        with case(words), pytest.raises(SystemExit) as left:
            streamlits_options(words.split())
        assert left.value.code == 2
        assert capsys.readouterr().err == f"{sentence}\n"
