// Keeps requests on the newest token. A refused request asks the page once for a new one, however many requests
// are refused at the same time, and is then sent again; hls.js never sees the refusal.
import { tokenOf, withToken } from "../address";
import type { Renew } from "./engine";

/** Milliseconds between two questions to the page, when the answer was no. */
const ASK_AGAIN_MS = 2000;

export class Renewal {
  #renew: Renew;
  #token: string | undefined;
  #asking: Promise<boolean> | undefined;
  #refusedAt = -Infinity;
  #now: () => number;

  constructor(renew: Renew, now: () => number = () => performance.now()) {
    this.#renew = renew;
    this.#now = now;
  }

  /** The stream's address is known to be this one now. */
  adopt(url: string): void {
    this.#token = tokenOf(url);
  }

  /** The address to ask for, whatever token it was written with. */
  address(url: string): string {
    return withToken(url, this.#token);
  }

  /** A request to `url` was refused. True when there is another token to try. */
  async refused(url: string): Promise<boolean> {
    if (this.#token !== undefined && tokenOf(url) !== this.#token) return true;
    if (this.#now() - this.#refusedAt < ASK_AGAIN_MS) return false;
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #ask(): Promise<boolean> {
    const before = this.#token;
    const url = await this.#renew().catch(() => undefined);
    const token = url === undefined ? undefined : tokenOf(url);
    if (token === undefined || token === before) {
      this.#refusedAt = this.#now();
      return false;
    }
    this.#token = token;
    return true;
  }
}
