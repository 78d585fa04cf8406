//! Sessions made without the server, from the secret, and spoilt ones (contract: session, KS version 2).

import { createCipheriv, createHash, randomBytes } from "node:crypto";

const sha1 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha1")).digest();

/** A version 2 KS; `expiresIn` seconds may be negative. */
export function makeKs({ secret, partnerId, userId = "", type = 0, expiresIn = 3600, privileges = {} }) {
  const fields = new URLSearchParams({ ...privileges, _e: String(Math.floor(Date.now() / 1000) + expiresIn), _t: String(type), _u: userId });
  const tail = Buffer.concat([randomBytes(16), Buffer.from(fields.toString())]);
  const payload = Buffer.concat([sha1(tail), tail]);
  const padded = Buffer.concat([payload, Buffer.alloc((16 - (payload.length % 16)) % 16)]);
  const cipher = createCipheriv("aes-128-cbc", sha1(secret).subarray(0, 16), Buffer.alloc(16)).setAutoPadding(false);
  const sealed = Buffer.concat([Buffer.from(`v2|${partnerId}|`), cipher.update(padded), cipher.final()]);
  return sealed.toString("base64").replaceAll("+", "-").replaceAll("/", "_");
}

/** The same KS with one bit of its content changed. */
export function forge(ks) {
  const bytes = Buffer.from(ks.replaceAll("-", "+").replaceAll("_", "/"), "base64");
  bytes[bytes.length - 5] ^= 1;
  return bytes.toString("base64").replaceAll("+", "-").replaceAll("/", "_");
}
