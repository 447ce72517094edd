# Two commands: `make run` and `make test`. Both make .venv, install what is pinned in requirements/, and are quick the second time.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes

.PHONY: run test check lock clean
.DELETE_ON_ERROR:

run: $(VENV)/run.stamp ## Start: the demo without MIRSAL_BOT_TOKEN, Telegram with it
	@exec $(BIN)/python -m bot run

test: $(VENV)/dev.stamp ## Run every check: format, lint, types, imports, tests with coverage
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy .
	@$(BIN)/lint-imports --no-cache
	@rm -f .coverage .coverage.*
	@$(BIN)/python -m coverage run -m pytest -n 2 --dist loadfile
	@$(BIN)/python -m coverage combine --quiet
	@$(BIN)/python -m coverage report --skip-covered --fail-under=95
	@$(BIN)/python -m coverage report --include='$(PURE)' --fail-under=100 --skip-covered
	@echo 'All checks passed.'

# The files of what the import contract calls pure.
PURE = $(shell $(BIN)/python -c 'import tomllib; c = tomllib.load(open("pyproject.toml", "rb"))["tool"]["importlinter"]["contracts"]; \
	print(",".join(f"{m}.py,{m}/*" for m in (p.replace(".", "/") for e in c if e["name"].startswith("What is pure") for p in e["source_modules"])))')

lock: $(VENV)/dev.stamp ## Pin the newest versions that pyproject.toml allows, with hashes
	@$(BIN)/python -m pip --quiet install uv
	@for of in run dev bench; do \
	  $(BIN)/uv pip compile --upgrade --universal --no-strip-extras --generate-hashes --no-emit-index-url --no-header --quiet \
	    --python-version 3.11 $$([ $$of = bench ] && echo --group bench || echo pyproject.toml) \
	    $$([ $$of = dev ] && echo --group dev --constraint requirements/run.txt) \
	    --output-file requirements/$$of.txt; done
	@$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet --python-version 3.11 \
	  --group build --output-file requirements/build.txt

clean: ## Remove what the commands made, but not var/ (it holds the subscriptions)
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.*

$(VENV)/made.stamp:
	@command -v $(PYTHON) >/dev/null || { echo 'Python is missing: sudo apt-get install python3 python3-venv'; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or newer is needed; name it with: make PYTHON=python3.11 run'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo 'venv is missing: sudo apt-get install python3-venv'; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run.stamp: $(VENV)/made.stamp requirements/run.txt
	@echo 'Installing what Mirsal needs (once) …'
	@$(PIP) --requirement requirements/run.txt || { echo 'The packages could not be installed: is this machine online?'; exit 1; }
	@touch $@

$(VENV)/dev.stamp: $(VENV)/made.stamp requirements/dev.txt
	@echo 'Installing what the checks need (once) …'
	@$(PIP) --requirement requirements/dev.txt || { echo 'The packages could not be installed: is this machine online?'; exit 1; }
	@touch $@ $(VENV)/run.stamp
