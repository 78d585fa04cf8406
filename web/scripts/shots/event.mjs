// The states of the attendee page.

/** Where the page is. */
export const start = (state) => `/e/0_shots${state.hash ?? ""}`;

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
export const states = {
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

/** Those that are worth a picture in every look. */
export const some = new Set(["scheduled-days", "late-team", "preview-armed", "live-controls", "live-behind", "live-tap-for-sound", "live-error", "interrupted-team", "ended", "missing", "shortcuts"]);

export async function prepare(page, state) {
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
}

/** What the server answers: status and value. */
export function answer(path, state) {
  if (path === "/plenary/v1/session") return [401, { error: "INVALID_KS" }];
  if (path.endsWith("/release")) return [403, {}];
  if (!path.endsWith("/page")) return undefined;
  if (state.broken) return [503, {}];
  return state.missing ? [404, { error: "ENTRY_ID_NOT_FOUND" }] : [200, pageState(state)];
}

function pageState(state) {
  const now = Date.now();
  const { name, description, state: value, timezone, explicitLive, mayManage, signal, playback, startsAt, endsAt, interruptedAt } = { ...base, ...state };
  const at = (relative) => (relative === null ? null : now + relative);
  return { id: "0_shots", name, description, state: value, timezone, explicitLive, mayManage, signal, playback, now, startsAt: at(startsAt), endsAt: at(endsAt), interruptedAt: at(interruptedAt) };
}
