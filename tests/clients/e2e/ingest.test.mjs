//! Encoders as they are set up in the field: every spelling of the stream key, a backup beside the primary, wrong codecs.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { addWebcast, adminApi } from "./api.mjs";
import { pageState } from "./attendee.mjs";
import { Encoder, keyOf, programme } from "./encoder.mjs";
import { step } from "./evidence.mjs";
import { master, media } from "./playlist.mjs";
import { startServer } from "./server.mjs";
import { until, within } from "./until.mjs";

const PLAYABLE = 1;

function ffmpeg(...args) {
  const { status, stderr } = spawnSync("ffmpeg", ["-v", "error", "-nostdin", "-y", ...args], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
}

test("encoders get in by every spelling, and by none that is wrong", { timeout: 90_000 }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "plenary-e2e-media-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const loop = join(folder, "loop.flv");
  ffmpeg(...programme({ realtime: false, seconds: 10 }), "-f", "flv", loop);
  const replay = ["-re", "-stream_loop", "-1", "-i", loop, "-c", "copy"];

  const server = await startServer(t);
  const admin = await adminApi(server);
  const encoders = [];
  t.after(() => Promise.all(encoders.map((encoder) => encoder.kill())));
  const send = (address, key, input) => {
    const encoder = new Encoder(address, key, { input });
    encoders.push(encoder);
    return encoder;
  };
  const details = (id) => admin.call("liveStream.getDetails", { id });
  const scene = { server };

  await step(t, "spellings of the stream key", scene, async (t) => {
    const bare = `rtmp://127.0.0.1:${server.rtmpPort}/kLive`;
    const spellings = {
      "as returned, rendition 1": (entry) => [entry.primaryBroadcastingUrl, `${entry.id}_1`],
      "as returned, the placeholder left in": (entry) => [entry.primaryBroadcastingUrl, entry.streamName],
      "the id alone": (entry) => [entry.primaryBroadcastingUrl, entry.id],
      "the token in the key": (entry) => [bare, `${entry.id}_1?t=${entry.streamPassword}`],
    };
    await Promise.all(
      Object.entries(spellings).map(async ([name, spell]) => {
        const entry = await addWebcast(admin, { name });
        const encoder = send(...spell(entry), replay);
        await until(`playable: ${name}`, 20, async () => {
          const seen = await details(entry.id);
          if (seen.primaryStreamStatus !== PLAYABLE) throw new Error(`${JSON.stringify(seen)} ${encoder.messages}`);
          return true;
        });
        await encoder.kill();
      }),
    );
    t.diagnostic(`${Object.keys(spellings).length} encoders at once`);
  });

  await step(t, "the backup takes over where the primary stopped", scene, async (t) => {
    const entry = await addWebcast(admin, { name: "Two inputs" });
    assert.match(entry.secondaryBroadcastingUrl, /^rtmp:/);
    assert.notEqual(entry.secondaryBroadcastingUrl, entry.primaryBroadcastingUrl);
    const primary = send(entry.primaryBroadcastingUrl, keyOf(entry.streamName), replay);
    await until("the primary is playable", 15, async () => (await details(entry.id)).primaryStreamStatus === PLAYABLE);
    const backup = send(entry.secondaryBroadcastingUrl, keyOf(entry.streamName), replay);
    await until("the backup is there", 15, async () => [1, 2].includes((await details(entry.id)).secondaryStreamStatus));
    const playback = async () => (await master(new URL((await pageState(server, entry.id)).playback.url, server.url).href)).video;
    const before = await media(await playback());
    const edge = before.segments.at(-1).msn;
    assert.ok(!before.segments.some((segment) => segment.discontinuity), "two inputs are one broadcast");
    const killed = Date.now();
    await primary.kill();
    const after = await until("the broadcast goes on", 8, async () => {
      const now = await media(await playback());
      return now.segments.at(-1).msn > edge + 2 && now;
    });
    t.diagnostic(`primary killed to three more segments: ${Date.now() - killed} ms`);
    assert.equal(after.segments.filter((segment) => segment.discontinuity).length, 1, after.text);
    const seen = await pageState(server, entry.id);
    assert.deepEqual([seen.state, seen.signal], ["live", true]);
    assert.equal(await admin.call("liveStream.isLive", { id: entry.id }), true);
    await backup.kill();
  });

  await step(t, "other codecs are refused by name", scene, async () => {
    const sorenson = join(folder, "flv1.flv");
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=6", "-f", "lavfi", "-i", "sine=d=6:r=44100", "-c:v", "flv1", "-c:a", "aac", "-f", "flv", sorenson);
    const mp3 = join(folder, "mp3.flv");
    ffmpeg("-i", loop, "-t", "6", "-c:v", "copy", "-c:a", "libmp3lame", "-ar", "44100", "-f", "flv", mp3);
    for (const [file, codec] of [[sorenson, /sorenson|h\.?263|flv1/i], [mp3, /mp3/i]]) {
      const entry = await addWebcast(admin, { name: file });
      const encoder = send(entry.primaryBroadcastingUrl, keyOf(entry.streamName), ["-re", "-i", file, "-c", "copy"]);
      scene.encoder = encoder;
      await within(`${file} is refused`, 15, encoder.ended);
      assert.match(encoder.messages, codec, "the encoder is told");
      await until(`the log names the codec of ${file}`, 5, () => server.log().split("\n").some((line) => line.includes("refused") && codec.test(line)));
      assert.equal((await admin.call("liveStream.get", { entryId: entry.id })).liveStatus, 0);
    }
  });
});
