#!/usr/bin/env bash
# make-media.sh DIR: the media of the load kit, made once: 60 s of 1280x720 at 30 fps, H.264 with a closed GOP of 2 s and
# no B-frames, and AAC; about 2 Mbit/s.
set -euo pipefail
out=$1/media.flv
[ -s "$out" ] && exit 0
mkdir -p "$1"
ffmpeg -v error -y \
  -f lavfi -i "testsrc2=s=1280x720:r=30:d=60" -f lavfi -i "sine=f=440:b=2:r=48000:d=60" \
  -filter_complex "[0]format=yuv420p,noise=alls=6:allf=t[v]" -map "[v]" -map 1:a \
  -c:v libx264 -preset veryfast -tune zerolatency -profile:v main -pix_fmt yuv420p -b:v 1850k -maxrate 1850k -bufsize 1850k \
  -g 60 -keyint_min 60 -sc_threshold 0 -bf 0 -c:a aac -b:a 128k -ac 2 -t 60 -flvflags no_duration_filesize "$out.part.flv"
mv "$out.part.flv" "$out"
