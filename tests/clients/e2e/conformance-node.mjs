//! The cases of conformance/ through the official Node client, as far as it can say them. Prints one JSON object: how many cases passed,
//! which failed and why, how many the library has no words for.
//!
//! Environment: PLENARY_URL, PLENARY_PARTNER_ID, PLENARY_ADMIN_SECRET.

import kaltura from "kaltura-client";
import { callers, cases, fill, fit, short } from "./conformance-cases.mjs";

const URL = process.env.PLENARY_URL;
const PARTNER = Number(process.env.PLENARY_PARTNER_ID);
const SECRET = process.env.PLENARY_ADMIN_SECRET;
const CALLERS = callers();

/** The library cannot say this. */
class Wordless extends Error {}

class Differs extends Error {}

class Run {
  constructor(memory) {
    this.memory = memory;
    const constants = { run: memory.run, partner: PARTNER, secret: SECRET, host: new globalThis.URL(URL).host };
    this.known = { constants, kept: memory.kept, session: (name) => this.session(name) };
  }

  async take(steps) {
    for (const step of steps) await this.step(step);
  }

  async step(step) {
    if (step.call === undefined) throw new Wordless("only the server itself can do this");
    const session = await this.session(step.as ?? null);
    const { ks = session, ...params } = await fill(step.with ?? {}, this.known);
    let answer;
    try {
      answer = await call(step.call, params, ks);
    } catch (error) {
      if (error instanceof Wordless || error.code === undefined) throw error;
      if (step.error === undefined) throw new Differs(`${step.call}: the error ${error.code} (${error.message})`);
      this.judge(step, await fill(step.error, this.known), error);
      return;
    }
    if (step.keep) this.memory.kept[step.keep] = answer;
    if (step.error !== undefined) throw new Differs(`${step.call}: expected the error ${short(step.error)}, saw ${short(answer)}`);
    const wrong = step.answer === undefined ? [] : fit(await fill(step.answer, this.known), answer);
    if (wrong.length > 0) throw new Differs(`${step.call}: ${wrong.join("; ")}`);
  }

  judge(step, expected, error) {
    const { code, message, args } = typeof expected === "string" ? { code: expected } : expected;
    if (error.code !== code) throw new Differs(`${step.call}: expected the error ${code}, saw ${error.code} (${error.message})`);
    if (message !== undefined && error.message !== message) throw new Differs(`${step.call}: expected the message ${message}, saw ${error.message}`);
    const texts = args && Object.fromEntries(Object.entries(args).map(([name, value]) => [name, String(value)]));
    const wrong = texts === undefined || Object.keys(texts).length === 0 ? [] : fit({ $exactly: texts }, error.args, "args");
    if (wrong.length > 0) throw new Differs(`${step.call}: ${wrong.join("; ")}`);
  }

  async session(name) {
    const caller = await fill(typeof name === "string" ? CALLERS[name] : name, this.known);
    if (caller === null) return "";
    if ("ks" in caller) return caller.ks;
    const key = JSON.stringify(caller);
    this.memory.ks[key] ??= await begin(caller);
    return this.memory.ks[key];
  }
}

async function begin(caller) {
  const { user = "", type = 0, expiry = 86400, privileges = "" } = caller;
  if (caller.widget) return (await kaltura.services.session.startWidgetSession(`_${PARTNER}`).execute(newClient(""))).ks;
  return kaltura.services.session.start(SECRET, user, type, PARTNER, expiry, privileges).execute(newClient(""));
}

function newClient(ks) {
  const config = new kaltura.Configuration();
  config.serviceUrl = URL;
  config.setLogger({ log() {}, debug() {}, error() {} });
  const client = new kaltura.Client(config);
  if (ks) client.setKs(ks);
  return client;
}

/** One call by the method of that name, its arguments by theirs. */
function call(name, params, ks) {
  const [service, action] = name.split(".");
  const bare = service.replace(/^[^_]*_/, "").toLowerCase();
  const holder = Object.entries(kaltura.services).find(([known]) => known.toLowerCase() === bare)?.[1];
  const method = holder?.[action] ?? holder?.[`${action}Action`];
  if (typeof method !== "function") throw new Wordless(`no method ${name}`);
  const [, list] = /^[^(]*\(([^)]*)\)/.exec(method.toString());
  const names = list.split(",").map((argument) => argument.split("=")[0].trim()).filter(Boolean);
  const client = newClient(ks);
  const settings = { language: "setLanguage", partnerId: "setPartnerId", responseProfile: "setResponseProfile" };
  const given = [];
  for (const [key, value] of Object.entries(params)) {
    const index = names.indexOf(key);
    if (index >= 0) given[index] = said(value);
    else if (settings[key] && typeof client[settings[key]] === "function") client[settings[key]](said(value));
    else throw new Wordless(`${name} has no argument ${key}`);
  }
  return method.apply(holder, given).execute(client);
}

/** A value as the library takes it: objects of its classes. */
function said(value) {
  if (Array.isArray(value)) return value.map(said);
  if (value === null || typeof value !== "object") return value;
  const { objectType, ...properties } = value;
  const Class = kaltura.objects[String(objectType).replace(/^Kaltura/, "")];
  if (!Class) throw new Wordless(`no class ${objectType}`);
  return new Class(Object.fromEntries(Object.entries(properties).map(([key, item]) => [key, said(item)])));
}

const report = { passed: 0, failed: [], wordless: 0, known: 0 };
const begun = new Map();
const stamp = `n${Date.now() % 100000}`;
const fresh = (number) => ({ run: `${stamp}n${number}x`, kept: {}, ks: {} });

for (const [number, one] of cases().entries()) {
  try {
    if (one.skipped) throw new Wordless("not for a library");
    let memory = fresh(number);
    if (one.shared) {
      const { file, given } = one.shared;
      if (!begun.has(file)) begun.set(file, new Run(memory).take(given).then(() => memory));
      memory = await begun.get(file);
    }
    await new Run(memory).take(one.steps);
    report.passed += 1;
  } catch (error) {
    if (error instanceof Wordless) report.wordless += 1;
    else if (one.known) report.known += 1;
    else report.failed.push(`${one.name}: ${error.constructor.name} ${error.message}`);
  }
}
console.log(JSON.stringify(report));
