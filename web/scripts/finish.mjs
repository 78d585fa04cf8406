// After the build: .br and .gz twins of every text file, which the server sends as they are. Prints the sizes that
// the budgets speak of, and fails when one is exceeded.
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");

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
const first = new Set();
const later = new Set();
walk("event.html", first, false);
walk("event.html", later, true);
const kb = (names, kind) => Math.round([...names].reduce((sum, name) => sum + (sizes.get(name)?.[kind] ?? 0), 0) / 100) / 10;
const of = (names, ending) => [...names].filter((name) => name.endsWith(ending));
const report = [
  ["first paint, JS", kb(of(first, ".js"), "gz"), kb(of(first, ".js"), "br"), 130],
  ["first paint, CSS", kb(of(first, ".css"), "gz"), kb(of(first, ".css"), "br"), 30],
  ["with player, engine and worker, JS", kb(of(later, ".js"), "gz"), kb(of(later, ".js"), "br"), 330],
];
for (const [what, gz, br, budget] of report) {
  console.log(`${what.padEnd(36)} gz ${String(gz).padStart(6)} kB   br ${String(br).padStart(6)} kB   budget ${budget} kB`);
  if (gz > budget) {
    console.error(`over budget: ${what}`);
    process.exitCode = 1;
  }
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
