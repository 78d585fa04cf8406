// An event as a calendar file (RFC 5545) and as links to two calendar services.

export interface Appointment {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly url: string;
  readonly start: number;
  /** Without an end, calendars get one hour. */
  readonly end: number | null;
}

const HOUR_MS = 3_600_000;
/** Octets of one line of a calendar file, without its break; longer ones are folded. */
const LINE_OCTETS = 75;

export function calendarFile(event: Appointment, stamp: number): string {
  const lines = [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Plenary//Event//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "BEGIN:VEVENT",
    `UID:${escaped(event.uid)}`, `DTSTAMP:${utc(stamp)}`, `DTSTART:${utc(event.start)}`, `DTEND:${utc(endOf(event))}`,
    `SUMMARY:${escaped(event.title)}`, `DESCRIPTION:${escaped(event.description)}`, `URL:${printable(event.url)}`, `LOCATION:${escaped(event.url)}`,
    "END:VEVENT", "END:VCALENDAR",
  ];
  return lines.map(folded).join("\r\n") + "\r\n";
}

export function calendarLink(service: "google" | "outlook", event: Appointment): string {
  if (service === "google") {
    return address("https://calendar.google.com/calendar/render", {
      action: "TEMPLATE", text: event.title, dates: `${utc(event.start)}/${utc(endOf(event))}`, details: event.description, location: event.url,
    });
  }
  return address("https://outlook.live.com/calendar/0/deeplink/compose", {
    path: "/calendar/action/compose", rru: "addevent", subject: event.title,
    startdt: new Date(event.start).toISOString(), enddt: new Date(endOf(event)).toISOString(), body: event.description, location: event.url,
  });
}

function endOf(event: Appointment): number {
  return event.end !== null && event.end > event.start ? event.end : event.start + HOUR_MS;
}

function address(base: string, fields: Readonly<Record<string, string>>): string {
  return `${base}?${new URLSearchParams(fields).toString()}`;
}

/** `20261121T130000Z` */
function utc(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, "");
}

function escaped(text: string): string {
  return printable(text.replace(/\\/g, "\\\\").replace(/;/g, "\\;").replace(/,/g, "\\,").replace(/\r\n|\r|\n/g, "\\n"));
}

/** Without control characters: they could end the line and begin another property. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000A-\u001F\u007F]/g, "");
}

/** Broken between characters so that no line has more than 75 octets; the next begins with a space. */
function folded(line: string): string {
  const octets = new TextEncoder();
  let out = "";
  let used = 0;
  for (const character of line) {
    const size = octets.encode(character).length;
    if (used + size > LINE_OCTETS) {
      out += "\r\n ";
      used = 1;
    }
    out += character;
    used += size;
  }
  return out;
}
