// What every page shows to those who may manage an event.
export { default as TeamBar } from "./TeamBar.svelte";
