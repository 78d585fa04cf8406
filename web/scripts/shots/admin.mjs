// The states of the admin pages.
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Where the page is. */
export const start = (state) => state.at ?? "/admin";

const TITLE = "Spring town hall: results, roadmap and your questions";
const HOST = "live.example.org:1935";
const entry = { objectType: "KalturaLiveStreamEntry", id: "0_shots000", name: TITLE, description: "Mei Tanaka and Luis Ortega look back at the quarter.", explicitLive: true, streamName: "0_shots000_%i" };
for (const [field, input] of [["primaryBroadcastingUrl", 0], ["secondaryBroadcastingUrl", 1]]) entry[field] = `rtmp://${HOST}/kLive?p=101&e=0_shots000&i=${input}&t=6c1ac379`;
const base = { state: "scheduled", startsAt: 26 * HOUR, endsAt: 27.5 * HOUR, timezone: "America/New_York", explicitLive: true, mayManage: true, signal: false, playback: null, interruptedAt: null };
const playing = { startsAt: -12 * MINUTE, endsAt: 78 * MINUTE, signal: true, playback: { url: "/live/token/master.m3u8" } };

const LIST = [
  { id: "0_list0000", name: TITLE, ...base, ...playing, state: "live", viewers: 1284 },
  { id: "0_list0001", name: "Board meeting, second quarter", ...base, ...playing, state: "preview", startsAt: 4 * MINUTE },
  { id: "0_list0002", name: "Open day of the faculty of engineering", ...base, ...playing, state: "interrupted", interruptedAt: -9000, viewers: 1 },
  { id: "0_list0003", name: "Product launch", ...base },
  { id: "0_list0004", name: "Late start", ...base, state: "late", startsAt: -3 * MINUTE },
  { id: "0_list0005", name: "Donaudampfschifffahrtsgesellschaftskapitänsversammlung — الاجتماع السنوي العام", ...base, startsAt: null, endsAt: null },
  { id: "0_list0006", name: "New year's address", ...base, state: "ended", startsAt: -9 * DAY, endsAt: -9 * DAY + HOUR },
];

const video = { codec: "avc1.64001f", width: 1280, height: 720, framesPerSecond: 25, bitsPerSecond: 2_480_000, keyframeMs: 2000, sinceKeyframeMs: 400, hasKeyframe: true };
const audio = { codec: "mp4a.40.2", samplesPerSecond: 48_000, channels: 2, bitsPerSecond: 159_000 };
const sending = { peer: "203.0.113.7", since: -13 * MINUTE, heardAt: -100, video, audio };
const note = { input: "primary", peer: "203.0.113.7", detail: "", askedFor: null, firstAt: -20_000, lastAt: -2000, times: 3 };
const webcast = { at: "/admin/webcasts/0_shots000" };
const live = { ...webcast, page: { ...playing, state: "live" }, primary: sending, viewers: 1284, picture: true };
const press = (name) => (page) => page.getByRole("button", { name, exact: true }).click();

const TOKENS = [
  { objectType: "KalturaAppToken", id: "0_token000", token: "x", description: "Intranet calendar", sessionType: 2, hashType: "SHA256", expiry: 0, createdAt: 1_790_000_000 },
  { objectType: "KalturaAppToken", id: "0_token001", token: "x", description: "", sessionType: 0, sessionPrivileges: "sview:*,list:*", hashType: "SHA1", expiry: 0, createdAt: 1_780_000_000 },
];

const SECRETS = { objectType: "KalturaPartner", id: 101, adminSecret: "6f0c1d9a2b7e4835a1c2d3e4f5061728", secret: "0123456789abcdef0123456789abcdef" };

