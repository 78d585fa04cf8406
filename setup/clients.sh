# The official client libraries, unmodified, for the end-to-end tests only. They are never part of the product.

install_python_client() {
  local home
  home=$(python_home)
  [ -e "$home/complete" ] && return
  say "installing the Python client into $home"
  rm -rf "$home"
  quietly "$cache/python.log" python3 -m venv "$home" || fail "python3 -m venv failed"
  quietly "$cache/python.log" "$home/bin/python" -m pip install --no-input --disable-pip-version-check \
    --requirement tests/clients/requirements.txt </dev/null || fail "pip could not install tests/clients/requirements.txt"
  touch "$home/complete"
}

install_node_client() {
  local stamp=tests/clients/node_modules/.plenary-stamp inputs
  inputs="$(node --version) $(cat tests/clients/package.json tests/clients/package-lock.json | sha256sum | cut -d' ' -f1)"
  [ "$(cat "$stamp" 2>/dev/null)" = "$inputs" ] && return
  say "installing the Node client and the browser driver (npm ci in tests/clients/)"
  quietly "$cache/npm-clients.log" npm --prefix tests/clients ci --no-audit --no-fund </dev/null || fail "npm ci failed in tests/clients/"
  echo "$inputs" >"$stamp"
}
