# What people and build servers do with a catalogue: docs/ci.md explains it. The Makefile of this repository includes
# this file, and so does an agency's own (ci/agency.mk), which says in SOURCE where the publisher lies.
PYTHON ?= python3
BIN := .venv/bin
LOCK := --quiet --disable-pip-version-check --require-hashes
CATALOGUE ?= .
FORMAT ?= auto
OUT ?= build/ci
PUBLISHER = $(BIN)/publisher --root "$(CATALOGUE)"
CI = $(BIN)/python $(SOURCE)/ci

.PHONY: help libraries check plan check-changed plan-comment post-plan plan-ckan apply-ckan site-folder preview-folder watch post-report

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Python 3.11 or newer is needed: sudo apt-get install python3 (or make PYTHON=/path/to/python3.11)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "The venv module of Python is missing: sudo apt-get install python3-venv" >&2; exit 1; }
	@echo "Setting up .venv" >&2
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/installed: .venv/made $(SOURCE)/requirements.txt $(SOURCE)/setup.cfg $(SOURCE)/pyproject.toml
	@$(BIN)/pip install $(LOCK) -r $(SOURCE)/requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e $(SOURCE)
	@touch $@

libraries: .venv/made ## bring in what the search page uses of others, from npm by its lock (STRICT=1: a failure is an error)
	@$(BIN)/python $(SOURCE)/ci/libraries.py $(SOURCE)/site_templates/libraries $(SOURCE)/requirements-npm.txt

check: .venv/installed ## say everything that is wrong with the catalogue
	@$(PUBLISHER) check

plan: .venv/installed libraries ## show what would change on the site (and on CKAN, if CKAN_URL is set)
	@$(PUBLISHER) plan site
	@if [ -n "$${CKAN_URL:-}" ]; then $(PUBLISHER) plan ckan; fi

check-changed: .venv/installed ## judge only what a change touches (FORMAT: that of the build server on which it runs)
	@$(PUBLISHER) check --changed --format $(FORMAT)

plan-comment: .venv/installed libraries ## write what a change does to the site and to CKAN, without a token, to build/ci/plan.md
	@$(CI)/plan.py change "$(CATALOGUE)" "$(OUT)"

post-plan: ## post the plan of a pull request's run as its one comment (on GitHub, after that run)
	@$(PYTHON) $(SOURCE)/ci/post.py plan

plan-ckan: .venv/installed ## write what would change on CKAN, with its digest, for reviewers to build/ci/
	@$(CI)/plan.py ckan "$(CATALOGUE)" "$(OUT)"

apply-ckan: .venv/installed ## carry out on CKAN exactly the plan whose digest is EXPECT
	@$(PUBLISHER) apply ckan --expect "$${EXPECT:?the digest of the reviewed plan}"

site-folder: .venv/installed libraries ## build the site as a plain folder, build/ci/site
	@$(PUBLISHER) --site "$(OUT)/releases/public" apply site
	@rm -rf "$(OUT)/site" && cp -rL "$(OUT)/releases/public" "$(OUT)/site"

preview-folder: .venv/installed libraries ## build a preview of the site as a plain folder, build/ci/preview, with the banner PREVIEW
	@rm -rf "$(OUT)/preview" "$(OUT)/previews"
	@$(PUBLISHER) --site "$(OUT)/previews/site" apply site --preview "$${PREVIEW:?the text of the banner}"
	@cp -rL "$(OUT)/previews/site" "$(OUT)/preview"

watch: .venv/installed ## write drift on CKAN and overdue data to build/ci/report.txt, which is empty if there is none
	@$(CI)/watch.py "$(CATALOGUE)" "$(OUT)"

post-report: ## open, update or close the one issue about drift and overdue data (on GitHub)
	@$(PYTHON) $(SOURCE)/ci/post.py report "$(OUT)/report.txt"
