import { describe, expect, test } from "vitest";
import type { EventState, Page } from "@plenary/client";
import { ARMED_SECONDS, announcement, arming, calendarFile, calendarLink, disarmed, hasStage, loading, offered, reduce, shownState, type Appointment, type EventPage, type EventPageEvent } from "./index";

const page = (over: Partial<Page> = {}): Page => ({
  id: "0_abc", name: "Town hall", description: "", state: "scheduled", startsAt: 100_000, endsAt: null, timezone: null,
  now: 50_000, explicitLive: true, mayManage: false, signal: false, playback: null, interruptedAt: null, restriction: null, ...over,
});
const heard = (over: Partial<Page> = {}, from: "socket" | "call" = "socket", at = 49_000): EventPageEvent => ({ type: "page", page: page(over), from, at });
const replay = (...events: EventPageEvent[]): EventPage => events.reduce(reduce, loading);

describe("event page", () => {
  test("the first answer ends loading and sets the clock", () => {
    expect(replay(heard())).toMatchObject({ phase: "ready", connection: "open", clockOffset: 1000 });
  });

  test("a call does not claim that the socket stands", () => {
    expect(replay(heard({}, "call")).connection).toBe("connecting");
  });

  test("a slow call cannot bring back an older state", () => {
    const end = replay(heard({ state: "live", now: 60_000 }), heard({ state: "preview", now: 59_000 }, "call"));
    expect(end.page?.state).toBe("live");
  });

  test("the socket is believed even when its clock went back, as after a restored server", () => {
    const end = replay(heard({ state: "live", now: 60_000 }), { type: "lost" }, heard({ state: "scheduled", now: 59_000 }));
    expect(end.page?.state).toBe("scheduled");
  });

  test("a lost line shows, then says it is back, then is quiet", () => {
    expect(replay(heard(), { type: "lost" }).connection).toBe("lost");
    const back = replay(heard(), { type: "lost" }, { type: "ping", now: 5, at: 4 });
    expect(back.connection).toBe("restored");
    expect(reduce(back, heard()).connection).toBe("restored");
    expect(reduce(back, { type: "settled" }).connection).toBe("open");
    expect(reduce(replay(heard(), { type: "lost" }), { type: "settled" }).connection).toBe("lost");
  });

  test("what is on the screen stays there when the server cannot be reached", () => {
    expect(replay(heard(), { type: "unreachable" }).phase).toBe("ready");
    expect(replay({ type: "unreachable" }).phase).toBe("unreachable");
    expect(replay({ type: "unreachable" }, heard()).phase).toBe("ready");
  });

  test("a missing event leaves nothing of itself, and may come back after signing in", () => {
    const gone = replay(heard(), { type: "missing" });
    expect(gone).toMatchObject({ phase: "missing", page: undefined });
    expect(reduce(gone, { type: "retrying" }).phase).toBe("loading");
  });
});

describe("what is drawn", () => {
  test("a page that is cut off becomes late by itself", () => {
    expect(shownState(page(), 99_999)).toBe("scheduled");
    expect(shownState(page(), 100_000)).toBe("late");
    expect(shownState(page({ startsAt: null }), 1e15)).toBe("scheduled");
    expect(shownState(page({ state: "live" }), 1e15)).toBe("live");
  });

  test("a stage needs something to play", () => {
    const playback = { url: "/live/t/master.m3u8" };
    for (const state of ["preview", "live", "interrupted"] as const) {
      expect(hasStage(page({ state, playback }))).toBe(true);
      expect(hasStage(page({ state }))).toBe(false);
    }
    for (const state of ["scheduled", "late", "ended"] as const) expect(hasStage(page({ state, playback }))).toBe(false);
  });

  test("buttons are offered only to those who may, and only where they do something", () => {
    const manager = { mayManage: true };
    expect(offered(page({ state: "preview", ...manager }))).toBe("goLive");
    expect(offered(page({ state: "live", ...manager }))).toBe("end");
    expect(offered(page({ state: "interrupted", ...manager }))).toBe("end");
    expect(offered(page({ state: "scheduled", ...manager }))).toBeUndefined();
    expect(offered(page({ state: "live", ...manager, explicitLive: false }))).toBeUndefined();
    expect(offered(page({ state: "preview" }))).toBeUndefined();
  });

  test("changes are announced once, and a page that was just opened is not news", () => {
    const said = (before: EventState | undefined, after: EventState) => announcement(before, after)?.say;
    expect(said("scheduled", "live")).toBe("live");
    expect(said("interrupted", "live")).toBe("back");
    expect(said("live", "interrupted")).toBe("interrupted");
    expect(said(undefined, "live")).toBeUndefined();
    expect(said("live", "live")).toBeUndefined();
    expect(said("live", "ended")).toBe("ended");
    expect(said(undefined, "interrupted")).toBe("interrupted");
  });
});

