# `make` alone lists the targets. With the packages of `make deps` installed, `swift build` and
# `swift test` work as ever.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test check deps lint gates format bench clean release debug examples linkage soak

sources := Package.swift $(wildcard Sources Plugins Tests Benchmarks plugin-sdk/swift examples/plugins)
examples := $(dir $(wildcard examples/plugins/*/Package.swift))

# -q: errors only; as warnings are errors, nothing is lost. There are no other flags: a release build
# is optimised a module at a time, and without tests and the editor's index, by default.
build := swift build -q

help: ## lists the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: release ## builds a release and plays config.yaml, without a model: no key, no network, no cost
	@.build/release/tinytroupe run

test: debug examples ## runs all tests
	@$(foreach example,$(examples),.ci/run-tests $(example);)
	@.ci/run-tests

check: deps lint gates debug linkage test ## all that must hold before a commit

deps: ## installs the system packages that are missing, or says how
	@.ci/deps

lint: ## checks the format
	@swift format lint --strict --parallel -r $(sources)

gates: ## checks sizes, imports, names and the like, and that each check can fail
	@.ci/gates/run
	@.ci/gates/selftest

soak: debug ## kills runs 200 times, and sends 10,000 calls to a server that fails; takes some minutes
	@SOAK_KILLS=200 SOAK_CALLS=10000 swift test --skip-build --disable-xctest --no-parallel \
		--filter 'KillSoakTests|FaultSoakTests'

format: ## formats all sources
	@swift format -i --parallel -r $(sources)

bench: release ## measures; prints a line of JSON for each figure
	@.build/release/bench

clean: ## removes what was built
	@swift package clean
	@rm -rf examples/plugins/*/.build examples/plugins/*/*.so

# Progress goes to standard error, so that `make bench >FILE` writes figures only.
release: deps
	@echo 'Building a release; the first time takes some minutes.' >&2
	@$(build) -c release >&2

debug: deps
	@echo 'Building the tests.' >&2
	@$(build) --build-tests

# The packages have tests of their own. All examples are also built and loaded by the main tests.
examples: deps
	@echo 'Building the tests of the example plugins.' >&2
	@$(foreach example,$(examples),$(build) --package-path $(example) --build-tests;)

linkage: debug
	@.ci/gates/linkage .build/debug
