// Waiting between attempts: doubling, with full jitter, so that a thousand pages do not return in one instant.

const FIRST_MS = 500;
/** No page waits longer than this for its next attempt. */
export const LONGEST_MS = 15_000;

/** Milliseconds before attempt number `attempt` (from 0). `random` is in [0, 1). */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling / 4 + random() * ceiling * 0.75);
}
