//! A webcast made with the official Node client, step by step, each answer checked. See ../python/webcast.py: the same
//! story in the other client's dialect (JSON answers, native types, multirequest keys from 0).
//!
//! Environment: PLENARY_URL, PLENARY_PARTNER_ID, PLENARY_ADMIN_SECRET. Prints one JSON object with what was seen.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import kaltura from "kaltura-client";

const URL = process.env.PLENARY_URL;
const PARTNER = Number(process.env.PLENARY_PARTNER_ID);
const SECRET = process.env.PLENARY_ADMIN_SECRET;
const PRODUCER = "producer@example.com";
const VIEWER = "viewer@example.com";

const { services, objects, enums } = kaltura;

function newClient(ks) {
  const config = new kaltura.Configuration();
  config.serviceUrl = URL;
  config.setLogger({ log() {}, debug() {}, error() {} });
  const client = new kaltura.Client(config);
  if (ks) client.setKs(ks);
  return client;
}

/** The error that `request` is answered with; its code must be `code`. */
async function expectError(code, request, client) {
  let answer;
  try {
    answer = await request.execute(client);
  } catch (error) {
    assert.equal(error.code, code, `error code: ${JSON.stringify(error.code)} ${error.message}`);
    return error;
  }
  assert.fail(`expected the error ${code}, saw ${JSON.stringify(answer)}`);
}

async function startSession() {
  const nobody = newClient();
  assert.equal(await services.system.ping().execute(nobody), true);
  const ks = await services.session.start(SECRET, PRODUCER, enums.SessionType.ADMIN, PARTNER, 86400, "disableentitlement").execute(nobody);
  assert.match(ks, /^djJ8[A-Za-z0-9_-]+=*$/);
  const error = await expectError("START_SESSION_ERROR", services.session.start("wrong", "", 0, PARTNER), nobody);
  assert.equal(error.args.PID, String(PARTNER));
  const info = await services.session.get().execute(newClient(ks));
  partial(info, { sessionType: 2, userId: PRODUCER, partnerId: PARTNER, objectType: "KalturaSessionInfo" });
  return ks;
}

