//! Whether a page really plays: the counter in the picture moves as time does, and the tone is heard.

import assert from "node:assert/strict";
import { AUDIBLE_RMS, look, picture, unmute } from "./picture.mjs";
import { sleep, until } from "./until.mjs";

const SAMPLE_EVERY_MS = 100;
const WINDOWS_MAX = 3;

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

/** What happened between two looks, for a report: milliseconds and frames since the first one, and the element's state. */
function course(looks) {
  const [first] = looks;
  return looks.map((seen) => `${seen.at - first.at}ms+${seen.counter - first.counter}/${seen.readyState}${seen.paused ? "p" : ""}`).join(" ");
}

/**
 * Frames and sound at the speed of life for `seconds` on end. Catching up with the live edge may be up to
 * 5 % faster. A busy machine may take the browser's processor away for a moment: two more windows count as well, and the
 * others are told in the diagnostics of `t`.
 */
export async function assertPlays(t, page, { seconds = 4, index = 0 } = {}) {
  for (let attempt = 1; ; attempt++) {
    const seen = await measure(page, { seconds, index });
    const steady = seen.speed > 0.85 && seen.speed < 1.15;
    const heard = seen.audibleShare > 0.7;
    if (steady && heard) return seen;
    const report = `video ${index}: speed ${seen.speed.toFixed(3)}, tone in ${Math.round(seen.audibleShare * 100)} % of the looks: ${course(seen.looks)}`;
    if (attempt === WINDOWS_MAX) assert.fail(report);
    t.diagnostic(`once more, because ${report}`);
  }
}

/** Encoder to screen, milliseconds: the median over the looks. */
export function latencyMs(looks, encoder) {
  const delays = looks.map((seen) => seen.at - encoder.sentAt(seen.counter)).sort((a, b) => a - b);
  return Math.round(delays[Math.floor(delays.length / 2)]);
}
