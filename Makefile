# Everything starts here: `make run` to try the product, `make test` to prove it.
# Needs Debian's python3 (3.11 or newer), python3-venv and make; the rest is fetched by pip.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime-installed
TOOLS := $(VENV)/.tools-installed
LOAD := $(VENV)/.load-installed
# One more than there are processors: each test waits a good deal for its server.
WORKERS ?= $(shell expr $$(nproc) + 1)
CODE := wuhan_smes enterprises measures services
# For what takes longer than a hanging test is waited for.
PATIENT := --timeout 0 -o faulthandler_timeout=0
LONG := tests/services/tickets/test_agrees_with_the_model.py tests/measures/money/test_storms.py \
	tests/measures/money/test_walks.py tests/operations/test_every_sealed_report.py \
	tests/reporting/test_ten_thousand_edits.py tests/rulekit/test_agreement.py

.DELETE_ON_ERROR:
.PHONY: help run test long check bench demo format scan mutants walk fuzz spoil drill topology load pictures guide
.ONESHELL:

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

run: $(RUNTIME) ## start the product on http://127.0.0.1:8000 (HOST=, PORT=, TLS=1)
	@exec $(BIN)/python manage.py up

test: $(TOOLS) ## every test, on a PostgreSQL and a Valkey of its own
	@MAY_INSTALL=1 exec $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

long: export TICKET_WALKS ?= 2000
long: export MONEY_WALKS ?= 20
long: export MONEY_POSTS ?= 50
long: export LOCK_ROUNDS ?= 1000
long: export REPORT_EDITS ?= 10000
long: export RULE_SUBJECTS ?= 10000
long: $(TOOLS) ## at full number what the tests do in small: walks, posts, edits, subjects (TICKET_WALKS=2000 …)
	@MAY_INSTALL=1 exec $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(PATIENT) $(LONG) $(ARGS)

check: export MODE := test
check: export DATABASE_URL := postgres://nobody@127.0.0.1:1/nothing
check: $(TOOLS) ## format, lint, types, import contracts, missing migrations
	@$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports
	$(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

bench: $(TOOLS) ## the measurements of docs/benchmarks.md (SIZE=50k|1m)
	@exec $(BIN)/python -m tests.bench --size $(or $(SIZE),50k) $(ARGS)

scan: $(TOOLS) ## bandit, licences, hashes, bill of materials (looking for known weaknesses needs a network: pip-audit -r requirements.txt)
	@$(BIN)/bandit --quiet --configfile pyproject.toml --recursive $(CODE)
	$(BIN)/python -m pytest tests/scans -n0 $(ARGS)
	mkdir -p var
	$(BIN)/python -m tests.scans.sbom > var/sbom.cdx.json

mutants: $(TOOLS) ## take away every hook of the first wall, one at a time: each must be noticed
	@MAY_INSTALL=1 exec $(BIN)/python -m pytest -n0 -s $(PATIENT) tests/walls/mutants.py $(ARGS)

walk: $(TOOLS) ## every door by every role, with every verb and each wall alone (the tests change by three roles)
	@MAY_INSTALL=1 WALK=all exec $(BIN)/python -m pytest -n $(WORKERS) $(PATIENT) tests/walls $(ARGS)

fuzz: $(TOOLS) ## every operation of the API x every role with invented words (FUZZ_EXAMPLES=20)
	@MAY_INSTALL=1 exec $(BIN)/python -m pytest -n0 -s $(PATIENT) tests/walls/fuzz.py $(ARGS)

drill: $(TOOLS) ## kill servers under load (KILLS=20 WRITES=100000 DARK_SECONDS=60)
	@MAY_INSTALL=1 exec $(BIN)/python -m pytest -n0 -s $(PATIENT) tests/drills/kills.py tests/exchange/test_kills.py tests/reporting/test_killed_worker.py $(ARGS)

spoil: $(TOOLS) ## spoil lists at random and read them (MINUTES=10, SEED=0)
	@exec $(BIN)/python -m tests.exchange.reading.fuzz --minutes $(or $(MINUTES),10) --seed $(or $(SEED),0)

topology: $(RUNTIME) ## several machines on this one, and what is not lost when they die (ARGS=--install)
	@exec $(BIN)/python -m deploy.topology $(ARGS)

load: $(LOAD) ## two hundred people for ten minutes on the whole stack (ARGS=--minutes 1)
	@exec $(BIN)/python -m tests.bench.load $(ARGS)

demo: $(RUNTIME) ## rebuild the synthetic city (SIZE=number of enterprises)
	@exec $(BIN)/python manage.py load_demo --replace $(if $(SIZE),--enterprises $(SIZE)) $(ARGS)

pictures: $(TOOLS) ## take the pictures of the guide anew, by the browser tests
	@rm -rf var/pictures
	mkdir -p var/pictures
	PICTURES=$(CURDIR)/var/pictures $(BIN)/python -m pytest -m browser -n $(WORKERS) --dist worksteal $(ARGS)
	grep -rhoE 'pictures/[a-z0-9-]+\.webp' docs README.md README.zh-CN.md | sort -u | while read picture; do cp "var/$$picture" docs/pictures/; done

guide: $(RUNTIME) ## write the guide as files to var/guide, to be read without the product
	@exec $(BIN)/python manage.py build_guide --to var/guide

format: $(TOOLS) ## put code into the agreed shape
	@$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "缺少 Python：请先运行 apt-get install python3 python3-venv (Python is missing)"; exit 1; }
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新版本，可用 make PYTHON=python3.12 指定 (Python 3.11 or newer is needed)"; exit 1; }
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "缺少 venv 模块：请先运行 apt-get install python3-venv (python3-venv is missing)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.txt | $(BIN)/python
	@echo "安装依赖，首次约需一分钟… (installing)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt || { echo "依赖安装失败：请检查网络与磁盘空间后重试 (pip could not install the requirements)"; exit 1; }
	touch $@

$(TOOLS): requirements-dev.txt $(RUNTIME)
	@echo "安装测试与检查工具… (installing the tools)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt || { echo "依赖安装失败：请检查网络与磁盘空间后重试 (pip could not install the tools)"; exit 1; }
	touch $@

$(LOAD): tests/bench/requirements.txt $(TOOLS)
	@echo "安装负荷测试工具… (installing locust)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/bench/requirements.txt || { echo "依赖安装失败：请检查网络与磁盘空间后重试 (pip could not install locust)"; exit 1; }
	touch $@
