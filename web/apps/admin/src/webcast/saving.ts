// Reading and writing a webcast through the API: the entry, and its times, which are a metadata record beside it.
import { fetchPage, isFields, readList, readMetadata, readWebcast, type Call, type Failure, type Metadata, type Page, type Webcast } from "@plenary/client";
import { entryFields, isOtherTime, timesOf, timesXml, type Draft, type Times } from "@plenary/state";
import type { Session } from "../session.svelte";

const TIMES_PROFILE = "KMS_EVENTS3";
const WEBCAST_PROFILE = "KMS_KWEBCAST2";
/** What other tools look for when they list webcasts. */
const ADMIN_TAGS = "kms-webcast-event,kwebcast";
const WEBCAST_XML = "<metadata><SlidesDocEntryId></SlidesDocEntryId><IsKwebcastEntry>1</IsKwebcastEntry><IsSelfServe>0</IsSelfServe></metadata>";

export interface Loaded {
  readonly webcast: Webcast;
  readonly page: Page | undefined;
}

/** `notTimes`: the entry was saved, and then its times were not. */
export type Saved = { readonly id: string; readonly notTimes?: Failure } | { readonly failure: Failure };

export async function load(session: Session, id: string): Promise<Loaded | { readonly failure: Failure }> {
  const result = await session.call({ service: "liveStream", action: "get", params: { entryId: id } });
  if (!result.ok) return { failure: result.failure };
  const webcast = readWebcast(result.value);
  if (!webcast) return { failure: { kind: "unreachable" } };
  const told = await fetchPage(id);
  return { webcast, page: "page" in told ? told.page : undefined };
}

export async function add(session: Session, draft: Draft): Promise<Saved> {
  const times = timesOf(draft);
  const liveStreamEntry = { objectType: "KalturaLiveStreamEntry", mediaType: 201, adminTags: ADMIN_TAGS, ...entryFields(draft) };
  const calls: Call[] = [
    { service: "liveStream", action: "add", params: { liveStreamEntry, sourceType: "32" } },
    profileList(WEBCAST_PROFILE),
    recordOf("{1:result:id}", "{2:result:objects:0:id}", WEBCAST_XML),
  ];
  const isPlanned = times.startsAt !== null;
  if (isPlanned) calls.push(profileList(TIMES_PROFILE), recordOf("{1:result:id}", "{4:result:objects:0:id}", timesXml(times)));
  const [added, , , , planned] = await session.callMany(calls);
  if (!added || !added.ok) return { failure: added?.failure ?? { kind: "unreachable" } };
  const webcast = readWebcast(added.value);
  if (!webcast) return { failure: { kind: "unreachable" } };
  return isPlanned && planned && !planned.ok ? { id: webcast.id, notTimes: planned.failure } : { id: webcast.id };
}

export async function change(session: Session, id: string, draft: Draft, before: Draft): Promise<Saved> {
  const fields = entryFields(draft, before);
  if (Object.keys(fields).length > 0) {
    const liveStreamEntry = { objectType: "KalturaLiveStreamEntry", ...fields };
    const result = await session.call({ service: "liveStream", action: "update", params: { entryId: id, liveStreamEntry } });
    if (!result.ok) return { failure: result.failure };
  }
  if (!isOtherTime(draft, before)) return { id };
  const failure = await plan(session, id, draft);
  return failure ? { id, notTimes: failure } : { id };
}

export async function remove(session: Session, id: string): Promise<Failure | undefined> {
  const result = await session.call({ service: "liveStream", action: "delete", params: { entryId: id } });
  return result.ok ? undefined : result.failure;
}

/** The old key stops working at once. */
export async function renewKey(session: Session, id: string): Promise<Failure | undefined> {
  const result = await session.call({ service: "liveStream", action: "regenerateStreamToken", params: { entryId: id } });
  return result.ok ? undefined : result.failure;
}

/** Writes the times into the record that is there, or makes one. */
async function plan(session: Session, id: string, draft: Draft): Promise<Failure | undefined> {
  const filter = { objectType: "KalturaMetadataFilter", metadataObjectTypeEqual: "1", objectIdEqual: id, metadataProfileIdEqual: "{1:result:objects:0:id}" };
  const [profiles, records] = await session.callMany([profileList(TIMES_PROFILE), { service: "metadata_metadata", action: "list", params: { filter } }]);
  if (!profiles?.ok) return profiles?.failure ?? { kind: "unreachable" };
  if (!records?.ok) return records?.failure ?? { kind: "unreachable" };
  const profile = firstId(profiles.value);
  if (profile === undefined) return { kind: "refused", code: "METADATA_PROFILE_NOT_FOUND", message: TIMES_PROFILE, args: {} };
  const record: Metadata | undefined = readList(records.value, readMetadata)?.objects.find((found) => found.profile === profile);
  const result = await session.call(timesCall(id, profile, record, timesOf(draft)));
  return result.ok ? undefined : result.failure;
}

/** The call that writes times: somebody else's change since `record` was read is refused, not overwritten. */
export function timesCall(id: string, profile: number, record: Metadata | undefined, times: Times): Call {
  if (!record) return recordOf(id, profile, timesXml(times));
  return { service: "metadata_metadata", action: "update", params: { id: record.id, xmlData: timesXml(times, record.xml), version: record.version } };
}

function profileList(systemName: string): Call {
  const filter = { objectType: "KalturaMetadataProfileFilter", systemNameEqual: systemName };
  return { service: "metadata_metadataProfile", action: "list", params: { filter } };
}

function recordOf(objectId: string, metadataProfileId: string | number, xmlData: string): Call {
  return { service: "metadata_metadata", action: "add", params: { metadataProfileId, objectType: "1", objectId, xmlData } };
}

function firstId(list: unknown): number | undefined {
  return readList(list, (object) => (isFields(object) && typeof object["id"] === "number" ? object["id"] : undefined))?.objects[0];
}
