//! The main job, end to end: from `liveStream.add` in an official client to a moving picture in the attendee page, and
//! what the audience sees when the encoder dies, returns and stops.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Api } from "./api.mjs";
import { cookieFor, openPage, pageState, shownState, untilState, wasReloaded } from "./attendee.mjs";
import { launch, newPage } from "./browser.mjs";
import { Encoder, keyOf } from "./encoder.mjs";
import { step } from "./evidence.mjs";
import { look } from "./picture.mjs";
import { master, media, status } from "./playlist.mjs";
import { python } from "./programs.mjs";
import * as account from "./server.mjs";
import { sleep, until } from "./until.mjs";
import { assertPlays, latencyMs, untilPlaying } from "./watching.mjs";

const PLAYABLE = 1;
const RETURNED = 1_000_000; // counter of the second encoder's first frame
/** Low latency and two seconds more, between Go live and the picture. */
const FIRST_PICTURE_MS = 5000;
/** How long something that must not happen is watched for, milliseconds. */
const QUIET_MS = 1500;

test("a webcast is created, goes live, is interrupted, resumes and ends", { timeout: 200_000 }, async (t) => {
  const server = await account.startServer(t);
  const webcast = await python("create", server.url);
  const { entryId } = webcast;
  const admin = new Api(server.url, webcast.ks);
  const anybody = new Api(server.url);
  const scene = { server, playback: () => manager.then((cookie) => pageState(server, entryId, cookie)).then((state) => new URL(state.playback.url, server.url).href) };
  const manager = cookieFor(server, webcast.ks);
  const update = (fields) => admin.call("liveStream.update", { entryId, liveStreamEntry: { objectType: "KalturaLiveStreamEntry", ...fields } });
  const manifest = `${server.url}/p/${account.PARTNER}/sp/${account.PARTNER}00/playManifest/entryId/${entryId}/protocol/http/format/applehttp/a.m3u8`;

  const browser = await launch(t);
  const page = (scene.page = await newPage(browser));
  const mediaRequests = [];
  page.on("request", (request) => new URL(request.url()).pathname.startsWith("/live/") && mediaRequests.push(request.url()));

  await step(t, "an attendee waits: scheduled, no media", scene, async () => {
    await openPage(page, server, entryId);
    await untilState(page, "scheduled", 10);
    const state = await pageState(server, entryId);
    assert.deepEqual([state.state, state.playback, state.mayManage, state.signal], ["scheduled", null, false, false]);
    assert.equal(state.name, "Webcast Tutorial");
    assert.equal(await page.getByRole("heading", { name: "Webcast Tutorial" }).count(), 1);
    assert.equal((await look(page)).videos, 0);
    await refusedManifest(manifest);
  });

  // The address and the key exactly as the API returned them.
  let encoder = (scene.encoder = new Encoder(webcast.primaryBroadcastingUrl, keyOf(webcast.streamName)));
  t.after(() => encoder.kill());

  await step(t, "the encoder connects: only the team knows", scene, async (t) => {
    const began = Date.now();
    await until("the entry is playable", 15, async () => (await admin.call("liveStream.get", { entryId })).liveStatus === PLAYABLE, 20);
    t.diagnostic(`encoder started to entry playable: ${Date.now() - began} ms (with the start of ffmpeg)`);
    assert.equal(await admin.call("liveStream.isLive", { id: entryId }), true);
    assert.equal(await anybody.call("liveStream.isLive", { id: entryId }), false);
    const details = await anybody.call("liveStream.getDetails", { id: entryId });
    assert.deepEqual([details.broadcastStatus, details.primaryStreamStatus, details.viewMode, details.wasBroadcast], [2, PLAYABLE, 0, false]);

    const team = await pageState(server, entryId, await manager);
    assert.equal(team.state, "preview");
    assert.equal(team.mayManage, true);
    const renditions = await master(new URL(team.playback.url, server.url).href);
    assert.ok((await media(renditions.video)).segments.length >= 1);
    assert.equal(await status(`${manifest}?ks=${webcast.ks}`), 200);

    // Nothing of it reaches the audience, now or in a while.
    for (const end = Date.now() + QUIET_MS; Date.now() < end; await sleep(100)) {
      const state = await pageState(server, entryId);
      assert.deepEqual([state.state, state.playback, state.signal], ["scheduled", null, false]);
      assert.equal(await shownState(page), "scheduled");
    }
    assert.deepEqual(mediaRequests, []);
    await refusedManifest(manifest);
  });

  await step(t, "Go live: the page plays without a reload", scene, async (t) => {
    const pressed = Date.now();
    const entry = await update({ viewMode: 1, recordingStatus: 2 });
    assert.deepEqual([entry.viewMode, entry.recordingStatus, entry.liveStatus], [1, 2, PLAYABLE]);
    assert.ok(entry.broadcastTime >= Math.floor(pressed / 1000) - 1, `broadcastTime ${entry.broadcastTime}`);
    await untilState(page, "live", 2);
    t.diagnostic(`Go live to the page's state: ${Date.now() - pressed} ms`);
    const first = await untilPlaying(page, { seconds: 10 });
    t.diagnostic(`Go live to the first picture: ${first.at - pressed} ms`);
    assert.ok(first.at - pressed < FIRST_PICTURE_MS, `the first picture took ${first.at - pressed} ms`);
    const seen = await assertPlays(t, page);
    t.diagnostic(`speed ${seen.speed.toFixed(3)}, longest stand-still ${seen.standsMs} ms, tone at ${seen.loudest.toFixed(3)} RMS`);
    t.diagnostic(`latency from encoder to page: ${latencyMs(seen.looks, encoder)} ms`);
    assert.equal(await wasReloaded(page), false);
    assert.equal(await anybody.call("liveStream.isLive", { id: entryId }), true);
    assert.equal((await anybody.call("liveStream.getDetails", { id: entryId })).broadcastStatus, 3);
    assert.equal(await status(manifest), 200);
  });

  await step(t, "while it is live, some changes are refused", scene, async () => {
    await assert.rejects(update({ explicitLive: false }), { code: "CANNOT_UPDATE_FIELDS_WHILE_ENTRY_BROADCASTING" });
    await assert.rejects(admin.call("liveStream.delete", { entryId }), { code: "CANNOT_DELETE_LIVE_ENTRY_WHILE_STREAMING" });
    assert.equal((await update({ explicitLive: true, dvrWindow: 60, name: "Webcast Tutorial" })).dvrWindow, 60);
  });

  await step(t, "a viewer's token held while live is refused after viewMode 0", scene, async () => {
    const held = await pageState(server, entryId);
    const masterUrl = new URL(held.playback.url, server.url).href;
    const renditions = await master(masterUrl);
    const video = await media(renditions.video);
    const plain = renditions.video.replace("live.m3u8", "plain.m3u8");
    const segment = video.segments.findLast((each) => !each.gap);
    const addresses = { master: masterUrl, video: renditions.video, plain, init: segment.map, segment: segment.url, part: video.parts.at(-1).url };
    if (renditions.audio) addresses.audio = renditions.audio;
    for (const [what, url] of Object.entries(addresses)) assert.equal(await status(url), 200, `${what} while live: ${url}`);

    // A reload that waits for what does not exist yet, when the release ends.
    const next = video.segments.at(-1).msn + 2;
    const blocked = status(`${renditions.video}&_HLS_msn=${next}&_HLS_part=0`);
    blocked.catch(() => {}); // awaited below; a failure before that is reported instead
    await sleep(100);
    await update({ viewMode: 0 });
    assert.equal(await blocked, 403, "the blocked reload");
    for (const [what, url] of Object.entries(addresses)) assert.equal(await status(url), 403, `${what} after viewMode 0: ${url}`);
    assert.equal(await status(`${renditions.video}&_HLS_msn=${next}`), 403, "a new blocked reload");
    // For the audience that was the end, whether or not the encoder goes on.
    await untilState(page, "ended", 2);
    const state = await pageState(server, entryId);
    assert.deepEqual([state.state, state.playback, state.signal], ["ended", null, false]);
    assert.equal(await anybody.call("liveStream.isLive", { id: entryId }), false);
    await refusedManifest(manifest);
    await until("the page has let go of the picture", 3, async () => (await look(page)).videos === 0 || (await look(page)).counter === -1);

    // Before the next Go live it stays refused, also while the encoder goes on.
    const before = (await admin.call("liveStream.get", { entryId })).liveStatus;
    assert.equal(before, PLAYABLE);
    for (const [what, url] of Object.entries(addresses)) assert.equal(await status(url), 403, `${what} before Go live: ${url}`);

    await update({ viewMode: 1 });
    await untilState(page, "live", 2);
    await untilPlaying(page, { seconds: 10 });
    assert.equal(await wasReloaded(page), false);
  });

  await step(t, "the encoder dies: the page says so within 3 s", scene, async (t) => {
    const killed = Date.now();
    await encoder.kill();
    await page.getByText("Back in a moment.").waitFor({ state: "visible", timeout: 4500 });
    t.diagnostic(`encoder killed to the slate: ${Date.now() - killed} ms`);
    await untilState(page, "interrupted", 1);
    const state = await pageState(server, entryId);
    assert.equal(state.state, "interrupted");
    assert.ok(Math.abs(state.interruptedAt - killed) < 4000, `interrupted at ${state.interruptedAt}, killed at ${killed}`);
    // The grace: still playable and released.
    assert.equal(await anybody.call("liveStream.isLive", { id: entryId }), true);
    const entry = await admin.call("liveStream.get", { entryId });
    assert.deepEqual([entry.liveStatus, entry.viewMode, entry.recordingStatus], [PLAYABLE, 1, 2]);
  });

  await step(t, "the encoder returns: the page resumes by itself", scene, async (t) => {
    const before = await master(await scene.playback());
    const last = (await media(before.video)).segments.at(-1).msn;
    const began = Date.now();
    encoder = scene.encoder = new Encoder(webcast.primaryBroadcastingUrl, keyOf(webcast.streamName), { offset: RETURNED });
    await untilState(page, "live", 10);
    const first = await untilPlaying(page, { from: RETURNED, seconds: 10 });
    t.diagnostic(`encoder started again to the first new picture: ${first.at - began} ms`);
    await page.getByText("Back in a moment.").waitFor({ state: "hidden", timeout: 2000 });
    const seen = await assertPlays(t, page);
    t.diagnostic(`speed ${seen.speed.toFixed(3)}, latency ${latencyMs(seen.looks, encoder)} ms`);
    assert.equal(await wasReloaded(page), false);

    // Numbering goes on by one, with a discontinuity, a new init and a new date, at the same segment everywhere.
    const joints = [];
    for (const rendition of Object.values(await master(await scene.playback())).filter(Boolean)) {
      for (const url of [rendition, rendition.replace("live.m3u8", "plain.m3u8")]) {
        const playlist = await media(url);
        const joint = playlist.segments.findIndex((segment) => segment.discontinuity && segment.msn > last - 1);
        assert.ok(joint > 0, `a discontinuity after ${last} in\n${playlist.text}`);
        const [old, fresh] = [playlist.segments[joint - 1], playlist.segments[joint]];
        assert.equal(fresh.msn, old.msn + 1);
        assert.notEqual(fresh.map, old.map, "a new init");
        assert.ok(Math.abs(fresh.dateTime - began) < 8000, `a new date, seen ${fresh.dateTime}`);
        joints.push(fresh.msn);
      }
    }
    assert.equal(new Set(joints).size, 1, `the discontinuity is at ${joints}`);
  });

  await step(t, "the encoder stops: after the grace the webcast has ended", scene, async (t) => {
    const stopped = Date.now();
    const held = new URL((await pageState(server, entryId)).playback.url, server.url).href;
    await encoder.stop();
    await untilState(page, "interrupted", 4.5);
    await untilState(page, "ended", 25);
    t.diagnostic(`encoder stopped to ended: ${Date.now() - stopped} ms`);
    const entry = await admin.call("liveStream.get", { entryId });
    assert.deepEqual([entry.liveStatus, entry.viewMode, entry.recordingStatus, entry.currentBroadcastStartTime], [0, 0, 0, 0]);
    assert.ok(entry.lastBroadcastEndTime >= Math.floor(stopped / 1000) - 1, `lastBroadcastEndTime ${entry.lastBroadcastEndTime}`);
    assert.ok(entry.firstBroadcast > 0 && entry.lastBroadcast >= entry.firstBroadcast);
    assert.equal(await anybody.call("liveStream.isLive", { id: entryId }), false);
    const details = await anybody.call("liveStream.getDetails", { id: entryId });
    assert.deepEqual([details.broadcastStatus, details.primaryStreamStatus, details.wasBroadcast], [1, 0, true]);
    await refusedManifest(manifest);
    assert.ok([403, 404].includes(await status(held)), "a held token after the end");
    assert.equal(await wasReloaded(page), false);
    await admin.call("liveStream.delete", { entryId });
    await assert.rejects(admin.call("liveStream.get", { entryId }), { code: "ENTRY_ID_NOT_FOUND" });
  });
});

/** Off the air for this caller: 404 and the reason in the headers (contract: playback). */
async function refusedManifest(url) {
  const answer = await fetch(url, { redirect: "manual" });
  assert.equal(answer.status, 404);
  assert.equal(answer.headers.get("x-kaltura"), "error-36");
  assert.match(answer.headers.get("x-kaltura-app") ?? "", /exiting on error 36/);
}
