//! An encoder: ffmpeg with a generated picture and sound, sent in real time.
//!
//! The top strip of every frame carries a 24-bit counter as black and white blocks, least significant bit first, then
//! eight blocks with the complement of the first eight as a check. `picture.mjs` reads it back from the screen.

import { spawn } from "node:child_process";
import { picture } from "./picture.mjs";
import { within } from "./until.mjs";

const LIVING = new Set();
process.on("exit", () => LIVING.forEach((child) => child.kill("SIGKILL")));

/** The ffmpeg inputs and codecs of the test programme; `offset` is the counter of the first frame. */
export function programme({ offset = 0, realtime = true, seconds } = {}) {
  const { width, height, block, fps } = picture;
  const pace = realtime ? ["-re"] : [];
  const bit = (place) => `mod(floor((N+${offset})/pow(2,${place})),2)`;
  const strip = `geq=lum='if(lt(X,24),if(${bit("X")},235,16),if(${bit("(X-24)")},16,235))'`;
  return [
    ...pace, "-f", "lavfi", "-i", `testsrc2=s=${width}x${height}:r=${fps}`,
    ...pace, "-f", "lavfi", "-i", `color=black:s=32x1:r=${fps},format=gray,${strip}`,
    ...pace, "-f", "lavfi", "-i", "sine=f=440:r=48000",
    "-filter_complex", `[1]scale=${32 * block}:${block}:flags=neighbor,format=yuv420p[strip];[0]format=yuv420p[back];[back][strip]overlay=0:0[out]`,
    "-map", "[out]", "-map", "2:a",
    "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-profile:v", "main", "-threads", "1",
    "-b:v", "700k", "-maxrate", "700k", "-bufsize", "700k", "-g", String(fps), "-keyint_min", String(fps), "-sc_threshold", "0", "-bf", "0",
    "-c:a", "aac", "-b:a", "96k", "-ac", "2",
    ...(seconds ? ["-t", String(seconds)] : []),
  ];
}

export class Encoder {
  #child;
  #stderr = "";
  #firstFrameMs = Infinity;

  /**
   * Sends to exactly `address` + "/" + `key`, as an encoder's two input fields are used: the programme counted from
   * `offset`, or what the ffmpeg arguments in `input` produce.
   */
  constructor(address, key, { offset = 0, input = programme({ offset }) } = {}) {
    this.offset = offset;
    const args = ["-v", "warning", "-nostdin", "-stats_period", "0.1", "-progress", "pipe:1", ...input, "-f", "flv", `${address}/${key}`];
    const child = spawn("ffmpeg", args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    LIVING.add(child);
    this.ended = new Promise((done) => {
      child.on("error", (error) => done({ error }));
      child.on("exit", (code, signal) => done({ code, signal }));
    });
    this.ended.then(() => LIVING.delete(child));
    child.stderr.on("data", (text) => (this.#stderr += text));
    child.stdout.on("data", (text) => {
      const now = Date.now();
      for (const [, frames] of String(text).matchAll(/^frame=\s*(\d+)/gm)) {
        // Reports come late, never early: the earliest implied start is the best estimate.
        if (Number(frames) > 0) this.#firstFrameMs = Math.min(this.#firstFrameMs, now - (Number(frames) * 1000) / picture.fps);
      }
    });
  }

  /** What ffmpeg said: warnings and, after a refusal, the server's reason. */
  get messages() {
    return this.#stderr;
  }

  /** When the frame with this counter left the encoder (Unix milliseconds), within about 100 ms. */
  sentAt(counter) {
    return this.#firstFrameMs + ((counter - this.offset) * 1000) / picture.fps;
  }

  /** The machine loses power: nothing is said to the server beyond what its system says. */
  async kill() {
    this.#child.kill("SIGKILL");
    await within("the encoder is gone", 5, this.ended);
  }

  /** The operator presses stop. */
  async stop() {
    this.#child.kill("SIGINT");
    await within("the encoder stops", 10, this.ended);
  }
}

/** The key to use for rendition 1 of a stream name such as `0_abcd1234_%i`. */
export const keyOf = (streamName) => streamName.replace("%i", "1");
