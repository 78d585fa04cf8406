// What the server's own endpoints say about an event, and the checks that turn an answer into it.
// Unknown fields are ignored, so that an older page works with a newer server.

import { isFields, number as time, text } from "./fields";

export type EventState = "scheduled" | "late" | "preview" | "live" | "interrupted" | "ended";

const STATES: readonly string[] = ["scheduled", "late", "preview", "live", "interrupted", "ended"] satisfies EventState[];

/** The state of an event as this session may know it. Times are Unix milliseconds of the server's clock. */
export interface Page {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly state: EventState;
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  /** IANA name of the event's own time zone. */
  readonly timezone: string | null;
  /** The server's clock when it wrote this. */
  readonly now: number;
  /** Nothing is public until somebody goes live. */
  readonly explicitLive: boolean;
  /** This session may go live and end. */
  readonly mayManage: boolean;
  /** An encoder sends a picture. */
  readonly signal: boolean;
  readonly playback: { readonly url: string } | null;
  readonly interruptedAt: number | null;
  /** Why this visitor gets no picture, where rules of the account say so. */
  readonly restriction: { readonly code: string; readonly message: string } | null;
}

export type Frame =
  | { readonly type: "page"; readonly cursor: number; readonly page: Page }
  | { readonly type: "ping"; readonly now: number };

/** The page state in an answer, or nothing if the answer is not one. */
export function readPage(value: unknown): Page | undefined {
  if (!isFields(value)) return undefined;
  const { id, state, now } = value;
  if (typeof id !== "string" || typeof now !== "number" || typeof state !== "string" || !STATES.includes(state)) return undefined;
  const { playback, restriction } = value;
  return {
    id,
    name: text(value["name"]) ?? "",
    description: text(value["description"]) ?? "",
    state: state as EventState,
    startsAt: time(value["startsAt"]),
    endsAt: time(value["endsAt"]),
    timezone: text(value["timezone"]),
    now,
    explicitLive: value["explicitLive"] === true,
    mayManage: value["mayManage"] === true,
    signal: value["signal"] === true,
    playback: isFields(playback) && typeof playback["url"] === "string" ? { url: playback["url"] } : null,
    interruptedAt: time(value["interruptedAt"]),
    restriction: isFields(restriction) ? { code: text(restriction["code"]) ?? "", message: text(restriction["message"]) ?? "" } : null,
  };
}

/** The frame in a text of the event socket, or nothing if it is of a type that this page does not know. */
export function readFrame(data: string): Frame | undefined {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  if (!isFields(value)) return undefined;
  if (value["type"] === "ping" && typeof value["now"] === "number") return { type: "ping", now: value["now"] };
  const page = value["type"] === "page" ? readPage(value["page"]) : undefined;
  return page && typeof value["cursor"] === "number" ? { type: "page", cursor: value["cursor"], page } : undefined;
}
