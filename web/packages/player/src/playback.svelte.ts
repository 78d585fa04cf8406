// The player's model: one stream, the viewer's wishes, and what the controls show. Ticks four times a second.
// Decisions are made in follow.ts and health.ts; this file carries them out on the video element.
import { recall, remember } from "@plenary/ui";
import { sameStream } from "./address";
import type { Engine, EngineEvents, Fault, Quality, Renew } from "./engine/engine";
import { NativeEngine } from "./engine/native";
import { follow, LIVE_WITHIN } from "./follow";
import { Health, type Level } from "./health";

const TICK_MS = 250;
/** Seconds from the live edge after repeated stalls. */
const SMOOTH_S = 5;
/** A decoder that fails again within this time is not repaired but replaced. */
const REPAIR_AGAIN_MS = 10_000;
/** Wait before a stream that failed is loaded on. */
const RESUME_MS = 1000;

/** What the player asks the viewer for: browsers start sound, or any playback, only after a gesture. */
export type Needs = "nothing" | "sound" | "gesture";

export interface Problem {
  readonly fault: Fault;
  readonly detail: string;
}

export class Playback {
  label = $state("");
  /** Unix milliseconds; elapsed time is counted from here. */
  startsAt = $state<number | undefined>(undefined);
  paused = $state(true);
  /** The first picture has been shown. */
  started = $state(false);
  muted = $state(false);
  volume = $state(storedVolume());
  needs = $state<Needs>("nothing");
  /** The viewer is at the live edge, or on the way there. */
  following = $state(true);
  /** Seconds behind the live position, never negative. */
  behind = $state(0);
  /** Seconds that can be watched behind the live position. */
  reach = $state(0);
  date = $state<number | undefined>(undefined);
  level = $state<Level>("fine");
  problem = $state<Problem | undefined>(undefined);
  qualities = $state.raw<readonly Quality[]>([]);
  /** -1 while the player chooses. */
  chosen = $state(-1);
  current = $state(-1);
  smoothed = $state(false);
  holding = $state(false);

  renew: Renew = async () => undefined;
  /** Hears of every fault, also of those the player mends by itself. */
  onfault: (problem: Problem) => void = () => undefined;

  #video: HTMLVideoElement | undefined;
  #engine: Engine | undefined;
  #source: string | undefined;
  #autoplay = false;
  #health = new Health();
  #timer: ReturnType<typeof setInterval> | undefined;
  #resume: ReturnType<typeof setTimeout> | undefined;
  #listening: AbortController | undefined;
  #at = 0;
  #repairedAt = -Infinity;
  #resumedAt = -Infinity;
  #faults = 0;
  #opening = 0;

