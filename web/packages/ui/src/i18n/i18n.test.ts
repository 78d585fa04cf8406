import { afterEach, expect, test } from "vitest";
import { en } from "./en";
import { percent, t, textLocale, useCatalogue } from "./index";

afterEach(() => useCatalogue("en", {}));

test("values are filled in, and the brand is always known", () => {
  expect(t("title.live", { title: "Town hall" })).toBe("● Live — Town hall");
  expect(t("title.loading")).toBe("Loading… — Plenary");
});

test("a value that is not given stays visible, so that it is found", () => {
  expect(t("title.live")).toBe("● Live — {title}");
});

test("a value cannot smuggle in another hole", () => {
  expect(t("title.live", { title: "{brand}" })).toBe("● Live — {brand}");
});

test("plurals follow the language", () => {
  expect(t("wait.hours", { count: 1 })).toBe("1 hr");
  expect(t("wait.hours", { count: 21 })).toBe("21 hrs");
});

test("a language replaces texts and numbers, and lacks nothing", () => {
  useCatalogue("de", { "team.late": { one: "{count} Minute", other: "{count} Minuten" } });
  expect(textLocale()).toBe("de");
  expect(t("team.late", { count: 1200 })).toBe("1.200 Minuten");
  expect(t("player.live")).toBe("Live");
  expect(percent(0.6).replace(/\s/g, " ")).toBe("60 %");
});

test("every text is finished: no empty ones, and braces are balanced", () => {
  for (const [key, message] of Object.entries(en)) {
    for (const text of typeof message === "string" ? [message] : Object.values(message)) {
      expect(text.trim(), key).not.toBe("");
      expect(text.replace(/\{\w+\}/g, ""), key).not.toMatch(/[{}]/);
    }
  }
});
