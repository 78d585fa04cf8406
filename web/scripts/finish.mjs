// After the build: pages move to the top of dist/, where the server looks for them. Then .br and .gz twins of every text file, which the server sends as they are. Prints the sizes that
// the budgets speak of, and fails when one is exceeded.
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");

for (const app of ["event", "admin", "developers"]) {
  const folder = join(dist, app);
  if (!existsSync(folder)) continue;
  for (const name of readdirSync(folder)) renameSync(join(folder, name), join(dist, name));
  rmSync(folder, { recursive: true });
}

const TEXT = /\.(html|js|css|svg|json|txt)$/;
const sizes = new Map();
for (const path of files(dist)) {
  if (/\.(br|gz)$/.test(path)) rmSync(path);
}
for (const path of files(dist)) {
  if (!TEXT.test(path)) continue;
  const plain = readFileSync(path);
  const br = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } });
  const gz = gzipSync(plain, { level: 9 });
  if (br.length < plain.length) writeFileSync(`${path}.br`, br);
  if (gz.length < plain.length) writeFileSync(`${path}.gz`, gz);
  sizes.set(relative(dist, path), { plain: plain.length, gz: gz.length, br: br.length });
}

// What a page loads is in the manifest: its entry and static imports first, dynamic imports and the worker with the player.
const manifest = JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8"));
const kb = (names, kind) => Math.round([...names].reduce((sum, name) => sum + (sizes.get(name)?.[kind] ?? 0), 0) / 100) / 10;
const of = (names, ending) => [...names].filter((name) => name.endsWith(ending));
const report = [
  ...budgets("event", { first: 130, css: 30, later: 330 }),
  ...budgets("admin", { first: 130, css: 30, later: 360 }),
  ...budgets("developers", { first: 90, css: 30, later: 90 }),
];
for (const [what, gz, br, budget] of report) {
  console.log(`${what.padEnd(36)} gz ${String(gz).padStart(6)} kB   br ${String(br).padStart(6)} kB   budget ${budget} kB`);
  if (gz > budget) {
    console.error(`over budget: ${what}`);
    process.exitCode = 1;
  }
}

function budgets(app, budget) {
  const first = loaded(app, false);
  return [
    [`${app}: first paint, JS`, kb(of(first, ".js"), "gz"), kb(of(first, ".js"), "br"), budget.first],
    [`${app}: first paint, CSS`, kb(of(first, ".css"), "gz"), kb(of(first, ".css"), "br"), budget.css],
    [`${app}: all JS it may load`, kb(of(loaded(app, true), ".js"), "gz"), kb(of(loaded(app, true), ".js"), "br"), budget.later],
  ];
}

function loaded(app, dynamic) {
  const names = new Set();
  walk(`${app}/${app}.html`, names, dynamic);
  return names;
}

function walk(key, into, dynamic) {
  const chunk = manifest[key];
  if (!chunk || into.has(chunk.file)) return;
  into.add(chunk.file);
  for (const file of [...(chunk.css ?? []), ...(chunk.assets ?? [])]) into.add(file);
  for (const next of [...(chunk.imports ?? []), ...(dynamic ? (chunk.dynamicImports ?? []) : [])]) walk(next, into, dynamic);
}

function files(folder) {
  return readdirSync(folder).flatMap((entry) => {
    const path = join(folder, entry);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}
