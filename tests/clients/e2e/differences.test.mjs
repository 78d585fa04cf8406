//! docs/differences.md is true: what it says is not there is not there, and what it says is different is.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Api, addWebcast, adminApi } from "./api.mjs";
import { PARTNER, startServer } from "./server.mjs";

const PAGE = readFileSync(new URL("../../../docs/differences.md", import.meta.url), "utf8");

const section = (heading) => PAGE.split(`\n## ${heading}\n`)[1].split("\n## ")[0];

test("the differences page is true", { timeout: 60_000 }, async (t) => {
  const server = await startServer(t);
  const admin = await adminApi(server);
  const nobody = new Api(server.url);

  await t.test("services that are not there say so", async () => {
    const names = [...section("Not there yet").split("These services do not exist:")[1].matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    assert.ok(names.length > 20, "the page names services");
    for (const name of names) {
      await assert.rejects(admin.call(`${name}.get`, { id: 1 }), { code: "SERVICE_DOES_NOT_EXISTS" }, name);
    }
    await assert.rejects(admin.call("liveStream.noSuchAction"), { code: "ACTION_DOES_NOT_EXISTS" });
  });

  const sent = {
    recordStatus: 2, dvrStatus: 1, dvrWindow: 60, pushPublishEnabled: 1, explicitLive: 1,
    recordingOptions: { objectType: "KalturaLiveEntryRecordingOptions", shouldMakeHidden: 1 },
  };
  const { id } = await addWebcast(admin, sent);
  const entry = await admin.call("liveStream.get", { entryId: id });

  await t.test("entries", () => {
    assert.match(entry.id, /^0_/);
    assert.equal(entry.objectType, "KalturaLiveStreamEntry");
    for (const side of ["primary", "secondary"]) {
      assert.match(entry[`${side}BroadcastingUrl`], /^rtmp:/);
      for (const kind of ["SecuredBroadcastingUrl", "RtspBroadcastingUrl", "SrtBroadcastingUrl", "SrtStreamId"]) {
        assert.equal(entry[side + kind] ?? null, null, side + kind);
      }
    }
    assert.deepEqual(entry.liveStreamConfigurations.map(({ protocol }) => protocol).sort(), ["applehttp", "hls"]);
  });

  await t.test("fields that are kept without effect", async () => {
    assert.deepEqual([entry.recordStatus, entry.dvrStatus, entry.dvrWindow, entry.segmentDuration], [2, 1, 60, 6000]);
    assert.ok(entry.recordingOptions.shouldMakeHidden);
    assert.equal(entry.recordedEntryId ?? "", "");
    assert.ok(!("pushPublishEnabled" in entry) && !("publishConfigurations" in entry));
    await assert.rejects(addWebcast(admin, { segmentDuration: 4000 }), { code: "DYNAMIC_SEGMENT_DURATION_DISABLED" });
  });

  await t.test("playback", async () => {
    const contextDataParams = { objectType: "KalturaPlaybackContextOptions" };
    const { sources } = await admin.call("baseEntry.getPlaybackContext", { entryId: id, contextDataParams });
    assert.deepEqual(sources.map(({ format }) => format), ["applehttp"]);
  });

  await t.test("actions that are not there", async () => {
    const absent = ["registerMediaServer", "unregisterMediaServer", "createRecordedEntry", "appendRecording", "setRecordedContent", "updateOfflineThumbnailFromUrl"];
    for (const action of absent) {
      await assert.rejects(admin.call(`liveStream.${action}`, { entryId: id }), { code: "ACTION_DOES_NOT_EXISTS" }, action);
    }
  });

  await t.test("an address is in no country", async () => {
    const condition = { objectType: "KalturaCountryCondition", not: true, values: [{ objectType: "KalturaStringValue", value: "DE" }] };
    const rule = { objectType: "KalturaRule", conditions: [condition], actions: [{ objectType: "KalturaAccessControlBlockAction" }] };
    const accessControlProfile = { objectType: "KalturaAccessControlProfile", name: "Germany only", rules: [rule] };
    const profile = await admin.call("accessControlProfile.add", { accessControlProfile });
    const webcast = await addWebcast(admin, { accessControlId: profile.id });
    const contextDataParams = { objectType: "KalturaPlaybackContextOptions" };
    const context = await admin.call("baseEntry.getPlaybackContext", { entryId: webcast.id, contextDataParams });
    assert.deepEqual([context.sources, context.messages[0].code], [[], "COUNTRY_RESTRICTED"]);
  });

  await t.test("sessions of a deleted app token end", async () => {
    const appToken = { objectType: "KalturaAppToken", hashType: "SHA256", sessionType: 0 };
    const token = await admin.call("appToken.add", { appToken });
    const widget = await nobody.call("session.startWidgetSession", { widgetId: `_${PARTNER}` });
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(widget.ks + token.token)));
    const tokenHash = Buffer.from(digest).toString("hex");
    const session = await nobody.as(widget.ks).call("appToken.startSession", { id: token.id, tokenHash, userId: "ann" });
    const ann = nobody.as(session.ks);
    assert.equal((await ann.call("liveStream.get", { entryId: id })).id, id);
    await admin.call("appToken.delete", { id: token.id });
    await assert.rejects(ann.call("liveStream.get", { entryId: id }), { code: "INVALID_KS" });
  });

  await t.test("document types and entities are refused", async () => {
    const filter = { objectType: "KalturaMetadataProfileFilter", systemNameEqual: "KMS_KWEBCAST2" };
    const { objects } = await admin.call("metadata_metadataProfile.list", { filter });
    const xmlData = '<!DOCTYPE metadata [<!ENTITY a "1">]><metadata><IsKwebcastEntry>&a;</IsKwebcastEntry></metadata>';
    const add = { metadataProfileId: objects[0].id, objectType: "1", objectId: id, xmlData };
    await assert.rejects(admin.call("metadata_metadata.add", add), { code: "INVALID_METADATA_DATA" });
  });
});
