# `make` runs the experiment, `make test` the tests; both make .venv first, from the pinned files.

.DELETE_ON_ERROR:
.PHONY: run test lint

BIN := .venv/bin

run: .venv/run
	$(BIN)/snakemake --cores all

test: lint
	$(BIN)/pytest

lint: .venv/test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/snakefmt --check Snakefile workflow
	$(BIN)/snakemake --lint

.venv/run: requirements.txt
	python3 -m venv .venv
	$(BIN)/pip install --quiet --requirement requirements.txt
	touch $@

.venv/test: requirements-dev.txt .venv/run
	$(BIN)/pip install --quiet --requirement requirements-dev.txt
	touch $@
