# How the set-up talks: one line per step, to standard error.

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }

# fail TEXT: says what is missing and what to do about it, and stops.
fail() { printf '\033[1;31merror:\033[0m %s\n' "$*" >&2; exit 1; }

# quietly LOG COMMAND…: runs a command, shows its output only if it fails.
quietly() {
  local log=$1; shift
  "$@" >"$log" 2>&1 || { tail -n 40 "$log" >&2; return 1; }
}

# hash_of PATH…: one hash of the names and contents of all files below the paths, without build products.
hash_of() {
  find "$@" \( -name node_modules -o -name dist -o -name .svelte-kit \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1
}
