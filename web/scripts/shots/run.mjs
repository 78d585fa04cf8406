// Every state of the pages × theme × viewport as a picture, and an accessibility check of each.
//
//   npm run build && npm run shots -- FOLDER [only …]
//
// Serves dist/ with the policy the real server sends and answers written in event.mjs, admin.mjs and developers.mjs, so it needs no server. Needs
// Chromium (CHROMIUM, else /usr/bin/chromium) and, for a moving picture, ffmpeg; without it the stage stays empty.
// Fails on accessibility violations, on console errors such as a broken policy, and on sideways scrolling.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import * as admin from "./admin.mjs";
import * as developers from "./developers.mjs";
import * as event from "./event.mjs";
import { picture } from "./picture.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const dist = join(root, "dist");
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const out = process.argv[2];
const only = process.argv.slice(3);
if (!out || !existsSync(join(dist, "event.html"))) {
  console.error("usage: npm run build && npm run shots -- FOLDER [only]");
  process.exit(2);
}
mkdirSync(out, { recursive: true });

const looks = [
  ...["light", "dark"].flatMap((theme) => [
    { name: `desktop-${theme}`, width: 1280, height: 800, theme },
    { name: `phone-${theme}`, width: 390, height: 844, theme, phone: true },
  ]),
  // A desktop window at 400 % is 320 × 200 CSS pixels or so.
  { name: "zoom-400", width: 320, height: 256, theme: "light", some: true },
  { name: "phone-landscape", width: 844, height: 390, theme: "dark", phone: true, some: true },
  { name: "desktop-rtl", width: 1280, height: 800, theme: "light", rtl: true, some: true },
  { name: "phone-text-200", width: 390, height: 844, theme: "light", text: true, some: true },
  { name: "desktop-forced", width: 1280, height: 800, theme: "dark", forced: true, some: true },
];

const media = picture();
let app = event;
let current = event.states.live;
const server = createServer((request, response) => void serve(request, response));
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}`;

const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: [...args, "--autoplay-policy=no-user-gesture-required"] });

let count = 0;
const all = [event, admin, developers].flatMap((kind) => Object.entries(kind.states).map(([name, state]) => [kind, name, state]));
for (const look of looks) {
  for (const [kind, name, state] of all) {
    if (look.some && !kind.some.has(name)) continue;
    if (!only.every((word) => `${name} ${look.name}`.includes(word))) continue;
    app = kind;
    await shoot(name, state, look);
    count += 1;
  }
}
await browser.close();
server.close();
server.closeAllConnections();
console.log(`${count} pictures in ${out}`);

/** Told at once: a long run that is broken off has said what it saw. */
function problem(text) {
  console.error(text);
  process.exitCode = 1;
}

async function shoot(name, state, look) {
  current = state;
  const where = `${name} · ${look.name}`;
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height }, deviceScaleFactor: look.phone ? 2 : 1, hasTouch: look.phone ?? false,
    colorScheme: look.theme, forcedColors: look.forced ? "active" : "none", reducedMotion: "reduce", locale: "en-GB", timezoneId: "Europe/Berlin",
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => problem(`${where}: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !(state.errors && /Failed to load resource/.test(message.text())) && !/release.*403|status of 403/.test(message.text())) problem(`${where}: ${message.text()}`);
  });
  await app.prepare(page, state);
  if (look.rtl) await page.addInitScript(() => addEventListener("DOMContentLoaded", () => (document.documentElement.dir = "rtl")));
  if (look.text) await page.addInitScript(() => addEventListener("DOMContentLoaded", () => (document.documentElement.style.fontSize = "200%")));
  try {
    await page.goto(`${origin}${app.start(state)}`);
    if (state.picture && media) {
      await page.waitForFunction(() => {
        const video = document.querySelector("plenary-player")?.shadowRoot?.querySelector("video");
        return video && video.readyState >= 2 && video.videoWidth > 0;
      }, undefined, { timeout: 15_000 });
      await page.waitForTimeout(1200);
    }
    await state.act?.(page);
    if (state.wait) await page.getByText(state.wait).first().waitFor({ timeout: 20_000 });
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(out, `${name}.${look.name}.png`) });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) problem(`${where}: scrolls sideways by ${wide} px`);
    await page.evaluate(axeSource);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    for (const violation of violations) problem(`${where}: ${violation.id} (${violation.impact}) ${violation.help}\n    ${violation.nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary?.split("\n")[1]?.trim() ?? ""}`).join("\n    ")}`);
  } catch (reason) {
    problem(`${where}: ${reason.message.split("\n")[0]}`);
    await page.screenshot({ path: join(out, `${name}.${look.name}.failed.png`) }).catch(() => undefined);
  }
  await context.close();
}

async function serve(request, response) {
  const path = new URL(request.url, "http://shots").pathname;
  const answer = (status, type, body) => {
    response.writeHead(status, {
      "Content-Type": type, "Cache-Control": "no-store",
      "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self' ws:; media-src 'self' blob:; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    });
    response.end(body);
  };
  const types = { ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8" };
  if (path === "/developers") return answer(200, "text/html; charset=utf-8", readFileSync(join(dist, "developers.html")));
  if (path.startsWith("/admin")) return answer(200, "text/html; charset=utf-8", readFileSync(join(dist, "admin.html")));
  if (path.startsWith("/e/")) return answer(200, "text/html; charset=utf-8", readFileSync(join(dist, "event.html")));
  if (path.startsWith("/assets/")) {
    const file = join(dist, normalize(path));
    return existsSync(file) ? answer(200, types[extname(file)] ?? "application/octet-stream", readFileSync(file)) : answer(404, "text/plain", "");
  }
  const told = app.answer(path, current, await bodyOf(request));
  if (told) return answer(told[0], "application/json", JSON.stringify(told[1]));
  if (path.startsWith("/live/never/")) return;
  const file = media && path.startsWith("/live/token/") ? media(path.slice("/live/token/".length)) : undefined;
  return file ? answer(200, file.type, file.body) : answer(404, "text/plain", "");
}

async function bodyOf(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text === "" ? undefined : JSON.parse(text);
}
