# Every target sets up what it needs first. `make` alone lists them.

PY := .venv/bin/python

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-7s %s\n", $$1, $$2}' Makefile

run:  ## serve the site at http://127.0.0.1:8000 (PORT=9000 changes it)
	@bin/setup
	@exec $(PY) -m gunicorn -c config/gunicorn.py config.wsgi

test:  ## run the tests, in parallel (ARGS="-k progress -x" goes to pytest)
	@bin/setup --dev
	$(PY) -m pytest -n auto --dist worksteal --ignore=tests/faults $(ARGS)

quick:  ## run what one needs between two edits: no servers, no browser, nothing slow (ARGS as for test)
	@bin/setup --dev
	$(PY) -m pytest -n auto --dist worksteal --quick -q --ignore=tests/faults --ignore=tests/facts $(ARGS)

# 5: ARGS chose none of them.
faults:  ## run the long load and fault tests; those that measure time one at a time (ARGS as for test)
	@bin/setup --dev
	$(PY) -m pytest tests/faults -m "not alone" -n auto --dist worksteal $(ARGS) || [ $$? = 5 ]
	$(PY) -m pytest tests/faults -m alone $(ARGS) || [ $$? = 5 ]

fuzz:  ## send requests and files that nobody would by mistake (ARGS="--seed 2 --imports gift")
	@bin/setup --dev
	$(PY) -m tests.fuzz $(ARGS)

bench:  ## measure the store, pages and a class of learners (ARGS="--part pages", ARGS="--only Redis")
	@bin/setup --dev
	STATIC_ROOT=var/static $(PY) manage.py collectstatic --noinput -v0
	STATIC_ROOT=var/static $(PY) -m bench $(ARGS)

# ARGS="--seconds 600 --seed 1 --on servers"; without --seconds a minute, without --on `embedded`.
promise:  ## kill what can die under learners' answers, and prove that none is lost (ARGS="--seed 1")
	@bin/setup --dev
	STATIC_ROOT=var/static $(PY) manage.py collectstatic --noinput -v0
	STATIC_ROOT="$(CURDIR)/var/static" $(PY) -m promise $(ARGS)

# The check for deployment runs with the settings of production, and a key for this run only.
check:  ## lint, format, types, settings, migrations, the course
	@bin/setup --dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	find templates -name '*.html' -exec .venv/bin/djade --target-version 6.1 --check {} +
	$(PY) -m mypy
	.venv/bin/lint-imports --no-logo
	TLS=1 DEBUG=0 ALLOWED_HOSTS=stateful.example SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_hex(32))')" \
		$(PY) manage.py check --deploy --fail-level WARNING
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py checkcourse fixtures/django-sessions

# At a site that runs, with Chromium.
pictures:  ## take the pictures in docs/ anew
	@bin/setup --dev
	STATIC_ROOT=var/static $(PY) -m docs.pictures

# The base first: the development lock takes its versions from it.
lock:  ## write the locks anew from requirements/*.in (ARGS=--upgrade takes newer versions)
	@bin/setup --dev
	cd requirements && for name in base dev; do \
		../$(PY) -m uv pip compile --quiet --universal --python-version 3.12 --generate-hashes \
			--no-emit-index-url --no-header $(ARGS) $$name.in -o $$name.txt || exit 1; \
	done

# var/ stays: the learners' data and the secret key are in it.
clean:  ## remove .venv and the tools' caches; your data in var/ stays
	rm -rf .venv .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .hypothesis test-results
	find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

.PHONY: help run test quick faults fuzz bench promise check pictures lock clean
