#!/usr/bin/env bash
# Runs every test there is, goes on after a failure, and closes with one line: N passed, N failed.
# Called by `make test` after setup/prepare.sh test. Output of each step is also kept in the target folder.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. setup/say.sh
. setup/place.sh
. setup/fuzzer.sh

# Seconds that each fuzz target runs after its corpus.
fuzz_seconds=${FUZZ_SECONDS:-10}

logs=$target/test-logs
mkdir -p "$logs"
passed=0
failed=0
broken=()

# count LOG: "passed failed" as the runners' own closing lines in LOG say. Known: cargo test, vitest, node's runner,
# pytest, and our plain `N passed, N failed`.
count() {
  sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
    function number(text, word,   found) { return match(text, "[0-9]+ " word) ? substr(text, RSTART) + 0 : 0 }
    /^test result: /                      { pass += number($0, "passed"); fail += number($0, "failed") }
    /^ *Tests  .*(passed|failed)/         { pass += number($0, "passed"); fail += number($0, "failed") }
    /^([a-z]+: )?[0-9]+ passed, [0-9]+ failed/ { pass += number($0, "passed"); fail += number($0, "failed") }
    /^(# |ℹ )pass [0-9]+$/                { pass += $NF }
    /^(# |ℹ )fail [0-9]+$/                { fail += $NF }
    /^=+ .*(passed|failed).* in .*=+$/    { pass += number($0, "passed"); fail += number($0, "failed") }
    END { print pass + 0, fail + 0 }'
}

# step NAME COMMAND…: runs one part of the tests and adds up what it counted. A part that fails without counting a
# failure counts as one.
step() {
  local name=$1 started=$SECONDS code ok bad; shift
  say "$name"
  "$@" </dev/null 2>&1 | tee "$logs/$name.log"
  code=${PIPESTATUS[0]}
  read -r ok bad < <(count "$logs/$name.log")
  [ "$code" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
  [ "$code" -eq 0 ] && [ "$bad" -eq 0 ] && [ "$ok" -eq 0 ] && ok=1
  passed=$((passed + ok)) failed=$((failed + bad))
  [ "$code" -eq 0 ] && [ "$bad" -eq 0 ] || broken+=("$name")
  say "$name: $((SECONDS - started)) s, exit code $code"
}

# fuzz TARGET: its seeds and everything found earlier, then new inputs for a while. The code has no `unsafe`, so the
# sanitizers would find nothing that the targets' own assertions do not; without them it is several times faster.
fuzz() {
  local seeds=() corpus="$cache/corpus/$1"
  mkdir -p "$corpus"
  [ -d "fuzz/seeds/$1" ] && seeds=("fuzz/seeds/$1")
  PATH="$cache/cargo-fuzz-$cargo_fuzz_version/bin:$PATH" RUSTUP_TOOLCHAIN=nightly CARGO_TARGET_DIR="$target/fuzz" \
    cargo fuzz run --sanitizer none "$1" "$corpus" "${seeds[@]}" -- -max_total_time="$fuzz_seconds" -print_final_stats=1
}

# The product as it is built, with the official clients, a real encoder and a real browser. One story at a time: two
# browsers on two cores would measure each other.
end_to_end() {
  cargo build --locked --package server --package webcast-app || return
  node --test --test-concurrency=1 --test-reporter=spec tests/clients/e2e/*.test.mjs
}

export NO_COLOR=1 CARGO_TERM_COLOR=never
PLENARY_PYTHON="$(python_home)/bin/python"
CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
export PLENARY_PYTHON CHROMIUM PLENARY_BIN="$target/debug/plenary"

step "house rules" cargo xtask check
step "crates" cargo test --workspace --locked --no-fail-fast
step "pages" npm --prefix web test --silent
if [ -f fuzz/Cargo.toml ]; then
  missing=$(why_no_fuzzing)
  if [ -z "$missing" ]; then
    while read -r name; do step "fuzz $name" fuzz "$name"; done < <(sed -n '/^\[\[bin\]\]/,/^$/s/^name *= *"\(.*\)"/\1/p' fuzz/Cargo.toml)
  else
    say "fuzzing left out ($missing): the same functions ran under proptest in the crates' tests above"
  fi
fi
step "end to end" end_to_end

[ ${#broken[@]} -eq 0 ] || { say "failed: $(printf '%s; ' "${broken[@]}")"; say "their output is in $logs"; }
echo "$passed passed, $failed failed"
[ ${#broken[@]} -eq 0 ]
