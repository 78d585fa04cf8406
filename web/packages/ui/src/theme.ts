// Light or dark: the device decides, unless the person (remembered) or an embedder (`data-theme` in the page) does.
import { recall, remember } from "./preferences";

export type Theme = "system" | "light" | "dark";

export function storedTheme(): Theme {
  const stored = recall("theme");
  if (stored === "light" || stored === "dark") return stored;
  return "system";
}

export function applyTheme(theme: Theme, root: HTMLElement = document.documentElement): void {
  if (theme === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
}

export function chooseTheme(theme: Theme): void {
  remember("theme", theme === "system" ? undefined : theme);
  applyTheme(theme);
}

export function nextTheme(theme: Theme): Theme {
  return theme === "system" ? "light" : theme === "light" ? "dark" : "system";
}
