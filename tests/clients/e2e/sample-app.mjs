//! The integrator's sample, `examples/webcast-app`, as it is built, against a server under test.

import { spawn } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import { ADMIN_SECRET, BINARY, PARTNER } from "./server.mjs";
import { within } from "./until.mjs";

const APP = resolve(process.env.WEBCAST_APP_BIN ?? join(dirname(BINARY), "webcast-app"));
const READY_SECONDS = 10;

const LIVING = new Set();
process.on("exit", () => LIVING.forEach((child) => child.kill("SIGKILL")));

/** Starts the application on a free port; its address. It ends with the test `t`. */
export async function startApp(t, server, environment = {}) {
  const account = { PLENARY_URL: server.url, PLENARY_PARTNER_ID: String(PARTNER), PLENARY_ADMIN_SECRET: ADMIN_SECRET };
  const env = { ...process.env, ...account, WEBCAST_APP_LISTEN: "127.0.0.1:0", ...environment };
  const child = spawn(APP, { env, stdio: ["ignore", "pipe", "pipe"] });
  LIVING.add(child);
  t.after(() => child.kill("SIGKILL"));
  let said = "";
  const address = new Promise((done, fail) => {
    child.stdout.on("data", (text) => {
      said += text;
      const found = /(http:\/\/[^/]+)\/create/.exec(said);
      if (found) done(found[1]);
    });
    child.stderr.on("data", (text) => (said += text));
    child.on("error", fail);
    child.on("exit", (code) => fail(new Error(`the application ended with ${code}: ${said}`)));
  });
  child.on("exit", () => LIVING.delete(child));
  return within("the application says its address", READY_SECONDS, address);
}
