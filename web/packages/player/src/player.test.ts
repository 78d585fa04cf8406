import { describe, expect, test } from "vitest";
import { sameStream, tokenOf, withToken } from "./address";
import { Renewal } from "./engine/renewal";
import { CATCH_UP_RATE, follow, type Edge } from "./follow";
import { FAILED_MS, Health, RELOAD_MS, SLOW_MS, WAITING_MS, type Vital } from "./health";

describe("playback addresses", () => {
  test("the token is the segment after /live/", () => {
    expect(tokenOf("/live/abc.def/master.m3u8")).toBe("abc.def");
    expect(tokenOf("http://h:8080/live/abc/video/live.m3u8?_HLS_msn=4")).toBe("abc");
    expect(tokenOf("https://cdn.example/some/live/abc/1.m4s")).toBe("abc");
    expect(tokenOf("https://live.example/other/master.m3u8")).toBeUndefined();
    expect(tokenOf("/live/abc")).toBeUndefined();
  });

  test("a new token replaces it and nothing else", () => {
    expect(withToken("http://h/live/old/video/live.m3u8?_HLS_msn=4&_HLS_part=2", "new")).toBe("http://h/live/new/video/live.m3u8?_HLS_msn=4&_HLS_part=2");
    expect(withToken("/elsewhere/x.m3u8", "new")).toBe("/elsewhere/x.m3u8");
    expect(withToken("/live/old/x", undefined)).toBe("/live/old/x");
  });

  test("the same stream with another token is the same stream", () => {
    expect(sameStream("/live/a/master.m3u8", "/live/b/master.m3u8")).toBe(true);
    expect(sameStream("/live/a/master.m3u8", "/live/a/other.m3u8")).toBe(false);
    expect(sameStream("/x", "/y")).toBe(false);
  });
});

describe("renewal", () => {
  test("many refusals at once ask the page once, and all go on with the new token", async () => {
    let asked = 0;
    const renewal = new Renewal(async () => {
      asked += 1;
      return "/live/new/master.m3u8";
    });
    renewal.adopt("/live/old/master.m3u8");
    const results = await Promise.all([renewal.refused("/live/old/video/live.m3u8"), renewal.refused("/live/old/audio/live.m3u8")]);
    expect(results).toEqual([true, true]);
    expect(asked).toBe(1);
    expect(renewal.address("http://h/live/old/audio/live.m3u8")).toBe("http://h/live/new/audio/live.m3u8");
    expect(await renewal.refused("/live/old/video/2.m4s")).toBe(true);
    expect(asked).toBe(1);
  });

  test("a page that has no other token is not asked again and again", async () => {
    let asked = 0;
    let now = 0;
    const renewal = new Renewal(async () => {
      asked += 1;
      return asked < 3 ? undefined : "/live/new/master.m3u8";
    }, () => now);
    renewal.adopt("/live/old/master.m3u8");
    expect(await renewal.refused("/live/old/a")).toBe(false);
    expect(await renewal.refused("/live/old/a")).toBe(false);
    expect(asked).toBe(1);
    now = 2500;
    expect(await renewal.refused("/live/old/a")).toBe(false);
    now = 5000;
    expect(await renewal.refused("/live/old/a")).toBe(true);
  });

  test("a page that cannot be reached is a no", async () => {
    const renewal = new Renewal(() => Promise.reject(new Error("offline")));
    renewal.adopt("/live/old/master.m3u8");
    expect(await renewal.refused("/live/old/a")).toBe(false);
  });
});

describe("staying at the edge", () => {
  const edge = (over: Partial<Edge>): Edge => ({ following: true, paused: false, behind: 0, buffered: 3, rate: 1, ...over });

  test.each([
    ["at the edge", { behind: 0.2 }, { rate: 1, jump: false }],
    ["a little late", { behind: 2 }, { rate: CATCH_UP_RATE, jump: false }],
    ["nearly there, still catching up", { behind: 0.6, rate: CATCH_UP_RATE }, { rate: CATCH_UP_RATE, jump: false }],
    ["there again", { behind: 0.1, rate: CATCH_UP_RATE }, { rate: 1, jump: false }],
    ["far behind", { behind: 7 }, { rate: 1, jump: true }],
    ["an almost empty buffer", { behind: 2, buffered: 0.2 }, { rate: 1, jump: false }],
    ["ahead", { behind: -1 }, { rate: 1, jump: false }],
  ])("%s", (_, over, step) => {
    expect(follow(edge(over))).toEqual(step);
  });

  test("nobody who chose to be behind is moved", () => {
    for (const behind of [0.5, 2, 10, 600]) {
      expect(follow(edge({ following: false, behind, rate: CATCH_UP_RATE }))).toEqual({ rate: 1, jump: false });
      expect(follow(edge({ paused: true, behind }))).toEqual({ rate: 1, jump: false });
    }
  });
});

describe("health", () => {
  const vital = (at: number, over: Partial<Vital> = {}): Vital => ({ at, wanted: true, moved: false, holding: false, online: true, ...over });
  const watch = (until: number, over: Partial<Vital> = {}) => {
    const health = new Health();
    const reloads: number[] = [];
    let level = "fine";
    for (let at = 0; at <= until; at += 250) {
      const look = health.look(vital(at, over));
      level = look.level;
      if (look.reload) reloads.push(at);
    }
    return { level, reloads };
  };

  test("a still picture is shown as waiting, then slow, then failed, and the stream is opened again meanwhile", () => {
    expect(watch(250).level).toBe("fine");
    expect(watch(Math.ceil(WAITING_MS / 250) * 250).level).toBe("waiting");
    expect(watch(SLOW_MS).level).toBe("slow");
    expect(watch(FAILED_MS)).toEqual({ level: "failed", reloads: [RELOAD_MS, 2 * RELOAD_MS] });
  });

  test("nothing is wrong while paused or while the programme is interrupted", () => {
    expect(watch(60_000, { wanted: false })).toEqual({ level: "fine", reloads: [] });
    expect(watch(60_000, { holding: true })).toEqual({ level: "fine", reloads: [] });
  });

  test("without a network nothing is opened in vain", () => {
    expect(watch(60_000, { online: false })).toEqual({ level: "failed", reloads: [] });
  });

  test("one movement makes it well", () => {
    const health = new Health();
    for (let at = 0; at <= 5000; at += 250) health.look(vital(at));
    expect(health.look(vital(5250, { moved: true })).level).toBe("fine");
    expect(health.look(vital(5500)).level).toBe("fine");
  });

  test("three stalls in a minute ask for a smoother picture", () => {
    const health = new Health();
    expect([0, 50_000, 70_000, 75_000].map((at) => health.stall(at))).toEqual([false, false, false, true]);
    expect(health.stall(76_000)).toBe(false);
  });
});
