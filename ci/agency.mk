# What people and build servers do with this catalogue. `make help` lists it; the publisher's docs/ci.md explains it.

# Where the publisher comes from, and exactly which commit of it: 40 hex digits, never a branch or a tag, which move.
PUBLISHER_REPOSITORY := https://git.example/publisher.git
PUBLISHER_COMMIT := 0000000000000000000000000000000000000000

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
SOURCE := .publisher

include $(SOURCE)/ci/catalogue.mk

# Fetched before anything else is done, and again whenever this file changes.
$(SOURCE)/ci/catalogue.mk: Makefile
	@[[ "$(PUBLISHER_COMMIT)" =~ ^[0-9a-f]{40}$$ ]] || { echo "PUBLISHER_COMMIT must be 40 hex digits" >&2; exit 1; }
	@echo "Fetching the publisher" >&2
	@rm -rf $(SOURCE) && git init --quiet $(SOURCE)
	@git -C $(SOURCE) fetch --quiet --depth 1 "$(PUBLISHER_REPOSITORY)" "$(PUBLISHER_COMMIT)"
	@git -C $(SOURCE) checkout --quiet --detach "$(PUBLISHER_COMMIT)"
	@touch $@

.PHONY: publish
publish: .venv/installed libraries ## check everything, build the site into public/, publish to CKAN if CKAN_URL is set
	@$(PUBLISHER) publish
