//! The guides' sample application: an organiser fills a form, an encoder publishes to the address on the page, a moderator goes live,
//! a viewer in another browser watches, all of it by hand in the pages.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Api, adminApi } from "./api.mjs";
import { launch, newPage } from "./browser.mjs";
import { Encoder } from "./encoder.mjs";
import { step } from "./evidence.mjs";
import { look, picture } from "./picture.mjs";
import { startApp } from "./sample-app.mjs";
import { startServer } from "./server.mjs";
import { until } from "./until.mjs";
import { untilPlaying } from "./watching.mjs";

const PASSWORD = "open sesame";
const TITLE = 'Quarterly <b>"results"</b> & more';

const stateOf = (page) => page.locator("main").getAttribute("data-state");
const untilState = (page, wanted, seconds) => until(`the page is ${wanted}`, seconds, async () => {
  const seen = await stateOf(page);
  if (seen !== wanted) throw new Error(`it is ${seen}: ${await page.locator("main").innerText()}`);
  return true;
});

test("the sample application: create, preview, go live, watch, end", { timeout: 150_000 }, async (t) => {
  const server = await startServer(t);
  const admin = await adminApi(server);
  const app = await startApp(t, server, { WEBCAST_APP_PASSWORD: PASSWORD });
  const browser = await launch(t);
  const organiser = await newPage(browser, { httpCredentials: { username: "me", password: PASSWORD } });
  const viewer = await newPage(browser, { viewport: { width: 390, height: 844 }, colorScheme: "dark" });
  const scene = { server, page: organiser };
  let entryId;

  await step(t, "organisers need the password, and forms of other sites are refused", scene, async () => {
    for (const path of ["/create", "/moderator/0_abcd1234"]) assert.equal((await fetch(app + path)).status, 401, path);
    const authorization = `Basic ${Buffer.from(`me:${PASSWORD}`).toString("base64")}`;
    const wrong = `Basic ${Buffer.from(`me:${PASSWORD} `).toString("base64")}`;
    assert.equal((await fetch(`${app}/create`, { headers: { authorization } })).status, 200);
    assert.equal((await fetch(`${app}/create`, { headers: { authorization: wrong } })).status, 401);
    const forged = { method: "POST", headers: { authorization, origin: "http://evil.example" }, body: "name=x" };
    assert.equal((await fetch(`${app}/create`, forged)).status, 403);
  });

  await step(t, "a form makes a webcast with everything the guides ask for", scene, async () => {
    await organiser.goto(`${app}/create`);
    await organiser.getByLabel("Title", { exact: true }).first().fill(TITLE);
    await organiser.getByLabel("Description").fill("Figures & questions");
    await organiser.locator("#starts").fill("2027-03-04T10:30");
    await organiser.getByLabel("Length").selectOption("90");
    await organiser.getByLabel("Name").fill("Zoë");
    await organiser.getByText("More settings").click();
    await organiser.getByLabel("Organiser").fill("ann@example.com");
    await organiser.getByLabel("go back").fill("45");
    await organiser.getByRole("button", { name: "Create webcast" }).click();
    await organiser.waitForURL(/\/moderator\/[01]_[0-9a-z]{8}$/);
    entryId = organiser.url().split("/").at(-1);

    const entry = await admin.call("liveStream.get", { entryId });
    const profiles = await admin.call("conversionProfile.list", { filter: { objectType: "KalturaConversionProfileFilter", systemNameEqual: "Default_Live" } });
    const expected = {
      name: TITLE, description: "Figures & questions", mediaType: 201, sourceType: "32", userId: "ann@example.com", creatorId: "ann@example.com",
      entitledUsersEdit: "webcast-app-moderator", adminTags: "vpaas-webcast", conversionProfileId: profiles.objects[0].id, dvrStatus: 1, dvrWindow: 45,
      recordStatus: 2, explicitLive: 1, viewMode: 0,
    };
    for (const [field, value] of Object.entries(expected)) assert.deepEqual(entry[field] === true ? 1 : entry[field], value, field);
    for (const option of ["shouldCopyEntitlement", "shouldMakeHidden", "shouldAutoArchive"]) assert.ok(entry.recordingOptions[option], option);

    const filter = { objectType: "KalturaMetadataFilter", objectIdEqual: entryId, metadataObjectTypeEqual: "1" };
    const { objects } = await admin.call("metadata_metadata.list", { filter });
    const texts = objects.map(({ xml }) => xml).sort();
    assert.equal(texts.length, 2);
    assert.ok(texts.some((xml) => xml.includes("<IsKwebcastEntry>1</IsKwebcastEntry>")), texts.join("\n"));
    const event = texts.find((xml) => xml.includes("<StartTime>"));
    const [, starts, ends] = /<StartTime>(\d+)<\/StartTime><EndTime>(\d+)</.exec(event);
    assert.equal(Number(ends) - Number(starts), 90 * 60);
    const here = await organiser.evaluate(() => new Date("2027-03-04T10:30").getTime() / 1000);
    assert.equal(Number(starts), here);
    assert.match(event, /<PresenterName>Zoë<\/PresenterName>/);
    assert.equal(await organiser.getByRole("heading", { level: 1 }).innerText(), TITLE);
  });

  await step(t, "a viewer waits and is given no more than a viewer's session", { ...scene, page: viewer }, async () => {
    await viewer.goto(`${app}/view/${entryId}`);
    await untilState(viewer, "waiting", 10);
    const ks = await viewer.locator("main").getAttribute("data-ks");
    const session = new Api(server.url, ks);
    const seen = await session.call("liveStream.get", { entryId });
    assert.ok(!seen.primaryBroadcastingUrl && !seen.streamPassword);
    await assert.rejects(session.call("liveStream.add", { liveStreamEntry: { objectType: "KalturaLiveStreamEntry", mediaType: 201 } }), { code: "SERVICE_FORBIDDEN" });
    await assert.rejects(session.call("liveStream.update", { entryId, liveStreamEntry: { objectType: "KalturaLiveStreamEntry", viewMode: 1 } }), /INVALID_KS|SERVICE_FORBIDDEN/);
    const page = await (await fetch(`${app}/view/${entryId}`)).text();
    assert.ok(!page.includes("6f0c1d9a2b7e4835a1c2d3e4f5061728"), "no admin secret");
    assert.equal((await fetch(`${app}/view/0_nosuchid`)).status, 404);
  });

  const [address, key] = await organiser.locator("dd code").evaluateAll((codes) => codes.slice(0, 2).map((code) => code.textContent));
  const encoder = (scene.encoder = new Encoder(address, key));
  t.after(() => encoder.kill());

  await step(t, "the encoder's picture is a preview for the moderator only", scene, async () => {
    await untilState(organiser, "preview", 20);
    await untilPlaying(organiser, { seconds: 15 });
    assert.equal(await stateOf(viewer), "waiting");
    assert.equal((await look(viewer)).videos, 0);
    assert.equal(await new Api(server.url).call("liveStream.isLive", { id: entryId }), false);
  });

  await step(t, "Go live: the viewer's page plays", { ...scene, page: viewer }, async () => {
    await organiser.getByRole("button", { name: "Go live" }).click();
    await untilState(organiser, "live", 10);
    await untilState(viewer, "live", 10);
    const first = await untilPlaying(viewer, { seconds: 15 });
    await until("the picture has gone on for three seconds", 20, async () => (await look(viewer)).counter >= first.counter + 3 * picture.fps);
    const wide = await viewer.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0, "nothing is wider than the phone");
  });

  await step(t, "End: the viewer's page says so, the moderator still sees the signal", { ...scene, page: viewer }, async () => {
    await organiser.getByRole("button", { name: "End" }).click();
    await untilState(organiser, "preview", 10);
    await until("the viewer sees no picture any more", 15, async () => (await look(viewer)).videos === 0);
    await untilState(viewer, "over", 5);
    await encoder.stop();
    await untilState(organiser, "none", 40);
    assert.equal(await stateOf(viewer), "over");
  });

  for (const page of [organiser, viewer]) {
    const wrong = page.notes.filter((note) => /uncaught|Content Security Policy|HTTP 404(?!.*playManifest)/.test(note));
    assert.deepEqual(wrong, []);
  }
});
