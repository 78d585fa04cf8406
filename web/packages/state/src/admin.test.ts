import { describe, expect, test } from "vitest";
import type { EncoderInput, EncoderNote, EncoderReport, EncoderVideo, Page, Webcast } from "@plenary/client";
import { codecName, copyOf, draftOf, emptyDraft, encoderAddress, entryFields, ffmpegCommand, helpOf, isOtherTime, localOf, momentOf, problemsOf, timesOf, timesXml, type Draft } from "./index";

const BERLIN = "Europe/Berlin";
const draft = (over: Partial<Draft> = {}): Draft => ({ ...emptyDraft(BERLIN), name: "Town hall", starts: "2026-11-21T14:00", ...over });

describe("clock times", () => {
  test.each([
    ["2026-11-21T14:00", BERLIN, Date.UTC(2026, 10, 21, 13)],
    ["2026-07-01T14:00", BERLIN, Date.UTC(2026, 6, 1, 12)],
    ["2026-07-01T14:00", "Asia/Kolkata", Date.UTC(2026, 6, 1, 8, 30)],
    ["2026-07-01T14:00", "UTC", Date.UTC(2026, 6, 1, 14)],
    ["2026-01-01T00:30", "Pacific/Kiritimati", Date.UTC(2025, 11, 31, 10, 30)],
    // Clocks go back at three: half past two is there twice, and the first one is meant.
    ["2026-10-25T02:30", BERLIN, Date.UTC(2026, 9, 25, 0, 30)],
    // Clocks go forward at two: half past two never is.
    ["2026-03-29T02:30", BERLIN, Date.UTC(2026, 2, 29, 1, 30)],
  ])("%s in %s", (local, zone, moment) => {
    expect(momentOf(local, zone)).toBe(moment);
  });

  test("come back as they were written", () => {
    for (const zone of [BERLIN, "America/New_York", "Asia/Kathmandu", "UTC"]) {
      for (let day = 1; day < 365; day += 7) {
        const local = new Date(Date.UTC(2026, 0, day, 15, 45)).toISOString().slice(0, 16);
        expect(localOf(momentOf(local, zone)!, zone)).toBe(local);
      }
    }
  });

  test("nonsense is no time", () => {
    for (const text of ["", "14:00", "2026-02-30T10:00", "2026-13-01T10:00", "2026-01-01T25:00"]) expect(momentOf(text, BERLIN)).toBeUndefined();
    expect(momentOf("2026-01-01T10:00", "Mars/Olympus")).toBeUndefined();
  });
});

describe("a webcast that is written", () => {
  test("needs a title, and times that make sense", () => {
    const says = (over: Partial<Draft>) => problemsOf(draft(over)).map((problem) => problem.says);
    expect(says({})).toEqual([]);
    expect(says({ starts: "" })).toEqual([]);
    expect(says({ name: "  " })).toEqual(["nameMissing"]);
    expect(says({ starts: "2026-02-30T10:00" })).toEqual(["startsMalformed"]);
    expect(says({ ends: "2026-11-21T14:00" })).toEqual(["endsFirst"]);
    expect(says({ ends: "2026-11-21T15:00", starts: "" })).toEqual(["endsAlone"]);
    expect(says({ ends: "x" })).toEqual(["endsMalformed"]);
  });

  test("tells the API all of a new one and only what changed of another", () => {
    expect(entryFields(draft())).toEqual({ name: "Town hall", explicitLive: 1 });
    expect(entryFields(draft({ description: " More " }))).toMatchObject({ description: "More" });
    expect(entryFields(draft(), draft())).toEqual({});
    expect(entryFields(draft({ description: "" }), draft({ description: "Gone" }))).toEqual({ description: "" });
    expect(entryFields(draft({ explicitLive: false }), draft())).toEqual({ explicitLive: 0 });
    expect(isOtherTime(draft(), draft())).toBe(false);
    expect(isOtherTime(draft({ zone: "UTC" }), draft())).toBe(true);
  });

  test("is shown in the zone it was planned in", () => {
    const webcast: Webcast = { id: "0_a", name: "Town hall", description: "", explicitLive: true, streamName: "", primaryUrl: null, backupUrl: null };
    const page = { startsAt: Date.UTC(2026, 10, 21, 13), endsAt: null, timezone: BERLIN } as Page;
    expect(draftOf(webcast, page, "UTC")).toEqual(draft());
    expect(draftOf(webcast, undefined, "UTC")).toMatchObject({ starts: "", zone: "UTC" });
    expect(copyOf(draft({ ends: "2026-11-21T15:00" }))).toEqual(draft({ starts: "", ends: "" }));
  });
});

describe("the document of times", () => {
  const times = timesOf(draft({ ends: "2026-11-21T15:30" }));

  test("is in the order of the schema", () => {
    expect(timesXml(times)).toBe("<metadata><StartTime>1795266000</StartTime><EndTime>1795271400</EndTime><Timezone>Europe/Berlin</Timezone></metadata>");
    expect(timesXml({ startsAt: null, endsAt: null, timezone: "A&B<" })).toBe("<metadata><Timezone>A&amp;B&lt;</Timezone></metadata>");
  });

  test("leaves presenters alone", () => {
    const presenter = "<Presenter><PresenterName>Mei &amp; Luis</PresenterName></Presenter>";
    const before = `<?xml version="1.0"?>\n<metadata>\n<StartTime>1</StartTime><EndTime/><Timezone>UTC</Timezone>${presenter}</metadata>`;
    const after = timesXml({ startsAt: 5000, endsAt: null, timezone: "UTC" }, before);
    expect(after).toBe(`<?xml version="1.0"?>\n<metadata><StartTime>5</StartTime><Timezone>UTC</Timezone>\n${presenter}</metadata>`);
    expect(timesXml({ startsAt: 5000, endsAt: null, timezone: null }, "<metadata/>")).toBe("<metadata><StartTime>5</StartTime></metadata>");
  });
});

