// What came back, ready to be shown: laid out if it is JSON or XML, a file to save if it is neither.

export type Answer =
  | { readonly kind: "text"; readonly text: string; readonly error: string | undefined; readonly status: number; readonly ms: number; readonly bytes: number }
  | { readonly kind: "file"; readonly url: string; readonly name: string; readonly type: string; readonly error: undefined; readonly status: number; readonly ms: number; readonly bytes: number }
  | { readonly kind: "unreachable" };

/** Characters of an answer that are shown; a page with more of them would not scroll. */
const SHOWN_MAX = 400_000;

export async function formatted(response: Response, ms: number): Promise<Answer> {
  const type = response.headers.get("Content-Type") ?? "";
  const blob = await response.blob();
  const { status } = response;
  if (!/json|xml|text|javascript/.test(type) && !looksLikePhp(type, blob)) {
    const name = /filename="?([^";]+)/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? "answer";
    return { kind: "file", url: URL.createObjectURL(blob), name, type: type || "application/octet-stream", error: undefined, status, ms, bytes: blob.size };
  }
  const raw = await blob.text();
  const text = type.includes("json") ? json(raw) : type.includes("xml") ? xml(raw) : raw;
  return { kind: "text", text: text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text, error: errorIn(raw), status, ms, bytes: blob.size };
}

/** PHP's own format has no type of its own. */
function looksLikePhp(type: string, blob: Blob): boolean {
  return type === "" || (type.includes("octet-stream") === false && type.includes("php") && blob.size >= 0);
}

export function json(raw: string): string {
  try {
    return JSON.stringify(JSON.parse(raw), null, 2);
  } catch {
    return raw;
  }
}

/** One element a line, indented; elements that hold text only stay on their line. */
export function xml(raw: string): string {
  let depth = 0;
  const lines: string[] = [];
  for (const part of raw.match(/<\?[^>]*\?>|<[^>]+>[^<]*<\/[^>]+>|<[^>]+>|[^<]+/g) ?? [raw]) {
    if (part.trim() === "") continue;
    const closes = part.startsWith("</");
    const whole = part.startsWith("<?") || part.endsWith("/>") || (!closes && /<\/[^>]+>$/.test(part)) || !part.startsWith("<");
    if (closes) depth = Math.max(0, depth - 1);
    lines.push("  ".repeat(depth) + part);
    if (!closes && !whole) depth += 1;
  }
  return lines.join("\n");
}

/** The code of the error that an answer in any of the formats is. */
export function errorIn(raw: string): string | undefined {
  if (raw.startsWith("<")) return /<result><error><code>([^<]*)<\/code>/.exec(raw)?.[1];
  if (raw.startsWith("{")) {
    try {
      const value = JSON.parse(raw) as { objectType?: unknown; code?: unknown };
      return value.objectType === "KalturaAPIException" && typeof value.code === "string" ? value.code : undefined;
    } catch {
      return undefined;
    }
  }
  return /^O:\d+:"KalturaAPIException"|KalturaAPIException/.test(raw) ? /s:4:"code";s:\d+:"([^"]+)"/.exec(raw)?.[1] : undefined;
}
