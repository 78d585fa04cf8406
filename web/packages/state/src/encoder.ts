// What somebody who sets an encoder up must be told: where it sends, and the first sentences of help when it does not work.
import type { EncoderInput, EncoderNote, EncoderReport, InputName } from "@plenary/client";

/** One input's address in the forms that encoders ask for. */
export interface EncoderAddress {
  /** For the field “Server” or “URL”. */
  readonly server: string;
  /** For the field “Stream key”; it carries the token. */
  readonly key: string;
  /** Both in one, for programs with one field. */
  readonly whole: string;
  /** `host:port`, to say where we listen. */
  readonly host: string;
}

/** From the address and stream name as the API forms them. The token moves into the key, which encoders hide and servers accept there. */
export function encoderAddress(url: string | null, streamName: string): EncoderAddress | undefined {
  const parts = /^([a-z]+:\/\/([^/?]+)\/[^?]*)\?(.+)$/.exec(url ?? "");
  if (!parts || streamName === "") return undefined;
  const [, server, host, query] = parts as unknown as [string, string, string, string];
  const key = `${streamName.replace("%i", "1")}?${query}`;
  return { server, key, whole: `${server}/${key}`, host };
}

/** A command that sends a file as a live signal with what viewers need: H.264, a keyframe every 2 s, AAC. */
export function ffmpegCommand(whole: string): string {
  return [
    "ffmpeg -re -i INPUT.mp4",
    "-c:v libx264 -preset veryfast -pix_fmt yuv420p -b:v 2500k -maxrate 2500k -bufsize 5000k",
    '-force_key_frames "expr:gte(t,n_forced*2)" -c:a aac -b:a 160k -ar 48000',
    `-f flv "${whole}"`,
  ].join(" \\\n  ");
}

export type HelpId =
  | "wrongToken" | "unknownStream" | "namesDiffer" | "badName" | "codec" | "busy" | "full" | "forbidden"
  | "noKeyframes" | "takenOver" | "malformed" | "droppedSilent" | "clock"
  | "nothingYet" | "stalled" | "keyframeLong" | "noVideo" | "noAudio";

/** One thing to say. `bad`: nobody can watch this encoder; `warn`: they can, not as well. */
export interface Help {
  readonly id: HelpId;
  readonly level: "bad" | "warn";
  readonly input: InputName | null;
  readonly peer: string;
  readonly detail: string;
  readonly askedFor: string | null;
  /** When it last happened; null while it lasts. */
  readonly at: number | null;
  readonly times: number;
  /** Seconds between keyframes, where it is about them. */
  readonly seconds: number;
}

const OF_NOTE: Readonly<Record<string, HelpId>> = {
  wrong_token: "wrongToken", unknown_stream: "unknownStream", names_differ: "namesDiffer", unsupported_rendition: "badName", malformed_name: "badName",
  unsupported_codec: "codec", busy: "busy", full: "full", unavailable: "full", stopping: "full", forbidden: "forbidden",
  no_keyframes: "noKeyframes", taken_over: "takenOver", malformed: "malformed", idle: "droppedSilent", clock_stands: "clock",
};

/** A refusal is worth a word so long after it last happened, if nothing better came. */
const SAID_FOR_MS = 15 * 60_000;
/** What happens beside an encoder that works is forgotten sooner. */
const SAID_BESIDE_MS = 2 * 60_000;
const NOTHING_AFTER_MS = 4_000;
const STALLED_AFTER_MS = 3_000;
const NO_KEYFRAME_AFTER_MS = 4_000;
/** Viewers wait longer to start beyond this. */
const KEYFRAME_LONG_MS = 4_500;
/** A track that was not there after so long is missing. */
const TRACK_AFTER_MS = 4_000;

const BESIDE: ReadonlySet<HelpId> = new Set(["busy", "takenOver"]);

/** What there is to say now: what keeps everybody from watching first, then the newest. Each thing is said once for an input. */
export function helpOf(report: EncoderReport): readonly Help[] {
  const help: Help[] = [];
  for (const name of ["primary", "backup"] as const) {
    const input = report.inputs[name];
    if (input) help.push(...ofInput(name, input, report.now));
  }
  for (const note of report.notes) {
    const id = OF_NOTE[note.what];
    if (!id || report.now - note.lastAt > (BESIDE.has(id) ? SAID_BESIDE_MS : SAID_FOR_MS) || isOver(id, note, report)) continue;
    if (help.some((said) => said.id === id && said.input === note.input && said.askedFor === note.askedFor && said.detail === note.detail)) continue;
    const { input, peer, detail, askedFor, lastAt, times } = note;
    help.push({ id, level: BESIDE.has(id) ? "warn" : "bad", input, peer, detail, askedFor, at: lastAt, times, seconds: 0 });
  }
  return help.sort((one, other) => Number(one.level === "warn") - Number(other.level === "warn") || (other.at ?? report.now) - (one.at ?? report.now));
}

/** Whether somebody has put it right: an encoder came in where this one was refused. */
function isOver(id: HelpId, note: EncoderNote, report: EncoderReport): boolean {
  const inputs = (note.input ? [report.inputs[note.input]] : [report.inputs.primary, report.inputs.backup]).filter((input) => input !== null);
  if (id === "noKeyframes") return inputs.some((input) => input.since > note.lastAt || input.video?.hasKeyframe);
  return !BESIDE.has(id) && inputs.some((input) => input.since >= note.lastAt);
}

function ofInput(name: InputName, input: EncoderInput, now: number): Help[] {
  const said = (id: HelpId, level: "bad" | "warn", seconds = 0): Help => ({ id, level, input: name, peer: input.peer, detail: "", askedFor: null, at: null, times: 1, seconds });
  const { video, audio, heardAt, since } = input;
  if (heardAt === null) return now - since >= NOTHING_AFTER_MS ? [said("nothingYet", "bad")] : [];
  if (now - heardAt >= STALLED_AFTER_MS) return [said("stalled", "bad")];
  const help: Help[] = [];
  if (video && !video.hasKeyframe && video.sinceKeyframeMs >= NO_KEYFRAME_AFTER_MS) help.push(said("noKeyframes", "bad"));
  const distance = Math.max(video?.keyframeMs ?? 0, video?.hasKeyframe ? video.sinceKeyframeMs : 0);
  if (distance >= KEYFRAME_LONG_MS) help.push(said("keyframeLong", "warn", Math.round(distance / 1000)));
  if (now - since >= TRACK_AFTER_MS) {
    if (!video) help.push(said("noVideo", "warn"));
    if (!audio) help.push(said("noAudio", "warn"));
  }
  return help;
}

/** The name people know a codec by. */
export function codecName(codec: string | null): string {
  if (!codec) return "";
  const profiles: Readonly<Record<string, string>> = { "42": "Baseline", "4d": "Main", "58": "Extended", "64": "High" };
  const h264 = /^avc1\.([0-9a-f]{2})[0-9a-f]{2}([0-9a-f]{2})$/i.exec(codec);
  if (h264) return `H.264 ${profiles[h264[1]!.toLowerCase()] ?? ""}`.trim();
  return codec.startsWith("mp4a.40.") ? (codec === "mp4a.40.2" ? "AAC" : "HE-AAC") : codec;
}
