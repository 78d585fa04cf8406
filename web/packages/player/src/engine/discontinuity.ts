// Discontinuity numbers may start anywhere; a server that never reuses one starts high. hls.js keeps an array indexed by
// them and walks it from zero at every playlist, which at a billion stops the page. Inside the player they start low.

const TAG = /^#EXT-X-DISCONTINUITY-SEQUENCE:(\d+)\s*$/m;
/** Room below the first number seen: another track of the stream may be a few behind. */
const ROOM = 64;

export class Discontinuities {
  #base: number | undefined;

  /** A media playlist with its discontinuity numbers moved; the same move for all playlists of a stream. */
  lowered(playlist: string): string {
    if (!playlist.includes("#EXT-X-TARGETDURATION")) return playlist;
    const number = Number(TAG.exec(playlist)?.[1] ?? 0);
    this.#base ??= Math.max(0, number - ROOM);
    // A stream that begins anew may count from below: numbers never become negative.
    if (number < this.#base) this.#base = Math.max(0, number - ROOM);
    return this.#base === 0 ? playlist : playlist.replace(TAG, `#EXT-X-DISCONTINUITY-SEQUENCE:${number - this.#base}`);
  }
}
