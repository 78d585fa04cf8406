import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { callApi, callMany, fetchPages, readAppToken, readList, readReport, readWebcast, resultOf } from "./index";
import { EventSocket, LONGEST_MS, SILENCE_MS, UNKNOWN_ENTRY, backoff, readFrame, readPage, sessionIn, socketAddress, withoutSession, type Frame, type Line } from "./index";

const page = {
  id: "0_abc", name: "Town hall", description: "", state: "live", startsAt: null, endsAt: null, timezone: "Europe/Berlin",
  now: 1000, explicitLive: true, mayManage: false, signal: true, playback: { url: "/live/t/master.m3u8" }, interruptedAt: null, restriction: null,
};

describe("page state", () => {
  test("is read as it is sent, without fields this page does not know", () => {
    expect(readPage({ ...page, viewers: 12 })).toEqual(page);
  });

  test("lacks only what may be missing", () => {
    expect(readPage({ id: "0_a", state: "scheduled", now: 1 })).toMatchObject({ name: "", playback: null, mayManage: false, startsAt: null });
    for (const broken of [null, [], "x", { ...page, id: 7 }, { ...page, state: "paused" }, { ...page, now: "1" }]) {
      expect(readPage(broken)).toBeUndefined();
    }
  });

  test("frames of unknown types and broken texts are ignored", () => {
    expect(readFrame(JSON.stringify({ type: "page", cursor: 4, page }))).toEqual({ type: "page", cursor: 4, page });
    expect(readFrame('{"type":"ping","now":5}')).toEqual({ type: "ping", now: 5 });
    for (const text of ["", "{", "null", '{"type":"poll"}', '{"type":"page","cursor":1,"page":{}}']) expect(readFrame(text)).toBeUndefined();
  });
});

describe("session in the fragment", () => {
  test("is found, also beside other parts, and taken out", () => {
    expect(sessionIn("#ks=djJ8MTAx%3D%3D")).toBe("djJ8MTAx==");
    expect(sessionIn("#t=5&ks=abc")).toBe("abc");
    expect(sessionIn("#ks=")).toBeUndefined();
    expect(sessionIn("")).toBeUndefined();
    expect(withoutSession("#ks=abc")).toBe("");
    expect(withoutSession("#t=5&ks=abc&x")).toBe("#t=5&x");
    expect(withoutSession("#kstore=1")).toBe("#kstore=1");
  });
});

test("the socket's address carries entry and cursor and nothing of the page's address", () => {
  const at = new URL("https://live.example:8443/e/0_abc?x=1#ks=secret");
  expect(socketAddress("0_abc", undefined, at)).toBe("wss://live.example:8443/plenary/v1/events?entry=0_abc");
  expect(socketAddress("0_a&b", 0, new URL("http://h/e/1"))).toBe("ws://h/plenary/v1/events?entry=0_a%26b&cursor=0");
});

describe("backoff", () => {
  test("grows, stays under the ceiling, and never hits zero", () => {
    for (let attempt = 0; attempt < 60; attempt += 1) {
      expect(backoff(attempt, () => 0)).toBeGreaterThanOrEqual(125);
      expect(backoff(attempt, () => 0.999)).toBeLessThanOrEqual(LONGEST_MS);
    }
    expect(backoff(3, () => 0.5)).toBeGreaterThan(backoff(0, () => 0.5));
  });
});

class FakeLine implements Line {
  onopen: Line["onopen"] = null;
  onmessage: Line["onmessage"] = null;
  onclose: Line["onclose"] = null;
  closed = false;
  constructor(readonly cursor: number | undefined) {}
  close(): void {
    this.closed = true;
  }
  send(frame: unknown): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  break(code = 1006): void {
    this.onclose?.({ code });
  }
}

describe("event socket", () => {
  let lines: FakeLine[];
  let frames: Frame[];
  let lost: number[];
  let missing: number;
  let socket: EventSocket;
  const last = () => lines.at(-1)!;

  beforeEach(() => {
    vi.useFakeTimers();
    lines = [];
    frames = [];
    lost = [];
    missing = 0;
    socket = new EventSocket(
      (cursor) => {
        const line = new FakeLine(cursor);
        lines.push(line);
        return line;
      },
      { frame: (frame) => frames.push(frame), lost: (attempts) => lost.push(attempts), missing: () => (missing += 1) },
      () => 0.5,
    );
  });
  afterEach(() => {
    socket.close();
    vi.useRealTimers();
  });

  test("resumes with the last cursor it saw", () => {
    expect(last().cursor).toBeUndefined();
    last().send({ type: "page", cursor: 41, page });
    last().send({ type: "page", cursor: 42, page });
    last().send({ type: "ping", now: 7 });
    last().break();
    expect(lost).toEqual([1]);
    vi.advanceTimersByTime(1000);
    expect(lines).toHaveLength(2);
    expect(last().cursor).toBe(42);
    expect(frames.map((frame) => frame.type)).toEqual(["page", "page", "ping"]);
  });

  test("waits longer after each failure, and starts over after a frame", () => {
    const waits: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      last().break();
      const count = lines.length;
      let waited = 0;
      while (lines.length === count) {
        vi.advanceTimersByTime(50);
        waited += 50;
      }
      waits.push(waited);
    }
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(lost).toEqual([1, 2, 3, 4]);
    last().send({ type: "ping", now: 7 });
    last().break();
    expect(lost.at(-1)).toBe(1);
  });

  test("a silent line counts as dead, a pinging one does not", () => {
    last().onopen?.({});
    for (let ping = 0; ping < 5; ping += 1) {
      vi.advanceTimersByTime(15_000);
      last().send({ type: "ping", now: 7 });
    }
    expect(lost).toEqual([]);
    vi.advanceTimersByTime(SILENCE_MS + 1);
    expect(lost).toEqual([1]);
    expect(lines[0]!.closed).toBe(true);
  });

  test("an unknown entry ends it", () => {
    last().break(UNKNOWN_ENTRY);
    vi.advanceTimersByTime(60_000);
    expect(missing).toBe(1);
    expect(lines).toHaveLength(1);
    socket.hurry();
    expect(lines).toHaveLength(1);
  });

  test("hurries when the network returns, but never opens a second line", () => {
    socket.hurry();
    expect(lines).toHaveLength(1);
    last().break();
    socket.hurry();
    expect(lines).toHaveLength(2);
    vi.advanceTimersByTime(20_000);
    expect(lines).toHaveLength(2);
  });

  test("a returning network replaces the line at once and goes on from the cursor", () => {
    last().send({ type: "page", cursor: 41, page });
    socket.renew();
    expect(lines).toHaveLength(2);
    expect(lines[0]!.closed).toBe(true);
    expect(last().cursor).toBe(41);
    expect(lost).toEqual([]);
  });
});

