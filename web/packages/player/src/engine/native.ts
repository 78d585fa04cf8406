// The browser's own HLS, where there are no media sources (older iPhones). It keeps no edge and reports little.
import type { Engine, EngineEvents, Position, Renew } from "./engine";

/** Where Safari's player stays by itself, seconds before the end of the seekable range. */
const NATIVE_DISTANCE_S = 3;

export class NativeEngine implements Engine {
  static supported(video: HTMLVideoElement): boolean {
    return video.canPlayType("application/vnd.apple.mpegurl") !== "";
  }

  #video: HTMLVideoElement;
  #events: EngineEvents;
  #renew: Renew;
  #renewed = false;
  #listening = new AbortController();

  constructor(video: HTMLVideoElement, events: EngineEvents, renew: Renew) {
    this.#video = video;
    this.#events = events;
    this.#renew = renew;
    const { signal } = this.#listening;
    video.addEventListener("error", () => void this.#error(), { signal });
    video.addEventListener("playing", () => (this.#renewed = false), { signal });
    video.addEventListener("waiting", () => events.stalled(), { signal });
  }

  open(url: string): void {
    this.#video.src = url;
  }

  /** A refused request shows as an error here; the new address is used then. */
  moved(_url: string): void {}

  position(): Position | undefined {
    const { seekable, currentTime, buffered } = this.#video;
    if (seekable.length === 0) return undefined;
    const end = seekable.end(seekable.length - 1);
    const began = (this.#video as { getStartDate?(): Date }).getStartDate?.().getTime();
    return {
      current: currentTime,
      start: seekable.start(0),
      live: Math.max(seekable.start(0), end - NATIVE_DISTANCE_S),
      buffered: buffered.length > 0 ? Math.max(0, buffered.end(buffered.length - 1) - currentTime) : 0,
      date: began === undefined || Number.isNaN(began) ? undefined : began + currentTime * 1000,
    };
  }

  choose(): void {}
  steady(): void {}
  resume(): void {
    if (this.#video.error) this.repair();
  }

  repair(): void {
    this.#video.load();
  }

  close(): void {
    this.#listening.abort();
    this.#video.removeAttribute("src");
    this.#video.load();
  }

  async #error(): Promise<void> {
    const error = this.#video.error;
    const fault = error?.code === MediaError.MEDIA_ERR_DECODE ? "media" : "network";
    if (fault === "network" && !this.#renewed) {
      this.#renewed = true;
      const url = await this.#renew().catch(() => undefined);
      if (url !== undefined && !this.#listening.signal.aborted) {
        this.open(url);
        void this.#video.play().catch(() => undefined);
        return;
      }
    }
    this.#events.fault(fault, `MediaError ${error?.code ?? 0} · ${error?.message ?? ""}`);
  }
}
