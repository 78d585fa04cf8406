// Watches whether the picture moves, and says when to show that it does not and when to start the stream again.
// While the programme itself is interrupted nothing is wrong with this player: it waits.

/** Milliseconds without progress until each step. */
export const WAITING_MS = 800;
export const SLOW_MS = 4000;
export const FAILED_MS = 12_000;
/** The stream is opened again this often while it stands still. */
export const RELOAD_MS = 6000;

export interface Vital {
  readonly at: number;
  /** The picture should move: not paused, a stream is loaded. */
  readonly wanted: boolean;
  /** It moved since the last look. */
  readonly moved: boolean;
  /** The programme is interrupted at the source. */
  readonly holding: boolean;
  readonly online: boolean;
}

export type Level = "fine" | "waiting" | "slow" | "failed";

export class Health {
  #since: number | undefined;
  #reloaded = 0;
  #stalls: number[] = [];

  /** One look. */
  look(vital: Vital): { readonly level: Level; readonly reload: boolean } {
    if (!vital.wanted || vital.moved || vital.holding) {
      this.#since = undefined;
      return { level: "fine", reload: false };
    }
    if (this.#since === undefined) {
      this.#since = vital.at;
      this.#reloaded = vital.at;
    }
    const still = vital.at - this.#since;
    const reload = vital.online && vital.at - this.#reloaded >= RELOAD_MS;
    if (reload) this.#reloaded = vital.at;
    const level = still >= FAILED_MS ? "failed" : still >= SLOW_MS ? "slow" : still >= WAITING_MS ? "waiting" : "fine";
    return { level, reload };
  }

  /** Counts a stall; true when there were three within a minute, and then starts counting anew. */
  stall(at: number): boolean {
    this.#stalls = [...this.#stalls.filter((time) => at - time < 60_000), at];
    if (this.#stalls.length < 3) return false;
    this.#stalls = [];
    return true;
  }
}
