#!/usr/bin/env bash
# Plenary as a peer of the load kit: start DIR | stop DIR [SIGNAL], as described in peers/lib.sh.
# PLENARY_BIN is the program (default: the release build), PLENARY_VARIANT is ll or plain: which playlist HLS names.
# Prints, beside the usual lines, what an API call needs: API, KS and ENTRY.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/peers/lib.sh"
dir=$2
case $1 in
  start)
    program=${PLENARY_BIN:-$here/../target/release/plenary}
    [ -x "$program" ] || { echo "$program is missing: cargo build --release --package server" >&2; exit 3; }
    program=$(cd "$(dirname "$program")" && pwd)/$(basename "$program")
    export PLENARY_PARTNER_ID=1101 PLENARY_ADMIN_SECRET=0123456789abcdef0123456789abcdef PLENARY_ADMIN_EMAIL=bench@example.com
    mkdir -p "$dir"
    spawn "$dir" "$program" serve --data "$dir/data" --http "127.0.0.1:$HTTP_PORT" --rtmp "127.0.0.1:$RTMP_PORT"
    wait_port "$HTTP_PORT" || { tail -n 20 "$dir/server.log" >&2; exit 1; }
    python3 "$here/entries.py" "http://127.0.0.1:$HTTP_PORT" "$STREAMS" "${PLENARY_VARIANT:-ll}" "$dir" || exit 1
    echo "PID=$(cat "$dir/pid")"
    echo "RTMP=@$dir/rtmp.urls"
    echo "HLS=@$dir/hls.urls" ;;
  stop) stop_spawned "$dir" "${3:-TERM}" ;;
esac
