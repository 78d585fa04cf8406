//! Whether a page really plays: the counter in the picture moves as time does, and the tone is heard.

import assert from "node:assert/strict";
import { AUDIBLE_RMS, look, picture, unmute } from "./picture.mjs";
import { sleep, until } from "./until.mjs";

const SAMPLE_EVERY_MS = 100;

/** Waits until the picture shows a counter of at least `from` that then moves on; the first look and how long it took. */
export async function untilPlaying(page, { from = 0, seconds, index = 0 }) {
  const began = Date.now();
  const first = await until(`video ${index} shows frame ${from} or later`, seconds, async () => {
    const seen = await look(page, index);
    if (seen.counter < from) throw new Error(JSON.stringify(seen));
    return seen;
  });
  await until(`video ${index} moves on from frame ${first.counter}`, 5, async () => (await look(page, index)).counter > first.counter);
  await unmute(page, index);
  return { ...first, tookMs: first.at - began };
}

/** Looks for `seconds` and tells the speed of the picture (1 is real time), the longest stand-still, and the sound. */
export async function measure(page, { seconds, index = 0 }) {
  const looks = [];
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    looks.push(await look(page, index));
    await sleep(SAMPLE_EVERY_MS);
  }
  const read = looks.filter((seen) => seen.counter >= 0);
  assert.ok(read.length >= looks.length * 0.9, `the counter was readable in ${read.length} of ${looks.length} looks: ${JSON.stringify(looks.at(-1))}`);
  const [first, last] = [read[0], read.at(-1)];
  let standsMs = 0;
  let changed = first;
  for (const seen of read) {
    assert.ok(seen.counter >= changed.counter, `the picture went back from ${changed.counter} to ${seen.counter}`);
    if (seen.counter > changed.counter) changed = seen;
    standsMs = Math.max(standsMs, seen.at - changed.at);
  }
  return {
    speed: ((last.counter - first.counter) * 1000) / picture.fps / (last.at - first.at),
    standsMs,
    loudest: Math.max(...looks.map((seen) => seen.rms)),
    audibleShare: looks.filter((seen) => seen.rms > AUDIBLE_RMS).length / looks.length,
    looks: read,
  };
}

/** Frames and sound at the speed of life. Catching up with the live edge may be up to 5 % faster. */
export async function assertPlays(page, { seconds = 4, index = 0 } = {}) {
  const seen = await measure(page, { seconds, index });
  assert.ok(seen.speed > 0.85 && seen.speed < 1.15, `speed ${seen.speed.toFixed(3)}, expected about 1`);
  assert.ok(seen.audibleShare > 0.7, `the tone is heard in ${Math.round(seen.audibleShare * 100)} % of the looks, loudest ${seen.loudest}`);
  return seen;
}

/** Encoder to screen, milliseconds: the median over the looks. */
export function latencyMs(looks, encoder) {
  const delays = looks.map((seen) => seen.at - encoder.sentAt(seen.counter)).sort((a, b) => a - b);
  return Math.round(delays[Math.floor(delays.length / 2)]);
}
