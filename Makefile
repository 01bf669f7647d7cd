# Needs Python 3.11 or newer with venv and pip, and make. Everything else goes into .venv; no network after that.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
RESOLVED := --group install --universal --generate-hashes --no-header --no-emit-index-url -q
TSC := npx --yes -p typescript@5.9.3 tsc
READY := $(VENV)/.ready
DEVELOP := $(VENV)/.develop
UV := $(BIN)/uv --no-config pip install -q --system-certs --python $(BIN)/python
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check
# As many workers as there are cores, eight at most; one that has nothing left takes over half of another's tests.
PYTEST := $(BIN)/python -m pytest -q -n logical --maxprocesses 8 --dist worksteal

# The first of these that is new enough; or say make PYTHON=/path/to/python3.12
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13 python3.14 python; do \
	$$p -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$p && break; done)

.DEFAULT_GOAL := help
.PHONY: help demo check quick test exhaustive crawl lint mypy types docs figures results bench lock clean

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*##  *\(.*\)/make \1	\2/p' $(MAKEFILE_LIST) | expand -t 17

demo: $(READY)  ## run the main job: the review's seven boxes as theories, a quick look at each
	$(BIN)/icsim test 'box*' budget=quick
	@echo "icsim is in $(BIN): type . $(BIN)/activate once in a terminal, and then icsim ..."

check: $(DEVELOP)  ## while working: lint, types and the quick tests; what each says comes when it has ended
	@$(MAKE) --no-print-directory -j2 --keep-going $(if $(filter output-sync,$(.FEATURES)),--output-sync=target) lint mypy quick

quick: $(DEVELOP)  ## all tests but those marked slow
	$(PYTEST) -m "not slow"

test: $(DEVELOP)  ## all tests but those that try more of the same
	$(PYTEST) -m "not exhaustive"

exhaustive: $(DEVELOP)  ## those: CONTRIBUTING.md lists them
	$(PYTEST) -m exhaustive

crawl: $(DEVELOP)  ## use every control of the teaching page, in every lesson and place, on three screens (over an hour)
	ICSIM_CRAWL=1 $(PYTEST) tests/teach/test_page_crawl.py

lint: $(DEVELOP)  ## ruff; and which module may import which, where pyproject.toml says it
	$(BIN)/ruff check .
	@if grep -q '^\[\[tool.importlinter.contracts\]\]' pyproject.toml; then $(BIN)/lint-imports; fi

mypy: $(DEVELOP)
	$(BIN)/mypy

types: mypy  ## mypy, strict; and the page's JavaScript, where node is there
	@if $(TSC) --version >/dev/null 2>&1; then $(TSC) -p tests/teach/jsconfig.json && echo "the page's JavaScript: types are right"; \
	  else echo "the page's JavaScript: types are not checked; that needs node, and the network once"; fi

docs: $(DEVELOP)  ## the documentation, into docs/_build/html; a warning is an error
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

figures: $(DEVELOP)  ## the figures of the README and the documentation, made anew
	$(BIN)/python docs/figures.py

results: $(DEVELOP)  ## what is committed below results/, and its pages, made anew (over an hour)
	$(BIN)/python docs/experiments.py
	$(BIN)/icsim test all out=results/runs/catalogue
	$(BIN)/icsim scoreboard budget=quick out=results/runs/scoreboard
	$(BIN)/python docs/findings.py results/runs/catalogue/verdicts.json results/runs/scoreboard
	rm -rf results/runs/another_review
	$(BIN)/icsim import docs/another_review/eight.csv out=results/runs/another_review/drafts
	cd results/runs/another_review && ../../../$(BIN)/icsim test drafts/*.yaml budget=quick budget.robustness_draws=0 out=study
	$(BIN)/icsim export results/runs/another_review/study out=results/another_review

bench: $(DEVELOP)  ## speed: the kernel, its floor, the twin, how far a sweep reaches; what a user waits for, beside the last
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/sweep_reach.py
	$(BIN)/python benchmarks/end_to_end.py

lock: $(DEVELOP)  ## resolve both locks anew (needs the network)
	$(BIN)/uv pip compile pyproject.toml $(RESOLVED) --all-extras -o requirements-dev.lock
	cp requirements-dev.lock requirements.lock  # uv keeps the versions that it finds there
	$(BIN)/uv pip compile pyproject.toml $(RESOLVED) --extra teach --extra office -o requirements.lock

clean:  ## remove the environment, caches and builds; results stay
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist docs/_build
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment, made again when its lock or the project file changes: what icsim needs, and for `make test` and the
# like what developers need besides. uv takes a sixth of pip's time; where uv cannot be had or cannot install, pip does it.
# Each stamp is written last, so what was interrupted starts over.
$(READY): requirements.lock pyproject.toml
	@'$(PYTHON)' -c '$(NEW_ENOUGH)' 2>/dev/null || { echo "icsim needs Python 3.11 or newer, and $(or $(PYTHON),python3) is not:" \
	  "install one, or say make PYTHON=/path/to/python3.11" >&2; exit 2; }
	@echo "making $(VENV) with $$('$(PYTHON)' --version): half a minute or less, once"
	@rm -rf $(VENV)
	@'$(PYTHON)' -m venv $(VENV)
	@$(PIP) --require-hashes -r <(awk '/^[^ ]/ {uv = /^uv==/} uv' requirements.lock) 2>/dev/null || true
	@$(call install,requirements.lock)
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(DEVELOP): $(READY) requirements-dev.lock
	@echo "adding to $(VENV) what developers need: half a minute or less, once"
	@$(call install,requirements-dev.lock)
	@touch $@

install = $(UV) --require-hashes -r $(1) 2>/dev/null || $(PIP) --require-hashes -r $(1)
