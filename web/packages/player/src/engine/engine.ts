// What the player needs from whatever plays the stream: hls.js where there are media sources, else the browser itself.

export interface Quality {
  readonly index: number;
  readonly height: number;
  /** Bits per second. */
  readonly bitrate: number;
}

export interface Position {
  /** Seconds on the media timeline. */
  readonly current: number;
  /** The earliest moment that can be watched. */
  readonly start: number;
  /** Where a viewer at the edge is now. */
  readonly live: number;
  readonly buffered: number;
  /** Wall-clock time of the picture, Unix milliseconds. */
  readonly date: number | undefined;
}

export type Fault = "network" | "media" | "refused" | "unsupported";

export interface EngineEvents {
  qualities(list: readonly Quality[], auto: boolean, current: number): void;
  /** The engine gave up; the player decides what now. */
  fault(fault: Fault, detail: string): void;
  stalled(): void;
  /** The server counts from the beginning again, as after a restart: what is loaded no longer fits. */
  begunAnew(): void;
}

export interface Engine {
  /** Opens the stream at its live edge. */
  open(url: string): void;
  /** The same stream has a new token. */
  moved(url: string): void;
  position(): Position | undefined;
  /** -1 chooses by itself. */
  choose(quality: number): void;
  /** Keeps at least this many seconds between edge and picture. */
  steady(seconds: number): void;
  /** After a network fault: loads on, at the live edge if the place is gone. */
  resume(): void;
  /** After a media fault: repairs the decoder without losing the place. */
  repair(): void;
  close(): void;
}

/** Asks the page for the address of the same stream with a token that is valid now. */
export type Renew = () => Promise<string | undefined>;
