# Holdfire's commands. A stranger needs only python3 and make; everything else is fetched into this folder.
PYTHON ?= python3
UV := .tools/bin/uv
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never
export UV_LINK_MODE ?= copy
export UV_COMPILE_BYTECODE ?= 1

.PHONY: demo test setup setup-dev setup-bench check lint types layers slow browser spark bench lock clean

demo: setup  ## the main job on the packaged worked example
	$(BIN)/holdfire demo demo-case

test: setup-dev  ## the tests that assert behaviour, under five minutes on two cores
	$(BIN)/pytest

setup: .venv/.runtime  ## .venv with the holdfire command
setup-dev: .venv/.dev
setup-bench: .venv/.bench

.tools/.uv: requirements/uv.lock
	$(PYTHON) tools/bootstrap.py .tools
	touch $@

.venv/.made: .tools/.uv
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv
	touch $@

.venv/.runtime: .venv/.made requirements/runtime.lock pyproject.toml
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/runtime.lock
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/build.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	$(BIN)/python -m holdfire.fusion.warm
	touch $@

.venv/.dev: .venv/.runtime requirements/dev.lock
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.lock
	touch $@

.venv/.bench: .venv/.dev requirements/bench.lock
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/bench.lock
	touch $@

check: setup-dev lint types layers  ## ruff, mypy, import contract

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

layers:
	$(BIN)/lint-imports

slow: setup-dev  ## crash loops, fault injection, simulation-based calibration
	$(BIN)/pytest -m slow -n 0 --timeout 1800

browser: setup-dev  ## the pages in headless Chromium
	$(BIN)/pytest -m browser -n 0 --timeout 600

spark: setup-bench  ## the same linking kernel under Spark
	$(BIN)/pytest -m spark -n 0 --timeout 1200

bench: setup-bench  ## every figure with its floor
	$(BIN)/python -m bench

lock: .tools/.uv  ## resolve again; the locks name no host
	$(PYTHON) tools/lock.py $(UV)

clean:
	rm -rf .venv .tools demo-case