  /** Takes the video element; returns what lets go of it. */
  attach(video: HTMLVideoElement): () => void {
    this.#video = video;
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const on = (name: string, does: () => void) => video.addEventListener(name, does, { signal });
    video.volume = this.volume;
    on("play", () => (this.paused = false));
    on("pause", () => {
      this.paused = true;
      if (!video.ended && this.started) this.following = false;
    });
    on("playing", () => {
      this.started = true;
      this.#tick();
      if (this.behind < LIVE_WITHIN) this.following = true;
    });
    on("volumechange", () => {
      this.muted = video.muted;
      this.volume = video.volume;
      if (!video.muted && this.needs === "sound") this.needs = "nothing";
    });
    on("canplay", () => {
      if (this.#autoplay && !this.started && video.paused && this.needs === "nothing") void this.#begin();
    });
    self.addEventListener("online", () => this.#again(0), { signal });
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    if (this.#source !== undefined) void this.#open();
    return () => this.#detach();
  }

  /** Another address. One that differs in its token only does not disturb the picture. */
  load(source: string | undefined, autoplay: boolean): void {
    const before = this.#source;
    this.#source = source;
    this.#autoplay = autoplay;
    if (!this.started) this.needs = autoplay ? "nothing" : "gesture";
    if (source !== undefined && before !== undefined && this.#engine && sameStream(before, source)) {
      this.#engine.moved(source);
      return;
    }
    if (this.#video) void this.#open();
  }

  toggle(): void {
    const video = this.#video;
    if (!video) return;
    if (video.paused) this.play();
    else video.pause();
  }

  play(): void {
    if (this.needs === "gesture") this.needs = "nothing";
    void this.#video?.play().catch(() => undefined);
  }

  pause(): void {
    this.#video?.pause();
  }

  toggleMute(): void {
    const video = this.#video;
    if (!video) return;
    video.muted = !video.muted;
    if (!video.muted && video.volume === 0) video.volume = 0.5;
  }

  setVolume(volume: number): void {
    const video = this.#video;
    if (!video) return;
    video.volume = Math.min(1, Math.max(0, Math.round(volume * 100) / 100));
    video.muted = video.volume === 0;
    remember("volume", String(video.volume));
  }

  goLive(): void {
    const live = this.#engine?.position()?.live;
    this.following = true;
    if (live !== undefined && this.#video) this.#video.currentTime = live;
    this.play();
    this.#tick();
  }

  /** To `seconds` behind the live position, within what can be watched. */
  seekBehind(seconds: number): void {
    const position = this.#engine?.position();
    if (!position || !this.#video) return;
    const target = Math.min(position.live, Math.max(position.start, position.live - seconds));
    this.following = position.live - target < LIVE_WITHIN;
    this.#video.currentTime = target;
    this.#tick();
  }

  seekBy(seconds: number): void {
    this.seekBehind(this.behind - seconds);
  }

  toStart(): void {
    this.seekBehind(this.reach);
  }

  choose(quality: number): void {
    this.chosen = quality;
    this.#engine?.choose(quality);
  }

  retry(): void {
    this.problem = undefined;
    this.#faults = 0;
    this.#health = new Health();
    void this.#reopen(true);
  }

  dismiss(): void {
    this.problem = undefined;
  }

  async #open(): Promise<void> {
    const turn = ++this.#opening;
    this.#engine?.close();
    this.#engine = undefined;
    clearTimeout(this.#resume);
    const video = this.#video;
    const source = this.#source;
    if (!video || source === undefined) return;
    const engine = await import("./engine/hls").catch(() => undefined);
    if (turn !== this.#opening) return;
    // Not fetched: the picture stands still, so the health check comes back to this.
    if (!engine) return;
    const { HlsEngine } = engine;
    const events: EngineEvents = {
      qualities: (list, auto, current) => {
        this.qualities = list;
        this.chosen = auto ? -1 : current;
        this.current = current;
      },
      fault: (fault, detail) => this.#fault(fault, detail),
      stalled: () => this.#stalled(),
      begunAnew: () => this.#anew(),
    };
    const renew: Renew = () => this.renew();
    if (HlsEngine.supported()) this.#engine = new HlsEngine(video, events, renew);
    else if (NativeEngine.supported(video)) this.#engine = new NativeEngine(video, events, renew);
    else {
      this.problem = { fault: "unsupported", detail: navigator.userAgent };
      return;
    }
    if (this.smoothed) this.#engine.steady(SMOOTH_S);
    this.#engine.open(source);
  }

  /** Starts the stream anew, with an address that is valid now. While the page cannot be reached, the last picture stays. */
  async #reopen(always: boolean): Promise<void> {
    const turn = ++this.#opening;
    const url = await this.renew().catch(() => undefined);
    if (turn !== this.#opening) return;
    if (url !== undefined) this.#source = url;
    if (url === undefined && !always) return;
    const wasPlaying = !this.paused;
    await this.#open();
    if (wasPlaying || always) this.play();
  }

  async #begin(): Promise<void> {
    const video = this.#video;
    if (!video) return;
    try {
      await video.play();
    } catch (reason) {
      if (!isBlocked(reason)) return;
      video.muted = true;
      try {
        await video.play();
        this.needs = "sound";
      } catch (still) {
        video.muted = false;
        if (isBlocked(still)) this.needs = "gesture";
      }
    }
  }

  #fault(fault: Fault, detail: string): void {
    this.onfault({ fault, detail });
    if (fault === "media") {
      const now = performance.now();
      const again = now - this.#repairedAt < REPAIR_AGAIN_MS;
      this.#repairedAt = now;
      this.#faults = again ? this.#faults + 1 : 0;
      if (this.#faults === 0) this.#repair();
      else if (this.#faults === 1) void this.#reopen(true);
      else this.problem = { fault, detail };
      return;
    }
    if (fault === "refused" && !this.holding) this.problem = { fault, detail };
    // The first time at once: a playlist that hls.js stumbles over is usually fine when it is read afresh.
    const now = performance.now();
    this.#again(now - this.#resumedAt > RESUME_MS ? 0 : RESUME_MS);
    this.#resumedAt = now;
  }

  /** Repairing takes the media away from the element for a moment, which pauses it. */
  #repair(): void {
    const playing = this.#video?.paused === false;
    const following = this.following;
    this.#engine?.repair();
    if (!playing) return;
    this.play();
    this.following = following;
  }

  #anew(): void {
    clearTimeout(this.#resume);
    this.#resume = setTimeout(() => void this.#reopen(false), RESUME_MS);
  }

  #again(wait: number): void {
    clearTimeout(this.#resume);
    this.#resume = setTimeout(() => this.#engine?.resume(), wait);
  }

  #stalled(): void {
    if (this.holding || !this.#health.stall(performance.now()) || this.smoothed) return;
    this.smoothed = true;
    this.#engine?.steady(SMOOTH_S);
  }

  #tick(): void {
    const video = this.#video;
    if (!video) return;
    const position = this.#engine?.position();
    if (position) {
      this.behind = Math.max(0, position.live - position.current);
      this.reach = Math.max(0, position.live - position.start);
      this.date = position.date;
      if (this.started && !video.seeking) {
        const step = follow({
          following: this.following && !this.holding, paused: video.paused,
          behind: position.live - position.current, buffered: position.buffered, rate: video.playbackRate,
        });
        if (step.jump) video.currentTime = position.live;
        if (video.playbackRate !== step.rate) video.playbackRate = step.rate;
      }
    }
    const moved = Math.abs(video.currentTime - this.#at) > 0.01;
    this.#at = video.currentTime;
    const { level, reload } = this.#health.look({
      at: performance.now(),
      wanted: this.#source !== undefined && this.needs !== "gesture" && (!video.paused || (this.#autoplay && !this.started)),
      moved, holding: this.holding, online: navigator.onLine,
    });
    this.level = level;
    if (moved && this.problem && this.problem.fault !== "unsupported") this.problem = undefined;
    if (level === "failed" && !this.problem) this.problem = { fault: "network", detail: `No picture · readyState ${video.readyState} · networkState ${video.networkState}` };
    if (reload) void this.#reopen(false);
  }

  #detach(): void {
    this.#opening += 1;
    clearInterval(this.#timer);
    clearTimeout(this.#resume);
    this.#listening?.abort();
    this.#engine?.close();
    this.#engine = undefined;
    this.#video = undefined;
  }
}

export type PlayerState = "playing" | "paused" | "waiting" | "error";

/** Tells when the first picture is there and what the player does; returns what stops it. */
export function report(playback: Playback, tell: { ready(): void; state(state: PlayerState): void }): () => void {
  return $effect.root(() => {
    $effect(() => {
      if (playback.started) tell.ready();
    });
    const state: () => PlayerState = () => (playback.problem ? "error" : playback.paused ? "paused" : playback.level === "fine" ? "playing" : "waiting");
    $effect(() => tell.state(state()));
  });
}

function isBlocked(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === "NotAllowedError";
}

function storedVolume(): number {
  const stored = Number(recall("volume") ?? 1);
  return stored > 0 && stored <= 1 ? stored : 1;
}
