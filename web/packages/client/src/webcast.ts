// A live entry of the API as the admin pages need it. Unknown fields are ignored.

import { isFields, number, text } from "./fields";

export interface Webcast {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Nothing is public until somebody goes live. */
  readonly explicitLive: boolean;
  /** With `%i` for the number of the rendition. */
  readonly streamName: string;
  /** Where encoders publish, as the API forms it; nothing for whoever may not see it. */
  readonly primaryUrl: string | null;
  readonly backupUrl: string | null;
}

/** A metadata record. */
export interface Metadata {
  readonly id: number;
  readonly profile: number;
  readonly version: number;
  readonly xml: string;
}

export interface AppToken {
  readonly id: string;
  readonly description: string;
  /** Only whoever makes one is shown it. */
  readonly token: string;
  readonly isAdmin: boolean;
  readonly hash: string;
  readonly privileges: string;
  /** Unix seconds; 0 is never. */
  readonly expiry: number;
  readonly createdAt: number;
}

/** Who is signed in. `expiry` in Unix seconds. */
export interface Whoami {
  readonly user: string;
  readonly partner: number;
  readonly expiry: number;
}

export function readWebcast(value: unknown): Webcast | undefined {
  if (!isFields(value) || typeof value["id"] !== "string" || value["objectType"] !== "KalturaLiveStreamEntry") return undefined;
  return {
    id: value["id"],
    name: text(value["name"]) ?? "",
    description: text(value["description"]) ?? "",
    explicitLive: value["explicitLive"] === true || value["explicitLive"] === 1,
    streamName: text(value["streamName"]) ?? "",
    primaryUrl: text(value["primaryBroadcastingUrl"]),
    backupUrl: text(value["secondaryBroadcastingUrl"]),
  };
}

export function readMetadata(value: unknown): Metadata | undefined {
  if (!isFields(value)) return undefined;
  const { id, metadataProfileId, version, xml } = value;
  if (typeof id !== "number" || typeof metadataProfileId !== "number" || typeof xml !== "string") return undefined;
  return { id, profile: metadataProfileId, version: (number(version) ?? 0), xml };
}

export function readAppToken(value: unknown): AppToken | undefined {
  if (!isFields(value) || typeof value["id"] !== "string") return undefined;
  return {
    id: value["id"],
    description: text(value["description"]) ?? "",
    token: text(value["token"]) ?? "",
    isAdmin: (number(value["sessionType"]) ?? 0) > 0,
    hash: text(value["hashType"]) ?? "",
    privileges: text(value["sessionPrivileges"]) ?? "",
    expiry: (number(value["expiry"]) ?? 0),
    createdAt: (number(value["createdAt"]) ?? 0),
  };
}

export function readWhoami(value: unknown): Whoami | undefined {
  if (!isFields(value) || typeof value["partnerId"] !== "number") return undefined;
  return { user: text(value["userId"]) ?? "", partner: value["partnerId"], expiry: (number(value["expiry"]) ?? 0) };
}

/** A page of a list: its objects as `read` reads them, and how many there are in all. */
export function readList<T>(value: unknown, read: (value: unknown) => T | undefined): { readonly objects: readonly T[]; readonly total: number } | undefined {
  if (!isFields(value)) return undefined;
  const objects = Array.isArray(value["objects"]) ? value["objects"] : [];
  return { objects: objects.map(read).filter((object) => object !== undefined), total: (number(value["totalCount"]) ?? 0) };
}
