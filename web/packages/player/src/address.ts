// Playback addresses carry a token as the path segment after /live/. When the token is renewed, the rest of the
// address stays the same: requests are moved to the new token and the picture goes on.

const SHAPE = /^((?:https?:\/\/[^/]+)?\/(?:[^?#]*?\/)?live\/)([^/?#]+)(\/.*)$/;

/** The token in a playback address, or nothing if the address has another shape. */
export function tokenOf(url: string): string | undefined {
  return SHAPE.exec(url)?.[2];
}

/** `url` with another token; unchanged if it has no place for one. */
export function withToken(url: string, token: string | undefined): string {
  const parts = SHAPE.exec(url);
  return parts && token !== undefined ? `${parts[1]}${token}${parts[3]}` : url;
}

/** Whether two addresses differ in their token only. */
export function sameStream(a: string, b: string): boolean {
  return a === b || (tokenOf(a) !== undefined && withToken(a, "*") === withToken(b, "*"));
}
