//! Two players on one page, both low latency, over HTTP/1.1: a browser gives the page six connections in all.

import assert from "node:assert/strict";
import { test } from "node:test";
import { addWebcast, adminApi } from "./api.mjs";
import { openPage, pageState, untilState } from "./attendee.mjs";
import { launch, newPage } from "./browser.mjs";
import { Encoder, keyOf } from "./encoder.mjs";
import { step } from "./evidence.mjs";
import { startServer } from "./server.mjs";
import { until } from "./until.mjs";
import { measure, untilPlaying } from "./watching.mjs";

const SECOND = 500_000; // counter of the second webcast's first frame

test("two players on one page play over HTTP/1.1", { timeout: 90_000 }, async (t) => {
  const server = await startServer(t);
  const admin = await adminApi(server);
  const webcasts = [await addWebcast(admin, { name: "First" }), await addWebcast(admin, { name: "Second" })];
  const encoders = webcasts.map(({ primaryBroadcastingUrl, streamName }, index) => new Encoder(primaryBroadcastingUrl, keyOf(streamName), { offset: index * SECOND }));
  t.after(() => Promise.all(encoders.map((encoder) => encoder.kill())));
  const states = [];
  for (const { id } of webcasts) {
    states.push(await until(`${id} is live`, 15, async () => {
      const state = await pageState(server, id);
      return state.playback && state;
    }));
  }

  const browser = await launch(t);
  const page = await newPage(browser);
  const protocols = new Set();
  const scene = { server, page, encoder: encoders[0], playback: () => new URL(states[0].playback.url, server.url).href };

  await step(t, "the attendee page of the first, and the second player beside it", scene, async () => {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Network.enable");
    devtools.on("Network.responseReceived", ({ response }) => response.url.includes("/live/") && protocols.add(response.protocol));
    await openPage(page, server, webcasts[0].id);
    await untilState(page, "live", 10);
    await untilPlaying(page, { seconds: 15 });
    await page.evaluate(({ src }) => {
      const player = document.createElement("plenary-player");
      player.setAttribute("src", src);
      player.setAttribute("autoplay", "");
      Object.assign(player.style, { display: "block", width: "480px", height: "270px" });
      document.body.append(player);
    }, { src: states[1].playback.url });
    await untilPlaying(page, { from: SECOND, seconds: 15, index: 1 });
  });

  await step(t, "both advance at the speed of life", scene, async (t) => {
    const [first, second] = await Promise.all([measure(page, { seconds: 6, index: 0 }), measure(page, { seconds: 6, index: 1 })]);
    for (const [name, seen] of Object.entries({ first, second })) {
      t.diagnostic(`${name}: speed ${seen.speed.toFixed(3)}, longest stand-still ${seen.standsMs} ms`);
      assert.ok(seen.speed > 0.85 && seen.speed < 1.15, `${name}: speed ${seen.speed}`);
    }
    assert.ok(second.looks[0].counter >= SECOND && first.looks[0].counter < SECOND, "each shows its own webcast");
    assert.deepEqual([...protocols], ["http/1.1"]);
  });
});
