//! The cases of conformance/ as its README describes them: read, unfolded by row, filled in, and compared with answers.

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../../conformance/", import.meta.url));
const PAGES = ["wire", "session", "live", "entries", "playback", "metadata", "uiconf"];
const STEP = ["call", "with", "as", "keep", "answer", "error", "signal", "entry", "input", "wait"];
/** The server's clock and ours, and the time a case takes. */
const TIME_TOLERANCE_S = 30;

const read = (path) => JSON.parse(readFileSync(join(FOLDER, path), "utf8"));
export const callers = () => read("callers.json");

/** Every case once for each of its rows: {name, skipped, known, shared, steps}. */
export function cases() {
  const found = [];
  for (const page of PAGES.filter((page) => existsSync(join(FOLDER, page)))) {
    for (const file of readdirSync(join(FOLDER, page)).filter((name) => name.endsWith(".json")).sort()) {
      const table = read(join(page, file));
      for (const one of table.cases) found.push(...unfold(`${page}/${file}`, table, one));
    }
  }
  return found;
}

function unfold(file, table, one) {
  const own = one.steps ?? [Object.fromEntries(STEP.filter((key) => key in one).map((key) => [key, one[key]]))];
  const columns = new Set((one.rows ?? []).flatMap(Object.keys));
  const tell = (row) => ({
    name: `${file}: ${one.name}${row ? ` ${JSON.stringify(row).slice(0, 120)}` : ""}`,
    skipped: "account" in table || "only" in one || one.clients === false,
    known: one.known,
    shared: table.reads ? { file, given: table.given ?? [] } : undefined,
    steps: [...(table.reads ? [] : (table.given ?? [])), ...(one.given ?? []), ...(row ? own.map((step) => place(step, row, columns)[0]) : own)],
  });
  return one.rows ? one.rows.map(tell) : [tell(undefined)];
}

/** [value] with the row's columns in place, [] if it is a column that the row leaves out. */
function place(value, row, columns) {
  if (typeof value === "string") {
    const whole = /^\{\{(.*)\}\}$/s.exec(value)?.[1];
    if (whole !== undefined && columns.has(whole)) return whole in row ? [row[whole]] : [];
    return [named(value, row)];
  }
  if (Array.isArray(value)) return [value.flatMap((item) => place(item, row, columns))];
  if (value === null || typeof value !== "object") return [value];
  return [Object.fromEntries(Object.entries(value).flatMap(([key, item]) => place(item, row, columns).map((inner) => [named(key, row), inner])))];
}

const named = (text, row) =>
  Object.keys(row).sort().reduce((text, column) => text.replaceAll(`{{${column}}}`, () => (typeof row[column] === "string" ? row[column] : JSON.stringify(row[column]))), text);

/** As a scalar stands in a text. */
export const plain = (value) => (value === undefined || value === null ? "" : typeof value === "boolean" ? String(Number(value)) : String(value));

/** `value` with every `{{…}}` in place; `constants` by name, `kept` answers by name, `session(name)` a promise of a KS. */
export async function fill(value, known) {
  if (typeof value === "string") {
    const found = [...value.matchAll(/\{\{((?:[^{}]|\{[^{}]*\})*)\}\}/g)].map((match) => match[1]);
    if (found.length === 1 && value.length === found[0].length + 4) return of(found[0], known);
    let text = value;
    for (const one of found) text = text.replaceAll(`{{${one}}}`, plain(await of(one, known)).replaceAll("$", "$$$$"));
    return text;
  }
  if (Array.isArray(value)) return Promise.all(value.map((item) => fill(item, known)));
  if (value === null || typeof value !== "object") return value;
  const filled = {};
  for (const [key, item] of Object.entries(value)) filled[plain(await fill(key, known))] = await fill(item, known);
  return filled;
}

async function of(reference, known) {
  if (reference in known.constants) return known.constants[reference];
  const offset = /^now([+-]\d+)?$/.exec(reference);
  if (offset) return Math.floor(Date.now() / 1000) + Number(offset[1] ?? 0);
  if (reference.startsWith("ks:")) return known.session(reference.slice(3));
  const hash = /^(md5|sha1|sha256|sha512):(.*)$/s.exec(reference);
  if (hash) {
    let text = hash[2];
    for (const [whole, inner] of hash[2].matchAll(/\{([^}]*)\}/g)) text = text.replace(whole, plain(await of(inner, known)));
    return createHash(hash[1]).update(text).digest("hex");
  }
  const [name, ...path] = reference.split(".");
  return at(known.kept[name], path);
}

function at(value, [key, ...rest]) {
  if (key === undefined) return value;
  return key === "_all" ? value.map((item) => `${plain(at(item, rest))},`).join("") : at(value?.[key], rest);
}

/** What differs between an answer in JSON and what was expected of it, one line each. */
export function fit(expected, seen, where = "answer") {
  const differs = () => [`${where}: expected ${JSON.stringify(expected)}, saw ${short(seen)}`];
  if (expected === null) return seen === null || seen === undefined ? [] : differs();
  if (Array.isArray(expected)) {
    if (!Array.isArray(seen) || seen.length !== expected.length) return differs();
    return expected.flatMap((item, index) => fit(item, seen[index], `${where}.${index}`));
  }
  if (typeof expected !== "object") return seen === expected ? [] : differs();
  const [[condition, wanted] = [""], ...others] = Object.entries(expected);
  if (condition.startsWith("$") && others.length === 0) return holds(condition, wanted, seen) ? [] : differs();
  if (seen === null || typeof seen !== "object") return differs();
  return Object.entries(expected).flatMap(([key, item]) => fit(item, seen[key], `${where}.${key}`));
}

function holds(condition, wanted, seen) {
  const ids = () => (seen ?? []).map((item) => plain(item.id));
  switch (condition) {
    case "$match": return typeof seen !== "object" && new RegExp(wanted).test(plain(seen));
    case "$present": return seen !== undefined && seen !== null;
    case "$empty": return plain(seen) === "";
    case "$not": return fit(wanted, seen).length > 0;
    case "$time": return Math.abs(seen - wanted) <= TIME_TOLERANCE_S;
    case "$above": return seen > wanted;
    case "$size": return seen?.length === wanted;
    case "$has": return wanted.every((item) => (seen ?? []).some((one) => fit(item, one).length === 0));
    case "$ids": return JSON.stringify(ids()) === JSON.stringify(wanted.map(plain));
    case "$idSet": return JSON.stringify(ids().sort()) === JSON.stringify(wanted.map(plain).sort());
    case "$exactly": return fit(wanted, seen).length === 0 && Object.keys(seen).every((key) => key in wanted || seen[key] === null);
    case "$json": return fit(wanted, JSON.parse(seen)).length === 0;
    default: throw new Error(`no condition is called ${condition}`);
  }
}

export const short = (value) => (JSON.stringify(value) ?? "nothing").slice(0, 200);
