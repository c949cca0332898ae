# `make` runs the experiment, `make report` adds the claims and writes the report, `make studies` adds
# the studies to it, `make reconstruction` searches for what the authors ran; `make test` runs the tests,
# `make benchmark` the timings. All make .venv first, from the pinned files.

.DELETE_ON_ERROR:
.PHONY: run report studies reconstruction test lint benchmark unsuitable

PYTHON ?= python3
SUITABLE := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
# The programs beside it start with its path, which a shell reads: in a folder `a $b` they do not run.
IN := .venv/bin/python -m

run: .venv/run
	$(IN) snakemake --cores all

report: .venv/run
	$(IN) snakemake --cores all everything
	$(IN) snakemake everything --report results/report.html
	@echo The report: results/report.html

studies: .venv/run
	$(IN) snakemake --cores all everything studies
	$(IN) snakemake everything studies --report results/report.html
	@echo The report: results/report.html

reconstruction: .venv/run
	$(IN) snakemake --cores all reconstruction

test: lint
	$(IN) pytest --numprocesses 4 --dist loadfile --no-loadscope-reorder

lint: .venv/test
	$(IN) ruff check
	$(IN) ruff format --check
	$(IN) snakefmt --check Snakefile workflow
	$(IN) snakemake --lint

benchmark: .venv/test
	@$(IN) benchmarks.report
	@$(IN) benchmarks.fits
	@$(IN) benchmarks.floor
	@$(IN) benchmarks.quality
	@$(IN) benchmarks.pipeline

# Made anew if its Python is too old, or gone.
.venv/run: requirements.txt $(shell .venv/bin/python $(SUITABLE) 2>/dev/null || echo unsuitable)
	$(if $(shell $(PYTHON) $(SUITABLE) || echo no),$(error Python 3.11 or newer is needed, and \
		$(PYTHON) is $(shell $(PYTHON) --version 2>&1): install it, or name it: make PYTHON=python3.11))
	$(PYTHON) -m venv --clear .venv
	$(IN) pip install --quiet --requirement requirements.txt
	touch $@

.venv/test: requirements-dev.txt requirements-slurm.txt .venv/run
	$(IN) pip install --quiet --requirement requirements-dev.txt --requirement requirements-slurm.txt
	touch $@
