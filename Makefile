# Two commands: `make run` and `make test`. Both set up what they need and do nothing twice.
#
#   make run                     builds and starts a server with a demo webcast
#   make run HTTP=0.0.0.0:8080   another address; also RTMP=, PUBLIC_URL=, DATA=
#   make test                    everything: house rules, unit, property, fuzz and end-to-end tests
#   make check                   the house rules only (cargo xtask check)

DATA ?= .plenary
TARGET = $(or $(CARGO_TARGET_DIR),target)
SERVE = serve --demo --data "$(DATA)" $(if $(HTTP),--http "$(HTTP)") $(if $(RTMP),--rtmp "$(RTMP)") $(if $(PUBLIC_URL),--public-url "$(PUBLIC_URL)")

.PHONY: run test check
run:
	@setup/prepare.sh run
	@cargo build --release --locked --package server
	@exec "$(TARGET)/release/plenary" $(SERVE)

test:
	@setup/prepare.sh test
	@setup/test.sh

check:
	@setup/prepare.sh check
	@cargo xtask check
