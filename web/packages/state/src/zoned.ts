// Clock times of a time zone, as forms hold them, and moments.

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The moment (Unix milliseconds) at which clocks in `zone` show `local`, such as `2026-11-21T14:00`. A time that they show twice is the first
 *  one; a time that they skip is counted on from before the gap. Nothing if it is no time or no zone. */
export function momentOf(local: string, zone: string): number | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::\d{2})?$/.exec(local);
  if (!parts) return undefined;
  const [year, month, day, hour, minute] = parts.slice(1).map(Number) as [number, number, number, number, number];
  const shown = Date.UTC(year, month - 1, day, hour, minute);
  // The thirtieth of February is another day.
  if (new Date(shown).toISOString().slice(0, 16) !== local.slice(0, 16)) return undefined;
  try {
    const before = offset(shown - DAY, zone);
    const offsets = [before, offset(shown + DAY, zone)];
    const moments = offsets.filter((one) => offset(shown - one, zone) === one).map((one) => shown - one);
    return moments.length > 0 ? Math.min(...moments) : shown - before;
  } catch {
    return undefined;
  }
}

/** What clocks in `zone` show at a moment, to the minute: the other way round. */
export function localOf(at: number, zone: string): string {
  return new Date(at + offset(at, zone)).toISOString().slice(0, 16);
}

/** How far clocks in `zone` are ahead of UTC at a moment, milliseconds. Throws for an unknown zone. */
function offset(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((found) => found.type === type)?.value);
  const shown = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return shown - Math.floor(at / 1000) * 1000;
}
