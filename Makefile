# howmany: what one types. `make` alone lists the targets.
#
#   make pipeline                        the articles of data/raw to the tables of outputs
#   make pipeline INPUT=dir OUT=dir      another folder, file or glob, another place
#   make pipeline SAMPLE=1               keep the sample where other articles lie beside it
#   make pipeline ARGS="--threads 1"     anything else that `howmany run` knows
#   make test PROFILE=dev                for daily work: builds faster, runs slower
#
# One profile serves run and test alike, so that polars, by far the longest to compile, is compiled once between them.

PROFILE ?= release
INPUT   ?= data/raw
OUT     ?= outputs
ARGS    ?=
SAMPLE  ?=

CARGO   ?= cargo
PYTHON  ?= python3
BUILD   := $(or $(CARGO_TARGET_DIR),target)/$(if $(filter dev,$(PROFILE)),debug,$(PROFILE))
BINARY  := $(BUILD)/howmany

.DEFAULT_GOAL := help
.PHONY: help pipeline test package check score page-test notebook bench model docs clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

pipeline: ## read the articles of INPUT (data/raw), write the tables to OUT (outputs); SAMPLE=1 keeps the sample
	$(CARGO) run --profile $(PROFILE) --locked -- run $(INPUT) --out $(OUT) $(if $(filter-out 0,$(SAMPLE)),--sample) $(ARGS)

test: ## run all tests
	$(CARGO) test --profile $(PROFILE) --locked $(ARGS)

# The environment lies beside what cargo builds; it is made anew when its pins change.
PACKAGE := $(or $(CARGO_TARGET_DIR),target)/package
package: $(PACKAGE)/venv/pins ## validate the sample's tables as a data package (frictionless, in an environment of its own)
	$(CARGO) run --profile $(PROFILE) --locked -- run data/raw/sample --sample --quiet --out $(PACKAGE)/outputs
	$(PACKAGE)/venv/bin/frictionless validate $(PACKAGE)/outputs/datapackage.json

$(PACKAGE)/venv/pins: tests/package/requirements.txt
	$(PYTHON) -m venv $(PACKAGE)/venv
	$(PACKAGE)/venv/bin/pip install --quiet --disable-pip-version-check --requirement $<
	cp $< $@

check: ## formatting and lints
	$(CARGO) fmt --check
	$(CARGO) clippy --profile $(PROFILE) --locked --all-targets

score: DATA ?= ../shared/eval/dev
score: SCORER ?= ../shared/eval/score.py
score: ## score the program on the annotated sets of DATA: a table here, scores.json, and errors/ by class
	$(CARGO) build --profile $(PROFILE) --locked
	$(PYTHON) $(SCORER) all --binary $(BINARY) --data $(DATA) --json scores.json --errors errors $(ARGS)

page-test: ## test report.html in a real browser (installs Chromium and Node from Debian where they are missing)
	$(CARGO) build --profile $(PROFILE) --locked
	tests/page/run.sh $(BINARY) data/raw/sample

notebook: ## run notebooks/compare.ipynb over the sample, into BUILD/notebook (packages pinned in notebooks/requirements.txt)
	$(CARGO) run --profile $(PROFILE) --locked -- run data/raw/sample --sample --quiet --no-report --out $(BUILD)/notebook/outputs
	notebooks/run.sh $(BUILD)/notebook/outputs $(BUILD)/notebook

bench: ## measure speed (HOWMANY_BENCH_TEXT=file measures on a text of your own)
	$(CARGO) bench --locked --bench '*' $(ARGS)

model: DATA ?= ../shared/eval/treebank
model: TRAIN ?= ../shared/train
model: ## train data/model/en.model from the treebanks of DATA and the names of TRAIN; ARGS="--parts names" for a part
	$(CARGO) run --profile $(PROFILE) --locked --no-default-features --example train_model -- \
		--data $(DATA) --train $(TRAIN) --lexicon data/lexicon/en --out data/model/en.model $(ARGS)

docs: ## write what the program prints into README.md, docs/codebook.md and outputs/README.md
	$(CARGO) build --profile $(PROFILE) --locked
	$(PYTHON) docs/refresh.py $(BINARY)

clean: ## remove what was built, and the tables in outputs
	$(CARGO) clean
	find outputs -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +
	rm -rf scores.json errors
