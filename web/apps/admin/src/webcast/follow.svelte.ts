// One webcast while its page is open: its state over the event socket, its encoders by asking every second, its viewers now and then.
import { EventSocket, fetchEncoder, fetchPage, release, socketAddress, type EncoderReport, type Page } from "@plenary/client";
import { loading, reduce, type EventPage, type EventPageEvent } from "@plenary/state";
import type { Session } from "../session.svelte";
import { viewersOf } from "../viewers";
import { whileVisible } from "../visible";

const ENCODER_EVERY_MS = 1000;
const VIEWERS_EVERY_MS = 15_000;
const TICK_MS = 500;
/** Answers that may fail in a row before the page says so. */
const MISSED_MAX = 3;

export class Follow {
  state: EventPage = $state.raw(loading);
  encoder: EncoderReport | undefined = $state.raw();
  viewers: number | undefined = $state();
  /** The server has not answered for a while. */
  stale = $state(false);
  /** The server's clock, Unix milliseconds. */
  now = $state(Date.now());

  readonly id: string;
  readonly #session: Session;
  #socket: EventSocket | undefined;
  #missed = 0;

  constructor(session: Session, id: string) {
    this.#session = session;
    this.id = id;
  }

  /** Until the answer is called. */
  start(): () => void {
    const tick = setInterval(() => this.#clock(), TICK_MS);
    const encoder = whileVisible(ENCODER_EVERY_MS, () => this.#askEncoder());
    const viewers = whileVisible(VIEWERS_EVERY_MS, () => this.#askViewers());
    const renew = () => this.#socket?.renew();
    self.addEventListener("online", renew);
    this.#listen();
    return () => {
      clearInterval(tick);
      encoder();
      viewers();
      self.removeEventListener("online", renew);
      this.#socket?.close();
    };
  }

  /** Goes live or ends. */
  async release(released: boolean): Promise<void> {
    this.#send({ type: "change", change: "busy" });
    const result = await release(this.id, released);
    if ("page" in result) this.#page(result.page);
    this.#send({ type: "change", change: "page" in result ? "idle" : result.failed });
    if ("page" in result) void this.#askViewers();
  }

  /** The address to play with a token that is valid now. */
  async playback(): Promise<string | undefined> {
    const result = await fetchPage(this.id);
    if (!("page" in result)) return undefined;
    this.#page(result.page);
    return result.page.playback?.url;
  }

  /** Somebody signed in again: what the socket says depends on who listens. */
  again(): void {
    this.#socket?.close();
    this.#listen();
  }

  #listen(): void {
    this.#socket = new EventSocket((cursor) => new WebSocket(socketAddress(this.id, cursor)), {
      frame: (frame) => {
        if (frame.type === "page") this.#send({ type: "page", page: frame.page, from: "socket", at: Date.now() });
        else this.#send({ type: "ping", now: frame.now, at: Date.now() });
        if (frame.type === "page" && !frame.page.mayManage) this.#session.notice({ kind: "signedOut" });
      },
      lost: () => this.#send({ type: "lost" }),
      missing: () => this.#send({ type: "missing" }),
    });
  }

  async #askEncoder(): Promise<void> {
    const result = await fetchEncoder(this.id);
    if ("report" in result) {
      this.encoder = result.report;
      this.#missed = 0;
      this.stale = false;
      // A network without sockets still shows the state: it is asked for along the way.
      if (this.state.connection !== "open" && this.state.connection !== "restored") await this.playback();
    } else if (result.failed === "forbidden") {
      this.#session.notice({ kind: "signedOut" });
    } else if (result.failed === "unreachable") {
      this.#missed += 1;
      this.stale = this.#missed >= MISSED_MAX;
    }
  }

  async #askViewers(): Promise<void> {
    const { page } = this.state;
    this.viewers = page && (page.state === "live" || page.state === "interrupted") ? (await viewersOf([this.id])).get(this.id) : undefined;
  }

  #page(page: Page): void {
    this.#send({ type: "page", page, from: "call", at: Date.now() });
  }

  #send(event: EventPageEvent): void {
    this.state = reduce(this.state, event);
    this.#clock();
  }

  #clock(): void {
    this.now = Date.now() + this.state.clockOffset;
  }
}
