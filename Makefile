# What you can do here. `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
LOCK := --quiet --disable-pip-version-check --require-hashes

.PHONY: help check plan publish test test-long lint fix docs bench ckan ckan-stop ckan-clean lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Python 3.11 or newer is needed: sudo apt-get install python3 (or make PYTHON=/path/to/python3.11)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "The venv module of Python is missing: sudo apt-get install python3-venv" >&2; exit 1; }
	@echo "Setting up .venv" >&2
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/installed: .venv/made requirements.txt setup.cfg pyproject.toml
	@$(BIN)/pip install $(LOCK) -r requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	@$(BIN)/pip install $(LOCK) -r requirements-dev.txt
	@touch $@

check: .venv/installed ## say everything that is wrong with the catalogue
	@$(BIN)/publisher check

plan: .venv/installed ## show what would change on the site (and on CKAN, if CKAN_URL is set)
	@$(BIN)/publisher plan site
	@if [ -n "$${CKAN_URL:-}" ]; then $(BIN)/publisher plan ckan; fi

publish: .venv/installed ## check everything, build the site into public/, publish to CKAN if CKAN_URL is set (CKAN=local boots one)
	@if [ "$(CKAN)" = local ]; then exports=$$($(PYTHON) -m tests.stack up) && eval "$$exports"; fi; $(BIN)/publisher publish

test: .venv/installed-dev lint ## set up what the tests need and run all of them (STRICT=1: a skip is a failure)
	@$(BIN)/python -m tests.needs
	@$(BIN)/coverage run -m pytest
	@$(BIN)/coverage report

test-long: ## the same, with law 4 swept over every answer of every portal and 40,000 random tables (hours)
	@$(MAKE) --no-print-directory test SWEEP=every FUZZ=40000

lint: .venv/installed-dev ## style, types, floors and doors
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

fix: .venv/installed-dev ## mend what style allows to be mended
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

docs: .venv/installed-dev ## write the reference pages of docs/ anew from code and schemas
	@$(BIN)/python -m tests.docs.reference

bench: .venv/installed-dev ## measure the publisher beside bare loops and ckanapi on a real CKAN; writes docs/benchmarks.md
	@$(BIN)/python -m tests.bench

ckan: ## boot a real CKAN on this machine; prints the two exports that publishing to it needs
	@$(PYTHON) -m tests.stack up

ckan-stop: ## stop that CKAN
	@$(PYTHON) -m tests.stack stop

ckan-clean: ## stop it and delete its data
	@$(PYTHON) -m tests.stack clean

lock: .venv/made ## write requirements*.txt anew from setup.cfg
	@$(BIN)/pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate setup.cfg --output-file requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate setup.cfg --extra dev --constraint requirements.txt --output-file requirements-dev.txt

clean: ## delete the environment, the site and all caches
	@rm -rf .venv .public.releases public .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* *.egg-info build
