//! docs/integration.md keeps its word: its Python, Node and curl programs do the whole job as they stand.

import assert from "node:assert/strict";
import { test } from "node:test";
import { adminApi } from "./api.mjs";
import { Encoder } from "./encoder.mjs";
import { master } from "./playlist.mjs";
import { startServer } from "./server.mjs";
import { Program } from "./snippets.mjs";

const PROGRAMS = [
  ["In Python", "python"],
  ["In Node", "js"],
  ["In PHP", "php"],
  ["With curl", "sh"],
];
/** The PHP client is in no registry: whoever has it names its folder. */
const WITHOUT_PHP = process.env.PLENARY_PHP_CLIENT ? false : "PLENARY_PHP_CLIENT does not name a folder with KalturaClient.php";

test("the programs of the integration page do the whole job", { timeout: 180_000 }, async (t) => {
  const server = await startServer(t);
  const admin = await adminApi(server);
  for (const [heading, language] of PROGRAMS) {
    await t.test(heading, { skip: language === "php" && WITHOUT_PHP }, async (t) => {
      const program = new Program(t, server, heading, language);
      const entryId = await program.line("entry");
      const encoder = new Encoder(await program.line("server"), await program.line("key"));
      t.after(() => encoder.kill());

      // What a person would see, whatever the language calls true and false.
      const truth = async (name) => /^true$/i.test(await program.line(`${name}, public:`));
      assert.equal(await truth("preview"), false, "a viewer sees no preview");
      assert.equal(await truth("live"), true, "a viewer sees what is live");
      const address = await program.line("watch");
      assert.ok((await master(address)).video, address);
      const entry = await admin.call("liveStream.get", { entryId });
      assert.ok(entry.explicitLive);
      assert.deepEqual([entry.name, entry.description, entry.viewMode, entry.recordStatus], ["Town hall", "Figures and questions", 1, 2]);
      const filter = { objectType: "KalturaMetadataFilter", objectIdEqual: entryId, metadataObjectTypeEqual: "1" };
      const { objects } = await admin.call("metadata_metadata.list", { filter });
      assert.match(objects[0].xml, /<StartTime>\d+<\/StartTime>/);

      program.enter();
      assert.equal(await truth("ended"), false, "a viewer sees nothing after the end");
      await program.end();
      assert.equal((await admin.call("liveStream.get", { entryId })).viewMode, 0);
      await encoder.stop();
    });
  }
});
