# Followthrough: everything a person types. `make` alone lists it.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The first of these that is Python 3.11; name another one with `make PYTHON=…`.
PYTHON ?= $(shell for python in python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && echo $$python && break; done)
# Processes that the tests use: on two cores three, because one of them mostly waits for somebody.
JOBS ?= 3
# What is tried from outside, and what walks through all flows, goes through the bot again: it says nothing new of the
# bot's coverage, and measuring makes everything half as slow again.
AROUND := $(addprefix tests/,anonymity browser contract half_year slack teams terminal \
	ballot/test_killed.py ballot/test_opponent.py flows/test_too_long.py service/test_killed.py \
	test_anything.py test_needs.py test_no_orphans.py)
# Handed to pytest or to the benchmark: make test ARGS='-k promise'
ARGS ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check install

.PHONY: help run test coverage lint types bench lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/runs.stamp .venv/project.stamp .env ## install, make .env if there is none, and start the bot
	@$(BIN)/python -m adapters --scheduler $(ARGS)

test: lint types ## install, lint, type-check and run every test that this machine can run
	@$(BIN)/python -m pytest -n $(JOBS) $(ARGS)

coverage: .venv/tests.stamp .venv/project.stamp ## see that the tests of the bot itself reach 95 % of its branches
	@$(BIN)/python -m pytest -n $(JOBS) --cov --cov-report=term-missing:skip-covered $(addprefix --ignore=,$(AROUND)) $(ARGS)

lint: .venv/tests.stamp .venv/project.stamp ## check style, format and which package may import which
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/lint-imports

types: .venv/tests.stamp .venv/project.stamp ## check types
	@$(BIN)/mypy --strict bot adapters scheduler

bench: .venv/tests.stamp .venv/project.stamp ## measure
	@$(BIN)/python -m tests.bench $(ARGS)

lock: ## resolve the lock files anew, for every platform (ARGS=--upgrade for newer versions)
	@command -v uv >/dev/null || { echo 'make lock needs uv, which no other command does: pip install uv'; exit 1; }
	uv pip compile pyproject.toml --group build $(LOCKING) --output-file requirements.lock
	uv pip compile pyproject.toml --group build --extra test --constraint requirements.lock $(LOCKING) \
		--output-file requirements-test.lock

LOCKING = --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links $(ARGS)

clean: ## remove what was installed and cached; .env and databases stay
	rm -rf .venv .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	rm -rf build dist *.egg-info

# Each stamp is younger than what was installed from, so nothing is installed twice.

.venv/made.stamp:
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || { \
		echo 'Followthrough needs Python 3.11, and neither python3.11 nor python3 is one: name yours with make PYTHON=…'; \
		exit 1; }
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/runs.stamp: requirements.lock | .venv/made.stamp
	@echo 'Installing what requirements.lock names …'
	@$(PIP) --require-hashes --requirement requirements.lock
	@touch $@

# The test lock holds everything that the other one does, in the same versions.
.venv/tests.stamp: requirements-test.lock | .venv/made.stamp
	@echo 'Installing what requirements-test.lock names …'
	@$(PIP) --require-hashes --requirement requirements-test.lock
	@touch $@ .venv/runs.stamp

.venv/project.stamp: pyproject.toml | .venv/made.stamp
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# Owner-only, with a key of its own. Whoever has one keeps it: what is stored can be read with no other.
.env: | .venv/runs.stamp
	@umask 077 && $(BIN)/python -c 'import pathlib; from cryptography.fernet import Fernet; \
		words = pathlib.Path(".env.example").read_text(); key = Fernet.generate_key().decode(); \
		print(words.replace("FOLLOWTHROUGH_KEY=\n", f"FOLLOWTHROUGH_KEY={key}\n"), end="")' > $@
	@echo 'Made .env with a fresh FOLLOWTHROUGH_KEY. Keep a copy: what the bot stores cannot be read without it.'
