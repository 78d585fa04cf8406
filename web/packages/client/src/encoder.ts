// What the server knows of an event's encoders: what they send now, and which were refused lately.
import { body, call } from "./api";
import { isFields, number, text } from "./fields";

export type InputName = "primary" | "backup";

/** Times are Unix milliseconds of the server's clock. */
export interface EncoderReport {
  readonly now: number;
  readonly inputs: Readonly<Record<InputName, EncoderInput | null>>;
  /** Newest first. */
  readonly notes: readonly EncoderNote[];
}

export interface EncoderInput {
  readonly peer: string;
  readonly since: number;
  readonly heardAt: number | null;
  readonly video: EncoderVideo | null;
  readonly audio: EncoderAudio | null;
}

export interface EncoderVideo {
  readonly codec: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly framesPerSecond: number | null;
  readonly bitsPerSecond: number | null;
  readonly keyframeMs: number | null;
  readonly sinceKeyframeMs: number;
  readonly hasKeyframe: boolean;
}

export interface EncoderAudio {
  readonly codec: string | null;
  readonly samplesPerSecond: number | null;
  readonly channels: number | null;
  readonly bitsPerSecond: number | null;
}

export interface EncoderNote {
  readonly what: string;
  readonly input: InputName | null;
  readonly peer: string;
  readonly detail: string;
  readonly askedFor: string | null;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly times: number;
}

export type EncoderResult = { readonly report: EncoderReport } | { readonly failed: "forbidden" | "missing" | "unreachable" };

export async function fetchEncoder(entry: string): Promise<EncoderResult> {
  const answer = await call(`/plenary/v1/entries/${encodeURIComponent(entry)}/encoder`, {});
  if (answer?.status === 403) return { failed: "forbidden" };
  if (answer?.status === 404) return { failed: "missing" };
  const report = answer?.ok ? readReport(await body(answer)) : undefined;
  return report ? { report } : { failed: "unreachable" };
}

/** The report in an answer, or nothing if the answer is not one. */
export function readReport(value: unknown): EncoderReport | undefined {
  if (!isFields(value) || typeof value["now"] !== "number" || !isFields(value["inputs"])) return undefined;
  const notes = Array.isArray(value["notes"]) ? value["notes"] : [];
  return {
    now: value["now"],
    inputs: { primary: readInput(value["inputs"]["primary"]), backup: readInput(value["inputs"]["backup"]) },
    notes: notes.map(readNote).filter((note) => note !== undefined),
  };
}

function readInput(value: unknown): EncoderInput | null {
  if (!isFields(value)) return null;
  const { video, audio } = value;
  return {
    peer: text(value["peer"]) ?? "",
    since: number(value["since"]) ?? 0,
    heardAt: number(value["heardAt"]),
    video: isFields(video)
      ? {
          codec: text(video["codec"]), width: number(video["width"]), height: number(video["height"]),
          framesPerSecond: number(video["framesPerSecond"]), bitsPerSecond: number(video["bitsPerSecond"]),
          keyframeMs: number(video["keyframeMs"]), sinceKeyframeMs: number(video["sinceKeyframeMs"]) ?? 0, hasKeyframe: video["hasKeyframe"] === true,
        }
      : null,
    audio: isFields(audio)
      ? { codec: text(audio["codec"]), samplesPerSecond: number(audio["samplesPerSecond"]), channels: number(audio["channels"]), bitsPerSecond: number(audio["bitsPerSecond"]) }
      : null,
  };
}

function readNote(value: unknown): EncoderNote | undefined {
  if (!isFields(value) || typeof value["what"] !== "string") return undefined;
  const input = value["input"];
  return {
    what: value["what"],
    input: input === "primary" || input === "backup" ? input : null,
    peer: text(value["peer"]) ?? "",
    detail: text(value["detail"]) ?? "",
    askedFor: text(value["askedFor"]),
    firstAt: number(value["firstAt"]) ?? 0,
    lastAt: number(value["lastAt"]) ?? 0,
    times: number(value["times"]) ?? 1,
  };
}
