# Where things are kept. Sourced by the other scripts from the root of the checkout.

# Things worth keeping between checkouts: Python packages of the tests, the fuzzer.
cache=${PLENARY_CACHE:-${XDG_CACHE_HOME:-${HOME:?set HOME or PLENARY_CACHE}/.cache}/plenary}
target=${CARGO_TARGET_DIR:-$PWD/target}

# The Python packages are named after what they are made from, so a change of either makes a new folder.
python_home() {
  local made_from
  made_from=$( { cat tests/clients/requirements.txt; python3 -c 'import sys; print(sys.version, sys.prefix)'; } | sha256sum | cut -c1-12)
  echo "$cache/python-$made_from"
}
