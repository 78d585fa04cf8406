// Who is signed in. The KS is handed over for a cookie that scripts cannot read, and forgotten; calls go through that cookie.
// When the session ends in the middle of something, calls wait until somebody has signed in again, and what was typed stays.
import { callAlone, callApi, callMany, closeSession, openSession, readWhoami, type Call, type Failure, type Result, type Whoami } from "@plenary/client";

/** How long a sign-in lasts, seconds. The server may cut it shorter. */
const LASTS_S = 12 * 3600;

export type Credentials =
  | { readonly with: "password"; readonly email: string; readonly password: string }
  | { readonly with: "secret"; readonly partner: string; readonly secret: string };

export class Session {
  /** `over`: it was there and has ended; what is on the screen stays. */
  state: "checking" | "unreachable" | "out" | "in" | "over" = $state("checking");
  who: Whoami | undefined = $state.raw();
  #waiting: ((again: boolean) => void)[] = [];

  async start(): Promise<void> {
    this.state = "checking";
    const told = await this.#whoami();
    if ("who" in told) this.#enter(told.who);
    else this.state = told.failure.kind === "unreachable" ? "unreachable" : "out";
  }

  /** Nothing when it worked. */
  async signIn(credentials: Credentials): Promise<Failure | undefined> {
    const started = await callAlone(startOf(credentials));
    if (!started.ok) return started.failure;
    if (typeof started.value !== "string") return { kind: "unreachable" };
    const opened = await openSession(started.value);
    if (opened !== "open") return { kind: opened === "refused" ? "signedOut" : "unreachable" };
    const told = await this.#whoami();
    if ("failure" in told) {
      if (told.failure.kind !== "unreachable") await closeSession();
      return told.failure;
    }
    this.#enter(told.who);
    return undefined;
  }

  /** Ends the session on the server too. */
  async signOut(): Promise<void> {
    await callApi({ service: "session", action: "end" });
    await closeSession();
    this.who = undefined;
    this.state = "out";
    this.#wake(false);
  }

  /** Somebody chose not to sign in again. */
  leave(): void {
    this.who = undefined;
    this.state = "out";
    this.#wake(false);
  }

  /** A call that somebody waits for. If the session is over it is made again after signing in. */
  async call(call: Call): Promise<Result> {
    for (;;) {
      const result = await callApi(call);
      if (result.ok || result.failure.kind !== "signedOut" || !(await this.again())) return result;
    }
  }

  /** The same for several. Nothing of them was done if the session was over. */
  async callMany(calls: readonly Call[]): Promise<readonly Result[]> {
    for (;;) {
      const results = await callMany(calls);
      if (!results.every(isSignedOut) || !(await this.again())) return results;
    }
  }

  /** Says that the session is over; true when somebody has signed in again. */
  again(): Promise<boolean> {
    if (this.state === "out") return Promise.resolve(false);
    this.state = "over";
    return new Promise((done) => this.#waiting.push(done));
  }

  /** For what the page asks by itself: only says that the session is over. */
  notice(failure: Failure): void {
    if (failure.kind === "signedOut" && this.state === "in") this.state = "over";
  }

  #enter(who: Whoami): void {
    this.who = who;
    this.state = "in";
    this.#wake(true);
  }

  #wake(again: boolean): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const done of waiting) done(again);
  }

  async #whoami(): Promise<{ who: Whoami } | { failure: Failure }> {
    const result = await callApi({ service: "session", action: "get" });
    if (!result.ok) return { failure: result.failure };
    const who = readWhoami(result.value);
    return who ? { who } : { failure: { kind: "unreachable" } };
  }
}

function isSignedOut(result: Result): boolean {
  return !result.ok && result.failure.kind === "signedOut";
}

function startOf(credentials: Credentials): Call {
  if (credentials.with === "password") {
    const { email, password } = credentials;
    return { service: "user", action: "loginByLoginId", params: { loginId: email, password, expiry: LASTS_S } };
  }
  const { partner, secret } = credentials;
  return { service: "session", action: "start", params: { partnerId: Number(partner), secret, type: 2, userId: "admin", expiry: LASTS_S } };
}
