// The state of one event page: what the server said, how the connection is, what a button waits for.
// A pure reducer; the page draws what it returns. Server time is the only clock.
import type { EventState, Page } from "@plenary/client";

export type Connection = "connecting" | "open" | "lost" | "restored";
export type Session = "none" | "checking" | "open" | "refused" | "unreachable";
export type Change = "idle" | "busy" | "refused" | "unreachable";

export interface EventPage {
  /** `loading` until the first answer; `unreachable` only as long as there is nothing to show. */
  readonly phase: "loading" | "ready" | "missing" | "unreachable";
  readonly page: Page | undefined;
  readonly connection: Connection;
  readonly session: Session;
  /** The go-live or end request of this session. */
  readonly change: Change;
  /** Server clock minus this device's clock, milliseconds. */
  readonly clockOffset: number;
}

export type EventPageEvent =
  | { readonly type: "session"; readonly session: Session }
  /** The page state, from the socket, a call or an answer to a change. `at` is this device's clock. */
  | { readonly type: "page"; readonly page: Page; readonly from: "socket" | "call"; readonly at: number }
  | { readonly type: "ping"; readonly now: number; readonly at: number }
  | { readonly type: "missing" }
  | { readonly type: "unreachable" }
  | { readonly type: "retrying" }
  | { readonly type: "lost" }
  | { readonly type: "settled" }
  | { readonly type: "change"; readonly change: Change };

export const loading: EventPage = {
  phase: "loading", page: undefined, connection: "connecting", session: "none", change: "idle", clockOffset: 0,
};

/** Pure. A page state older than the one shown is ignored unless the socket just said it: the socket is in order, calls may overtake each other. */
export function reduce(state: EventPage, event: EventPageEvent): EventPage {
  switch (event.type) {
    case "session":
      return { ...state, session: event.session };
    case "page": {
      const heard = event.from === "socket" ? { ...state, connection: connected(state.connection) } : state;
      if (event.from === "call" && state.page && event.page.now < state.page.now) return heard;
      return { ...heard, phase: "ready", page: event.page, clockOffset: event.page.now - event.at };
    }
    case "ping":
      return { ...state, connection: connected(state.connection), clockOffset: event.now - event.at };
    case "missing":
      return { ...state, phase: "missing", page: undefined };
    case "unreachable":
      return state.page ? state : { ...state, phase: "unreachable" };
    case "retrying":
      return state.phase === "missing" || state.phase === "unreachable" ? { ...state, phase: "loading" } : state;
    case "lost":
      return { ...state, connection: "lost" };
    case "settled":
      return state.connection === "restored" ? { ...state, connection: "open" } : state;
    case "change":
      return { ...state, change: event.change };
  }
}

function connected(before: Connection): Connection {
  return before === "lost" || before === "restored" ? "restored" : "open";
}

/** The state to draw. The server says when an event is late; a page that is cut off from it works it out from the start time. */
export function shownState(page: Page, serverNow: number): EventState {
  return page.state === "scheduled" && page.startsAt !== null && serverNow >= page.startsAt ? "late" : page.state;
}

/** Whether there is a stage with a player. Interrupted keeps it: the last picture stays. */
export function hasStage(page: Page): boolean {
  return page.playback !== null && (page.state === "preview" || page.state === "live" || page.state === "interrupted");
}

/** What this session's team bar offers. */
export function offered(page: Page): "goLive" | "end" | undefined {
  if (!page.mayManage || !page.explicitLive) return undefined;
  if (page.state === "preview") return "goLive";
  return page.state === "live" || page.state === "interrupted" ? "end" : undefined;
}

/** What a change of state says to screen readers, and how urgently. */
export function announcement(before: EventState | undefined, after: EventState): { readonly say: "live" | "interrupted" | "back" | "ended" | "preview"; readonly urgent: boolean } | undefined {
  if (before === after) return undefined;
  switch (after) {
    case "live":
      return before === "interrupted" ? { say: "back", urgent: true } : before === undefined ? undefined : { say: "live", urgent: true };
    case "interrupted":
      return { say: "interrupted", urgent: true };
    case "ended":
      return before === undefined ? undefined : { say: "ended", urgent: false };
    case "preview":
      return { say: "preview", urgent: false };
    default:
      return undefined;
  }
}
