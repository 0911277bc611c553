# dundian: `make` prints this help. Every step says what it does and how long it took; a step that is done is not repeated.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
SHELL := /bin/bash
PY := .venv/bin/python
NPM := $(PY) web/hatch_build.py
# A virtual environment knows where it lies: in a folder that was moved or copied it is made anew, with its stamps.
MOVED := $(shell [ ! -e .venv/bin/pip ] || grep -qF '$(CURDIR)/.venv/' .venv/bin/pip || echo -moved)
STAMPS := .venv/stamps$(MOVED)
LOCKING := .venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
APT := DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes apt-get -qq -o Dpkg::Use-Pty=0
export NODE_USE_SYSTEM_CA := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

# $(call step,title,commands): name the step, run it, tell its seconds.
step = @printf '· %s ……\n' '$(1)'; SECONDS=0; { $(2); } && printf '  %s好了，%s 秒\n' '$(1)' "$$SECONDS"

help: ## show this help
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# ---------------------------------------------------------------- what people type
run: $(STAMPS)/run $(STAMPS)/words web/node_modules/.built ## start everything on localhost (ARTICLE=file reads a real article)
	@exec .venv/bin/dundian up $(if $(ARTICLE),--article '$(ARTICLE)') $(UP)

test: $(STAMPS)/dev $(STAMPS)/words web/node_modules/.built web/node_modules/.dev browser ## all tests, the journeys in a browser too (T=path: only those)
	$(NPM) --silent test
ifdef T
	$(PY) -m pytest -q -m 'not torture' $(T)
else
	$(PY) -m pytest -q -n 2 -m 'not torture and not journey'
	$(PY) -m pytest -q -m journey tests/journeys
endif

torture: $(STAMPS)/dev $(STAMPS)/words web/node_modules/.built ## the faults by the dozen: kill -9 while inserting, twenty times
	$(PY) -m pytest -q -m torture $(T)

check: style types contracts migrations templates words pages ## all that can be said without running it (make -k check: all of it)

style: $(STAMPS)/dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types: $(STAMPS)/dev
	.venv/bin/mypy

contracts: $(STAMPS)/dev
	.venv/bin/lint-imports

migrations: $(STAMPS)/dev
	$(PY) -W ignore manage.py makemigrations --check --dry-run

templates: $(STAMPS)/dev
	.venv/bin/djlint --quiet --lint dundian/doors

words: $(STAMPS)/dev
	$(PY) -m dundian.site.messages check

pages: web/node_modules/.dev
	$(NPM) --silent run check

fix: $(STAMPS)/dev web/node_modules/.dev ## what the checks can put right by themselves
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	$(NPM) exec -- eslint --fix .

bench: $(STAMPS)/dev ## the figures of docs/benchmarks.md but for those of bench-plan
	@set -e; for file in $(filter-out bench/plan.py bench/instances.py,$(wildcard bench/*.py)); do printf '\n%s\n' "$$file"; $(PY) "$$file"; done

bench-plan: $(STAMPS)/dev ## our planner beside its peers, 15 minutes (BENCH=--quick: 2; BENCH=--full: an hour or more)
	$(PY) bench/plan.py $(BENCH)

tour: $(STAMPS)/dev $(STAMPS)/words web/node_modules/.built web/node_modules/.dev browser ## a picture of every screen in .dundian/tour/
	$(PY) -m tests.journeys.tour

lock: $(STAMPS)/dev ## renew the lock files from pyproject.toml and web/package.json
	$(LOCKING) --extra build pyproject.toml -o requirements.lock
	$(LOCKING) --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(NPM) install --package-lock-only

# ---------------------------------------------------------------- what everything stands on
# Debian's python3 comes without ensurepip: root fetches it, everybody else is told the one command to type.
$(STAMPS)/venv:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo '要 Python 3.11 或更新的版本。 Python 3.11 or newer is needed.'; exit 1; }
	@if ! python3 -c 'import ensurepip' 2>/dev/null && [ ! -x .venv/bin/pip -o -n '$(MOVED)' ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    printf '· apt: python3-venv ……\n'; $(APT) update && $(APT) install -y --no-install-recommends python3-venv >/dev/null; \
	  else \
	    printf '还差一个系统软件包，请先运行 · one system package is missing, please run:\n\n    sudo apt-get install -y python3-venv\n\n'; exit 1; \
	  fi; \
	fi
	$(call step,Python 环境,[ -x .venv/bin/pip -a -z '$(MOVED)' ] || python3 -m venv --clear .venv)
	@mkdir -p .venv/stamps && $(if $(MOVED),ln -sfn stamps $(STAMPS) &&) touch $@

$(STAMPS)/run: requirements.lock pyproject.toml | $(STAMPS)/venv
	$(call step,软件包（约 230 MB）,$(PY) -m pip install -q --require-hashes -r requirements.lock)
	$(call step,命令 dundian,$(PY) -m pip install -q --no-deps --no-build-isolation -e .)
	@touch $@

$(STAMPS)/dev: requirements-dev.lock $(STAMPS)/run
	$(call step,测试用的软件包,$(PY) -m pip install -q --require-hashes -r requirements-dev.lock)
	@touch $@

$(STAMPS)/words: $(wildcard dundian/locale/*/LC_MESSAGES/django.po) $(STAMPS)/run
	$(call step,两种语言的词句,$(PY) web/hatch_build.py words)
	@touch $@

# npm ci empties node_modules, and these marks with it.
web/node_modules/.run: web/package-lock.json $(STAMPS)/run
	@if [ web/node_modules/.dev -nt web/package-lock.json ]; then touch $@; fi
	$(call step,网页的软件包,[ $@ -nt web/package-lock.json ] || $(NPM) --silent ci --omit=dev)
	@touch $@

web/node_modules/.dev: web/package-lock.json $(STAMPS)/run
	$(call step,网页的软件包和检查工具,$(NPM) --silent ci)
	@touch web/node_modules/.run $@

WEB_SOURCES := $(shell find web -name node_modules -prune -o -type f -print)
BUILT := dundian/doors/phone/app/index.html
web/node_modules/.built: $(WEB_SOURCES) web/node_modules/.run $(if $(wildcard $(BUILT)),,FORCE)
	$(call step,手机端和工作台的页面,$(NPM) --silent run build >web/node_modules/.build.log 2>&1 || { cat web/node_modules/.build.log; false; })
	@touch $@

# Chromium and Chinese fonts for the journeys. Without root they are skipped, and pytest counts them aloud.
browser:
	@if command -v chromium >/dev/null && fc-list :lang=zh 2>/dev/null | grep -q .; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  printf '· apt: chromium, fonts-noto-cjk ……\n'; \
	  { $(APT) update && $(APT) install -y --no-install-recommends chromium fonts-noto-cjk fontconfig >/dev/null; } \
	    || printf '!! apt 没有装上 chromium：浏览器里的测试会跳过。 The browser journeys will be skipped.\n'; \
	elif ! command -v chromium >/dev/null; then \
	  printf '!! 没有 chromium，也不是 root：浏览器里的测试会跳过。 No chromium and not root: the browser journeys will be skipped.\n!! sudo apt-get install -y chromium fonts-noto-cjk\n'; \
	fi

FORCE:
.PHONY: help run test torture check style types contracts migrations templates words pages fix bench bench-plan tour lock browser FORCE
