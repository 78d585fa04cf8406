// Times as people read them. Nothing here formats a date by hand: `Intl` does, in the language of the texts.
import { t, textLocale } from "./i18n";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Whole seconds as `m:ss` or `h:mm:ss`; negative counts as zero. */
export function clockSpan(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  const h = Math.floor(whole / 3600);
  const m = Math.floor(whole / 60) % 60;
  return h > 0 ? `${h}:${two(m)}:${two(whole % 60)}` : `${m}:${two(whole % 60)}`;
}

/** The countdown's parts, largest first: days and hours, hours and minutes, or `mm:ss` under an hour. */
export function countdown(leftMs: number): string[] {
  const left = Math.max(0, leftMs);
  if (left < HOUR) {
    const seconds = Math.ceil(left / SECOND);
    if (seconds < 3600) {
      return [`${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`];
    }
  }
  const minutes = Math.ceil(left / MINUTE);
  const days = Math.floor(minutes / (24 * 60));
  const hours = Math.floor(minutes / 60) % 24;
  if (days > 0) return [t("wait.days", { count: days }), t("wait.hours", { count: hours })];
  return [t("wait.hours", { count: hours }), t("wait.minutes", { count: minutes % 60 })];
}

const MARKS = [
  [DAY, "wait.announce.day"],
  [HOUR, "wait.announce.hour"],
  [10 * MINUTE, "wait.announce.tenMinutes"],
  [MINUTE, "wait.announce.minute"],
] as const;

/** What to announce when the time left fell from `beforeMs` to `afterMs`; a jump over several marks says the last. */
export function countdownMark(beforeMs: number, afterMs: number): (typeof MARKS)[number][1] | undefined {
  return MARKS.findLast(([mark]) => beforeMs > mark && afterMs <= mark)?.[1];
}

/** The viewer's own time zone. */
export function myZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Whether this system knows the zone's name. */
export function isZone(zone: string | null): zone is string {
  if (!zone) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** The zone's short name at that moment, such as “CET” or “GMT+2”. */
export function zoneName(at: number, zone: string): string {
  const parts = new Intl.DateTimeFormat(textLocale(), { timeZone: zone, timeZoneName: "short" }).formatToParts(at);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
}

/** Day and time in a zone, with its end where there is one: “Saturday, 21 November 2026, 14:00 – 15:30”. */
export function eventTime(start: number, end: number | null, zone: string, locale: string = navigator.language): string {
  const format = new Intl.DateTimeFormat(locale, {
    weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit", timeZone: zone,
  });
  return end !== null && end > start ? format.formatRange(start, end) : format.format(start);
}

/** Short form for the other zone in brackets: “15:00 GMT+2”, with the day when it is another one. */
export function otherTime(start: number, zone: string, shown: string, locale: string = navigator.language): string {
  const day = (tz: string) => new Intl.DateTimeFormat("en", { timeZone: tz, dateStyle: "short" }).format(start);
  return new Intl.DateTimeFormat(locale, {
    ...(day(zone) === day(shown) ? {} : { weekday: "short" as const }),
    hour: "numeric", minute: "2-digit", timeZone: zone, timeZoneName: "short",
  }).format(start);
}

/** The time of day, to the second. */
export function timeOfDay(at: number, locale: string = navigator.language): string {
  return new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit", second: "2-digit" }).format(at);
}