export const states = {
  "admin-sign-in": { signedOut: true, wait: "Set up webcasts", errors: true },
  "admin-sign-in-secret": { signedOut: true, errors: true, act: press("Sign in with an admin secret"), wait: "Printed once" },
  "admin-sign-in-wrong": { signedOut: true, errors: true, act: async (page) => {
    await page.getByLabel("E-mail", { exact: true }).fill("mei@example.org");
    await page.getByLabel("Password", { exact: true }).fill("summer");
    await press("Sign in")(page);
  }, wait: "E-mail or password is not right" },
  "admin-list": { list: LIST, wait: "1,284 viewers now" },
  "admin-list-pages": { list: LIST, total: 64, at: "/admin?page=2", wait: "Page 2 of 4" },
  "admin-list-empty": { list: [], wait: "Create your first webcast" },
  "admin-list-none": { list: [], at: "/admin?q=winter", wait: "No title matches" },
  "admin-list-failed": { broken: true, errors: true, wait: "The list can't be loaded" },
  "admin-new": { at: "/admin/new", wait: "Create webcast", act: async (page) => {
    await page.getByLabel("Title", { exact: true }).fill(TITLE);
    await page.getByLabel("Starts", { exact: true }).fill("2031-06-10T14:00");
    await page.getByLabel("Time zone").selectOption("America/New_York");
  } },
  "admin-new-wrong": { at: "/admin/new", act: press("Create webcast"), wait: "Please correct this first" },
  "admin-edit": { at: "/admin/webcasts/0_shots000/edit", wait: "Save" },
  "admin-webcast": { ...webcast, wait: "Waiting for your encoder" },
  "admin-webcast-refused": { ...webcast, notes: [{ ...note, what: "wrong_token" }, { ...note, what: "unknown_stream", input: null, askedFor: "0_shots001", times: 1, lastAt: -70_000 }], wait: "Wrong stream key" },
  "admin-webcast-keyframes": { ...webcast, primary: { ...sending, since: -8000, video: { ...video, hasKeyframe: false, keyframeMs: null, sinceKeyframeMs: 7000 } }, wait: "No keyframes" },
  "admin-webcast-preview": { ...webcast, page: { ...playing, state: "preview" }, primary: sending, picture: true, wait: "Only your team sees this picture" },
  "admin-webcast-armed": { ...webcast, page: { ...playing, state: "preview" }, primary: sending, picture: true, act: press("Go live") },
  "admin-webcast-live": { ...live, backup: { ...sending, peer: "203.0.113.8", video: { ...video, keyframeMs: 10_000 }, audio: { ...audio, channels: 1 } }, wait: "1,284 viewers now" },
  "admin-webcast-interrupted": { ...live, page: { ...playing, state: "interrupted", interruptedAt: -20_000 }, primary: { ...sending, heardAt: -20_000 }, wait: "The signal has stopped" },
  "admin-webcast-details": { ...webcast, act: async (page) => {
    for (const summary of await page.locator("summary").all()) await summary.click();
    await press("Show: Stream key")(page);
  } },
  "admin-webcast-delete": { ...webcast, act: press("Delete"), wait: "This can't be undone" },
  "admin-webcast-renew": { ...webcast, act: press("Renew the stream key"), wait: "The old key stops working" },
  "admin-webcast-over": { ...webcast, wait: "Sign in again", errors: true, endsAfter: 2 },
  "admin-lost": { at: "/admin/nothing/here", wait: "There is nothing at this address" },
  "admin-integration": { at: "/admin/integration", tokens: TOKENS, secrets: true, wait: "Intranet calendar" },
  "admin-integration-ask": { at: "/admin/integration", tokens: [], secrets: true, act: press("Show the secrets"), wait: "Give your password once more" },
  "admin-integration-secrets": { at: "/admin/integration", tokens: [], secrets: true, act: async (page) => {
    await press("Show the secrets")(page);
    await page.getByLabel("Password", { exact: true }).fill("a long summer");
    await press("Show")(page);
  }, wait: "Whoever has the admin secret" },
  "admin-token-new": { at: "/admin/integration", tokens: TOKENS, act: async (page) => {
    await press("New app token")(page);
    await page.getByLabel("What is it for?").fill("Room displays");
    await press("Create token")(page);
  }, wait: "Copy the token now" },
  "admin-token-form": { at: "/admin/integration", tokens: TOKENS, act: press("New app token"), wait: "What is it for?" },
};

