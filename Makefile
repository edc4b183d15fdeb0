# make agenda    builds the three documents in build/
# make pdf       builds them and a PDF of each (needs LibreOffice)
# make pages     makes a picture of every page, in build/pages/ (needs LibreOffice and poppler)
# make test      runs the tests
# make check     runs all that CI runs: format, lint, types, imports, content, tests
# make bench     measures against a plain docxtpl script, into docs/performance.md; takes long
# make clean     throws the output away

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := agenda
.PHONY: agenda pdf pages test lint check bench clean

# What documents are made of, and when the last build of them began and ended. Times of status
# changes (-cnewer) tell of files that were renamed or put back too, folders of those that are gone.
MADE_OF := $(wildcard agenda sources templates src .venv/installed)
BEGUN := build/.cache/begun
ENDED := build/.cache/ended
NOT_READ := -name __pycache__ -o -path agenda/reviews
UNCHANGED = [ -e $(ENDED) ] \
  && new=$$(find -L $(MADE_OF) \( $(NOT_READ) \) -prune -o -cnewer $(BEGUN) -print) && [ -z "$$new" ] \
  && new=$$(find build -maxdepth 1 ! -name '.*' -cnewer $(ENDED)) && [ -z "$$new" ]

agenda: .venv/installed
	@if $(UNCHANGED); then echo "nothing changed since the last build; the documents are in build/"; \
	else mkdir -p build/.cache && rm -f $(ENDED) && : > $(BEGUN) && $(BIN)/agenda build \
	  && if [ -e build/.cache/built.json ]; then : > $(ENDED); fi; fi

pdf: .venv/installed
	@$(BIN)/agenda build --pdf

pages: pdf
	@command -v pdftoppm >/dev/null || { echo "pdftoppm is missing; install poppler-utils"; exit 2; }
	@rm -rf build/pages && mkdir -p build/pages
	@for file in build/*.pdf; do pdftoppm -r 80 -png "$$file" "build/pages/$$(basename "$$file" .pdf)"; done
	@echo "made $$(ls build/pages | wc -l) pictures in build/pages"

test: .venv/installed-dev
	@$(BIN)/python -m pytest -n auto --dist loadfile

lint: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/agenda check --quiet --strict

check: lint test

bench: .venv/installed
	@$(BIN)/python bench/run.py

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it: make PYTHON=python3.12")'
	@echo "making .venv, once; this takes a minute"
	@$(PYTHON) -m venv .venv

.venv/installed: requirements.txt pyproject.toml | .venv/bin/python
	@$(PIP) -r requirements.txt
	@$(PIP) --no-deps -e .
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	@$(PIP) -r requirements-dev.txt
	@touch $@

clean:
	@mkdir -p build && find build -mindepth 1 -delete
