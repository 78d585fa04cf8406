//! The server under test: the real binary on free ports and a data folder of its own.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { until, within } from "./until.mjs";

export const PARTNER = 1201;
export const ADMIN_SECRET = "6f0c1d9a2b7e4835a1c2d3e4f5061728";
export const ADMIN_EMAIL = "admin@example.com";
export const ADMIN_PASSWORD = "a long summer in the mountains";

export const BINARY = resolve(process.env.PLENARY_BIN ?? "target/debug/plenary");
const READY_SECONDS = 20;
const STOP_SECONDS = 20;
const LOG_LINES_MAX = 20000;

/** A port that was free a moment ago. */
async function freePort() {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

export class Server {
  #child = null;
  #exited = null;
  #log = [];
  #args;

  constructor(data, httpPort, rtmpPort, args) {
    this.data = data;
    this.httpPort = httpPort;
    this.rtmpPort = rtmpPort;
    this.#args = args;
  }

  get url() {
    return `http://127.0.0.1:${this.httpPort}`;
  }

  get pid() {
    return this.#child?.pid;
  }

  /** The log, of all its lives. */
  log() {
    return this.#log.join("\n");
  }

  logTail(lines = 60) {
    return this.#log.slice(-lines).join("\n");
  }

  /** Starts the binary on this data folder and waits until it says that it is ready. */
  async start() {
    const listen = ["--data", this.data, "--http", `127.0.0.1:${this.httpPort}`, "--rtmp", `127.0.0.1:${this.rtmpPort}`];
    const child = spawn(BINARY, ["serve", ...listen, ...this.#args], {
      env: {
        ...process.env,
        PLENARY_PARTNER_ID: String(PARTNER),
        PLENARY_ADMIN_SECRET: ADMIN_SECRET,
        PLENARY_ADMIN_EMAIL: ADMIN_EMAIL,
        PLENARY_ADMIN_PASSWORD: ADMIN_PASSWORD,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    this.#exited = new Promise((done) => {
      child.on("error", (error) => done({ error }));
      child.on("exit", (code, signal) => done({ code, signal }));
    });
    // Standard output is for the operator who starts it, secrets of the first start included; the log is the other one.
    child.stdout.resume();
    this.#collect(child.stderr);
    LIVING.add(child);
    this.#exited.then(() => LIVING.delete(child));

    let exit = null;
    this.#exited.then((how) => (exit = how));
    await until("the server is ready", READY_SECONDS, async () => {
      if (exit) return true;
      return (await fetch(`${this.url}/readyz`)).status === 200;
    });
    if (exit) throw new Error(`the server ended at its start (${JSON.stringify(exit)}):\n${this.logTail()}`);
    return this;
  }

  /** Ordered shutdown; fails when the server does not end by itself or ends with an error. */
  async stop() {
    const child = this.#child;
    if (!child) return;
    this.#child = null;
    child.kill("SIGTERM");
    try {
      const how = await within("the server stops", STOP_SECONDS, this.#exited);
      if (how.code !== 0) throw new Error(`the server ended with ${JSON.stringify(how)}:\n${this.logTail()}`);
    } finally {
      child.kill("SIGKILL");
    }
  }

  /** The end without notice. */
  async kill9() {
    this.#child.kill("SIGKILL");
    await this.#exited;
    this.#child = null;
  }

  #collect(stream) {
    let rest = "";
    stream.setEncoding("utf8");
    stream.on("data", (text) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop();
      this.#log.push(...lines);
      if (this.#log.length > LOG_LINES_MAX) this.#log.splice(0, this.#log.length - LOG_LINES_MAX);
    });
  }
}

/** A new server on a new data folder; both end with the test `t`. */
export async function startServer(t, ...args) {
  const data = mkdtempSync(join(tmpdir(), "plenary-e2e-"));
  const server = new Server(data, await freePort(), await freePort(), args);
  t.after(async () => {
    try {
      await server.stop();
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });
  return server.start();
}

// A test process that ends early must not leave its server behind.
const LIVING = new Set();
process.on("exit", () => LIVING.forEach((child) => child.kill("SIGKILL")));
