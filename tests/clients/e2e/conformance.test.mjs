//! The contract's tables through the official clients, unmodified: every case of conformance/ that a client can say. The same cases run in
//! every encoding and format in the tests of `crates/api`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { PYTHON, run } from "./programs.mjs";
import { startServer } from "./server.mjs";

/** Fewer than these, and something swallows cases. */
const PASSED_MIN = { python: 400, node: 500 };

const file = (path) => fileURLToPath(new URL(path, import.meta.url));

test("the contract's tables through the official clients", async (t) => {
  const server = await startServer(t);
  for (const [name, command, program] of [
    ["python", PYTHON, file("../python/conformance.py")],
    ["node", process.execPath, file("conformance-node.mjs")],
  ]) {
    await t.test(name, async () => {
      const report = await run(command, [program], server.url);
      t.diagnostic(`${name}: ${report.passed} cases passed, ${report.wordless} cannot be said, ${report.known} known to fail`);
      assert.deepEqual(report.failed, [], `${report.failed.length} cases failed:\n${report.failed.join("\n")}`);
      assert.ok(report.passed >= PASSED_MIN[name], `${report.passed} cases passed`);
    });
  }
});
