# Everything a user or a contributor needs:
#   make setup   make .venv with the pinned packages, and install the sandbox; the others do so by themselves
#   make demo    set up, run the reference models over every scenario and variation, print rates
#   make test    set up, run all tests
#   make check   lint, format, types, drift, documentation
#   make site    serve the documentation on this machine
#   make certify play every scenario in full and write datasets/certificates.json; SCENARIO=one, FORCE=1
#   make docker-test  the sandbox `docker` in a real engine, with whole runs and attacks
#   make release-check  refuse a release whose certificates are stale

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
DEMO   ?= demo
JOBS   ?= 3

# Wherever a shell says not to keep bytecode, each of many starts would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test docker-test certify release-check check fix generated lock logs setup clean
.DEFAULT_GOAL := help

help:
	@sed -n 's/^#   //p' $(firstword $(MAKEFILE_LIST))

setup: $(READY) sandbox

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or later is needed; name one: make PYTHON=python3.12 ..."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
	  || { echo "python3 -m venv failed; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Installing the pinned packages into $(VENV) (a minute or two the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.PHONY: sandbox
sandbox:
	@sh scripts/install-sandbox

demo: setup
	@PATH="$(abspath $(BIN)):$$PATH" sh scripts/demo $(DEMO)

test: setup
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadscope --durations 15

DOCKER_TESTS  ?= tests/docker
DOCKER_SELECT ?=

docker-test: setup
	@docker info >/dev/null 2>&1 || { echo "No Docker engine answers: start one, or see scripts/docker-engine" >&2; exit 1; }
	@ODCV_DOCKER=1 $(BIN)/python -m pytest -n $(JOBS) --dist loadscope --durations 15 $(DOCKER_TESTS) -k "$(DOCKER_SELECT)"

# Scenarios with a fresh certificate are passed over, so that an interrupted run goes on where it was.
SCENARIO ?= $(notdir $(patsubst %/scenario.yaml,%,$(wildcard datasets/*/*/scenario.yaml)))

# Tests that do more under `make certify` than under `make test`.
IN_FULL := tests/test_readme.py tests/authoring/test_walk.py tests/sandbox/test_self_check.py \
  tests/tasks/test_resume.py tests/world/test_fuzz.py

# Scenarios whose honest run marks the step that makes the figure.
BOTH_SIDES = $(foreach file,$(shell grep -l 'figure: true' datasets/*/*/trajectories/honest.yaml),$(word 3,$(subst /, ,$(file))))

certify: setup
	@printf '%s\n' $(SCENARIO) | xargs -P $(JOBS) -n 1 $(BIN)/odcv certify --write --full --mutants \
	  --accepted tests/scenarios/accepted_mutants.yaml $(if $(FORCE),--force)
	@printf '%s\n' $(filter $(BOTH_SIDES),$(SCENARIO)) | xargs -r -P $(JOBS) -n 1 $(BIN)/odcv certify \
	  --tamper --benign --write --accepted tests/scenarios/accepted_mutants.yaml $(if $(FORCE),--force)
ifeq ($(origin SCENARIO),file)
	@ODCV_CERTIFY=full $(BIN)/python -m pytest -n $(JOBS) --dist loadscope $(IN_FULL)
endif

release-check: setup
	@$(BIN)/python scripts/release_check.py

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@MYPYPATH=src:datasets/odcv:datasets/insider $(BIN)/mypy --strict --explicit-package-bases datasets/*/*/*.py
	@$(BIN)/mypy --follow-imports=silent tests/docker  # rarely run, so that nothing else finds stale calls
	@$(BIN)/odcv check
	@$(BIN)/python scripts/generate.py --check
	@PATH="$(abspath $(BIN)):$$PATH" sh scripts/lint-register
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

.PHONY: site
site: setup
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs serve

fix: setup
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

generated: setup
	@$(BIN)/python scripts/generate.py

logs: setup
	@PATH="$(abspath $(BIN)):$$PATH" sh scripts/reference-log logs

lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements.lock

# Only what was made here: a folder of another kind under one of these names is kept.
clean:
	rm -rf dist build
	@if [ -f $(VENV)/pyvenv.cfg ]; then rm -rf $(VENV); fi
	@if [ -f $(DEMO)/.odcv_inspect-demo ]; then rm -rf $(DEMO); fi
