// Every state of the attendee page × theme × viewport as a picture, and an accessibility check of each.
//
//   npm run build && npm run shots -- FOLDER [only]
//
// Serves dist/ with the policy the real server sends and page states written here, so it needs no server. Needs
// Chromium (CHROMIUM, else /usr/bin/chromium) and, for a moving picture, ffmpeg; without it the stage stays empty.
// Fails on accessibility violations, on console errors such as a broken policy, and on sideways scrolling.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const out = process.argv[2];
const only = process.argv[3];
if (!out || !existsSync(join(dist, "event.html"))) {
  console.error("usage: npm run build && npm run shots -- FOLDER [only]");
  process.exit(2);
}
mkdirSync(out, { recursive: true });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const base = {
  name: "Spring town hall: results, roadmap and your questions",
  description: "Mei Tanaka and Luis Ortega look back at the quarter, show what comes in autumn, and answer what you ask.\n\nThe recording stays on this page.",
  state: "scheduled", startsAt: 26 * HOUR, endsAt: 27.5 * HOUR, timezone: "America/New_York", explicitLive: true,
  mayManage: false, signal: false, playback: null, interruptedAt: null,
};
const playing = { startsAt: -12 * MINUTE, endsAt: 78 * MINUTE, signal: true, playback: { url: "/live/token/master.m3u8" } };
const team = { mayManage: true };

// Times are relative to the moment of the shot. `act` brings the page into the state, `wait` is what must be visible.
const states = {
  "scheduled-days": {},
  "scheduled-minutes": { startsAt: 9 * MINUTE + 41_000, endsAt: 99 * MINUTE },
  "scheduled-no-date": { startsAt: null, endsAt: null, description: "" },
  "scheduled-calendar": { act: (page) => page.getByRole("button", { name: "Add to calendar" }).click() },
  "scheduled-team": { ...team },
  "scheduled-long-words": { name: "Donaudampfschifffahrtsgesellschaftskapitänsversammlung 2026 — الاجتماع السنوي العام", description: "https://intranet.example/a/very/long/address/without/any/place/to/break/it/anywhere/at/all/to-the-very-end" },
  "late": { state: "late", startsAt: -3 * MINUTE, endsAt: HOUR },
  "late-team": { state: "late", startsAt: -3 * MINUTE, endsAt: HOUR, ...team },
  "preview-team": { ...playing, state: "preview", ...team, picture: true },
  "preview-armed": { ...playing, state: "preview", ...team, picture: true, act: (page) => page.getByRole("button", { name: "Go live", exact: true }).click() },
  "preview-refused": { ...playing, state: "preview", ...team, picture: true, act: async (page) => {
    await page.getByRole("button", { name: "Go live", exact: true }).click();
    await page.getByRole("button", { name: /Go live now/ }).click();
    await page.getByText("The server refused this change").waitFor();
  } },
  "live": { ...playing, state: "live", picture: true },
  "live-controls": { ...playing, state: "live", picture: true, act: async (page) => {
    await page.locator("plenary-player").hover();
    await page.keyboard.press("m");
    await page.locator("plenary-player").locator("[data-play]").focus();
    await page.keyboard.press("Tab");
  } },
  "live-behind": { ...playing, state: "live", picture: true, act: async (page) => {
    await page.locator("plenary-player").hover();
    await page.keyboard.press("j");
  } },
  "live-quality": { ...playing, state: "live", picture: true, act: async (page) => {
    await page.locator("plenary-player").hover();
    await page.getByRole("button", { name: /^Quality/ }).click();
    await page.getByRole("menu").waitFor();
  } },
  "live-tap-for-sound": { ...playing, state: "live", picture: true, gesture: true, wait: "Tap for sound" },
  "live-team": { ...playing, state: "live", ...team, picture: true },
  "live-offline": { ...playing, state: "live", picture: true, drop: true, wait: "Reconnecting…" },
  "live-error": { ...playing, playback: { url: "/live/gone/master.m3u8" }, state: "live", wait: "The picture has stopped", errors: true },
  "live-opening": { ...playing, playback: { url: "/live/never/master.m3u8" }, state: "live" },
  "interrupted": { ...playing, state: "interrupted", interruptedAt: -20_000, picture: true, wait: "Back in a moment." },
  "interrupted-team": { ...playing, state: "interrupted", interruptedAt: -20_000, ...team, picture: true, wait: "Back in a moment." },
  "ended": { state: "ended", startsAt: -2 * HOUR, endsAt: -HOUR },
  "missing": { missing: true, errors: true },
  "unreachable": { broken: true, errors: true, wait: "can't be reached" },
  "session-refused": { hash: "#ks=expired", errors: true, wait: "no longer valid" },
  "shortcuts": { ...playing, state: "live", picture: true, act: (page) => page.keyboard.press("?") },
};

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
const some = new Set(["scheduled-days", "late-team", "preview-armed", "live-controls", "live-behind", "live-tap-for-sound", "live-error", "interrupted-team", "ended", "missing", "shortcuts"]);

