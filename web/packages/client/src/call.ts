// Sends calls of the API. Every result says whether it was refused, and by which error, or not reached.
import type { ApiRequest } from "./request";

/** Milliseconds after which a call counts as not reached. Files may take longer. */
const CALL_MS = 15_000;
const UPLOAD_MS = 10 * 60_000;

export interface ApiError {
  readonly code: string;
  readonly message: string;
  readonly args: Readonly<Record<string, string>>;
}

export type ApiResult<T> = { readonly value: T } | { readonly failed: "refused"; readonly error: ApiError } | { readonly failed: "unreachable" };

/** Where a call goes, and its body: JSON, or parts when it carries files. */
export interface Sendable {
  readonly path: string;
  readonly json: Readonly<Record<string, unknown>>;
  readonly files: readonly (readonly [name: string, file: Blob])[];
}

/** Puts a request into the form the server reads. `format` 1 is JSON. */
export function sendable(request: ApiRequest<unknown>, ks?: string, format = 1): Sendable {
  const files = Object.entries(request.params).filter((pair): pair is [string, Blob] => pair[1] instanceof Blob);
  const params = Object.entries(request.params).filter(([, value]) => !(value instanceof Blob));
  return {
    path: `/api_v3/service/${request.service}/action/${request.action}`,
    json: { format, ...(ks ? { ks } : {}), ...(nullsNamed(Object.fromEntries(params)) as object) },
    files,
  };
}

/** What `fetch` takes to send it. */
export function posted({ json, files }: Sendable): RequestInit {
  const text = JSON.stringify(json);
  const signal = AbortSignal.timeout(files.length > 0 ? UPLOAD_MS : CALL_MS);
  if (files.length === 0) return { method: "POST", headers: { "Content-Type": "application/json" }, body: text, signal };
  const form = new FormData();
  form.append("json", text);
  for (const [name, file] of files) form.append(name, file);
  return { method: "POST", body: form, signal };
}

export async function call<T>(request: ApiRequest<T>, ks?: string): Promise<ApiResult<T>> {
  const answer = await send(sendable(request, ks));
  return answer === undefined ? { failed: "unreachable" } : (judged(answer) as ApiResult<T>);
}

/** Several calls in one request, in order. One that is refused does not stop the others. */
export async function callAll<T extends readonly unknown[]>(requests: { readonly [K in keyof T]: ApiRequest<T[K]> }, ks?: string): Promise<{ -readonly [K in keyof T]: ApiResult<T[K]> }> {
  const parts = requests.map(({ service, action, params }, index) => [index + 1, { service, action, ...(nullsNamed(params) as object) }] as const);
  const json = { format: 1, ...(ks ? { ks } : {}), ...Object.fromEntries(parts) };
  const answer = await send({ path: "/api_v3/service/multirequest", json, files: [] });
  const answers = Array.isArray(answer) && answer.length === requests.length ? answer : undefined;
  return requests.map((_, index) => (answers ? judged(answers[index]) : answer !== undefined && isError(answer) ? judged(answer) : { failed: "unreachable" })) as never;
}

async function send(what: Sendable): Promise<unknown> {
  try {
    const answer = await fetch(what.path, { credentials: "omit", cache: "no-store", ...posted(what) });
    if (!answer.ok) return undefined;
    return answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : await answer.blob();
  } catch {
    return undefined;
  }
}

function judged(answer: unknown): ApiResult<unknown> {
  if (!isError(answer)) return { value: answer };
  const args = Array.isArray(answer.args) ? {} : (answer.args as Record<string, string>);
  return { failed: "refused", error: { code: answer.code, message: answer.message, args } };
}

function isError(answer: unknown): answer is { code: string; message: string; args: unknown } {
  return typeof answer === "object" && answer !== null && "objectType" in answer && answer.objectType === "KalturaAPIException";
}

/** A property that is to be cleared is sent under another name; one that is undefined is not sent. */
function nullsNamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? { "-": "" } : value.map(nullsNamed);
  if (typeof value !== "object" || value === null) return value;
  const pairs = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(pairs.map(([name, inner]) => (inner === null ? [`${name}__null`, ""] : [name, nullsNamed(inner)])));
}
