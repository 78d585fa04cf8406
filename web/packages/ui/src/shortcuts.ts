// Single-key shortcuts: which key means what, and when a key press is not for us.
import { recall, remember } from "./preferences";

export type Action =
  | "toggle" | "back5" | "forward5" | "back10" | "forward10" | "louder" | "quieter"
  | "mute" | "live" | "start" | "fullscreen" | "pip" | "help";

/** The part of a key press that decides. */
export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const ACTIONS: Readonly<Record<string, Action>> = {
  " ": "toggle", k: "toggle",
  ArrowLeft: "back5", ArrowRight: "forward5",
  j: "back10", l: "forward10",
  ArrowUp: "louder", ArrowDown: "quieter",
  m: "mute", End: "live", Home: "start", f: "fullscreen", i: "pip", "?": "help",
};

/** The action of a key press, if it has one. Combinations with Ctrl, Alt and Meta belong to the browser. */
export function actionOf(press: Press): Action | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey) return undefined;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  return Object.hasOwn(ACTIONS, key) ? ACTIONS[key] : undefined;
}

/** Whether the key is a single character; those can be turned off (WCAG 2.1.4). */
export function isCharacter(press: Press): boolean {
  return press.key.length === 1 && press.key !== " ";
}

const TYPING = "input:not([type=range]):not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable]:not([contenteditable=false])";

/** Whether the person is typing there. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TYPING) !== null;
}

/** Whether the focused control uses this key itself: Space and Enter press buttons, arrows move sliders and menus. */
export function isControlsOwn(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (key === " " || key === "Enter") return target.closest("button, a[href], summary, input, [role^=menuitem]") !== null;
  if (/^(Arrow|Home|End|Page)/.test(key)) return target.closest("input, [role=menu], [role=radiogroup]") !== null;
  return false;
}

export function shortcutsEnabled(): boolean {
  return recall("shortcuts") !== "off";
}

export function enableShortcuts(enabled: boolean): void {
  remember("shortcuts", enabled ? undefined : "off");
}
