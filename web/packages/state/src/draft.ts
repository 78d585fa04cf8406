// A webcast while somebody writes it: what the form holds, what is wrong with it, and what is to be told to the API.
import type { Page, Webcast } from "@plenary/client";
import { localOf, momentOf } from "./zoned";

export interface Draft {
  readonly name: string;
  readonly description: string;
  /** Clock times in `zone`, `2026-11-21T14:00`; empty when not fixed yet. */
  readonly starts: string;
  readonly ends: string;
  readonly zone: string;
  readonly explicitLive: boolean;
}

export type DraftField = "name" | "starts" | "ends";
export type DraftProblem = { readonly field: DraftField; readonly says: "nameMissing" | "startsMalformed" | "endsMalformed" | "endsFirst" | "endsAlone" };

/** Moments in Unix milliseconds. */
export interface Times {
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  readonly timezone: string | null;
}

export function emptyDraft(zone: string): Draft {
  return { name: "", description: "", starts: "", ends: "", zone, explicitLive: true };
}

/** What is saved now, as the form shows it. `mine` stands in for a zone that is not said. */
export function draftOf(webcast: Webcast, page: Page | undefined, mine: string): Draft {
  const zone = page?.timezone || mine;
  const shown = (at: number | null | undefined) => (at == null ? "" : localOf(at, zone));
  return { name: webcast.name, description: webcast.description, starts: shown(page?.startsAt), ends: shown(page?.endsAt), zone, explicitLive: webcast.explicitLive };
}

/** A new webcast like another one: everything but its time. */
export function copyOf(draft: Draft): Draft {
  return { ...draft, starts: "", ends: "" };
}

/** In the order of the form; none means that it can be saved. */
export function problemsOf(draft: Draft): readonly DraftProblem[] {
  const problems: DraftProblem[] = [];
  const { startsAt, endsAt } = timesOf(draft);
  if (draft.name.trim() === "") problems.push({ field: "name", says: "nameMissing" });
  if (draft.starts !== "" && startsAt === null) problems.push({ field: "starts", says: "startsMalformed" });
  if (draft.ends !== "" && endsAt === null) problems.push({ field: "ends", says: "endsMalformed" });
  else if (endsAt !== null && draft.starts === "") problems.push({ field: "ends", says: "endsAlone" });
  else if (endsAt !== null && startsAt !== null && endsAt <= startsAt) problems.push({ field: "ends", says: "endsFirst" });
  return problems;
}

export function timesOf(draft: Draft): Times {
  const moment = (local: string) => (local === "" ? null : (momentOf(local, draft.zone) ?? null));
  return { startsAt: moment(draft.starts), endsAt: moment(draft.ends), timezone: draft.zone };
}

/** The fields of the entry that differ from what was saved; all of them for a new one. */
export function entryFields(draft: Draft, before?: Draft): Readonly<Record<string, unknown>> {
  const fields: Record<string, unknown> = {};
  if (draft.name.trim() !== before?.name) fields["name"] = draft.name.trim();
  if (draft.description.trim() !== (before?.description ?? "")) fields["description"] = draft.description.trim();
  // The API refuses a change of it on the air, but not the same again; what did not change is not sent at all.
  if (draft.explicitLive !== before?.explicitLive) fields["explicitLive"] = draft.explicitLive ? 1 : 0;
  return fields;
}

export function isOtherTime(draft: Draft, before: Draft): boolean {
  return draft.starts !== before.starts || draft.ends !== before.ends || draft.zone !== before.zone;
}

/** The EventsProfile3 document with these times. What else `before` says, presenters for instance, stays as it is. */
export function timesXml(times: Times, before = "<metadata></metadata>"): string {
  const seconds = (name: string, at: number | null) => (at === null ? "" : `<${name}>${Math.floor(at / 1000)}</${name}>`);
  const own = `${seconds("StartTime", times.startsAt)}${seconds("EndTime", times.endsAt)}${times.timezone ? `<Timezone>${escaped(times.timezone)}</Timezone>` : ""}`;
  const rest = before
    .replace(/<(StartTime|EndTime|Timezone)\s*\/>|<(StartTime|EndTime|Timezone)\b[^>]*>[^<]*<\/\2\s*>/g, "")
    .replace(/<metadata\s*\/>/, "<metadata></metadata>");
  const open = /<metadata\b[^>]*>/.exec(rest);
  return open ? rest.slice(0, open.index + open[0].length) + own + rest.slice(open.index + open[0].length) : `<metadata>${own}</metadata>`;
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
