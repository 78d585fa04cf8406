//! Calls to the API without a client library, for what the official clients cannot be made to send.

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

export async function adminApi(server, { PARTNER, ADMIN_SECRET }, userId = "admin") {
  const nobody = new Api(server.url);
  const ks = await nobody.call("session.start", { secret: ADMIN_SECRET, userId, type: 2, partnerId: PARTNER });
  return nobody.as(ks);
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