/** Those that are worth a picture in every look. */
export const some = new Set(["admin-sign-in-wrong", "admin-list", "admin-list-empty", "admin-new-wrong", "admin-webcast-refused", "admin-webcast-live", "admin-webcast-details", "admin-webcast-delete", "admin-integration", "admin-token-new"]);

let calls = 0;

export async function prepare(page, state) {
  calls = 0;
  await page.routeWebSocket(/\/plenary\/v1\/events/, (socket) => socket.send(JSON.stringify({ cursor: 1, type: "page", page: told({ ...base, ...state.page, id: entry.id, name: entry.name }) })));
}

/** What the server answers: status and value. */
export function answer(path, state, body) {
  if (path.startsWith("/api_v3")) return [200, body.action === "getSecrets" ? SECRETS : exception("USER_WRONG_PASSWORD")];
  if (path === "/plenary/v1/pages") return [200, { now: Date.now(), pages: (state.list ?? []).map(told) }];
  if (path.endsWith("/page")) return [200, told({ ...base, ...state.page, id: entry.id, name: entry.name })];
  if (path.endsWith("/encoder")) {
    const input = (value) => (value ? { ...value, since: Date.now() + value.since, heardAt: Date.now() + value.heardAt } : null);
    const notes = (state.notes ?? []).map((one) => ({ ...one, firstAt: Date.now() + one.firstAt, lastAt: Date.now() + one.lastAt }));
    return state.endsAfter && calls > state.endsAfter ? [403, {}] : [200, { now: Date.now(), inputs: { primary: input(state.primary), backup: input(state.backup) }, notes }];
  }
  if (path !== "/plenary/v1/api") return undefined;
  calls += 1;
  if (state.signedOut) return [401, { error: "NO_SESSION" }];
  if (state.endsAfter) calls += 1;
  const { service, action } = body;
  if (service !== "multirequest") return [200, call(state, service, action, body)];
  const parts = Object.keys(body).filter((key) => /^\d+$/.test(key)).map((key) => body[key]);
  return [200, parts.map((part) => call(state, part.service, part.action, part))];
}

function call(state, service, action, params) {
  switch (`${service}.${action}`) {
    case "session.get":
      return { objectType: "KalturaSessionInfo", userId: "mei@example.org", partnerId: 101, sessionType: 2, expiry: 2_000_000_000 };
    case "liveStream.list":
      return state.broken ? exception("INTERNAL_SERVERL_ERROR", "Internal server error occurred") : { objects: state.list.map((one) => ({ ...entry, ...one, objectType: entry.objectType })), totalCount: state.total ?? state.list.length };
    case "liveStream.get":
      return entry;
    case "liveStream.getLiveStreamStats": {
      const found = (state.list ?? [state]).find((one) => one.id === undefined || one.id === params.entryId);
      return { objectType: "KalturaLiveStreamStats", liveViewers: found?.viewers ?? 0 };
    }
    case "appToken.list":
      return { objects: state.tokens ?? [], totalCount: (state.tokens ?? []).length };
    case "appToken.add":
      return { ...TOKENS[0], id: "0_token002", token: "9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d", description: params.appToken.description };
    case "partner.getInfo":
      return state.secrets ? { objectType: "KalturaPartner", id: 101 } : exception("SERVICE_DOES_NOT_EXISTS");
    default:
      return exception("ACTION_DOES_NOT_EXISTS");
  }
}

function exception(code, message = code) {
  return { objectType: "KalturaAPIException", code, message, args: [] };
}

function told(page) {
  const now = Date.now();
  const at = (relative) => (relative === null ? null : now + relative);
  return { description: "", ...page, now, startsAt: at(page.startsAt), endsAt: at(page.endsAt), interruptedAt: at(page.interruptedAt) };
}
