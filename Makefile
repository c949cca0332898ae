# `make` runs the experiment, `make report` adds the claims and writes the report, `make studies` adds
# the studies to it; `make test` runs the tests, `make benchmark` the timings. All make .venv first,
# from the pinned files.

.DELETE_ON_ERROR:
.PHONY: run report studies test lint benchmark

BIN := .venv/bin

run: .venv/run
	$(BIN)/snakemake --cores all

report: .venv/run
	$(BIN)/snakemake --cores all everything
	$(BIN)/snakemake everything --report results/report.html

studies: .venv/run
	$(BIN)/snakemake --cores all everything studies
	$(BIN)/snakemake everything studies --report results/report.html

test: lint
	$(BIN)/pytest

lint: .venv/test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/snakefmt --check Snakefile workflow
	$(BIN)/snakemake --lint

benchmark: .venv/test
	@$(BIN)/python -m benchmarks.report
	@$(BIN)/python -m benchmarks.fits
	@$(BIN)/python -m benchmarks.quality
	@$(BIN)/python -m benchmarks.pipeline

.venv/run: requirements.txt
	python3 -m venv .venv
	$(BIN)/pip install --quiet --requirement requirements.txt
	touch $@

.venv/test: requirements-dev.txt requirements-slurm.txt .venv/run
	$(BIN)/pip install --quiet --requirement requirements-dev.txt --requirement requirements-slurm.txt
	touch $@
