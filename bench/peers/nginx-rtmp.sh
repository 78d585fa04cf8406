#!/usr/bin/env bash
# nginx with Debian's libnginx-mod-rtmp: RTMP in, HLS as files of MPEG-TS, served by the same single worker.
set -u
. "$(dirname "$0")/lib.sh"
dir=$2
case $1 in
  start)
    mkdir -p "$dir/hls" "$dir/tmp"
    chmod -R 777 "$dir"
    cat >"$dir/nginx.conf" <<C
load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
user root; daemon off; worker_processes 1; pid $dir/nginx.pid; error_log $dir/error.log warn;
worker_rlimit_nofile 65536;
events { worker_connections 20000; }
rtmp { server { listen 127.0.0.1:$RTMP_PORT; chunk_size 4096;
  application live { live on; hls on; hls_path $dir/hls; hls_fragment ${SEG}s; hls_playlist_length $((SEG * 6))s; hls_cleanup on; } } }
http { access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_timeout 65; keepalive_requests 1000000;
  client_body_temp_path $dir/tmp; proxy_temp_path $dir/tmp; fastcgi_temp_path $dir/tmp; uwsgi_temp_path $dir/tmp; scgi_temp_path $dir/tmp;
  types { application/vnd.apple.mpegurl m3u8; video/mp2t ts; }
  server { listen 127.0.0.1:$HTTP_PORT backlog=4096; location / { root $dir; add_header Cache-Control no-cache; } } }
C
    spawn "$dir" nginx -c "$dir/nginx.conf" -p "$dir"
    wait_port "$HTTP_PORT" || exit 1
    echo "PID=$(cat "$dir/pid")"
    echo "RTMP=rtmp://127.0.0.1:$RTMP_PORT/live/s%d"
    echo "HLS=http://127.0.0.1:$HTTP_PORT/hls/s%d.m3u8" ;;
  stop) stop_spawned "$dir" "${3:-TERM}" ;;
esac
