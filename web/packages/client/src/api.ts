// The server's own endpoints under /plenary/v1. Every call says in its result whether it was refused or not reached.
import { readPage, type Page } from "./page";

/** Milliseconds after which a call counts as not reached. */
const CALL_MS = 10_000;

export type Refusal = "refused" | "unreachable";
export type PageResult = { readonly page: Page } | { readonly failed: "missing" | "unreachable" };
export type ReleaseResult = { readonly page: Page } | { readonly failed: Refusal };

/** Exchanges a session string for a cookie that scripts cannot read. */
export async function openSession(ks: string): Promise<"open" | Refusal> {
  const answer = await call("/plenary/v1/session", { method: "POST", headers: JSON_TYPE, body: JSON.stringify({ ks }) });
  if (!answer || answer.status >= 500) return "unreachable";
  return answer.ok ? "open" : "refused";
}

/** Forgets the cookie. */
export async function closeSession(): Promise<void> {
  await call("/plenary/v1/session", { method: "DELETE" });
}

/** The states of many events at once, by id; those that do not exist are left out. Nothing if the server was not reached. */
export async function fetchPages(entries: readonly string[]): Promise<ReadonlyMap<string, Page> | undefined> {
  const answer = await call(`/plenary/v1/pages?entries=${entries.map(encodeURIComponent).join(",")}`, {});
  const told = answer?.ok ? await body(answer) : undefined;
  if (typeof told !== "object" || told === null || !("pages" in told) || !Array.isArray(told.pages)) return undefined;
  return new Map(told.pages.map(readPage).filter((page) => page !== undefined).map((page) => [page.id, page]));
}

export async function fetchPage(entry: string): Promise<PageResult> {
  const answer = await call(`/plenary/v1/entries/${encodeURIComponent(entry)}/page`, {});
  if (answer?.status === 404) return { failed: "missing" };
  const page = answer?.ok ? readPage(await body(answer)) : undefined;
  return page ? { page } : { failed: "unreachable" };
}

/** Goes live (`true`) or ends (`false`). */
export async function release(entry: string, released: boolean): Promise<ReleaseResult> {
  const answer = await call(`/plenary/v1/entries/${encodeURIComponent(entry)}/release`, {
    method: "POST",
    headers: { ...JSON_TYPE, "X-Plenary": "1" },
    body: JSON.stringify({ released }),
  });
  if (answer && answer.status >= 400 && answer.status < 500) return { failed: "refused" };
  const page = answer?.ok ? readPage(await body(answer)) : undefined;
  return page ? { page } : { failed: "unreachable" };
}

/** The address of the event socket; `cursor` is the last one seen. */
export function socketAddress(entry: string, cursor: number | undefined, base: Location | URL = location): string {
  const url = new URL("/plenary/v1/events", base.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.search = "";
  url.hash = "";
  url.searchParams.set("entry", entry);
  if (cursor !== undefined) url.searchParams.set("cursor", String(cursor));
  return url.href;
}

export const JSON_TYPE = { "Content-Type": "application/json" };

export async function call(path: string, init: RequestInit): Promise<Response | undefined> {
  try {
    return await fetch(path, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(CALL_MS), ...init });
  } catch {
    return undefined;
  }
}

export async function body(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    return undefined;
  }
}
