# Two commands: `make demo` opens the fictional office, `make test` runs every test.
# Everything else that they need, on a Debian machine with Rust and Node, they install.

SHELL := /bin/bash
LISTEN ?= 127.0.0.1:8080
STAFF ?= 127.0.0.1:8081

.PHONY: demo test browser build check clean

## Build, open the fictional office Fenshire and serve it.
demo: node_modules/.package-lock.json
	cargo run --locked -p milepost -- demo --listen $(LISTEN) --staff $(STAFF)

## Every test: units, both databases, crashes, the command line, browser, formats read back.
test: node_modules/.package-lock.json
	.ci/test

build: node_modules/.package-lock.json
	cargo build --locked --workspace

node_modules/.package-lock.json: package-lock.json
	npm ci --no-audit --no-fund

clean:
	cargo clean
	rm -rf node_modules .venv
