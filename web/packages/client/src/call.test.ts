import { afterEach, expect, test, vi } from "vitest";
import { call, callAll, posted, sendable } from "./call";
import { liveStreamAdd, liveStreamGet, sessionStart, systemPing } from "./generated/actions";
import { MediaType, SessionType, SourceType } from "./generated/enums";

afterEach(() => vi.unstubAllGlobals());

/** A server that answers everything with `answer` and remembers what it was sent. */
function answering(answer: unknown, status = 200): { path: string; body: Record<string, unknown> }[] {
  const heard: { path: string; body: Record<string, unknown> }[] = [];
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    heard.push({ path, body: JSON.parse(init.body as string) as Record<string, unknown> });
    return Promise.resolve(new Response(JSON.stringify(answer), { status, headers: { "Content-Type": "application/json" } }));
  });
  return heard;
}

test("a call is a path, a session and its arguments", async () => {
  const heard = answering("djJ8…");
  const result = await call(sessionStart({ secret: "s", type: SessionType.ADMIN, partnerId: 101 }));
  expect(result).toEqual({ value: "djJ8…" });
  expect(heard).toEqual([{ path: "/api_v3/service/session/action/start", body: { format: 1, secret: "s", type: 2, partnerId: 101 } }]);
});

test("null clears, undefined is left out, an empty list is said to be empty", () => {
  const request = liveStreamAdd({ liveStreamEntry: { objectType: "KalturaLiveStreamEntry", name: "Town hall", description: null, tags: undefined, bitrates: [], mediaType: MediaType.LIVE_STREAM_FLASH }, sourceType: SourceType.LIVE_STREAM });
  expect(sendable(request, "ks").json).toEqual({
    format: 1,
    ks: "ks",
    sourceType: "32",
    liveStreamEntry: { objectType: "KalturaLiveStreamEntry", name: "Town hall", description__null: "", bitrates: { "-": "" }, mediaType: 201 },
  });
});

test("an error is told apart from an answer and from no answer", async () => {
  answering({ objectType: "KalturaAPIException", code: "ENTRY_ID_NOT_FOUND", message: "Entry id \"0_x\" not found", args: { ENTRY_ID: "0_x" } });
  expect(await call(liveStreamGet({ entryId: "0_x" }), "ks")).toEqual({
    failed: "refused",
    error: { code: "ENTRY_ID_NOT_FOUND", message: "Entry id \"0_x\" not found", args: { ENTRY_ID: "0_x" } },
  });
  answering("busy", 503);
  expect(await call(systemPing())).toEqual({ failed: "unreachable" });
});

test("several calls travel together and are judged one by one", async () => {
  const heard = answering([true, { objectType: "KalturaAPIException", code: "INVALID_KS", message: "…", args: [] }]);
  const [ping, get] = await callAll([systemPing(), liveStreamGet({ entryId: "0_x" })], "ks");
  expect(ping).toEqual({ value: true });
  expect(get).toEqual({ failed: "refused", error: { code: "INVALID_KS", message: "…", args: {} } });
  expect(heard[0]).toEqual({
    path: "/api_v3/service/multirequest",
    body: { format: 1, ks: "ks", "1": { service: "system", action: "ping" }, "2": { service: "liveStream", action: "get", entryId: "0_x" } },
  });
});

test("a file makes the call multipart", () => {
  const file = new Blob(["x"], { type: "image/jpeg" });
  const what = sendable({ service: "liveStream", action: "updateOfflineThumbnailJpeg", params: { entryId: "0_x", fileData: file } }, "ks");
  const form = posted(what).body as FormData;
  expect(JSON.parse(form.get("json") as string)).toEqual({ format: 1, ks: "ks", entryId: "0_x" });
  expect((form.get("fileData") as File).size).toBe(1);
});
