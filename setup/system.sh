# System packages: a check that costs nothing, the Debian package that satisfies it.

packages_run=(ca-certificates)
packages_test=(ffmpeg chromium libxml2-utils python3 python3-venv fonts-dejavu-core curl jq)

has_package() {
  case $1 in
    ca-certificates) [ -s /etc/ssl/certs/ca-certificates.crt ] || [ -s /etc/pki/tls/certs/ca-bundle.crt ] ;;
    ffmpeg) command -v ffmpeg && command -v ffprobe ;;
    chromium) command -v chromium || command -v chromium-browser || command -v google-chrome ;;
    curl|jq) command -v "$1" ;;
    libxml2-utils) command -v xmllint ;;
    python3) command -v python3 ;;
    python3-venv) python3 -c 'import venv, ensurepip' ;;
    fonts-dejavu-core) [ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] || [ -n "$(fc-list 2>/dev/null)" ] ;;
    *) fail "setup/system.sh has no check for the package $1" ;;
  esac >/dev/null 2>&1
}

# need_packages NAME…: installs what is missing as root, else prints the one line to run and stops.
need_packages() {
  local missing=() package
  for package in "$@"; do has_package "$package" || missing+=("$package"); done
  [ ${#missing[@]} -eq 0 ] && return
  local install="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
  command -v apt-get >/dev/null || fail "missing: ${missing[*]} (names of Debian packages); install them and try again"
  [ "$(id -u)" -eq 0 ] || fail "missing system packages; run this once and try again:  sudo sh -c '$install'"
  say "installing system packages: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q </dev/null >&2
  apt-get install -q -y --no-install-recommends "${missing[@]}" </dev/null >&2
  for package in "${missing[@]}"; do has_package "$package" || fail "$package was installed but does not do what it should"; done
}
