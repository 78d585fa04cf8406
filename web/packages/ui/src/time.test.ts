import { describe, expect, test } from "vitest";
import { clockSpan, countdown, countdownMark, eventTime, isZone, otherTime, zoneName } from "./time";

const MIN = 60_000;
const HOUR = 60 * MIN;
const START = Date.UTC(2026, 10, 21, 13, 0);

describe("spans", () => {
  test.each([[0, "0:00"], [12.9, "0:12"], [134, "2:14"], [3600, "1:00:00"], [-3, "0:00"]])("%d s is %s", (seconds, text) => {
    expect(clockSpan(seconds)).toBe(text);
  });
});

describe("countdown", () => {
  test.each([
    [21 * HOUR + 10 * MIN, ["21 hrs", "10 min"]],
    [49 * HOUR, ["2 days", "1 hr"]],
    [24 * HOUR, ["1 day", "0 hrs"]],
    [HOUR + 1, ["1 hr", "1 min"]],
    [HOUR, ["1 hr", "0 min"]],
    [HOUR - 1, ["1 hr", "0 min"]],
    [HOUR - 1000, ["59:59"]],
    [61_000, ["01:01"]],
    [400, ["00:01"]],
    [0, ["00:00"]],
    [-5000, ["00:00"]],
  ])("%d ms left", (left, parts) => {
    expect(countdown(left)).toEqual(parts);
  });

  test("never shows more than is left when a minute passes", () => {
    expect(countdown(2 * HOUR)).toEqual(["2 hrs", "0 min"]);
    expect(countdown(2 * HOUR - 1)).toEqual(["2 hrs", "0 min"]);
    expect(countdown(2 * HOUR - MIN)).toEqual(["1 hr", "59 min"]);
  });
});

describe("announcements while waiting", () => {
  test("each mark is said once, as it is passed", () => {
    expect(countdownMark(10 * MIN + 500, 10 * MIN - 500)).toBe("wait.announce.tenMinutes");
    expect(countdownMark(10 * MIN - 500, 10 * MIN - 1500)).toBeUndefined();
    expect(countdownMark(10 * MIN, 10 * MIN - 1)).toBeUndefined();
  });

  test("a page that slept says only the newest", () => {
    expect(countdownMark(25 * HOUR, 30_000)).toBe("wait.announce.minute");
  });
});

describe("dates", () => {
  test("in one zone, with an end", () => {
    expect(eventTime(START, START + 90 * MIN, "Europe/Berlin", "en-GB").replace(/\s/g, " ")).toMatch(/Saturday.* 21 November 2026.* 14:00.15:30/);
    expect(eventTime(START, null, "Europe/Berlin", "en-GB")).toMatch(/Saturday.* 21 November 2026.* 14:00$/);
  });

  test("an end before the start is not shown", () => {
    expect(eventTime(START, START - 1, "UTC", "en-GB")).toMatch(/13:00$/);
  });

  test("the other zone names its day only when it differs", () => {
    expect(otherTime(START, "Europe/Berlin", "UTC", "en-GB")).toBe("14:00 CET");
    expect(otherTime(START, "Pacific/Auckland", "UTC", "en-GB")).toMatch(/^Sun.* 02:00/);
  });

  test("zones", () => {
    expect(isZone("Asia/Jerusalem")).toBe(true);
    expect(isZone("Mars/Olympus")).toBe(false);
    expect(isZone(null)).toBe(false);
    expect(zoneName(START, "Europe/Berlin")).toMatch(/GMT\+1|CET/);
  });
});
