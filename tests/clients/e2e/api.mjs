//! Calls to the API without a client library, for what the official clients cannot be made to send.

import { ADMIN_SECRET, PARTNER } from "./server.mjs";

export class ApiError extends Error {
  constructor(code, message, args) {
    super(`${code}: ${message}`);
    this.code = code;
    this.args = args;
  }
}

export class Api {
  constructor(base, ks) {
    this.base = base;
    this.ks = ks;
  }

  /** `call("liveStream.get", {entryId})` as JSON; the answer, or ApiError. */
  async call(name, params = {}) {
    const [service, action] = name.split(".");
    const body = { format: 1, ...(this.ks === undefined ? {} : { ks: this.ks }), ...params };
    const answer = await fetch(`${this.base}/api_v3/service/${service}/action/${action}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    if (answer.status !== 200) throw new Error(`${name}: HTTP ${answer.status} ${await answer.text()}`);
    return result(await answer.json());
  }

  as(ks) {
    return new Api(this.base, ks);
  }
}

function result(value) {
  if (value?.objectType === "KalturaAPIException") throw new ApiError(value.code, value.message, value.args);
  return value;
}

/** An API with an ADMIN session of the test account. */
export async function adminApi(server) {
  const nobody = new Api(server.url);
  return nobody.as(await nobody.call("session.start", { secret: ADMIN_SECRET, userId: "admin", type: 2, partnerId: PARTNER }));
}

/** A new live stream; `fields` beside the least that the API asks for. */
export function addWebcast(admin, fields = {}) {
  const liveStreamEntry = { objectType: "KalturaLiveStreamEntry", name: "Webcast", mediaType: 201, ...fields };
  return admin.call("liveStream.add", { sourceType: "32", liveStreamEntry });
}

/** The code of the error in an answer, in whichever of the two formats it came; undefined when it is no error. */
export function errorCode(text) {
  if (text.trimStart().startsWith("<")) {
    const error = /<result><error>(.*?)<\/error><\/result>/s.exec(text)?.[1];
    return error && /<code>(.*?)<\/code>/.exec(error)?.[1];
  }
  const value = JSON.parse(text);
  return value?.objectType === "KalturaAPIException" ? value.code : undefined;
}
