// Speaks to screen readers through two live regions that stand in the page from the start.
// Polite messages are rate-limited: at most one per POLITE_EVERY_MS, and only the newest waits.

/** Milliseconds between two polite messages. A message that waits is replaced by a newer one. */
export const POLITE_EVERY_MS = 3000;

export type Urgency = "polite" | "assertive";

export class Announcer {
  #say: (text: string, urgency: Urgency) => void;
  #last = -Infinity;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(say: (text: string, urgency: Urgency) => void) {
    this.#say = say;
  }

  polite(text: string): void {
    clearTimeout(this.#waiting);
    const wait = this.#last + POLITE_EVERY_MS - Date.now();
    if (wait <= 0) this.#speak(text);
    else this.#waiting = setTimeout(() => this.#speak(text), wait);
  }

  /** For going live, connection lost and restored, and errors only. */
  assertive(text: string): void {
    this.#say(text, "assertive");
  }

  #speak(text: string): void {
    this.#last = Date.now();
    this.#say(text, "polite");
  }
}
