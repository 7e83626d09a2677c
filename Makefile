# Each target sets up what it needs, in .venv, from Python and pip alone; `clients` from node and npm, where there are any.
PYTHON ?= python3
VENV = .venv
BIN = $(VENV)/bin
INSTALL = $(BIN)/python -m pip install --quiet --constraint constraints.txt --editable
COMPILE = $(BIN)/python -m compileall -q src
CLIENTS = tests/clients/node
CATALOGUES = $(wildcard src/xlplan/text/locale/*/LC_MESSAGES/*.po)
TEMPLATES = src/xlplan/documents/board/board.html

# A command that compiles its modules anew takes twice as long. As for an installed package, that is done once.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-fast coverage windows windows-smoke mutants lint bench texts findings constraints clients clean

demo: $(VENV)/.ready
	$(BIN)/xlplan demo demo

# Four at a time also on two cores: some tests wait more than they compute.
test: $(VENV)/.dev clients
	$(BIN)/python -m pytest -n 4 --dist worksteal $(MEASURE)

# The tests of rules, sums, readers and writers alone, in well under a minute.
test-fast: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 -m unit

# The same tests as `make test`, with the branches that they reach; below the floor in pyproject.toml it fails.
coverage: MEASURE = --cov --cov-report=term:skip-covered
coverage: test

# Under the Windows Python, in Wine: the demo, a whole round, and the tests of what touches the disk.
windows: $(VENV)/.dev
	$(BIN)/python tools/windows all

# Of that the demo, and the tests of claims and publishing.
windows-smoke: $(VENV)/.dev
	$(BIN)/python tools/windows smoke

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# With AGAINST=FILE it fails when a figure is worse by more than a tenth than in the results of an earlier run.
bench: $(VENV)/.dev
	$(BIN)/python bench/run.py $(if $(AGAINST),--against $(AGAINST))

# Small changes of the rules and the sums, one at a time, and which of them no test notices.
mutants: $(VENV)/.dev
	$(BIN)/python tools/mutants.py src/xlplan/validation src/xlplan/aggregation

# After a change of words: collects them from the code and brings the Ukrainian catalogue in step.
texts: $(VENV)/.dev
	$(BIN)/python tools/texts.py
	$(BIN)/python -m pip install --quiet --no-deps --editable .

# The programs from npm that open and save templates in tests/clients.
clients:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(CLIENTS)/node_modules/.ready; \
	else echo "npm is missing: the tests of exceljs and SheetJS are skipped (in CI they fail)."; fi

$(CLIENTS)/node_modules/.ready: $(CLIENTS)/package-lock.json
	npm ci --prefix $(CLIENTS) --no-audit --no-fund --loglevel=error
	touch $@

# After a change of what is found or how it is said: the page of findings in docs/.
findings: $(VENV)/.dev
	$(BIN)/python tools/findings.py

# The newest version of every package, in a new environment, and the list of them; run the tests before you commit it.
constraints:
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade --editable '.[dev]'
	$(BIN)/python tools/constraints.py
	touch $(VENV)/.dev $(VENV)/.ready

$(VENV)/.ready: pyproject.toml constraints.txt hatch_build.py $(CATALOGUES) $(TEMPLATES)
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) .
	$(COMPILE)
	touch $@

$(VENV)/.dev: pyproject.toml constraints.txt hatch_build.py $(CATALOGUES) $(TEMPLATES)
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) '.[dev]'
	$(COMPILE)
	touch $@ $(VENV)/.ready

clean:
	rm -rf $(VENV) .windows $(CLIENTS)/node_modules build dist demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.mo' -delete -o -name '*.bytecode' -delete
