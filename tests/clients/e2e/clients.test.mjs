//! The official clients, unmodified, do everything an integration does with a webcast before it is live.

import assert from "node:assert/strict";
import { test } from "node:test";
import { node, python } from "./programs.mjs";
import { ADMIN_SECRET, startServer } from "./server.mjs";

test("the official clients set up a webcast", async (t) => {
  const server = await startServer(t);
  // Tools are configured with and without a slash at the end of the address; the Python client then asks for `//api_v3`.
  for (const [name, program, url] of [
    ["Python client", (at) => python("all", at), server.url],
    ["Python client, address with a slash", (at) => python("all", at), `${server.url}/`],
    ["Node client", node, server.url],
    ["Node client, address with a slash", node, `${server.url}/`],
  ]) {
    await t.test(name, async () => {
      const report = await program(url);
      assert.match(report.entryId, /^[01]_[0-9a-z]{8}$/);
      assert.ok(report.templates >= 1);
      assert.ok(report.kwebcast.version > 0 && report.events.version > 0);
      assert.notEqual(report.kwebcast.profileId, report.events.profileId);
    });
  }

  await t.test("the log holds no secrets", () => {
    const log = server.log();
    assert.ok(!log.includes(ADMIN_SECRET), "admin secret");
    assert.doesNotMatch(log, /\bdjJ8[A-Za-z0-9_-]{20,}/, "a session");
    assert.doesNotMatch(log, /[?&]t=[0-9a-f]{8}/, "a stream token");
  });
});
