// Calls of the public API. A page that is signed in calls through the session of its cookie, so no script ever holds a KS;
// only signing in itself goes straight to the API.
import { JSON_TYPE, body, call } from "./api";

export type Params = Readonly<Record<string, unknown>>;

export interface Call {
  readonly service: string;
  readonly action: string;
  readonly params?: Params;
}

/** Why there is no answer: the session is over, nobody answered, or the API refused with a code and a sentence of its own. */
export type Failure =
  | { readonly kind: "signedOut" }
  | { readonly kind: "unreachable" }
  | { readonly kind: "refused"; readonly code: string; readonly message: string; readonly args: Readonly<Record<string, string>> };

export type Result<T = unknown> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

const UNREACHABLE: Result<never> = { ok: false, failure: { kind: "unreachable" } };
const SIGNED_OUT: Result<never> = { ok: false, failure: { kind: "signedOut" } };

/** One call with the page's session. */
export async function callApi({ service, action, params }: Call): Promise<Result> {
  const told = await ask(OWN, { ...params, service, action });
  return told.ok ? resultOf(told.value) : told;
}

/** Several calls in one request; later ones may name results of earlier ones. As many results as calls. */
export async function callMany(calls: readonly Call[]): Promise<readonly Result[]> {
  const parts = calls.map(({ service, action, params }, index) => [String(index + 1), { ...params, service, action }]);
  const told = await ask(OWN, { service: "multirequest", ...Object.fromEntries(parts) });
  if (!told.ok) return calls.map(() => told);
  const list = Array.isArray(told.value) ? told.value : undefined;
  // A refusal of the whole is one exception instead of a list.
  return calls.map((_, index) => (list ? (index in list ? resultOf(list[index]) : UNREACHABLE) : resultOf(told.value)));
}

/** A call without any session, as signing in needs it. */
export async function callAlone({ service, action, params }: Call): Promise<Result> {
  const told = await ask(PUBLIC, { ...params, service, action, format: 1 });
  return told.ok ? resultOf(told.value) : told;
}

const OWN = "/plenary/v1/api";
const PUBLIC = "/api_v3/";

async function ask(path: string, params: Params): Promise<Result> {
  const headers = path === OWN ? { ...JSON_TYPE, "X-Plenary": "1" } : JSON_TYPE;
  const answer = await call(path, { method: "POST", headers, body: JSON.stringify(params), ...(path === OWN ? {} : { credentials: "omit" }) });
  const value = answer && (await body(answer));
  if (answer?.status === 401) return SIGNED_OUT;
  return answer?.ok && value !== undefined ? { ok: true, value } : UNREACHABLE;
}

/** An API exception becomes a failure; a session that ended is told apart from a refusal of the call. */
export function resultOf(value: unknown): Result {
  if (typeof value !== "object" || value === null || !("objectType" in value) || value.objectType !== "KalturaAPIException") return { ok: true, value };
  const { code, message, args } = value as { code?: unknown; message?: unknown; args?: unknown };
  const own = typeof args === "object" && args !== null ? (args as Record<string, string>) : {};
  // INVALID_KS is also what a failed check of ownership says, with another number.
  if (code === "INVALID_KS" && own["ERR_CODE"] !== "-4") return SIGNED_OUT;
  return { ok: false, failure: { kind: "refused", code: String(code ?? ""), message: String(message ?? ""), args: own } };
}
