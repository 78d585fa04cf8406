//! What the server acknowledged survives its sudden end, and a broadcast goes on after it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Api, addWebcast, adminApi } from "./api.mjs";
import { openPage, pageState, untilState, wasReloaded } from "./attendee.mjs";
import { launch, newPage } from "./browser.mjs";
import { Encoder, keyOf } from "./encoder.mjs";
import { step } from "./evidence.mjs";
import { startServer } from "./server.mjs";
import { sleep, until } from "./until.mjs";
import { assertPlays, untilPlaying } from "./watching.mjs";

const ROUNDS = 5;
const WRITERS = 8;
const PAGE_SIZE = 500;

/**
 * One client that adds and updates until the server is gone. It keeps, for each entry, the last acknowledged name and
 * the name on its way: after the end the server may know either, and nothing older.
 */
async function write(admin, writer, entries, state) {
  for (let count = 0; !state.over; count++) {
    const name = `round ${state.round} writer ${writer} entry ${count}`;
    try {
      const { id } = await addWebcast(admin, { name, description: name });
      const entry = { acknowledged: name, underway: undefined };
      entries.set(id, entry);
      for (let version = 1; version <= 3; version++) {
        entry.underway = `${name} version ${version}`;
        await admin.call("liveStream.update", { entryId: id, liveStreamEntry: { objectType: "KalturaLiveStreamEntry", name: entry.underway } });
        entry.acknowledged = entry.underway;
        entry.underway = undefined;
      }
    } catch (error) {
      if (!state.over) throw error;
    }
  }
}

async function listAll(admin) {
  const names = new Map();
  for (let pageIndex = 1; ; pageIndex++) {
    const filter = { objectType: "KalturaLiveStreamEntryFilter", orderBy: "+createdAt" };
    const { objects, totalCount } = await admin.call("liveStream.list", { filter, pager: { pageSize: PAGE_SIZE, pageIndex } });
    for (const { id, name, streamPassword } of objects) names.set(id, { name, streamPassword });
    if (objects.length < PAGE_SIZE) return { names, totalCount };
  }
}

test("kill -9 loses no acknowledged write", { timeout: 90_000 }, async (t) => {
  const server = await startServer(t);
  const entries = new Map();
  const state = { round: 0, over: false };
  let { ks } = await adminApi(server);

  for (state.round = 1; state.round <= ROUNDS; state.round++) {
    const known = entries.size;
    const admin = new Api(server.url, ks);
    state.over = false;
    const writers = Array.from({ length: WRITERS }, (_, writer) => write(admin, writer, entries, state));
    const failure = Promise.all(writers);
    failure.catch(() => {});
    await until("a first write is acknowledged", 10, () => entries.size > known, 1);
    await sleep(Math.random() * 600); // the moment is random on purpose
    state.over = true;
    await server.kill9();
    await failure;
    await server.start();

    // A session from before the end still counts, and everything acknowledged is there.
    const { names, totalCount } = await listAll(new Api(server.url, ks));
    for (const [id, { acknowledged, underway }] of entries) {
      const seen = names.get(id);
      assert.ok(seen, `round ${state.round}: ${id} (${acknowledged}) is lost`);
      assert.ok([acknowledged, underway].includes(seen.name), `round ${state.round}: ${id} is named ${seen.name}, acknowledged ${acknowledged}, under way ${underway}`);
      assert.match(seen.streamPassword, /^[0-9a-f]{8}$/);
    }
    assert.equal(totalCount, names.size);
    t.diagnostic(`round ${state.round}: ${entries.size - known} entries acknowledged, ${totalCount} stored`);
    // What is stored now has been read back, so it must still be there after the next round.
    for (const [id, entry] of entries) Object.assign(entry, { acknowledged: names.get(id).name, underway: undefined });
  }
});

test("kill -9 while live: the encoder comes back and the page resumes", { timeout: 90_000 }, async (t) => {
  const server = await startServer(t);
  const admin = await adminApi(server);
  const webcast = await addWebcast(admin, { name: "Town hall", explicitLive: true });
  let encoder = new Encoder(webcast.primaryBroadcastingUrl, keyOf(webcast.streamName));
  t.after(() => encoder.kill());
  await until("playable", 15, async () => (await admin.call("liveStream.get", { entryId: webcast.id })).liveStatus === 1);
  await admin.call("liveStream.update", { entryId: webcast.id, liveStreamEntry: { objectType: "KalturaLiveStreamEntry", viewMode: 1, recordingStatus: 2 } });

  const browser = await launch(t);
  const page = await newPage(browser);
  const scene = { server, page, encoder, playback: async () => new URL((await pageState(server, webcast.id)).playback.url, server.url).href };
  await step(t, "the page plays", scene, async () => {
    await openPage(page, server, webcast.id);
    await untilPlaying(page, { seconds: 15 });
  });

  await step(t, "the server dies and returns: the webcast is interrupted, not over", scene, async () => {
    await server.kill9();
    await encoder.kill();
    await server.start();
    const entry = await admin.call("liveStream.get", { entryId: webcast.id });
    assert.deepEqual([entry.viewMode, entry.recordingStatus], [1, 2], "still released");
    assert.equal((await pageState(server, webcast.id)).state, "interrupted");
    await untilState(page, "interrupted", 15);
  });

  await step(t, "the encoder comes back within the grace: the page resumes by itself", scene, async (t) => {
    const began = Date.now();
    encoder = scene.encoder = new Encoder(webcast.primaryBroadcastingUrl, keyOf(webcast.streamName), { offset: 1_000_000 });
    await untilState(page, "live", 15);
    const first = await untilPlaying(page, { from: 1_000_000, seconds: 20 });
    t.diagnostic(`encoder started again to the first new picture: ${first.at - began} ms`);
    await assertPlays(page, { seconds: 3 });
    assert.equal(await wasReloaded(page), false);
    assert.equal(await admin.call("liveStream.isLive", { id: webcast.id }), true);
  });
});
