# Everything here sets up what it needs: only Python 3.11 or newer, venv, pip and make have to be there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# A test waits for a disk or a server about as long as it works: three at a time keep two cores busy.
JOBS ?= $(shell cores=$$(getconf _NPROCESSORS_ONLN 2>/dev/null) && expr $$cores \* 3 / 2 || echo auto)
# What a test writes is gone with it, and waits for no disk where there are 4 GB of memory for it.
ROOM := $(if $(TMPDIR),,$(shell test -w /dev/shm && df -Pk /dev/shm | awk 'NR == 2 && $$4 > 4000000 {print "TMPDIR=/dev/shm"}'))
# Each worker, and each command that a test starts, would compile the program anew.
unexport PYTHONDONTWRITEBYTECODE
OLDEST ?= /usr/lib/postgresql/15/bin

.PHONY: help run test check format test-oldest system-test soak bench lock clean

help:  ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: $(READY)  ## Open the console
	@$(BIN)/creditdesk

test: $(READY)  ## Run the tests
	$(ROOM) $(BIN)/pytest -n $(JOBS)

check: $(READY)  ## Format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)  ## Put the code in form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test-oldest: $(READY)  ## Run what the database does on the oldest PostgreSQL, 15
	@test -x $(OLDEST)/postgres || { echo "test-oldest needs PostgreSQL 15: install your system's package 'postgresql-15', or say where its programs are (OLDEST=FOLDER)" >&2; exit 1; }
	CREDITDESK_TEST_POSTGRES=$(OLDEST) $(BIN)/pytest -n $(JOBS) -k "not sqlite" tests/db tests/server \
		tests/crowd/test_picking.py tests/copies/test_backup.py tests/failover/test_promotion.py

system-test: test-oldest  ## Run the tests that need tmux, PostgreSQL 15, Dovecot, OpenSMTPD (by root alone) and Chromium
	@for needed in tmux:tmux dovecot:dovecot-imapd smtpd:opensmtpd chromium:chromium; do command -v $${needed%:*} >/dev/null \
		|| { echo "system-test needs $${needed%:*}: install your system's package '$${needed#*:}'" >&2; exit 1; }; done
	$(BIN)/pytest -m system

soak: $(READY)  ## Run the long trials
	$(BIN)/pytest -m soak --timeout 3600

bench: $(READY)  ## Measure
	$(BIN)/pytest -m bench -s --timeout 3600

lock: $(READY)  ## Resolve the dependencies anew, with hashes
	$(BIN)/pip install --quiet --disable-pip-version-check pip-tools
	$(BIN)/pip-compile --quiet --upgrade --extra dev --generate-hashes --allow-unsafe --strip-extras \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --no-annotate \
		-o requirements.lock pyproject.toml

clean:  ## Remove what was made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
