# make run        the app on http://localhost:8501
# make test       formatters, linters, type checkers and all tests, those in a real browser included
# make benchmark  the figures: the race, beside torch.optim where that is installed, a classroom of sessions, the browser
#
# Everything is installed into .venv. Another Python: make run PYTHON=python3.12. Another port: make run PORT=8600.

PYTHON ?= python3
PORT ?= 8501
VENV := .venv
IN_VENV := $(VENV)/bin/python
NODE := ../../$(VENV)/bin/node

# pip would compile all that it installs. Python compiles what is used, and has to be allowed to keep it: the tests start many processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test style types web tests benchmark

run: $(VENV)/app-is-installed
	$(IN_VENV) -m optviz --port $(PORT)

test: $(VENV)/tests-are-installed
	$(IN_VENV) tests/browsers.py
	$(MAKE) style
	$(MAKE) --jobs 2 types web tests

style: $(VENV)/tests-are-installed
	$(IN_VENV) -m ruff format --check .
	$(IN_VENV) -m ruff check .

types: $(VENV)/tests-are-installed
	$(IN_VENV) -m mypy

# The JavaScript: format and lint, types, units. What Node runs is neither served nor needed by the app, nor is axe, with which
# the browser tests look at the pages.
web: tests/web/node_modules/.package-lock.json
	cd tests/web && $(NODE) node_modules/@biomejs/biome/bin/biome ci --colors=off --error-on-warnings . ../../optviz/player/web
	cd tests/web && $(NODE) node_modules/typescript/bin/tsc --project .
	cd tests/web && $(NODE) --test --test-reporter=dot --disable-warning=MODULE_TYPELESS_PACKAGE_JSON

# Three processes keep two cores busy: the one with the browser waits half of its time.
tests: $(VENV)/tests-are-installed tests/web/node_modules/.package-lock.json
	$(IN_VENV) -m pytest --numprocesses 3

benchmark: $(VENV)/tests-are-installed
	$(IN_VENV) tests/browsers.py
	$(IN_VENV) benchmarks/race.py
	$(IN_VENV) benchmarks/classroom.py
	$(IN_VENV) benchmarks/browser.py

# What pip is told of the project itself: where it stands, what it needs, and what the command is called.
PACKAGE := pyproject.toml .ci/wheel.py requirements.txt requirements-cluster.txt

$(VENV)/app-is-installed: $(PACKAGE) | $(VENV)/bin/pip
	$(IN_VENV) -m pip install --quiet --disable-pip-version-check --no-compile -e .
	@touch $@

$(VENV)/tests-are-installed: $(PACKAGE) tests/requirements.txt | $(VENV)/bin/pip
	$(IN_VENV) -m pip install --quiet --disable-pip-version-check --no-compile -r tests/requirements.txt -e .
	@touch $@ $(VENV)/app-is-installed

# npm leaves this file when it is done.
tests/web/node_modules/.package-lock.json: tests/web/package-lock.json $(VENV)/tests-are-installed
	cd tests/web && ../../$(VENV)/bin/npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "optviz needs Python 3.11 or newer; '$(PYTHON)' is not. Name another one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "'$(PYTHON)' cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
