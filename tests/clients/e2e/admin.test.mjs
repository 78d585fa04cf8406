//! A person who is no programmer sets a webcast up in a browser: from signing in to End.

import assert from "node:assert/strict";
import { test } from "node:test";
import { adminApi } from "./api.mjs";
import { openPage, untilState } from "./attendee.mjs";
import { launch, newPage } from "./browser.mjs";
import { Encoder } from "./encoder.mjs";
import { step } from "./evidence.mjs";
import { picture } from "./picture.mjs";
import { ADMIN_EMAIL, ADMIN_PASSWORD, ADMIN_SECRET, PARTNER, startServer } from "./server.mjs";
import { until, within } from "./until.mjs";
import { untilPlaying } from "./watching.mjs";

const TITLE = "Spring town hall";

/** How long a page may take to show what the server knows. */
const SHOWN_WITHIN_S = 2;

test("a webcast is set up in the browser", { timeout: 150_000 }, async (t) => {
  const server = await startServer(t);
  const browser = await launch(t);
  const page = await newPage(browser, { viewport: { width: 1280, height: 1000 }, timezoneId: "Europe/Berlin", locale: "en-GB" });
  const scene = { server, page };
  const field = (label) => page.getByLabel(label, { exact: true });
  const press = (name) => page.getByRole("button", { name, exact: true }).click();
  const badge = (state) => page.locator(".facts .badge", { hasText: state }).waitFor({ timeout: 5_000 });
  const encoders = [];
  t.after(() => Promise.all(encoders.map((encoder) => encoder.kill().catch(() => undefined))));
  const publish = (address, key) => {
    const encoder = new Encoder(address, key);
    encoders.push(encoder);
    return encoder;
  };
  let id;
  let address;
  let key;

  await step(t, "signs in, after a mistake", scene, async () => {
    await page.goto(`${server.url}/admin`);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await field("E-mail").fill(ADMIN_EMAIL);
    await field("Password").fill("not the password");
    await press("Sign in");
    await page.getByText("E-mail or password is not right.").waitFor();
    assert.equal(await field("E-mail").inputValue(), ADMIN_EMAIL, "what was typed stays");
    await field("Password").fill(ADMIN_PASSWORD);
    await press("Sign in");
    await page.getByRole("heading", { name: "Create your first webcast" }).waitFor();
    const cookies = await page.context().cookies(`${server.url}/plenary/v1/session`);
    const session = cookies.find(({ name }) => name === "plenary_session");
    assert.ok(session.httpOnly && session.sameSite === "Strict", "scripts cannot read the session");
    assert.equal(await page.evaluate(() => document.cookie + JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage })), "{}{}");
  });

  await step(t, "creates a webcast from a title and a time", scene, async () => {
    await page.getByRole("link", { name: "New webcast" }).first().click();
    await press("Create webcast");
    await page.getByRole("group", { name: "Please correct this first" }).waitFor();
    await field("Title").fill(TITLE);
    await field("Starts").fill("2031-06-10T14:00");
    await page.getByLabel("Time zone").selectOption("America/New_York");
    await page.getByText(/On your clock: .* 10 June 2031.* 20:00/).waitFor();
    await press("Create webcast");
    await page.getByRole("heading", { level: 1, name: TITLE }).waitFor();
    await badge("Scheduled");
    await page.getByText("Waiting for your encoder").waitFor();
    id = new URL(page.url()).pathname.split("/").at(-1);
    const admin = await adminApi(server);
    const entry = await admin.call("liveStream.get", { entryId: id });
    assert.deepEqual([entry.name, entry.explicitLive, entry.viewMode], [TITLE, true, 0]);
    const records = await admin.call("metadata_metadata.list", { filter: { objectType: "KalturaMetadataFilter", metadataObjectTypeEqual: "1", objectIdEqual: id } });
    assert.ok(records.objects.some(({ xml }) => xml.includes(`<StartTime>${Date.UTC(2031, 5, 10, 18) / 1000}</StartTime>`) && xml.includes("<Timezone>America/New_York</Timezone>")));
  });

  await step(t, "a wrong key is refused, and the page says what to do", scene, async () => {
    address = await field("Server").inputValue();
    assert.match(await field("Stream key").inputValue(), /^•+$/, "a key is hidden until it is asked for");
    await press("Show: Stream key");
    key = await field("Stream key").inputValue();
    assert.ok(key.startsWith(`${id}_1?`), key);
    const wrong = publish(address, key.replace(/t=[0-9a-f]+/, "t=00000000"));
    scene.encoder = wrong;
    await within("the encoder is refused", 10, wrong.ended);
    const help = page.locator("[data-help=wrongToken]");
    await help.waitFor({ timeout: SHOWN_WITHIN_S * 1000 });
    assert.match(await help.innerText(), /Copy the key below into your encoder once more/);
    assert.ok(!server.log().includes(key.match(/t=([0-9a-f]+)/)[1]), "the log has no token");
  });

  await step(t, "the right key: help goes, the signal and its facts come, and nothing is public", scene, async () => {
    scene.encoder = publish(address, key);
    await page.getByText("We can see your encoder: 127.0.0.1").waitFor({ timeout: 10_000 });
    await page.locator("[data-help]").waitFor({ state: "detached", timeout: SHOWN_WITHIN_S * 1000 });
    await badge("Preview");
    await untilPlaying(page, { seconds: 15 });
    const facts = page.locator("dl");
    await facts.getByText(`H.264 Baseline, ${picture.width} × ${picture.height}`).waitFor();
    await facts.getByText("1 s", { exact: true }).waitFor({ timeout: 10_000 });
    await facts.getByText("AAC, 48 kHz, stereo").waitFor();
    await facts.getByText(/^\d+(\.\d+)? [kM]bit\/s$/).waitFor({ timeout: 10_000 });
  });

  const attendee = await newPage(browser);
  await step(t, "goes live in two steps, and ends", { ...scene, page: attendee }, async () => {
    await openPage(attendee, server, id);
    await untilState(attendee, "scheduled", 10);
    await press("Go live");
    await page.getByRole("button", { name: /^Go live now/ }).click();
    await badge("On air");
    await untilState(attendee, "live", 5);
    await untilPlaying(attendee, { seconds: 15 });
    await press("End");
    await page.getByRole("button", { name: /^End for everyone now/ }).click();
    await badge("Preview");
    await until("the attendee's picture is gone", 5, async () => (await attendee.title()).startsWith("● Live") === false);
  });

  await step(t, "the session survives a reload and its end loses nothing", scene, async () => {
    await page.reload();
    await page.getByRole("heading", { level: 1, name: TITLE }).waitFor();
    await page.getByRole("link", { name: "Edit" }).click();
    await field("Description").fill("Mei and Luis look back.");
    await page.context().clearCookies();
    await press("Save");
    const dialog = page.getByRole("dialog", { name: "Sign in again" });
    await dialog.getByRole("button", { name: "Sign in with an admin secret" }).click();
    await dialog.getByLabel("Partner ID").fill(String(PARTNER));
    await dialog.getByLabel("Admin secret").fill(ADMIN_SECRET);
    await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText("Saved.").waitFor();
    const entry = await (await adminApi(server)).call("liveStream.get", { entryId: id });
    assert.equal(entry.description, "Mei and Luis look back.");
  });

  await step(t, "the list knows it; it can be deleted when the encoder has left; signing out ends the session", scene, async () => {
    await page.getByRole("link", { name: "All webcasts" }).click();
    await page.locator("li", { hasText: TITLE }).getByText("Preview").waitFor({ timeout: 10_000 });
    await page.getByRole("link", { name: TITLE }).click();
    await press("Delete");
    await press(`Delete “${TITLE}”`);
    await page.getByText("An encoder is connected, so this webcast can't be deleted now.").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await scene.encoder.stop();
    const ks = (await page.context().cookies(`${server.url}/plenary/v1/session`)).find(({ name }) => name === "plenary_session").value;
    await press("Sign out");
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await assert.rejects((await adminApi(server)).as(ks).call("liveStream.get", { entryId: id }), { code: "INVALID_KS" });
  });
});
