// Which page an address means, and the other way round.

export type Route =
  | { readonly at: "list"; readonly search: string; readonly page: number }
  | { readonly at: "new"; readonly from: string | undefined }
  | { readonly at: "webcast"; readonly id: string }
  | { readonly at: "edit"; readonly id: string }
  | { readonly at: "integration" }
  | { readonly at: "lost" };

export const LIST: Route = { at: "list", search: "", page: 1 };

export function routeOf(address: URL): Route {
  const parts = address.pathname.replace(/^\/admin/, "").split("/").filter(Boolean).map(decoded);
  const [first, id, last] = parts;
  if (first === undefined) {
    const page = Number(address.searchParams.get("page"));
    return { at: "list", search: address.searchParams.get("q") ?? "", page: Number.isInteger(page) && page > 1 ? page : 1 };
  }
  if (first === "new" && parts.length === 1) return { at: "new", from: address.searchParams.get("from") ?? undefined };
  if (first === "integration" && parts.length === 1) return { at: "integration" };
  if (first === "webcasts" && id !== undefined) {
    if (parts.length === 2) return { at: "webcast", id };
    if (parts.length === 3 && last === "edit") return { at: "edit", id };
  }
  return { at: "lost" };
}

export function addressOf(route: Route): string {
  switch (route.at) {
    case "list": {
      const query = new URLSearchParams();
      if (route.search !== "") query.set("q", route.search);
      if (route.page > 1) query.set("page", String(route.page));
      return query.size > 0 ? `/admin?${query.toString()}` : "/admin";
    }
    case "new":
      return route.from === undefined ? "/admin/new" : `/admin/new?from=${encodeURIComponent(route.from)}`;
    case "webcast":
      return `/admin/webcasts/${encodeURIComponent(route.id)}`;
    case "edit":
      return `/admin/webcasts/${encodeURIComponent(route.id)}/edit`;
    case "integration":
      return "/admin/integration";
    case "lost":
      return "/admin/lost";
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
