// hls.js, loaded on demand: low-latency playlists with blocked reloads, separate audio, one worker file.
import Hls, { ErrorTypes, Events, type ErrorData, type LoaderResponse, type LoadPolicy, type RetryConfig } from "hls.js";
import workerPath from "hls.js/dist/hls.worker.js?url";
import type { Engine, EngineEvents, Position, Renew } from "./engine";
import { renewingLoader } from "./loader";
import { Renewal } from "./renewal";

/** Seconds that stay watchable behind the picture without loading them again. */
const BACK_BUFFER_S = 30;
/** A picture closer to the edge than this stops at the smallest hiccup of a network. */
const LATENCY_MIN_S = 1.5;
/** Playlists are asked for again without end, at most this far apart: networks come back, and encoders too. */
const RETRY_MAX_MS = 2000;

/** A start this close before the first moment that can be shown is moved to it. */
const HOLE_MAX_S = 4;

/** A refusal is final, because the loader has already asked for a new token. */
const REFUSED = 403;
/** The answer to a blocked reload far ahead of the stream: it began anew, and its numbers too. */
const AHEAD = 400;

function worthwhile(_: RetryConfig | null | undefined, __: number, ___: boolean, response: LoaderResponse | undefined): boolean {
  return response?.code !== REFUSED && response?.code !== AHEAD;
}

const untilItWorks: RetryConfig = {
  maxNumRetry: Infinity, retryDelayMs: 250, maxRetryDelayMs: RETRY_MAX_MS, backoff: "exponential", shouldRetry: worthwhile,
};
const playlists: LoadPolicy = {
  default: { maxTimeToFirstByteMs: 10_000, maxLoadTimeMs: 20_000, timeoutRetry: untilItWorks, errorRetry: untilItWorks },
};
const aFewTimes: RetryConfig = { maxNumRetry: 4, retryDelayMs: 200, maxRetryDelayMs: 1000, backoff: "exponential" };
const media: LoadPolicy = {
  default: { maxTimeToFirstByteMs: 8000, maxLoadTimeMs: 20_000, timeoutRetry: aFewTimes, errorRetry: aFewTimes },
};

export class HlsEngine implements Engine {
  static supported(): boolean {
    return Hls.isSupported();
  }

  #hls: Hls;
  #video: HTMLVideoElement;
  #renewal: Renewal;
  #floor = LATENCY_MIN_S;
  /** The element has shown something since the source was opened. */
  #shown = false;

  constructor(video: HTMLVideoElement, events: EngineEvents, renew: Renew) {
    this.#video = video;
    this.#renewal = new Renewal(renew);
    const hls = new Hls({
      workerPath,
      lowLatencyMode: true,
      backBufferLength: BACK_BUFFER_S,
      liveDurationInfinity: true,
      // The player keeps the edge itself (follow.ts): two masters of the rate would fight.
      maxLiveSyncPlaybackRate: 1,
      capLevelToPlayerSize: true,
      // Nothing here reads the clock in the stream; hls.js would keep it on a text track that our policy forbids.
      enableID3MetadataCues: false,
      enableEmsgMetadataCues: false,
      enableDateRangeMetadataCues: false,
      loader: renewingLoader(Hls.DefaultConfig.loader, this.#renewal),
      manifestLoadPolicy: playlists,
      playlistLoadPolicy: playlists,
      fragLoadPolicy: media,
    });
    this.#hls = hls;
    const qualities = () => events.qualities(
      hls.levels.map((level, index) => ({ index, height: level.height, bitrate: level.bitrate })),
      hls.autoLevelEnabled,
      hls.currentLevel,
    );
    hls.on(Events.MANIFEST_PARSED, qualities);
    hls.on(Events.LEVEL_SWITCHED, qualities);
    hls.on(Events.LEVEL_LOADED, () => this.#keepDistance());
    hls.on(Events.BUFFER_APPENDED, () => this.#enter());
    hls.on(Events.ERROR, (_, data) => this.#error(data, events));
    hls.attachMedia(video);
  }

  open(url: string): void {
    this.#renewal.adopt(url);
    this.#shown = false;
    this.#hls.loadSource(url);
  }

  moved(url: string): void {
    this.#renewal.adopt(url);
  }

  position(): Position | undefined {
    const details = this.#hls.latestLevelDetails;
    const live = this.#hls.liveSyncPosition;
    if (!details || live === null) return undefined;
    const current = this.#video.currentTime;
    const date = this.#hls.playingDate?.getTime();
    // A stream that has just begun starts with a gap that holds nothing to watch.
    const start = details.fragments.find((fragment) => !fragment.gap)?.start ?? live;
    return { current, start: Math.max(0, Math.min(start, live)), live, buffered: ahead(this.#video), date };
  }

  choose(quality: number): void {
    this.#hls.nextLevel = quality;
  }

  steady(seconds: number): void {
    this.#floor = seconds;
    this.#keepDistance();
  }

  resume(): void {
    this.#shown = false;
    if (this.#hls.levels.length > 0) this.#hls.startLoad(-1);
    else if (this.#hls.url) this.#hls.loadSource(this.#hls.url);
  }

  repair(): void {
    this.#hls.recoverMediaError();
  }

  close(): void {
    this.#hls.destroy();
  }

  /**
   * Takes the picture over a hole at its beginning. In a stream of a second, hls.js may choose its place to start before the
   * sound that it then loads first; it would wait there, seeking, for sound that never comes.
   */
  #enter(): void {
    const { buffered, currentTime, readyState } = this.#video;
    this.#shown ||= readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
    if (this.#shown || buffered.length === 0) return;
    const hole = buffered.start(0) - currentTime;
    if (hole > 0 && hole <= HOLE_MAX_S) this.#video.currentTime = buffered.start(0);
  }

  #keepDistance(): void {
    const target = this.#hls.targetLatency;
    if (target !== null && target < this.#floor) this.#hls.targetLatency = this.#floor;
  }

  #error(data: ErrorData, events: EngineEvents): void {
    if (data.details === "bufferStalledError") events.stalled();
    if (!data.fatal) return;
    const detail = [data.type, data.details, data.response?.code, data.error.message].filter(Boolean).join(" · ");
    if (data.response?.code === AHEAD) events.begunAnew();
    else if (data.response?.code === REFUSED) events.fault("refused", detail);
    else if (data.type === ErrorTypes.NETWORK_ERROR) events.fault("network", detail);
    else events.fault("media", detail);
  }
}

function ahead(video: HTMLVideoElement): number {
  const { buffered, currentTime } = video;
  for (let i = 0; i < buffered.length; i += 1) {
    if (buffered.start(i) <= currentTime + 0.1 && buffered.end(i) > currentTime) return buffered.end(i) - currentTime;
  }
  return 0;
}
