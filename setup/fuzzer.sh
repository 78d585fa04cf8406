# cargo-fuzz, where it can work: it needs a nightly toolchain and a C++ compiler. Without them the same functions run
# under proptest in the crates' own tests, so nothing fails for want of it.

cargo_fuzz_version=0.13.2

# why_no_fuzzing: prints what is missing, nothing if fuzzing works here.
why_no_fuzzing() {
  command -v rustup >/dev/null && rustup toolchain list 2>/dev/null | grep -q '^nightly' || { echo "no nightly Rust toolchain"; return; }
  command -v c++ >/dev/null || { echo "no C++ compiler"; return; }
  [ -x "$cache/cargo-fuzz-$cargo_fuzz_version/bin/cargo-fuzz" ] || command -v cargo-fuzz >/dev/null || echo "no cargo-fuzz"
}

install_fuzzer() {
  [ "$(why_no_fuzzing)" = "no cargo-fuzz" ] || return 0
  say "installing cargo-fuzz $cargo_fuzz_version"
  quietly "$cache/cargo-fuzz.log" env -u CARGO_TARGET_DIR cargo install --locked --version "$cargo_fuzz_version" \
    --root "$cache/cargo-fuzz-$cargo_fuzz_version" cargo-fuzz </dev/null ||
    say "cargo-fuzz could not be installed; the fuzz functions run under proptest only"
}