describe("calls of the API", () => {
  const exception = (code: string, args: object = {}) => ({ objectType: "KalturaAPIException", code, message: "no", args });
  const answers = (status: number, value: unknown) => vi.stubGlobal("fetch", vi.fn(async () => new Response(typeof value === "string" ? value : JSON.stringify(value), { status })));
  afterEach(() => void vi.unstubAllGlobals());

  test("a session that ended is told apart from a refusal", () => {
    expect(resultOf({ objectType: "KalturaLiveStreamEntry" })).toMatchObject({ ok: true });
    expect(resultOf(exception("INVALID_KS", { ERR_CODE: "-1" }))).toEqual({ ok: false, failure: { kind: "signedOut" } });
    expect(resultOf(exception("INVALID_KS", { ERR_CODE: "-4" }))).toMatchObject({ failure: { kind: "refused", code: "INVALID_KS" } });
    expect(resultOf(exception("ENTRY_ID_NOT_FOUND", []))).toMatchObject({ failure: { kind: "refused", code: "ENTRY_ID_NOT_FOUND", message: "no" } });
  });

  test("go through the session of the cookie, with the header that other sites cannot send", async () => {
    answers(200, { id: 1 });
    expect(await callApi({ service: "liveStream", action: "get", params: { entryId: "0_a" } })).toEqual({ ok: true, value: { id: 1 } });
    const [path, init] = vi.mocked(fetch).mock.calls[0]!;
    expect(path).toBe("/plenary/v1/api");
    expect(init).toMatchObject({ method: "POST", headers: { "X-Plenary": "1", "Content-Type": "application/json" }, body: '{"entryId":"0_a","service":"liveStream","action":"get"}' });
  });

  test("without a session, without a server, without sense", async () => {
    answers(401, { error: "NO_SESSION" });
    expect(await callApi({ service: "a", action: "b" })).toMatchObject({ failure: { kind: "signedOut" } });
    answers(502, "<html>");
    expect(await callApi({ service: "a", action: "b" })).toMatchObject({ failure: { kind: "unreachable" } });
    answers(200, "<html>");
    expect(await callApi({ service: "a", action: "b" })).toMatchObject({ failure: { kind: "unreachable" } });
    vi.stubGlobal("fetch", vi.fn(async () => Promise.reject(new TypeError("offline"))));
    expect(await callApi({ service: "a", action: "b" })).toMatchObject({ failure: { kind: "unreachable" } });
  });

  test("several have a result each, also when the whole is refused", async () => {
    const calls = [{ service: "a", action: "b" }, { service: "c", action: "d" }];
    answers(200, [1, exception("MISSING_KS")]);
    expect(await callMany(calls)).toMatchObject([{ ok: true, value: 1 }, { ok: false, failure: { code: "MISSING_KS" } }]);
    answers(200, exception("INVALID_PARAMETER_VALUE"));
    expect(await callMany(calls)).toMatchObject([{ ok: false }, { ok: false }]);
    answers(200, [1]);
    expect(await callMany(calls)).toMatchObject([{ ok: true }, { ok: false, failure: { kind: "unreachable" } }]);
  });

  test("states of many events, by id", async () => {
    answers(200, { now: 1, pages: [page, { id: 7 }] });
    expect([...(await fetchPages(["0_abc", "0_gone"]))!.keys()]).toEqual(["0_abc"]);
    answers(200, {});
    expect(await fetchPages(["0_abc"])).toBeUndefined();
  });
});

test("answers are read without being believed", () => {
  expect(readWebcast({ objectType: "KalturaLiveStreamEntry", id: "0_a", explicitLive: 1 })).toMatchObject({ name: "", explicitLive: true, primaryUrl: null });
  expect(readWebcast({ objectType: "KalturaMediaEntry", id: "0_a" })).toBeUndefined();
  expect(readList({ objects: [{ id: "x" }, 7], totalCount: 9 }, readAppToken)).toMatchObject({ total: 9, objects: [{ id: "x", isAdmin: false }] });
  expect(readList(null, readAppToken)).toBeUndefined();
  const report = readReport({ now: 1, inputs: { primary: { peer: "::1", since: 1, video: { width: "x" } } }, notes: [{ what: "busy", input: "third" }, 4] });
  expect(report).toMatchObject({ inputs: { primary: { heardAt: null, video: { width: null, hasKeyframe: false }, audio: null }, backup: null }, notes: [{ what: "busy", input: null, times: 1 }] });
  expect(readReport({ now: 1 })).toBeUndefined();
});
