# make demo    the scorecards of the examples          make test    everything that CI runs
# make docs    the documentation as a site, in build/site/   make check-fast   the same for what changed since main
# make soak    a million random projects, all engines  make bench   the timings of bench/README.md (tables: make bench-tables)
# make clean   start afresh                            make lint-new CODE=row-gap   begin a lint
# make … PYTHON=python3.12   with another Python

PYTHON ?= python3
BIN    := .venv/bin
PIP    := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input
TESTS  ?= tests

EXAMPLES := examples/grassroots-2024/completed.toml examples/self-evaluation/form.toml

# durable-rules is C from 2020. Python 3.13 dropped a name that it calls; this puts the one that took its place there.
OLD_NAME := -DPyEval_CallObject(f,a)=PyObject_CallObject(f,a)
BUILT    := CPPFLAGS="$$($(BIN)/python -c 'import sys; print("$(OLD_NAME)" if sys.version_info >= (3, 13) else "")') $$CPPFLAGS"

# Said before pip fails at length: durable-rules is there already, or what compiles it is.
define CAN_COMPILE
import os, shutil, sys, sysconfig
from importlib.util import find_spec
compiler = (os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc").split()[0]
header = os.path.join(sysconfig.get_path("include"), "Python.h")
needed = "%s: durable-rules is compiled when it is installed (Debian, Ubuntu: apt-get install %s)"
if find_spec("durable_rules_engine") is None:
    if not shutil.which(compiler):
        sys.exit(needed % ("no C compiler, " + compiler, "gcc"))
    if not os.path.exists(header):
        sys.exit(needed % ("no " + header, "python3-dev"))
endef
export CAN_COMPILE

# The environment is the project's own: nothing that a shell happens to point Python at.
unexport PYTHONPATH PYTHONHOME
export PYTHONUTF8 := 1

.PHONY: demo test check check-fast format lint types tests docs soak bench bench-tables lint-new clean
.DELETE_ON_ERROR:
.NOTPARALLEL:

demo: .venv/installed
	@for example in $(EXAMPLES); do \
		echo; echo "$$ scoring score $$example"; $(BIN)/scoring score $$example || exit $$?; \
	done

test check: format lint types tests

# Seconds: format, lint, types, and the tests of what changed since main (make check-fast SINCE=another-branch).
SINCE ?= main
check-fast: format lint types
	@$(BIN)/python -m pytest -q -x $$($(BIN)/python tests/changed.py $(SINCE))

lint-new: .venv/installed-for-tests
	@$(BIN)/python tests/new_lint.py $(CODE)

format: .venv/installed-for-tests
	@$(BIN)/ruff format --check --quiet . || { echo 'not formatted as above: run $(BIN)/ruff format .' >&2; \
		$(BIN)/ruff format --diff --quiet .; exit 1; }

lint: .venv/installed-for-tests
	@$(BIN)/ruff check --quiet .

types: .venv/installed-for-tests
	@$(BIN)/mypy --no-error-summary

tests: .venv/installed-for-tests
	@$(BIN)/python -m pytest -q -n 2 $(TESTS)

# Warnings are errors; afterwards the pages are looked at: nothing is loaded from elsewhere, every link leads somewhere.
docs: .venv/installed-for-docs
	@$(BIN)/python docs/build.py --check || { echo 'the reference is stale: run $(BIN)/python docs/build.py' >&2; exit 1; }
	@$(BIN)/python docs/website.py build/site
	@echo 'build/site/index.html'

soak: .venv/installed-for-tests
	@$(BIN)/python tests/soak.py --projects 1000000
	@SCORES=10000 $(BIN)/python -m pytest -q tests/api/test_threads.py
	@$(BIN)/python -m tests.forms.test_layouts_made_up 3000
	@$(BIN)/python tests/soak_forms.py --projects 2000 --libreoffice 200 --changed 300
	@$(BIN)/python -m tests.forms.harmful
	@$(BIN)/python -m tests.forms.mutated 600
	@$(BIN)/python -m tests.forms.test_every_character 20
	@$(BIN)/python tests/soak_prove.py --pairs 700
	@$(BIN)/python -m tests.tuning.made_up_edits 300 10000
	@$(BIN)/python -m tests.tuning.small_reach 2000
	@$(BIN)/python -m tests.tuning.tried_reach 150

bench: .venv/installed-for-bench
	@$(BIN)/python bench/run.py

bench-tables: .venv/installed-for-bench
	@$(BIN)/python -m bench.province.run

clean:
	@rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Made once, and again when pyproject.toml changes.

.venv/made:
	@command -v $(PYTHON) >/dev/null || { \
		echo 'no $(PYTHON) here: install Python 3.11 or newer, or name one: make PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$$($(PYTHON) --version 2>&1) is too old, 3.11 or newer is needed; name one: make PYTHON=python3.12" >&2; exit 1; }
	@echo 'making .venv' >&2
	@$(PYTHON) -m venv --clear .venv || { rm -rf .venv; \
		echo 'no virtual environment: Python lacks its venv module (Debian, Ubuntu: apt-get install python3-venv)' >&2; exit 1; }
	@touch $@

# The second installation is for a durable-rules that pip kept from before, built without the define.
.venv/installed: pyproject.toml .venv/made
	@$(BIN)/python -c "$$CAN_COMPILE"
	@$(BUILT) $(PIP) install --editable .
	@$(BIN)/python -c 'import durable_rules_engine' 2>/dev/null || $(BUILT) $(PIP) install --force-reinstall --no-deps \
		--no-cache-dir --no-binary durable-rules "$$($(BIN)/python -m pip freeze | grep -i '^durable.rules==')"
	@$(BIN)/python -c 'import durable_rules_engine'
	@touch $@

.venv/installed-for-tests: .venv/installed
	@$(BUILT) $(PIP) install --editable '.[test]'
	@touch $@

.venv/installed-for-docs: .venv/installed
	@$(BUILT) $(PIP) install --editable '.[docs]'
	@touch $@

.venv/installed-for-bench: .venv/installed
	@$(BUILT) $(PIP) install --editable '.[test,bench]'
	@touch $@
