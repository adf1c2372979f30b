# `make` alone lists the targets. Nothing here is secret: with the packages of `make deps` installed,
# `swift build` and `swift test` work as ever.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test check deps lint gates format bench examples release debug linkage clean

sources := Package.swift $(wildcard Sources Plugins Tests Benchmarks plugin-sdk/swift examples/plugins)
plugins := $(wildcard examples/plugins/*)

# -q shows errors only; as warnings are errors, nothing is lost.
build := swift build -q

help: ## lists the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: release ## builds a release and plays config.yaml, without a model: no key, no network, no cost
	@.build/release/tinytroupe run

test: examples debug ## runs all tests
	@$(foreach plugin,$(dir $(wildcard $(plugins:=/Package.swift))),.ci/run-tests $(plugin);)
	@.ci/run-tests

check: deps lint gates debug linkage test ## all that must hold before a commit

deps: ## installs the system packages that are missing, or says how
	@.ci/deps

lint: ## checks the format
	@swift format lint --strict --parallel -r $(sources)

gates: ## checks sizes, imports, names and the like, and that each check can fail
	@.ci/gates/run
	@.ci/gates/selftest

format: ## formats all sources
	@swift format -i --parallel -r $(sources)

bench: release ## measures; prints a line of JSON for each figure
	@.build/release/bench

clean: ## removes what was built
	@swift package clean
	@$(foreach plugin,$(plugins),rm -rf $(plugin)/.build $(plugin)/*.so;)

# Progress goes to standard error, so that `make bench >FILE` gets figures only.
release: deps
	@echo 'Building a release; the first time takes some minutes.' >&2
	@$(build) -c release

debug: deps
	@echo 'Building the tests.' >&2
	@$(build) --build-tests

# The compilers of the Swift toolchain, as there may be no others.
examples: deps
	@echo 'Building the example plugins.' >&2
	@$(foreach plugin,$(dir $(wildcard $(plugins:=/Makefile))),$(MAKE) -s -C $(plugin) CC=clang CXX=clang++;)
	@$(foreach plugin,$(dir $(wildcard $(plugins:=/Package.swift))),$(build) --package-path $(plugin) --build-tests;)

linkage: debug
	@.ci/gates/linkage .build/debug
