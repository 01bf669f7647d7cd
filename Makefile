# Needs Python 3.11 or newer with venv and pip, and make. Everything else goes into .venv; no network after that.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
TSC := npx --yes -p typescript@5.9.3 tsc
READY := $(VENV)/.ready
# As many workers as there are cores, eight at most; one that has nothing left takes over half of another's tests.
PYTEST := $(BIN)/python -m pytest -q -n logical --maxprocesses 8 --dist worksteal

# The first of these that is new enough; or say make PYTHON=/path/to/python3.12
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13 python3.14 python; do \
	$$p -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$p && break; done)

.DEFAULT_GOAL := help
.PHONY: help demo check quick test lint mypy types docs figures results bench lock clean

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*##  *\(.*\)/make \1	\2/p' $(MAKEFILE_LIST) | expand -t 14

demo: $(READY)  ## run the main job: the review's seven boxes as theories, a quick look at each
	$(BIN)/icsim test 'box*' budget=quick

check: $(READY)  ## while working: lint, types and the quick tests; what each says comes when it has ended
	@$(MAKE) --no-print-directory -j2 --keep-going $(if $(filter output-sync,$(.FEATURES)),--output-sync=target) lint mypy quick

quick: $(READY)  ## all tests but those marked slow
	$(PYTEST) -m "not slow"

test: $(READY)  ## all tests
	$(PYTEST)

lint: $(READY)  ## ruff; and which module may import which, where pyproject.toml says it
	$(BIN)/ruff check .
	@if grep -q '^\[\[tool.importlinter.contracts\]\]' pyproject.toml; then $(BIN)/lint-imports; fi

mypy: $(READY)
	$(BIN)/mypy

types: mypy  ## mypy, strict; and the page's JavaScript, where node is there
	@if $(TSC) --version >/dev/null 2>&1; then $(TSC) -p tests/teach/jsconfig.json && echo "the page's JavaScript: types are right"; \
	  else echo "the page's JavaScript: types are not checked; that needs node, and the network once"; fi

docs: $(READY)  ## the documentation, into docs/_build/html; a warning is an error
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

figures: $(READY)  ## the figures of the README and the documentation, made anew
	$(BIN)/python docs/figures.py

results: $(READY)  ## what is committed below results/, and its pages, made anew (over an hour)
	$(BIN)/python docs/experiments.py
	$(BIN)/icsim test all out=results/runs/catalogue
	$(BIN)/icsim scoreboard budget=quick out=results/runs/scoreboard
	$(BIN)/python docs/findings.py results/runs/catalogue/verdicts.json results/runs/scoreboard
	rm -rf results/runs/another_review
	$(BIN)/icsim import docs/another_review/eight.csv out=results/runs/another_review/drafts
	cd results/runs/another_review && ../../../$(BIN)/icsim test drafts/*.yaml budget=quick budget.robustness_draws=0 out=study
	$(BIN)/icsim export results/runs/another_review/study out=results/another_review

bench: $(READY)  ## speed: the kernel, its floor, and the twin
	$(BIN)/python benchmarks/run.py

lock: $(READY)  ## resolve requirements.lock anew (puts uv into .venv; needs the network)
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile pyproject.toml --universal --all-extras --generate-hashes \
	  --no-header --no-emit-index-url -q -o requirements.lock

clean:  ## remove the environment, caches and builds; results stay
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist docs/_build
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment, made again when the lock or the project file changes. The stamp is written last, so what was
# interrupted starts over.
$(READY): requirements.lock pyproject.toml
	@'$(PYTHON)' -c '$(NEW_ENOUGH)' 2>/dev/null || { echo "icsim needs Python 3.11 or newer, and $(or $(PYTHON),python3) is not:" \
	  "install one, or say make PYTHON=/path/to/python3.11" >&2; exit 2; }
	@echo "making $(VENV) with $$('$(PYTHON)' --version): about a minute, once"
	rm -rf $(VENV)
	'$(PYTHON)' -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