async function listTemplates(client) {
  const filter = new objects.UiConfFilter({ objTypeEqual: enums.UiConfObjType.WEBCASTING });
  const answer = await services.uiConf.listTemplates(filter).execute(client);
  assert.ok(answer.totalCount >= 1);
  const config = JSON.parse(answer.objects[0].config);
  for (const system of ["osx", "windows"]) {
    assert.match(config[system].recommendedVersionUrl, /^https?:\/\//);
    assert.match(config[system].recommendedVersion, /^\d+\.\d+/);
  }
  return answer.totalCount;
}

async function findProfiles(client) {
  const find = async (systemName, type) => {
    const filter = new objects.ConversionProfileFilter({ systemNameEqual: systemName });
    const answer = await services.conversionProfile.listAction(filter).execute(client);
    assert.equal(answer.totalCount, 1);
    const [profile] = answer.objects;
    assert.equal(profile.systemName, systemName);
    assert.equal(String(profile.type), type);
    assert.equal(typeof profile.id, "number");
    return profile.id;
  };
  const profiles = {
    live: await find("Default_Live", "2"),
    passthrough: await find("Passthrough_Live", "2"),
    slides: await find("KMS54_NEW_DOC_CONV_IMAGE_WIDE", "1"),
  };
  assert.equal(new Set(Object.values(profiles)).size, 3);
  return profiles;
}

/** Every writable parameter of the contract's sample (contract: live). */
const sampleEntry = (conversionProfileId) =>
  new objects.LiveStreamEntry({
    name: "Webcast Tutorial",
    description: "Entscheidungen für 2027 & <später>",
    tags: "town hall,quarterly , town hall",
    adminTags: "vpaas-webcast",
    mediaType: enums.MediaType.LIVE_STREAM_FLASH,
    userId: PRODUCER,
    creatorId: PRODUCER,
    recordStatus: enums.RecordStatus.PER_SESSION,
    dvrStatus: enums.DVRStatus.ENABLED,
    dvrWindow: 60,
    explicitLive: enums.NullableBoolean.TRUE_VALUE,
    viewMode: enums.ViewMode.PREVIEW,
    recordingStatus: enums.RecordingStatus.ACTIVE,
    pushPublishEnabled: enums.LivePublishStatus.DISABLED,
    conversionProfileId,
    licenseType: enums.LicenseType.UNKNOWN,
    partnerSortValue: 0,
    displayInSearch: enums.EntryDisplayInSearchType.PARTNER_ONLY,
    entitledUsersEdit: "",
    entitledUsersPublish: "",
    recordingOptions: new objects.LiveEntryRecordingOptions({
      shouldCopyEntitlement: enums.NullableBoolean.TRUE_VALUE,
      shouldMakeHidden: enums.NullableBoolean.TRUE_VALUE,
      shouldAutoArchive: enums.NullableBoolean.TRUE_VALUE,
    }),
  });

async function addLiveStream(client, profiles) {
  const entry = await services.liveStream.add(sampleEntry(profiles.passthrough), enums.SourceType.LIVE_STREAM).execute(client);
  assert.match(entry.id, /^[01]_[0-9a-z]{8}$/);
  partial(entry, {
    objectType: "KalturaLiveStreamEntry",
    name: "Webcast Tutorial",
    description: "Entscheidungen für 2027 & <später>",
    tags: "town hall, quarterly",
    adminTags: "vpaas-webcast",
    mediaType: 201,
    sourceType: "32",
    type: 7,
    status: 2,
    partnerId: PARTNER,
    userId: PRODUCER,
    creatorId: PRODUCER,
    recordStatus: 2,
    dvrStatus: 1,
    dvrWindow: 60,
    explicitLive: true,
    viewMode: 0,
    recordingStatus: 2,
    liveStatus: 0,
    segmentDuration: 6000,
    conversionProfileId: profiles.passthrough,
    flavorParamsIds: "32,36,37",
    moderationStatus: 6,
    licenseType: -1,
    displayInSearch: 1,
    replacementStatus: 0,
    rootEntryId: entry.id,
    streamName: `${entry.id}_%i`,
    operationAttributes: [],
    entitledUsersEdit: "",
    capabilities: "",
    lastBroadcastEndTime: 0,
    currentBroadcastStartTime: 0,
  });
  partial(entry.recordingOptions, {
    objectType: "KalturaLiveEntryRecordingOptions",
    shouldCopyEntitlement: true,
    shouldMakeHidden: true,
    shouldAutoArchive: true,
  });
  assert.equal(entry.bitrates.length, 3);
  partial(entry.bitrates[0], { bitrate: 900, width: 640, height: 480, objectType: "KalturaLiveStreamBitrate" });
  assert.match(entry.streamPassword, /^[0-9a-f]{8}$/);
  assert.match(entry.primaryBroadcastingUrl, new RegExp(`^rtmp://[^/]+:\\d+/kLive\\?.*\\bt=${entry.streamPassword}`));
  assert.ok(!("redirectEntryId" in entry), "null properties are not sent");
  const hls = entry.liveStreamConfigurations.find((configuration) => configuration.protocol === "hls");
  assert.match(hls.url, new RegExp(`/p/${PARTNER}/sp/${PARTNER}00/playManifest/entryId/${entry.id}/.*a\\.m3u8$`));

  const bad = sampleEntry(profiles.slides); // a profile, but not for live streams
  await expectError("CONVERSION_PROFILE_ID_NOT_FOUND", services.liveStream.add(bad), client);
  return entry;
}

const KWEBCAST = (slides) =>
  `<metadata><SlidesDocEntryId>${slides}</SlidesDocEntryId><IsKwebcastEntry>1</IsKwebcastEntry><IsSelfServe>0</IsSelfServe></metadata>`;
const EVENTS = (end) =>
  `<metadata><StartTime>1795269600</StartTime><EndTime>${end}</EndTime><Timezone>America/New_York</Timezone></metadata>`;

async function writeMetadata(client, entryId, [systemName, name], first, second) {
  const profilesNamed = (filter) => services.metadataProfile.listAction(new objects.MetadataProfileFilter(filter)).execute(client);
  const bySystemName = await profilesNamed({ systemNameEqual: systemName });
  const byName = await profilesNamed({ nameEqual: name, metadataObjectTypeEqual: enums.MetadataObjectType.ENTRY });
  assert.deepEqual([bySystemName.totalCount, byName.totalCount], [1, 1]);
  const [profile] = bySystemName.objects;
  assert.equal(byName.objects[0].id, profile.id);
  partial(profile, { systemName, name, metadataObjectType: 1, status: 1, objectType: "KalturaMetadataProfile" });

  const add = () => services.metadata.add(profile.id, enums.MetadataObjectType.ENTRY, entryId, first);
  const added = await add().execute(client);
  partial(added, { objectType: "KalturaMetadata", metadataProfileId: profile.id, metadataObjectType: 1, objectId: entryId, status: 1, xml: first });
  const again = await expectError("METADATA_ALREADY_EXISTS", add(), client);
  assert.equal(String(again.args.ID), String(added.id));
  const invalid = "<metadata><NoSuchField>1</NoSuchField></metadata>";
  await expectError("INVALID_METADATA_DATA", services.metadata.update(added.id, invalid), client);
  const updated = await services.metadata.update(added.id, second).execute(client);
  partial(updated, { id: added.id, version: added.version + 1, xml: second });
  await expectError("INVALID_METADATA_VERSION", services.metadata.update(added.id, first, added.version), client);
  const filter = new objects.MetadataFilter({ metadataObjectTypeEqual: enums.MetadataObjectType.ENTRY, objectIdEqual: entryId, metadataProfileIdEqual: profile.id });
  const listed = await services.metadata.listAction(filter).execute(client);
  assert.equal(listed.totalCount, 1);
  assert.equal(listed.objects[0].xml, second);
  return { profileId: profile.id, id: added.id, version: updated.version };
}

async function readLiveStream(client, entry) {
  const seen = await services.liveStream.get(entry.id).execute(client);
  for (const field of ["id", "name", "description", "streamPassword", "primaryBroadcastingUrl", "createdAt"]) assert.equal(seen[field], entry[field], field);
  assert.strictEqual(await services.liveStream.isLive(entry.id, enums.PlaybackProtocol.HLS).execute(client), false);
  assert.strictEqual(await services.liveStream.isLive(entry.id).execute(newClient()), false);
  const details = await services.liveStream.getDetails(entry.id).execute(client);
  partial(details, {
    objectType: "KalturaLiveStreamDetails",
    primaryStreamStatus: 0,
    secondaryStreamStatus: 0,
    broadcastStatus: 1,
    wasBroadcast: false,
    viewMode: 0,
  });
  await expectError("ENTRY_ID_NOT_FOUND", services.liveStream.get("0_nosuchid"), client);
  await expectError("INVALID_ENTRY_ID", services.liveStream.getDetails("0_nosuchid"), client);
}

async function switchViewMode(client, entry) {
  const update = (fields) => services.liveStream.update(entry.id, new objects.LiveStreamEntry(fields)).execute(client);
  const shown = await update({ viewMode: enums.ViewMode.ALLOW_ALL, recordingStatus: enums.RecordingStatus.ACTIVE });
  partial(shown, { viewMode: 1, recordingStatus: 2, name: entry.name, dvrWindow: 60 });
  assert.equal((await services.liveStream.getDetails(entry.id).execute(newClient())).viewMode, 1);
  partial(await update({ viewMode: enums.ViewMode.PREVIEW }), { viewMode: 0, recordingStatus: 2 });
}

async function viewerSessions(client) {
  const wanted = new objects.AppToken({
    hashType: enums.AppTokenHashType.SHA1,
    sessionType: enums.SessionType.USER,
    sessionUserId: VIEWER,
    sessionDuration: 600,
    sessionPrivileges: "sview:*",
  });
  const token = await services.appToken.add(wanted).execute(client);
  partial(token, { objectType: "KalturaAppToken", status: 2, hashType: "SHA1", sessionType: 0, sessionUserId: VIEWER, sessionDuration: 600 });

  const widget = await services.session.startWidgetSession(`_${PARTNER}`).execute(newClient());
  partial(widget, { objectType: "KalturaStartWidgetSessionResponse", partnerId: PARTNER, userId: "0" });
  const caller = newClient(widget.ks);
  const hash = createHash("sha1").update(widget.ks + token.token).digest("hex");
  const session = await services.appToken.startSession(token.id, hash, "somebody else", enums.SessionType.ADMIN).execute(caller);
  partial(session, { objectType: "KalturaSessionInfo", userId: VIEWER, sessionType: 0, partnerId: PARTNER });
  assert.ok(session.privileges.split(",").includes("sview:*"), session.privileges);
  assert.ok(Math.abs(session.expiry - Date.now() / 1000 - 600) < 60);
  await expectError("INVALID_APP_TOKEN_HASH", services.appToken.startSession(token.id, "00"), caller);
  return { token, widgetKs: widget.ks, viewerKs: session.ks };
}

async function playbackContext(entryId, sessions) {
  const ask = () => services.baseEntry.getPlaybackContext(entryId, new objects.PlaybackContextOptions({ flavorTags: "all" }));
  for (const ks of sessions) {
    const context = await ask().execute(newClient(ks));
    assert.equal(context.objectType, "KalturaPlaybackContext");
    const hls = context.sources.find((source) => source.format === "applehttp");
    assert.match(hls.url, new RegExp(`/p/${PARTNER}/sp/${PARTNER}00/playManifest/entryId/${entryId}/.*format/applehttp`));
    assert.deepEqual(context.actions?.filter((action) => action.type === 1) ?? [], []);
  }
  const error = await expectError("SERVICE_FORBIDDEN", ask(), newClient());
  assert.equal(error.args.SERVICE, "baseEntry->getPlaybackContext");
}

async function listEntries(client, entryId, viewerKs) {
  const list = (filter, who) => services.baseEntry.listAction(new objects.BaseEntryFilter(filter)).execute(who);
  const recordings = await list({ rootEntryIdEqual: entryId }, client);
  partial(recordings, { totalCount: 0, objects: [], objectType: "KalturaBaseEntryListResponse" });
  const viewer = newClient(viewerKs);
  for (const filter of [{ idEqual: entryId }, { idIn: `${entryId},0_nosuchid` }, { redirectFromEntryId: entryId }]) {
    const found = await list(filter, viewer);
    assert.equal(found.totalCount, 1, JSON.stringify(filter));
    partial(found.objects[0], { id: entryId, type: 7, objectType: "KalturaLiveStreamEntry" });
    for (const secret of ["streamPassword", "primaryBroadcastingUrl", "secondaryBroadcastingUrl"]) assert.ok(!found.objects[0][secret], secret);
  }
  await expectError("SERVICE_FORBIDDEN", services.liveStream.deleteAction(entryId), viewer);
}

/** session.start, add, get, isLive and delete in one request, each using an earlier answer. */
async function multirequest() {
  const entry = new objects.LiveStreamEntry({ name: "Made in one request", mediaType: enums.MediaType.LIVE_STREAM_FLASH });
  const withKs = (request) => {
    request.setKs("{1:result}");
    return request;
  };
  const answers = await new kaltura.MultiRequestBuilder()
    .add(services.session.start(SECRET, PRODUCER, enums.SessionType.ADMIN, PARTNER))
    .add(withKs(services.liveStream.add(entry, enums.SourceType.LIVE_STREAM)))
    .add(withKs(services.liveStream.get("{2:result:id}")))
    .add(services.liveStream.isLive("{2:result:id}"))
    .add(services.liveStream.get("{2:result:id}"))
    .add(withKs(services.liveStream.deleteAction("{2:result:id}")))
    .execute(newClient());
  assert.equal(answers.length, 6);
  const [ks, added, seen, live, forbidden, deleted] = answers;
  assert.match(ks, /^djJ8/);
  partial(seen, { id: added.id, name: "Made in one request", viewMode: 1 });
  assert.strictEqual(live, false);
  assert.equal(forbidden.code, "SERVICE_FORBIDDEN", "each part has its own session");
  assert.strictEqual(deleted, null);
  await expectError("ENTRY_ID_NOT_FOUND", services.liveStream.get(added.id), newClient(ks));
}

async function remove(client, entryId, token, viewerKs) {
  assert.strictEqual(await services.liveStream.deleteAction(entryId).execute(client), null);
  await expectError("ENTRY_ID_NOT_FOUND", services.liveStream.get(entryId), client);
  const gone = await services.baseEntry.listAction(new objects.BaseEntryFilter({ idEqual: entryId, statusEqual: "2" })).execute(client);
  assert.equal(gone.totalCount, 0);
  await services.appToken.deleteAction(token.id).execute(client);
  const ended = await expectError("INVALID_KS", services.baseEntry.listAction(), newClient(viewerKs));
  assert.equal(ended.args.KSID, "LOGOUT");
}

/** Like deepEqual, for the named properties only. */
function partial(seen, expected) {
  const picked = Object.fromEntries(Object.keys(expected).map((key) => [key, seen?.[key]]));
  assert.deepEqual(picked, expected);
}

const ks = await startSession();
const client = newClient(ks);
const templates = await listTemplates(client);
const profiles = await findProfiles(client);
const entry = await addLiveStream(client, profiles);
const kwebcast = await writeMetadata(client, entry.id, ["KMS_KWEBCAST2", "KwebcastProfile"], KWEBCAST(""), KWEBCAST("0_slides01"));
const events = await writeMetadata(client, entry.id, ["KMS_EVENTS3", "EventsProfile3"], EVENTS(1795273200), EVENTS(1795276800));
await readLiveStream(client, entry);
await switchViewMode(client, entry);
const { token, widgetKs, viewerKs } = await viewerSessions(client);
await playbackContext(entry.id, [viewerKs, widgetKs]);
await listEntries(client, entry.id, viewerKs);
await remove(client, entry.id, token, viewerKs);
await multirequest();
console.log(JSON.stringify({ templates, profiles, entryId: entry.id, kwebcast, events, appToken: token.id }));
