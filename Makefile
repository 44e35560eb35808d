# Two commands do all: make run, make test.
PYTHON ?= python3
PY      = .venv/bin/python
PINS    = requirements.txt requirements-dev.txt
LOCK    = requirements.lock
STAMP   = .venv/.pins-$(shell cat $(LOCK) | cksum | cut -d' ' -f1)

.PHONY: run test spark install check demo screens loop walks changes real-data proofs benchmarks lock help

run: $(STAMP)          ## open the boards on 127.0.0.1:8501 (the demo company is built on first use)
	@$(PY) -m streamlit run dashboard.py

test: $(STAMP)         ## all tests, in a real browser too where a Chromium is found
	@$(PY) -m pytest -n 2 --dist loadscope --no-loadscope-reorder  # a module's own company is built by one worker; long modules of few tests do not come last

spark: $(STAMP) .spark/.done  ## every shape and metric on DuckDB and on Apache Spark, row by row (ten minutes; needs Java 17); SAMPLE=3: a third, another each day
	@PYTHONPATH=.spark $(if $(SAMPLE),SPARK_SAMPLE=$(SAMPLE)) $(PY) -m pytest -m spark tests/spark --durations=5

install: $(STAMP)      ## what Pulso needs, into .venv, and nothing else

check: $(STAMP)        ## linter, formatter and types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy -n 2

demo: $(STAMP)         ## build the demo company anew in data/warehouse
	@$(PY) -m crm_metrics demo

screens: $(STAMP)      ## every page, width, theme and language: a picture in screens/, and the checklist
	@$(PY) -m tests.browser.screens

loop: $(STAMP)         ## from a gap to its verdict, as it is clicked on two demos, in both languages; prints each click
	@$(PY) -m tests.browser.loop

walks: $(STAMP)        ## each of the three readers through the loop of his meeting, as it is clicked; prints each click
	@$(PY) -m tests.browser.walks

changes: $(STAMP)      ## how many files each kind of change touches, beside the most that it may
	@$(PY) -m tests.changes

real-data: $(STAMP)    ## import the public data sets from ../shared/data and print id, expected, got
	@$(PY) -m tests.scenarios.real_data

proofs: $(STAMP)       ## the large proofs, whole, each with what it counted (an hour); CI runs a sample of each; NAME=boards COUNT=500 SEED=3 runs one
	@$(PY) -m tests.proofs $(NAME) $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))

benchmarks: $(STAMP)   ## speed and memory, as ratios
	@$(PY) -m benchmarks

lock: $(STAMP)         ## write requirements.lock anew: all that the two lists of pins bring, with hashes
	@$(PY) -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make lock" --quiet $(PINS) --output-file $(LOCK)

help:                  ## this list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):[^#]*## */\1\t/' | expand -t 14

.spark/.done: requirements-spark.txt | $(STAMP)
	@java -version 2>/dev/null || { echo "Java 17 or newer is missing; on Debian: apt-get install openjdk-17-jre-headless"; exit 2; }
	@echo "Installing Apache Spark into .spark (once, 500 MB) ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --upgrade --target .spark -r requirements-spark.txt
	@touch $@

$(STAMP): $(LOCK)
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null || { echo "Pulso needs Python 3.11 or newer as '$(PYTHON)'; say another with: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -m venv --clear .venv || { echo "The Python module venv is missing; on Debian: apt-get install python3-venv"; exit 2; }
	@echo "Installing packages into .venv (once, a few minutes at most) ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCK)
	@touch $@
