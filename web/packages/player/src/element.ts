// <plenary-player src="/live/…/master.m3u8" autoplay label="Town hall"></plenary-player>
//
// Attributes: src, autoplay, label (names the region), starts-at (Unix ms, for elapsed time), holding (the programme is
// interrupted at its source: wait quietly), page-keys (shortcuts work on the whole page).
// Property: renew, a function that returns the address with a token that is valid now.
// Slot: overlay, drawn over the picture and under the controls.
// Events, not bubbling: ready (first picture), state (detail: playing | paused | waiting | error), fault (detail: what
// went wrong in the engine, also when the player mends it by itself).
import { mount, unmount } from "svelte";
import type { Renew } from "./engine/engine";
import { Playback, report, type PlayerState } from "./playback.svelte";
import Player from "./Player.svelte";
import css from "./player.css?inline";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

export class PlenaryPlayer extends HTMLElement {
  static readonly observedAttributes = ["src", "autoplay", "label", "starts-at", "holding"];

  #playback = new Playback();
  #view: Record<string, never> | undefined;
  #quiet: (() => void) | undefined;

  get src(): string | null {
    return this.getAttribute("src");
  }
  set src(url: string | null | undefined) {
    if (url == null) this.removeAttribute("src");
    else this.setAttribute("src", url);
  }

  set renew(renew: Renew) {
    this.#playback.renew = renew;
  }

  /** The video element, for tests and embedders that draw on it. */
  get video(): HTMLVideoElement | null {
    return this.shadowRoot?.querySelector("video") ?? null;
  }

  connectedCallback(): void {
    if (this.#view) return;
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    this.#view = mount(Player, { target: root, props: { playback: this.#playback, host: this, pageKeys: this.hasAttribute("page-keys") } });
    this.#quiet = this.#report();
    this.#playback.onfault = (problem) => this.dispatchEvent(new CustomEvent("fault", { detail: problem }));
  }

  disconnectedCallback(): void {
    // Moving the element in the page disconnects and connects it at once: only a real removal ends it.
    queueMicrotask(() => {
      if (this.isConnected || !this.#view) return;
      this.#quiet?.();
      void unmount(this.#view);
      this.#view = undefined;
    });
  }

  attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    if (before === value) return;
    const playback = this.#playback;
    switch (name) {
      case "src":
      case "autoplay":
        playback.load(this.getAttribute("src") ?? undefined, this.hasAttribute("autoplay"));
        break;
      case "label":
        playback.label = value ?? "";
        break;
      case "starts-at":
        playback.startsAt = value ? Number(value) || undefined : undefined;
        break;
      case "holding":
        playback.holding = value !== null;
        break;
    }
  }

  #report(): () => void {
    return report(this.#playback, {
      ready: () => this.dispatchEvent(new CustomEvent("ready")),
      state: (state: PlayerState) => this.dispatchEvent(new CustomEvent("state", { detail: state })),
    });
  }
}

export function definePlayer(): void {
  if (!customElements.get("plenary-player")) customElements.define("plenary-player", PlenaryPlayer);
}
