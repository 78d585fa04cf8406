import { expect, test } from "vitest";
import { actionOf, isCharacter } from "./shortcuts";

const press = (key: string, held: Partial<{ ctrlKey: boolean; metaKey: boolean; altKey: boolean }> = {}) =>
  ({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });

test.each([
  [" ", "toggle"], ["k", "toggle"], ["K", "toggle"], ["ArrowLeft", "back5"], ["l", "forward10"],
  ["ArrowUp", "louder"], ["m", "mute"], ["End", "live"], ["Home", "start"], ["f", "fullscreen"], ["i", "pip"], ["?", "help"],
])("%s is %s", (key, action) => {
  expect(actionOf(press(key))).toBe(action);
});

test("combinations belong to the browser", () => {
  expect(actionOf(press("f", { ctrlKey: true }))).toBeUndefined();
  expect(actionOf(press("l", { metaKey: true }))).toBeUndefined();
  expect(actionOf(press("ArrowLeft", { altKey: true }))).toBeUndefined();
});

test("keys without meaning, and names every object has", () => {
  expect(actionOf(press("x"))).toBeUndefined();
  expect(actionOf(press("constructor"))).toBeUndefined();
});

test("Space and named keys are not single characters", () => {
  expect(isCharacter(press("m"))).toBe(true);
  expect(isCharacter(press(" "))).toBe(false);
  expect(isCharacter(press("ArrowUp"))).toBe(false);
});
