# The pages, built into web/dist, from where the server embeds them.

# build_web [always]: installs packages and builds when an input changed since the last build.
build_web() {
  [ -f web/package-lock.json ] || fail "web/package-lock.json is missing: this checkout is incomplete"
  local stamp=web/node_modules/.plenary-stamp packages inputs
  packages="$(node --version) $(cat web/package.json web/package-lock.json | sha256sum | cut -d' ' -f1)"
  inputs="$packages $(hash_of web)"
  if [ "${1:-}" != always ] && [ -d web/dist ] && [ "$(cat "$stamp" 2>/dev/null)" = "$inputs" ]; then return; fi
  case $(cat "$stamp" 2>/dev/null) in
    "$packages "*) ;;
    *)
      say "installing web packages (npm ci in web/)"
      quietly "$cache/npm-web.log" npm --prefix web ci --no-audit --no-fund </dev/null || fail "npm ci failed in web/" ;;
  esac
  say "building the pages (npm run build in web/)"
  echo "$packages -" >"$stamp"
  quietly "$cache/build-web.log" npm --prefix web run build </dev/null || fail "npm run build failed in web/"
  echo "$inputs" >"$stamp"
}
