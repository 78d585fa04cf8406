#!/usr/bin/env bash
# Prepares a machine for one purpose and says what it does. A second call finds everything done and is quick.
#
#   setup/prepare.sh run     Rust, Node, the web build
#   setup/prepare.sh test    the same, and the peers of the tests: system packages, official client libraries, a fuzzer
#   setup/prepare.sh check   Rust only
#   setup/prepare.sh web     the web build only, even when nothing changed
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/.."
. setup/say.sh
. setup/place.sh
. setup/tools.sh
. setup/system.sh
. setup/web.sh
. setup/clients.sh
. setup/fuzzer.sh

mkdir -p "$cache"
exec 9>"$cache/prepare.lock"
flock -n 9 || { say "another setup is running, waiting for it"; flock 9; }

case ${1:-} in
  run)
    need_rust; need_node
    need_packages "${packages_run[@]}"
    build_web ;;
  test)
    need_rust; need_node
    need_packages "${packages_run[@]}" "${packages_test[@]}"
    build_web
    install_python_client
    install_node_client
    install_fuzzer ;;
  check)
    need_rust ;;
  web)
    need_node
    build_web always ;;
  *)
    fail "usage: setup/prepare.sh run|test|check|web" ;;
esac
