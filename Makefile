# On a machine with Python 3.11 or newer and make, `make demo` and `make test` are all it takes.

PYTHON ?= python3
BIN := .venv/bin
DEMO := build/demo.jsonl
EVAL ?= ../shared/eval

# The tests start the program hundreds of times: it is not to be compiled anew each time.
unexport PYTHONDONTWRITEBYTECODE

# The samples are in many scripts, whatever the locale.
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help demo test test-commands test-parts docs package generated quality bench kills fuzz spark format clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-9s %s\n", $$1, $$2}' Makefile

demo: .venv/installed  ## Clean the sample pages and show what comes out
	@mkdir -p $(dir $(DEMO))
	$(BIN)/newsclean clean samples -o $(DEMO)
	@echo; echo "The titles, one for each distinct article:"; echo
	@$(BIN)/python -c 'import json, sys; [print(" ", json.loads(line)["title"]) for line in sys.stdin]' < $(DEMO)
	@echo; echo "The last record but one:"; echo
	@tail -n 2 $(DEMO) | head -n 1 | $(BIN)/python -m json.tool --no-ensure-ascii
	@echo; echo "Why each line of one page was kept or removed:"; echo
	$(BIN)/newsclean explain samples/world-window/night-train.txt

test: .venv/installed-dev  ## Check style, types, imports and behaviour
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory --jobs 2 test-commands test-parts

# Two halves at once, which take about the same time. Their dots run together, so without shares of the whole.
test-commands:
	$(BIN)/pytest -o console_output_style=classic tests/cli

test-parts:
	$(BIN)/pytest -o console_output_style=classic --ignore tests/cli

docs: .venv/installed-docs  ## Build the documentation into build/site, with strict links
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

package:  ## Build wheel and sdist, and try each in a clean environment
	PYTHON=$(PYTHON) .ci/package

generated: .venv/installed-dev  ## Write anew what is made from the command line: docs/commands.md and share/
	$(BIN)/python docs/generate.py

quality: .venv/installed  ## Check against the floors on the labelled sets in EVAL
	$(BIN)/python benchmarks/quality.py $(EVAL)

bench: .venv/installed-benchmarks  ## Measure all beside other programs, and draw it (takes an hour); EVAL has the labelled sets
	$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/extraction.py $(EVAL)
	$(BIN)/python benchmarks/deduplication.py $(EVAL) --sizes 10000 100000 1000000 --rounds 3
	$(BIN)/python benchmarks/rivals.py $(EVAL) --rounds 1
	$(BIN)/python benchmarks/memory.py $(EVAL)
	$(BIN)/python benchmarks/containers.py
	$(BIN)/python benchmarks/plots.py

kills: .venv/installed-dev  ## Kill a run with a memory a hundred times at random
	$(BIN)/pytest tests/cli/test_memory_faults.py -k random --kills 100

fuzz: .venv/installed-dev  ## Read and clean 10,000 damaged files
	$(BIN)/pytest tests/fuzzing --cases 1000

spark: .venv/installed-spark  ## Test Spark (Java 17): on this machine, and on a cluster that loses a worker
	$(BIN)/pytest tests/engines/test_spark.py -m "slow or not slow"

format: .venv/installed-dev  ## Put the code into shape
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

clean:  ## Remove what the other commands made
	rm -rf .venv build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

.venv/ready:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	@touch $@

.venv/installed: pyproject.toml | .venv/ready
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/installed-dev: pyproject.toml | .venv/ready
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@ .venv/installed

.venv/installed-docs: pyproject.toml | .venv/ready
	$(BIN)/python -m pip install --quiet --editable '.[docs]'
	@touch $@ .venv/installed

.venv/installed-spark: pyproject.toml | .venv/ready
	$(BIN)/python -m pip install --quiet --editable '.[dev,spark]'
	@touch $@ .venv/installed .venv/installed-dev

.venv/installed-benchmarks: pyproject.toml | .venv/ready
	$(BIN)/python -m pip install --quiet --editable '.[benchmarks]'
	@touch $@ .venv/installed
