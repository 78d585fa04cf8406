//! What integrators begin with: the schema agrees with the official client, the console makes calls, and the code it shows runs.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { adminApi } from "./api.mjs";
import { launch, newPage } from "./browser.mjs";
import { step } from "./evidence.mjs";
import { run } from "./programs.mjs";
import { ADMIN_SECRET, PARTNER, startServer } from "./server.mjs";

const PYTHON = process.env.PLENARY_PYTHON ?? "python3";
const HERE = fileURLToPath(new URL("..", import.meta.url));
const TIMEOUT_MS = 60_000;

/** Runs a program; what it printed. */
function program(command, args, ks) {
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd: HERE, env: { ...process.env, KS: ks }, timeout: TIMEOUT_MS }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${command}: ${error.message}\n${stdout}\n${stderr}`));
      else resolve(stdout);
    });
  });
}

test("the schema agrees with the official client", async (t) => {
  const server = await startServer(t);
  const folder = mkdtempSync(join(tmpdir(), "plenary-e2e-schema-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "schema.xml");
  writeFileSync(file, await (await fetch(`${server.url}/api_v3/api_schema.php`)).text());
  await program("xmllint", ["--noout", file], "");
  assert.deepEqual(await run(PYTHON, [join(HERE, "python/schema.py"), file], server.url), []);
});

const runners = {
  curl: (text, ks) => program("bash", ["-c", text], ks),
  Python: (text, ks) => program(PYTHON, ["-c", text], ks),
  Node: (text, ks) => program(process.execPath, ["--input-type=commonjs", "-e", text], ks),
};

test("the console makes calls, and the code it shows runs", async (t) => {
  const server = await startServer(t);
  const admin = await adminApi(server);
  const page = await newPage(await launch(t));
  const scene = { server, page };
  const field = (name) => page.getByLabel(name, { exact: true });

  await step(t, "signs in with a secret, and keeps it nowhere", scene, async () => {
    await page.goto(`${server.url}/developers`);
    await page.getByRole("button", { name: "Not signed in" }).click();
    await field("Partner id").fill(String(PARTNER));
    await field("Secret").fill("wrong");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "refused" }).waitFor();
    await field("Secret").fill(ADMIN_SECRET);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("button", { name: `Administrator of ${PARTNER}` }).waitFor();
    const kept = await page.evaluate(() => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie, location.href]));
    assert.ok(!/djJ8/.test(kept) && !kept.includes(ADMIN_SECRET), kept);
  });

  const open = async (hash) => {
    // Only the fragment changes, so the session stays.
    await page.evaluate((hash) => (location.hash = hash), hash);
    await page.getByRole("heading", { level: 1, name: hash.split("/").at(-1) }).waitFor();
  };
  const add = async (name) => page.getByRole("combobox", { name: "Add a field to liveStreamEntry" }).selectOption(name);
  const code = async () => {
    const found = {};
    for (const name of ["curl", "Python", "Node", "PHP"]) {
      await page.getByRole("tab", { name, exact: true }).click();
      found[name] = await page.getByRole("tabpanel").innerText();
    }
    return found;
  };

  await step(t, "makes a live stream, and so does the code", scene, async () => {
    await open("#/actions/liveStream/add");
    for (const [name, text] of [["name", "It's a “town” hall"], ["description", "two\\lines"], ["dvrWindow", "60"]]) {
      await add(name);
      await field(name).fill(text);
    }
    await add("mediaType");
    await field("mediaType").selectOption({ label: "LIVE_STREAM_FLASH (201)" });
    await add("explicitLive");
    await field("explicitLive").selectOption({ label: "TRUE_VALUE (1)" });
    await field("Send sourceType").check();
    await field("sourceType").selectOption({ label: "LIVE_STREAM (32)" });
    await page.getByRole("button", { name: "Send", exact: true }).click();
    const answer = JSON.parse(await page.locator("pre.answer").innerText());
    assert.equal(answer.objectType, "KalturaLiveStreamEntry");
    assert.deepEqual([answer.name, answer.description, answer.dvrWindow, answer.explicitLive], ["It's a “town” hall", "two\\lines", 60, true]);
    const shown = await code();
    for (const [language, runner] of Object.entries(runners)) {
      assert.ok(!shown[language].includes("djJ8"), `${language} holds no session`);
      const before = (await admin.call("liveStream.list", {})).totalCount;
      await runner(shown[language], admin.ks);
      const list = await admin.call("liveStream.list", { filter: { orderBy: "-createdAt" } });
      assert.equal(list.totalCount, before + 1, language);
      assert.ok(list.objects.every((entry) => entry.name === "It's a “town” hall" && entry.dvrWindow === 60), language);
    }
    assert.match(shown.PHP, /new \\Kaltura\\Client\\Type\\LiveStreamEntry\(\)/);
  });

  await step(t, "lists what a plugin keeps", scene, async () => {
    await open("#/actions/metadata_metadataprofile/list");
    await field("Send filter").check();
    await page.getByRole("combobox", { name: "Add a field to filter" }).selectOption("systemNameEqual");
    await field("systemNameEqual").fill("KMS_EVENTS3");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    assert.equal(JSON.parse(await page.locator("pre.answer").innerText()).totalCount, 1);
    const shown = await code();
    for (const [language, runner] of Object.entries(runners)) {
      const said = await runner(shown[language], admin.ks);
      assert.match(said, /totalCount\W+1\b/, `${language}: ${said}`);
    }
  });

  await step(t, "shows errors, in every format", scene, async () => {
    await open("#/actions/liveStream/get");
    await field("entryId").fill("0_nothere1");
    for (const format of ["JSON", "XML", "PHP"]) {
      await page.getByLabel("Answer as").selectOption(format);
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await page.locator("main").getByText("Error ENTRY_ID_NOT_FOUND").waitFor();
    }
  });

  await step(t, "forgets the session", scene, async () => {
    await page.getByRole("button", { name: `Administrator of ${PARTNER}` }).click();
    await page.getByRole("button", { name: "Forget the session" }).click();
    await page.getByRole("button", { name: "Not signed in" }).waitFor();
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.locator("main").getByText("Error SERVICE_FORBIDDEN").waitFor();
  });
  assert.deepEqual(page.notes.filter((note) => /error|uncaught|policy/i.test(note)), []);
});
