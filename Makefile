# Everything a person or the continuous integration runs. `make help` lists it.
# On Windows, use the `py -m venv` and `pip` lines of the README instead.

# The first Python that answers and is new enough: a name alone may be a shim of another version.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
  "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
READY := .venv/ready

.PHONY: help setup demo test test-fast check format lock sbom bench clean

help:            ## this list
	@grep -E '^[a-z-]+: .*##|^[a-z-]+:  +##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

setup: $(READY)  ## the virtual environment, from the hash-locked list

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/it" >&2; exit 1; }
	"$(PYTHON)" -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: $(READY)   ## the whole pipeline on the synthetic register, then the service
	$(BIN)/hotspots demo --out out/demo --serve

test: $(READY)   ## all tests, with coverage
	$(BIN)/python -m pytest --cov --cov-report=term
	$(BIN)/python scripts/check_coverage.py

test-fast: $(READY)  ## the unit tests alone
	$(BIN)/python -m pytest tests/unit -q

check: $(READY)  ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY) ## let the formatter and the linter mend what they can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(READY)   ## make requirements.lock anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --no-emit-find-links --group dev pyproject.toml -o requirements.lock

sbom: $(READY)   ## the bill of materials, CycloneDX
	$(BIN)/python scripts/sbom.py --out dist/hotspots.cdx.json

bench: $(READY)  ## the benchmarks
	$(BIN)/python benchmarks/demo.py
	$(BIN)/python benchmarks/geocode.py

clean:           ## everything that was made
	rm -rf .venv build dist out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis htmlcov .coverage
