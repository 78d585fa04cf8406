// A session string travels to a page only in the address's fragment, which browsers send to nobody.

/** The session string in a fragment such as `#ks=…`, if there is one. */
export function sessionIn(hash: string): string | undefined {
  return new URLSearchParams(hash.replace(/^#/, "")).get("ks") || undefined;
}

/** The fragment without its session string: empty, or starting with `#`. */
export function withoutSession(hash: string): string {
  const rest = hash.replace(/^#/, "").split("&").filter((part) => part !== "" && part !== "ks" && !part.startsWith("ks="));
  return rest.length > 0 ? `#${rest.join("&")}` : "";
}