const media = picture();
let current = states.live;
const server = createServer((request, response) => void serve(request, response));
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}`;

const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: [...args, "--autoplay-policy=no-user-gesture-required"] });

const problems = [];
let count = 0;
for (const look of looks) {
  for (const [name, state] of Object.entries(states)) {
    if (look.some && !some.has(name)) continue;
    if (only && !`${name} ${look.name}`.includes(only)) continue;
    await shoot(name, state, look);
    count += 1;
  }
}
await browser.close();
server.close();
server.closeAllConnections();
console.log(`${count} pictures in ${out}`);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

async function shoot(name, state, look) {
  current = state;
  const where = `${name} · ${look.name}`;
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height }, deviceScaleFactor: look.phone ? 2 : 1, hasTouch: look.phone ?? false,
    colorScheme: look.theme, forcedColors: look.forced ? "active" : "none", reducedMotion: "reduce", locale: "en-GB", timezoneId: "Europe/Berlin",
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => problems.push(`${where}: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !(state.errors && /Failed to load resource/.test(message.text())) && !/release.*403|status of 403/.test(message.text())) problems.push(`${where}: ${message.text()}`);
  });
  let lines = 0;
  await page.routeWebSocket(/\/plenary\/v1\/events/, (socket) => {
    lines += 1;
    if (state.drop && lines > 1) return void socket.close({ code: 1011 });
    if (state.broken) return void socket.close({ code: 1011 });
    if (state.missing) return void socket.close({ code: 4404 });
    socket.send(JSON.stringify({ cursor: 1, type: "page", page: pageState(state) }));
    if (state.drop) setTimeout(() => socket.close({ code: 1011 }), 500);
  });
  // Looking into a page counts as a gesture, so a browser that wants one is played here.
  if (state.gesture) await page.addInitScript(() => {
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function () { return this.muted ? play.call(this) : Promise.reject(new DOMException("no gesture", "NotAllowedError")); };
  });
  if (look.rtl) await page.addInitScript(() => addEventListener("DOMContentLoaded", () => (document.documentElement.dir = "rtl")));
  if (look.text) await page.addInitScript(() => addEventListener("DOMContentLoaded", () => (document.documentElement.style.fontSize = "200%")));
  try {
    await page.goto(`${origin}/e/0_shots${state.hash ?? ""}`);
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
    if (wide > 0) problems.push(`${where}: scrolls sideways by ${wide} px`);
    await page.evaluate(axeSource);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    for (const violation of violations) problems.push(`${where}: ${violation.id} (${violation.impact}) ${violation.help}\n    ${violation.nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary?.split("\n")[1]?.trim() ?? ""}`).join("\n    ")}`);
  } catch (reason) {
    problems.push(`${where}: ${reason.message.split("\n")[0]}`);
    await page.screenshot({ path: join(out, `${name}.${look.name}.failed.png`) }).catch(() => undefined);
  }
  await context.close();
}

function pageState(state) {
  const now = Date.now();
  const { name, description, state: value, timezone, explicitLive, mayManage, signal, playback, startsAt, endsAt, interruptedAt } = { ...base, ...state };
  const at = (relative) => (relative === null ? null : now + relative);
  return { id: "0_shots", name, description, state: value, timezone, explicitLive, mayManage, signal, playback, now, startsAt: at(startsAt), endsAt: at(endsAt), interruptedAt: at(interruptedAt) };
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
  if (path.startsWith("/e/")) return answer(200, "text/html; charset=utf-8", readFileSync(join(dist, "event.html")));
  if (path.startsWith("/assets/")) {
    const file = join(dist, normalize(path));
    return existsSync(file) ? answer(200, types[extname(file)] ?? "application/octet-stream", readFileSync(file)) : answer(404, "text/plain", "");
  }
  if (path === "/plenary/v1/session") return answer(401, "application/json", '{"error":"INVALID_KS"}');
  if (path.endsWith("/release")) return answer(403, "application/json", "{}");
  if (path.endsWith("/page")) {
    if (current.broken) return answer(503, "application/json", "{}");
    return current.missing ? answer(404, "application/json", '{"error":"ENTRY_ID_NOT_FOUND"}') : answer(200, "application/json", JSON.stringify(pageState(current)));
  }
  if (path.startsWith("/live/never/")) return;
  const file = media && path.startsWith("/live/token/") ? media(path.slice("/live/token/".length)) : undefined;
  return file ? answer(200, file.type, file.body) : answer(404, "text/plain", "");
}

/** A live stream of two qualities from a few prepared segments: the window grows with the clock. */
function picture() {
  const folder = mkdtempSync(join(tmpdir(), "plenary-shots-"));
  try {
    for (const height of [360, 720]) {
      execFileSync("ffmpeg", [
        "-loglevel", "error", "-f", "lavfi", "-i", `testsrc2=size=${(height / 9) * 16}x${height}:rate=25`, "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-t", "60",
        "-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-sc_threshold", "0", "-pix_fmt", "yuv420p", "-c:a", "aac",
        "-f", "hls", "-hls_time", "2", "-hls_list_size", "0", "-hls_segment_type", "fmp4", "-hls_fmp4_init_filename", `${height}.init.mp4`, "-hls_segment_filename", join(folder, `${height}.%d.m4s`), join(folder, `${height}.m3u8`),
      ], { stdio: ["ignore", "ignore", "inherit"] });
    }
  } catch {
    console.warn("no ffmpeg: the stage stays empty");
    return undefined;
  }
  const total = readdirSync(folder).filter((name) => name.startsWith("360.") && name.endsWith(".m4s")).length;
  const master = [
    "#EXTM3U", "#EXT-X-VERSION:7",
    '#EXT-X-STREAM-INF:BANDWIDTH=900000,RESOLUTION=640x360,CODECS="avc1.42c01e,mp4a.40.2"', "360.m3u8",
    '#EXT-X-STREAM-INF:BANDWIDTH=2800000,RESOLUTION=1280x720,CODECS="avc1.42c01f,mp4a.40.2"', "720.m3u8", "",
  ].join("\n");
  let began;
  return (name) => {
    if (name === "master.m3u8") {
      began = Date.now();
      return { type: "application/vnd.apple.mpegurl", body: master };
    }
    const list = /^(\d+)\.m3u8$/.exec(name);
    if (list) {
      const until = Math.min(total, 16 + Math.floor((Date.now() - began) / 2000));
      const lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-TARGETDURATION:2", "#EXT-X-MEDIA-SEQUENCE:0", `#EXT-X-MAP:URI="${list[1]}.init.mp4"`, `#EXT-X-PROGRAM-DATE-TIME:${new Date(began - 32_000).toISOString()}`];
      for (let index = 0; index < until; index += 1) lines.push("#EXTINF:2.000,", `${list[1]}.${index}.m4s`);
      return { type: "application/vnd.apple.mpegurl", body: lines.join("\n") + "\n" };
    }
    const file = join(folder, normalize(name));
    return existsSync(file) ? { type: "video/mp4", body: readFileSync(file) } : undefined;
  };
}
