# Waystation: everything a newcomer needs, a word each. `make` alone tells them.

SHELL := /bin/bash
.DEFAULT_GOAL := help
CARGO ?= cargo

.PHONY: help build demo test soak bench lint fmt licences docs fuzz clean

help: ## What there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

build: ## The release binary: target/release/waystation
	$(CARGO) build --release --locked

demo: ## A story in one command: builds, starts a gateway, sends good and bad messages, shows what happens
	@demo/run

test: ## Every test of the CI tier, real clients included; installs what they need
	@tests/run

soak: ## The long counts: 1,000 kills, 500 power cuts (as root), 1,000,000 seeds; takes hours
	@WAYSTATION_KILL_CYCLES=1000 WAYSTATION_POWER_CYCLES=250 STATIONS_SEEDS=1000000 PROPTEST_CASES=2000 tests/run

bench: ## The performance targets, beside the peers that benches/setup installs; takes about an hour
	@benches/run

lint: ## Formatting and lints
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings

fmt: ## Formats the code
	$(CARGO) fmt --all

licences: ## Holds the dependencies to deny.toml (and asks cargo-deny, advisories included, where it is installed)
	$(CARGO) test --locked --test licences
	@if command -v cargo-deny >/dev/null; then $(CARGO) deny check; \
	else echo "cargo-deny is not installed: advisories were NOT checked (cargo install cargo-deny)"; fi

docs: ## Writes the pages that are made from the code
	WAYSTATION_WRITE_DOCS=1 $(CARGO) test --locked --test docs

fuzz: ## Names the fuzz targets; run one with: cargo +nightly fuzz run TARGET
	@ls fuzz/fuzz_targets | sed 's/\.rs$$//'

clean: ## Removes what was built
	$(CARGO) clean
