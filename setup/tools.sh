# The two toolchains nobody can install for you without asking.

rust_least=1.95.0
node_least=20.19.0

# at_least HAVE WANT: true if version HAVE is WANT or newer.
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$2" ]; }

need_rust() {
  command -v cargo >/dev/null && command -v rustc >/dev/null ||
    fail "Rust $rust_least or newer is needed: install it with rustup (https://rustup.rs)"
  local have
  have=$(rustc --version | cut -d' ' -f2)
  at_least "${have%%-*}" "$rust_least" || fail "Rust $rust_least or newer is needed, this is $have: run 'rustup update stable'"
  command -v cc >/dev/null || fail "a C compiler is needed: install the package 'gcc' (Debian: apt-get install gcc libc6-dev)"
}

need_node() {
  command -v node >/dev/null || fail "Node $node_least or newer is needed: install it from https://nodejs.org or your system's packages"
  command -v npm >/dev/null || fail "npm is needed: it comes with Node, on Debian in the package 'npm'"
  local have
  have=$(node --version)
  at_least "${have#v}" "$node_least" || fail "Node $node_least or newer is needed, this is ${have#v}: install a newer one from https://nodejs.org"
}
