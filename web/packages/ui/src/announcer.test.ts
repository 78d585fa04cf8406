import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Announcer, POLITE_EVERY_MS } from "./announcer";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("polite messages keep their distance, and only the newest waits", () => {
  const said: string[] = [];
  const announcer = new Announcer((text, urgency) => said.push(`${urgency}: ${text}`));
  announcer.polite("one");
  announcer.polite("two");
  announcer.polite("three");
  expect(said).toEqual(["polite: one"]);
  vi.advanceTimersByTime(POLITE_EVERY_MS);
  expect(said).toEqual(["polite: one", "polite: three"]);
});

test("an assertive message never waits", () => {
  const said: string[] = [];
  const announcer = new Announcer((text, urgency) => said.push(`${urgency}: ${text}`));
  announcer.polite("one");
  announcer.assertive("now");
  expect(said).toEqual(["polite: one", "assertive: now"]);
});
