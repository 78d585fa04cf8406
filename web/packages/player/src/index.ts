// <plenary-player>: live HLS in a custom element. Importing this defines nothing; `definePlayer` does.
export { definePlayer, PlenaryPlayer } from "./element";
export type { PlayerState } from "./playback.svelte";