describe("two-step button", () => {
  test("acts on the second press only", () => {
    const first = arming(disarmed, "press");
    expect(first).toEqual({ state: { armed: true, left: ARMED_SECONDS }, act: false });
    expect(arming(first.state, "press")).toEqual({ state: disarmed, act: true });
  });

  test("disarms by cancel or by time, without acting", () => {
    let now = arming(disarmed, "press");
    const shown: number[] = [];
    while (now.state.armed) {
      shown.push(now.state.left);
      now = arming(now.state, "tick");
      expect(now.act).toBe(false);
    }
    expect(shown).toEqual([5, 4, 3, 2, 1]);
    expect(arming({ armed: true, left: 3 }, "cancel")).toEqual({ state: disarmed, act: false });
    expect(arming(disarmed, "tick").act).toBe(false);
  });
});

describe("calendar", () => {
  const event: Appointment = {
    uid: "0_abc@live.example", title: "Town hall, part 2; \\ Q&A", description: "Line one\nLine two", url: "https://live.example/e/0_abc",
    start: Date.UTC(2026, 10, 21, 13, 0), end: Date.UTC(2026, 10, 21, 14, 30),
  };
  const unfold = (file: string) => file.replace(/\r\n /g, "");

  test("the file says what the page says", () => {
    const file = unfold(calendarFile(event, Date.UTC(2026, 0, 2, 3, 4, 5)));
    expect(file).toContain("DTSTART:20261121T130000Z\r\nDTEND:20261121T143000Z\r\n");
    expect(file).toContain("DTSTAMP:20260102T030405Z");
    expect(file).toContain("SUMMARY:Town hall\\, part 2\\; \\\\ Q&A\r\n");
    expect(file).toContain("DESCRIPTION:Line one\\nLine two\r\n");
    expect(file.startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")).toBe(true);
    expect(file.endsWith("END:VEVENT\r\nEND:VCALENDAR\r\n")).toBe(true);
  });

  test("lines have at most 75 octets and no character is broken", () => {
    const title = "Überraschung 🎉 — שלום ".repeat(12);
    const file = calendarFile({ ...event, title }, 0);
    for (const line of file.split("\r\n")) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(unfold(file)).toContain(`SUMMARY:${title}`);
  });

  test("a title cannot add properties of its own", () => {
    const file = calendarFile({ ...event, title: "x\r\nATTACH:http://evil", url: "https://h/\r\nX:1" }, 0);
    expect(unfold(file).split("\r\n").filter((line) => line.startsWith("ATTACH") || line.startsWith("X:"))).toEqual([]);
  });

  test("without a usable end it lasts an hour", () => {
    expect(unfold(calendarFile({ ...event, end: null }, 0))).toContain("DTEND:20261121T140000Z");
    expect(unfold(calendarFile({ ...event, end: event.start }, 0))).toContain("DTEND:20261121T140000Z");
  });

  test("links carry the same, encoded", () => {
    const google = new URL(calendarLink("google", event));
    expect(google.host).toBe("calendar.google.com");
    expect(google.searchParams.get("text")).toBe(event.title);
    expect(google.searchParams.get("dates")).toBe("20261121T130000Z/20261121T143000Z");
    const outlook = new URL(calendarLink("outlook", event));
    expect(outlook.host).toBe("outlook.live.com");
    expect(outlook.searchParams.get("startdt")).toBe("2026-11-21T13:00:00.000Z");
    expect(outlook.searchParams.get("subject")).toBe(event.title);
  });
});
