#!/usr/bin/env bash
# run.sh [--quick] [STEP…]: ingest, start, delivery, api, lists, codec, cold; all of them write docs/benchmarks.md, some of them print.
# Everything runs on loopback, as root in a network namespace of its own. Needs nginx with libnginx-mod-rtmp for the peer.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
for tool in ffmpeg python3 curl taskset nginx; do
  command -v "$tool" >/dev/null || { echo "$tool is missing (Debian: ffmpeg python3 curl util-linux nginx libnginx-mod-rtmp)" >&2; exit 1; }
done
[ -e /usr/lib/nginx/modules/ngx_rtmp_module.so ] || { echo "nginx has no RTMP module (Debian: libnginx-mod-rtmp)" >&2; exit 1; }
[ "$(nproc)" -ge 2 ] || { echo "two cores are needed, one for the server and one for the load" >&2; exit 1; }

target=${CARGO_TARGET_DIR:-$root/target}
(cd "$root" && cargo build --release --locked --package server && cargo build --release --locked --package schema --example codec_speed)
(cd "$here" && CARGO_TARGET_DIR="$target/bench" cargo build --release --locked)
BENCH_WORK=$(mktemp -d)
export BENCH_WORK BENCH_PROGRAMS="$target/bench/release" PLENARY_BIN="$target/release/plenary" CODEC_SPEED="$target/release/examples/codec_speed"
trap 'rm -rf "$BENCH_WORK"' EXIT
"$here/make-media.sh" "$target/bench/media"
ln -s "$target/bench/media" "$BENCH_WORK/media"

results="$target/bench/results.json"
if [ "$(id -u)" -eq 0 ] && unshare -n true 2>/dev/null; then
  alone=(unshare -n bash -c 'ip link set lo up; ulimit -n "$(ulimit -Hn)"; exec "$@"' --)
else
  alone=(env --)
fi
code=0
"${alone[@]}" python3 "$here/measure.py" --out "$results" "$@" || code=$?
if [ "$code" -eq 0 ] && [ "$*" = "" ]; then
  python3 "$here/report.py" "$results" >"$root/docs/benchmarks.md"
  echo "wrote docs/benchmarks.md"
else
  python3 "$here/report.py" "$results"
fi
exit "$code"
