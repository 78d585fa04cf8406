// The event socket of one entry: first frame the whole page state, then one per change.
// It comes back by itself: with the last cursor, after a wait that doubles, at once when the network returns,
// and also when the server falls silent without closing.
import { backoff } from "./backoff";
import { readFrame, type Frame } from "./page";

/** The server pings every 15 s; silence longer than this means the line is dead. */
export const SILENCE_MS = 35_000;
/** The server closes with this code when the entry does not exist (for this session). */
export const UNKNOWN_ENTRY = 4404;

/** The part of a WebSocket that is used. */
export interface Line {
  // The web platform's own types: a WebSocket fits as it is.
  onopen: ((this: any, event: any) => unknown) | null;
  onmessage: ((this: any, message: any) => unknown) | null;
  onclose: ((this: any, close: any) => unknown) | null;
  close(): void;
}

export interface SocketEvents {
  frame(frame: Frame): void;
  /** The line is lost; `attempts` counts those that failed since the last frame. */
  lost(attempts: number): void;
  missing(): void;
}

export class EventSocket {
  #open: (cursor: number | undefined) => Line;
  #events: SocketEvents;
  #random: () => number;
  #line: Line | undefined;
  #cursor: number | undefined;
  #attempts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(open: (cursor: number | undefined) => Line, events: SocketEvents, random: () => number = Math.random) {
    this.#open = open;
    this.#events = events;
    this.#random = random;
    this.#connect();
  }

  /** Tries now instead of waiting; nothing happens while a line stands. */
  hurry(): void {
    if (this.#closed || this.#line) return;
    clearTimeout(this.#timer);
    this.#connect();
  }

  /** The network went away or came back: the line, if there is one, is not worth waiting for. Goes on from the cursor. */
  renew(): void {
    if (this.#closed) return;
    this.#drop();
    clearTimeout(this.#timer);
    this.#connect();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#drop();
  }

  #connect(): void {
    const line = this.#open(this.#cursor);
    this.#line = line;
    this.#listen();
    line.onopen = () => this.#listen();
    line.onmessage = (message: { data: unknown }) => {
      this.#listen();
      const frame = typeof message.data === "string" ? readFrame(message.data) : undefined;
      if (!frame) return;
      this.#attempts = 0;
      if (frame.type === "page") this.#cursor = frame.cursor;
      this.#events.frame(frame);
    };
    line.onclose = (close: { code: number }) => {
      this.#drop();
      if (close.code === UNKNOWN_ENTRY) {
        this.#closed = true;
        clearTimeout(this.#timer);
        this.#events.missing();
      } else {
        this.#retry();
      }
    };
  }

  #listen(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#drop();
      this.#retry();
    }, SILENCE_MS);
  }

  #retry(): void {
    clearTimeout(this.#timer);
    const wait = backoff(this.#attempts, this.#random);
    this.#attempts += 1;
    this.#timer = setTimeout(() => this.#connect(), wait);
    this.#events.lost(this.#attempts);
  }

  #drop(): void {
    const line = this.#line;
    this.#line = undefined;
    if (!line) return;
    line.onopen = line.onmessage = line.onclose = null;
    line.close();
  }
}
