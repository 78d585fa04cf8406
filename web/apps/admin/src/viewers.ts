// How many people watch now. A server that cannot count them says nothing here, which is better than a wrong number.
import { callMany, isFields } from "@plenary/client";
import { isAbsent } from "./failures";

let absent = false;

/** Viewers of each of these entries; an entry without an answer is left out. */
export async function viewersOf(entries: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  if (absent || entries.length === 0) return found;
  const results = await callMany(entries.map((entryId) => ({ service: "liveStream", action: "getLiveStreamStats", params: { entryId } })));
  results.forEach((result, index) => {
    if (!result.ok) absent ||= isAbsent(result.failure);
    else if (isFields(result.value) && typeof result.value["liveViewers"] === "number") found.set(entries[index]!, result.value["liveViewers"]);
  });
  return found;
}