describe("addresses for encoders", () => {
  const url = "rtmp://live.example:1935/kLive?p=101&e=0_abcd1234&i=0&t=6c1ac379";

  test("come as server and key, and in one", () => {
    expect(encoderAddress(url, "0_abcd1234_%i")).toEqual({
      server: "rtmp://live.example:1935/kLive", key: "0_abcd1234_1?p=101&e=0_abcd1234&i=0&t=6c1ac379",
      whole: "rtmp://live.example:1935/kLive/0_abcd1234_1?p=101&e=0_abcd1234&i=0&t=6c1ac379", host: "live.example:1935",
    });
    expect(encoderAddress(null, "x")).toBeUndefined();
    expect(encoderAddress("rtmp://h/kLive", "x")).toBeUndefined();
    expect(ffmpegCommand("rtmp://h/kLive/k?a=1&b=2")).toContain('-f flv "rtmp://h/kLive/k?a=1&b=2"');
  });

  test.each([["avc1.64001f", "H.264 High"], ["avc1.4d401f", "H.264 Main"], ["mp4a.40.2", "AAC"], ["mp4a.40.5", "HE-AAC"], ["hvc1", "hvc1"]])("%s is %s", (codec, name) => {
    expect(codecName(codec)).toBe(name);
  });
});

describe("help", () => {
  const NOW = 10_000_000;
  const video: EncoderVideo = { codec: "avc1.64001f", width: 1280, height: 720, framesPerSecond: 25, bitsPerSecond: 2_500_000, keyframeMs: 2000, sinceKeyframeMs: 400, hasKeyframe: true };
  const audio = { codec: "mp4a.40.2", samplesPerSecond: 48_000, channels: 2, bitsPerSecond: 128_000 };
  const input = (over: Partial<EncoderInput> = {}): EncoderInput => ({ peer: "203.0.113.7", since: NOW - 60_000, heardAt: NOW - 200, video, audio, ...over });
  const note = (what: string, over: Partial<EncoderNote> = {}): EncoderNote => ({ what, input: "primary", peer: "203.0.113.7", detail: "", askedFor: null, firstAt: NOW - 5000, lastAt: NOW - 5000, times: 1, ...over });
  const says = (over: { primary?: EncoderInput | null; backup?: EncoderInput | null; notes?: EncoderNote[] }) => {
    const report: EncoderReport = { now: NOW, inputs: { primary: over.primary ?? null, backup: over.backup ?? null }, notes: over.notes ?? [] };
    return helpOf(report).map((help) => help.id);
  };

  test("nothing is said when all is well, or when nothing was tried", () => {
    expect(says({})).toEqual([]);
    expect(says({ primary: input(), backup: input() })).toEqual([]);
  });

  test("a refusal is said until an encoder comes in there, and not for ever", () => {
    expect(says({ notes: [note("wrong_token")] })).toEqual(["wrongToken"]);
    expect(says({ notes: [note("wrong_token")], primary: input() })).toEqual(["wrongToken"]);
    expect(says({ notes: [note("wrong_token")], primary: input({ since: NOW - 1000 }) })).toEqual([]);
    expect(says({ notes: [note("wrong_token")], backup: input({ since: NOW - 1000 }) })).toEqual(["wrongToken"]);
    expect(says({ notes: [note("wrong_token", { input: null })], backup: input({ since: NOW - 1000 }) })).toEqual([]);
    expect(says({ notes: [note("wrong_token", { lastAt: NOW - 16 * 60_000 })] })).toEqual([]);
    expect(says({ notes: [note("something_new")] })).toEqual([]);
  });

  test("every refusal that the server tells has its words", () => {
    const whats = ["wrong_token", "unknown_stream", "names_differ", "unsupported_rendition", "malformed_name", "unsupported_codec", "busy", "full", "unavailable", "stopping", "forbidden", "no_keyframes", "taken_over", "malformed", "idle", "clock_stands"];
    for (const what of whats) expect(says({ notes: [note(what)] })).toHaveLength(1);
  });

  test("a second encoder is said beside the first that works, for a while", () => {
    expect(says({ notes: [note("busy")], primary: input() })).toEqual(["busy"]);
    expect(says({ notes: [note("busy", { lastAt: NOW - 3 * 60_000 })], primary: input() })).toEqual([]);
  });

  test("what an encoder sends is looked at", () => {
    expect(says({ primary: input({ heardAt: null, video: null, audio: null }) })).toEqual(["nothingYet"]);
    expect(says({ primary: input({ heardAt: null, video: null, audio: null, since: NOW - 1000 }) })).toEqual([]);
    expect(says({ primary: input({ heardAt: NOW - 8000 }) })).toEqual(["stalled"]);
    expect(says({ primary: input({ video: { ...video, hasKeyframe: false, keyframeMs: null, sinceKeyframeMs: 7000 } }), notes: [note("no_keyframes")] })).toEqual(["noKeyframes"]);
    expect(says({ primary: input(), notes: [note("no_keyframes")] })).toEqual([]);
    expect(says({ primary: input({ video: { ...video, keyframeMs: 10_000 } }) })).toEqual(["keyframeLong"]);
    expect(says({ primary: input({ audio: null }) })).toEqual(["noAudio"]);
    expect(says({ primary: input({ video: null }) })).toEqual(["noVideo"]);
  });

  test("what keeps everybody from watching comes first", () => {
    expect(says({ primary: input({ audio: null }), notes: [note("wrong_token")] })).toEqual(["wrongToken", "noAudio"]);
  });
});
