//! A backup of a server at work, restored: the same webcasts, sessions and secrets, and an encoder gets in.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { Api, addWebcast, adminApi } from "./api.mjs";
import { Encoder, keyOf } from "./encoder.mjs";
import { BINARY, PARTNER, Server, startServer } from "./server.mjs";
import { until } from "./until.mjs";

const WRITERS = 6;
/** What must be acknowledged before the backup begins. */
const BEFORE = 60;
const PAGE_SIZE = 500;

const plenary = (...args) => promisify(execFile)(BINARY, args);

async function listAll(admin) {
  const found = new Map();
  for (let pageIndex = 1; ; pageIndex++) {
    const filter = { objectType: "KalturaLiveStreamEntryFilter", orderBy: "+createdAt" };
    const { objects } = await admin.call("liveStream.list", { filter, pager: { pageSize: PAGE_SIZE, pageIndex } });
    for (const entry of objects) found.set(entry.id, entry);
    if (objects.length < PAGE_SIZE) return found;
  }
}

test("a server restored from a backup answers as the one before", { timeout: 90_000 }, async (t) => {
  const server = await startServer(t);
  const admin = await adminApi(server);
  const folder = `${server.data}-backup`;
  const data = `${server.data}-restored`;
  t.after(() => [folder, data].forEach((path) => rmSync(path, { recursive: true, force: true })));

  const appToken = { objectType: "KalturaAppToken", hashType: "SHA256", sessionType: 0, sessionPrivileges: "setrole:PLAYBACK_BASE_ROLE" };
  const token = await admin.call("appToken.add", { appToken });
  const ended = await adminApi(server);
  await ended.call("session.end");

  const acknowledged = new Map();
  let over = false;
  const writers = Array.from({ length: WRITERS }, async (_, writer) => {
    for (let count = 0; !over; count++) {
      const entry = await addWebcast(admin, { name: `writer ${writer} entry ${count}` });
      acknowledged.set(entry.id, entry);
    }
  });
  await until("enough is acknowledged", 20, () => acknowledged.size >= BEFORE, 5);
  const before = new Map(acknowledged);
  const { stdout } = await plenary("backup", "--data", server.data, "--to", folder);
  assert.match(stdout, /\d+ files, \d+ bytes/);
  const during = acknowledged.size - before.size;
  over = true;
  await Promise.all(writers);
  await server.stop();
  assert.equal(statSync(join(folder, "instance.key")).mode & 0o777, 0o600);
  assert.ok(!existsSync(`${folder}.partial`));

  await plenary("restore", "--from", folder, "--data", data);
  const restored = await new Server(data, server.httpPort, server.rtmpPort, []).start();
  t.after(() => restored.stop());

  // The session from before holds; the one that was ended does not come back.
  const same = new Api(restored.url, admin.ks);
  const found = await listAll(same);
  for (const [id, entry] of before) {
    const seen = found.get(id);
    assert.ok(seen, `${id} is lost`);
    for (const field of ["name", "streamPassword", "primaryBroadcastingUrl", "createdAt"]) assert.equal(seen[field], entry[field], `${id} ${field}`);
  }
  t.diagnostic(`${before.size} entries before the backup, ${during} acknowledged while it was made, ${found.size} restored`);
  await assert.rejects(ended.call("session.get"), { code: "INVALID_KS" });
  await adminApi(restored); // the admin secret is the same
  assert.equal((await same.call("appToken.get", { id: token.id })).token, token.token);
  assert.equal((await same.call("session.get")).partnerId, PARTNER);

  const webcast = before.values().next().value;
  const encoder = new Encoder(webcast.primaryBroadcastingUrl, keyOf(webcast.streamName));
  t.after(() => encoder.kill());
  await until("the encoder is let in with the key from before", 15, async () => (await same.call("liveStream.get", { entryId: webcast.id })).liveStatus === 1);
});
