// Which page an address shows. Pages live in the fragment, so that one document serves them all and none of it reaches a log.

export type Route =
  | { readonly page: "start" }
  | { readonly page: "action"; readonly service: string; readonly action: string }
  | { readonly page: "class"; readonly name: string }
  | { readonly page: "enum"; readonly name: string }
  | { readonly page: "errors" };

export function routeOf(hash: string): Route {
  const [kind, first, second] = hash.replace(/^#\/?/, "").split("/").map(decoded);
  if (kind === "actions" && first && second) return { page: "action", service: first, action: second };
  if (kind === "objects" && first) return { page: "class", name: first };
  if (kind === "enums" && first) return { page: "enum", name: first };
  if (kind === "errors") return { page: "errors" };
  return { page: "start" };
}

export const address = {
  start: "#/",
  errors: "#/errors",
  action: (service: string, action: string) => `#/actions/${encodeURIComponent(service)}/${encodeURIComponent(action)}`,
  class: (name: string) => `#/objects/${encodeURIComponent(name)}`,
  enum: (name: string) => `#/enums/${encodeURIComponent(name)}`,
};

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
