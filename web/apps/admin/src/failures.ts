// Why a call failed, in plain words.
import type { Failure } from "@plenary/client";
import { a, type AdminKey } from "./texts";

const CALLS: Readonly<Record<string, AdminKey>> = {
  SERVICE_FORBIDDEN: "failed.forbidden",
  INVALID_KS: "failed.forbidden",
  ENTRY_ID_NOT_FOUND: "failed.gone",
  CANNOT_UPDATE_FIELDS_WHILE_ENTRY_BROADCASTING: "failed.onAir",
  CANNOT_DELETE_LIVE_ENTRY_WHILE_STREAMING: "webcast.delete.onAir",
  INVALID_METADATA_VERSION: "failed.conflict",
  METADATA_ALREADY_EXISTS: "failed.conflict",
};

const SIGN_IN: Readonly<Record<string, AdminKey>> = {
  USER_NOT_FOUND: "signIn.failed.wrong",
  USER_WRONG_PASSWORD: "signIn.failed.wrong",
  LOGIN_RETRIES_EXCEEDED: "signIn.failed.tooMany",
  LOGIN_BLOCKED: "signIn.failed.tooMany",
  USER_IS_BLOCKED: "signIn.failed.blocked",
  START_SESSION_ERROR: "signIn.failed.wrongSecret",
  SERVICE_FORBIDDEN: "signIn.failed.notAdmin",
  ACCESS_UNAUTHORIZED: "signIn.failed.notAdmin",
};

export function failureText(failure: Failure): string {
  if (failure.kind === "unreachable") return a("failed.unreachable");
  if (failure.kind === "signedOut") return a("failed.signedOut");
  const known = CALLS[failure.code];
  return known ? a(known) : a("failed.other", { message: failure.message });
}

export function signInText(failure: Failure): string {
  if (failure.kind === "unreachable") return a("signIn.failed.unreachable");
  if (failure.kind === "signedOut") return a("signIn.failed.notAdmin");
  const known = SIGN_IN[failure.code];
  return known ? a(known) : a("signIn.failed.other", { message: failure.message });
}

/** Whether the server doesn't know such an action (yet): what stands on it is left out of the page. */
export function isAbsent(failure: Failure): boolean {
  return failure.kind === "refused" && (failure.code === "ACTION_DOES_NOT_EXISTS" || failure.code === "SERVICE_DOES_NOT_EXISTS");
}
