# Each target does all its set-up in .venv; only Python >= 3.11, make and pip are needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check docs clean

demo: $(VENV)/installed  ## read the reports of corpus/ into outputs/lakip.db and compare their agencies
	$(BIN)/lakip ingest corpus/reports --db outputs/lakip.db
	$(BIN)/lakip compare --db outputs/lakip.db

test: $(VENV)/developed  ## run the tests
	$(BIN)/python -m pytest

check: $(VENV)/developed  ## format, lint, types, floors, tests and docs: the one check before a commit
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest
	$(BIN)/cog --check README.md docs/*.md

docs: $(VENV)/developed  ## write what the program prints into README and docs
	$(BIN)/cog -r README.md docs/*.md

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --upgrade pip
	$(BIN)/python -m pip install -qq --editable .
	touch $@

$(VENV)/developed: $(VENV)/installed
	$(BIN)/python -m pip install -qq --editable '.[dev,site,parquet,charts]'
	touch $@

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
