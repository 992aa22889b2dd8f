# make demo | test | check | bench: each sets up .venv from the lock file first, when needed.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test check slow bench lock clean

demo: $(VENV)/.run  ## extract corpus/ into outputs/ and show the given article's rows
	$(BIN)/extractor run corpus --out outputs --overwrite
	$(BIN)/extractor explain corpus/article.txt

test: check

check: $(VENV)/.dev  ## format, lint, types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

slow: $(VENV)/.dev  ## the tests that take long
	$(BIN)/python -m pytest -m slow

bench: $(VENV)/.dev  ## measure speed and memory side by side into bench/
	$(BIN)/python tests/bench.py --out bench

lock: $(VENV)/.dev  ## work out the lock files anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml $(LOCK) --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml $(LOCK) --all-extras --group dev --output-file requirements-dev.lock
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet

clean:
	rm -rf $(VENV)

# The stamp files say what is installed: what a run needs, or also what developers need.
$(VENV)/.run: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; (3, 11) <= sys.version_info < (3, 14) or sys.exit("extractor needs Python 3.11 to 3.13, such as: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --editable .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(INSTALL) --require-hashes -r requirements-dev.lock
	touch $@
