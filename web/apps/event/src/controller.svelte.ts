// Ties the page together: session, page state, socket, clock. What comes in goes through the reducer; views read `state`.
import { EventSocket, backoff, fetchPage, openSession, release, sessionIn, socketAddress, withoutSession, type Page } from "@plenary/client";
import { loading, reduce, type EventPage, type EventPageEvent } from "@plenary/state";

/** Failed attempts after which the page state is fetched instead: some networks block sockets. */
const POLL_AFTER = 3;
const POLL_MS = 5000;
const TICK_MS = 250;

export class Controller {
  state: EventPage = $state.raw(loading);
  /** The server's clock, whole ticks, Unix milliseconds. */
  now = $state(Date.now());

  readonly entry: string;
  #socket: EventSocket | undefined;
  #polling: ReturnType<typeof setTimeout> | undefined;
  #polled = false;
  #tries = 0;

  constructor(entry: string) {
    this.entry = entry;
  }

  start(): void {
    setInterval(() => this.#clock(), TICK_MS);
    self.addEventListener("online", () => this.#socket?.renew());
    self.addEventListener("offline", () => this.#send({ type: "lost" }));
    self.addEventListener("hashchange", () => void this.#session());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#socket?.hurry();
    });
    void this.#session();
  }

  retry(): void {
    this.#send({ type: "retrying" });
    this.#socket?.hurry();
    void this.#fetch();
  }

  /** Goes live or ends. */
  async release(released: boolean): Promise<void> {
    this.#send({ type: "change", change: "busy" });
    const result = await release(this.entry, released);
    if ("page" in result) {
      this.#page(result.page, "call");
      this.#send({ type: "change", change: "idle" });
    } else {
      this.#send({ type: "change", change: result.failed });
    }
  }

  /** The address to play with a token that is valid now. */
  async playback(): Promise<string | undefined> {
    const result = await fetchPage(this.entry);
    if (!("page" in result)) return undefined;
    this.#page(result.page, "call");
    return result.page.playback?.url;
  }

  settle(): void {
    this.#send({ type: "settled" });
  }

  dismissSession(): void {
    this.#send({ type: "session", session: "none" });
  }

  /** Exchanges a session string in the address, if there is one, and then looks at the event (again). */
  async #session(): Promise<void> {
    const ks = sessionIn(location.hash);
    if (ks !== undefined) {
      this.#send({ type: "session", session: "checking" });
      const result = await openSession(ks);
      history.replaceState(history.state, "", location.pathname + location.search + withoutSession(location.hash));
      this.#send({ type: "session", session: result });
      if (result === "unreachable") void this.#sessionAgain(ks, 0);
    } else if (this.#socket) {
      return;
    }
    this.#look();
  }

  async #sessionAgain(ks: string, attempt: number): Promise<void> {
    await new Promise((done) => setTimeout(done, backoff(attempt)));
    const result = await openSession(ks);
    if (result === "unreachable") return this.#sessionAgain(ks, attempt + 1);
    this.#send({ type: "session", session: result });
    if (result === "open") this.#look();
  }

  #look(): void {
    this.#send({ type: "retrying" });
    void this.#fetch();
    this.#socket?.close();
    this.#socket = new EventSocket((cursor) => new WebSocket(socketAddress(this.entry, cursor)), {
      frame: (frame) => {
        this.#stopPolling();
        if (frame.type === "page") this.#page(frame.page, "socket");
        else this.#send({ type: "ping", now: frame.now, at: Date.now() });
      },
      lost: (attempts) => {
        if (!this.#polled) this.#send({ type: "lost" });
        if (attempts >= POLL_AFTER && this.#polling === undefined) this.#poll();
      },
      missing: () => this.#missing(),
    });
  }

  async #fetch(): Promise<void> {
    const result = await fetchPage(this.entry);
    if ("page" in result) {
      this.#tries = 0;
      this.#page(result.page, "call");
    } else if (result.failed === "missing") {
      this.#missing();
    } else {
      this.#send({ type: "unreachable" });
      if (!this.state.page) setTimeout(() => this.state.page || void this.#fetch(), backoff(this.#tries++));
    }
  }

  #poll(): void {
    this.#polling = setTimeout(() => {
      void fetchPage(this.entry).then((result) => {
        if (this.#polling === undefined) return;
        if ("page" in result) {
          this.#polled = true;
          this.#page(result.page, "call");
          this.#send({ type: "ping", now: result.page.now, at: Date.now() });
        } else if (result.failed === "missing") {
          return this.#missing();
        } else if (this.#polled) {
          this.#polled = false;
          this.#send({ type: "lost" });
        }
        this.#poll();
      });
    }, POLL_MS);
  }

  #stopPolling(): void {
    clearTimeout(this.#polling);
    this.#polling = undefined;
    this.#polled = false;
  }

  #missing(): void {
    this.#stopPolling();
    this.#socket?.close();
    this.#send({ type: "missing" });
  }

  #page(page: Page, from: "socket" | "call"): void {
    this.#send({ type: "page", page, from, at: Date.now() });
  }

  #send(event: EventPageEvent): void {
    this.state = reduce(this.state, event);
    this.#clock();
  }

  #clock(): void {
    this.now = Date.now() + this.state.clockOffset;
  }
}
