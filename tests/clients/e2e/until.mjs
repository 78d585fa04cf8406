//! Waiting for conditions, never for time alone.

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Asks `probe` until it answers something truthy and returns that. A probe that throws has not answered yet.
 * After `seconds` it fails with `what` and the last answer or error, so that the report says what was seen instead.
 */
export async function until(what, seconds, probe, everyMs = 50) {
  const deadline = Date.now() + seconds * 1000;
  let last = "nothing";
  for (;;) {
    try {
      const answer = await probe();
      if (answer) return answer;
      last = JSON.stringify(answer);
    } catch (error) {
      last = error?.stack ?? String(error);
    }
    if (Date.now() >= deadline) throw new Error(`not within ${seconds} s: ${what}; last seen: ${last}`);
    await sleep(everyMs);
  }
}

/** `promise`, or an error naming `what` after `seconds`. */
export async function within(what, seconds, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${seconds} s: ${what}`)), seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
