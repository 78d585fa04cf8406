// A live stream for pictures of pages: two qualities from a few prepared segments, whose window grows with the clock.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, normalize } from "node:path";

/** A function from the name of a file to the file; nothing without ffmpeg. */
export function picture() {
  const folder = mkdtempSync(join(tmpdir(), "plenary-shots-"));
  try {
    for (const height of [360, 720]) {
      execFileSync("ffmpeg", [
        "-loglevel", "error", "-f", "lavfi", "-i", `testsrc2=size=${(height / 9) * 16}x${height}:rate=25`, "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-t", "60",
        "-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-sc_threshold", "0", "-pix_fmt", "yuv420p", "-c:a", "aac",
        "-f", "hls", "-hls_time", "2", "-hls_list_size", "0", "-hls_segment_type", "fmp4", "-hls_fmp4_init_filename", `${height}.init.mp4`, "-hls_segment_filename", join(folder, `${height}.%d.m4s`), join(folder, `${height}.m3u8`),
      ], { stdio: ["ignore", "ignore", "inherit"] });
    }
  } catch {
    console.warn("no ffmpeg: the stage stays empty");
    return undefined;
  }
  const total = readdirSync(folder).filter((name) => name.startsWith("360.") && name.endsWith(".m4s")).length;
  const master = [
    "#EXTM3U", "#EXT-X-VERSION:7",
    '#EXT-X-STREAM-INF:BANDWIDTH=900000,RESOLUTION=640x360,CODECS="avc1.42c01e,mp4a.40.2"', "360.m3u8",
    '#EXT-X-STREAM-INF:BANDWIDTH=2800000,RESOLUTION=1280x720,CODECS="avc1.42c01f,mp4a.40.2"', "720.m3u8", "",
  ].join("\n");
  let began;
  return (name) => {
    if (name === "master.m3u8") {
      began = Date.now();
      return { type: "application/vnd.apple.mpegurl", body: master };
    }
    const list = /^(\d+)\.m3u8$/.exec(name);
    if (list) {
      const until = Math.min(total, 16 + Math.floor((Date.now() - began) / 2000));
      const lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-TARGETDURATION:2", "#EXT-X-MEDIA-SEQUENCE:0", `#EXT-X-MAP:URI="${list[1]}.init.mp4"`, `#EXT-X-PROGRAM-DATE-TIME:${new Date(began - 32_000).toISOString()}`];
      for (let index = 0; index < until; index += 1) lines.push("#EXTINF:2.000,", `${list[1]}.${index}.m4s`);
      return { type: "application/vnd.apple.mpegurl", body: lines.join("\n") + "\n" };
    }
    const file = join(folder, normalize(name));
    return existsSync(file) ? { type: "video/mp4", body: readFileSync(file) } : undefined;
  };
}
