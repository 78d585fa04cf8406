# Shared by the peer scripts. Each is called `start DIR` or `stop DIR [SIGNAL]`, keeps its state in DIR, and on start
# prints KEY=VALUE lines: PID, RTMP and HLS (an address with %d for the stream, or @FILE with one address a line).
# CORE pins the server, SEG is the wished segment length in seconds, STREAMS how many streams will be published.
: "${CORE:=0}" "${SEG:=2}" "${RTMP_PORT:=19350}" "${HTTP_PORT:=18080}" "${STREAMS:=1}"
ulimit -n "$(ulimit -Hn)" 2>/dev/null || true

# wait_port PORT: until something listens.
wait_port() {
  for _ in $(seq 200); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return 0; fi
    sleep 0.05
  done
  echo "port $1 never opened" >&2
  return 1
}

# spawn DIR COMMAND…: in the background, pinned, in a session of its own whose leader is written to DIR/pid.
spawn() {
  local dir=$1; shift
  (cd "$dir" && exec setsid taskset -c "$CORE" "$@" >"$dir/server.log" 2>&1) &
  echo $! >"$dir/pid"
}

# stop_spawned DIR [SIGNAL]: the session that spawn began, and only that.
stop_spawned() {
  local pid
  pid=$(cat "$1/pid" 2>/dev/null) || return 0
  kill "-${2:-TERM}" -- "-$pid" 2>/dev/null || kill "-${2:-TERM}" "$pid" 2>/dev/null
  for _ in $(seq 100); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.05
  done
  kill -KILL -- "-$pid" 2>/dev/null
  rm -f "$1/pid"
}
