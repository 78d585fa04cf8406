// The states of the pages for developers. Their tables are printed by the server's own crate; without cargo these states are left out.
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const checkout = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const tables = printed();

/** Where the page is. */
export const start = (state) => `/developers${state.at ?? ""}`;

export const prepare = async () => {};

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const signIn = async (page) => {
  await press(page, "Not signed in");
  await page.getByLabel("Partner id", { exact: true }).fill("101");
  await page.getByLabel("Secret", { exact: true }).fill("x");
  await press(page, "Sign in");
  await page.getByRole("button", { name: "Administrator of 101" }).waitFor();
};
const add = (page, to, name) => page.getByRole("combobox", { name: `Add a field to ${to}` }).selectOption(name);
const ADD = "#/actions/liveStream/add";

const all = {
  "developers-start": { wait: "The API of this server" },
  "developers-contents": { wait: "The API of this server", act: async (page) => {
    const button = page.getByRole("button", { name: "Contents" });
    if (await button.isVisible()) await button.click();
    await page.locator("input[type=search]:visible").fill("live");
  } },
  "developers-session": { act: (page) => press(page, "Not signed in"), wait: "Sign in with" },
  "developers-session-refused": { refused: true, act: async (page) => {
    await press(page, "Not signed in");
    await page.getByLabel("Partner id", { exact: true }).fill("101");
    await page.getByLabel("Secret", { exact: true }).fill("x");
    await press(page, "Sign in");
  }, wait: "The server refused" },
  "developers-action": { at: ADD, wait: "Makes a live stream" },
  "developers-action-filled": { at: ADD, act: async (page) => {
    await signIn(page);
    await add(page, "liveStreamEntry", "name");
    await page.getByLabel("name", { exact: true }).fill("Spring town hall: results, roadmap and your questions");
    await add(page, "liveStreamEntry", "description");
    await page.getByLabel("description is null").check();
    await add(page, "liveStreamEntry", "bitrates");
    await press(page, "Add an element to bitrates");
    await add(page, "bitrates 1", "width");
    await press(page, "Send");
    await page.locator("pre.answer").waitFor();
    await page.getByRole("tab", { name: "Python" }).click();
  } },
  "developers-action-refused": { at: "#/actions/liveStream/get", act: async (page) => {
    await page.getByLabel("entryId", { exact: true }).fill("0_nothere1");
    await press(page, "Send");
  }, wait: "Error ENTRY_ID_NOT_FOUND" },
  "developers-object": { at: "#/objects/KalturaLiveStreamEntry", wait: "A live stream" },
  "developers-enum": { at: "#/enums/KalturaSourceType", wait: "LIVE_STREAM" },
  "developers-errors": { at: "#/errors", wait: "SERVICE_NOT_SPECIFIED" },
  "developers-missing": { at: "#/objects/Nothing", wait: "There is no such page" },
  "developers-failed": { broken: true, errors: true, wait: "could not be loaded" },
};

export const states = tables ? all : {};
export const some = new Set(["developers-start", "developers-session", "developers-action-filled", "developers-object", "developers-missing"]);

/** What a path answers in a state: a status and JSON; nothing for paths of others. */
export function answer(path, state) {
  if (path === "/plenary/v1/reference.json") return state.broken ? [503, {}] : [200, tables];
  const error = (code, message, args) => [200, { objectType: "KalturaAPIException", code, message, args }];
  switch (path) {
    case "/api_v3/service/session/action/start":
      return state.refused ? error("START_SESSION_ERROR", "Error while starting session for partner [101]", { PID: "101" }) : [200, "djJ8MTAx"];
    case "/api_v3/service/session/action/get":
      return [200, { objectType: "KalturaSessionInfo", sessionType: 2, userId: "mei", partnerId: 101, expiry: 1_790_000_000 }];
    case "/api_v3/service/liveStream/action/add":
      return [200, { objectType: "KalturaLiveStreamEntry", id: "0_shots000", name: "Spring town hall: results, roadmap and your questions", partnerId: 101, primaryBroadcastingUrl: "rtmp://live.example.org:1935/kLive?p=101&e=0_shots000&i=0&t=6c1ac379", bitrates: [{ objectType: "KalturaLiveStreamBitrate", width: 1280 }] }];
    case "/api_v3/service/liveStream/action/get":
      return error("ENTRY_ID_NOT_FOUND", 'Entry id "0_nothere1" not found', { ENTRY_ID: "0_nothere1" });
    default:
      return undefined;
  }
}

function printed() {
  try {
    const text = execFileSync("cargo", ["run", "--quiet", "--package", "schema", "--example", "describe", "--", "tables"], { cwd: checkout, maxBuffer: 16 << 20, stdio: ["ignore", "pipe", "ignore"] });
    return JSON.parse(text);
  } catch {
    console.warn("no cargo: the pages for developers are left out");
    return undefined;
  }
}
