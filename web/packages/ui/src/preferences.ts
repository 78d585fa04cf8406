// What a person chose on this device. Storage may be forbidden (private windows, embeds): then the choice lasts as long as the page.

const PREFIX = "plenary.";
const memory = new Map<string, string>();

export function recall(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return memory.get(name);
  }
}

export function remember(name: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch {
    if (value === undefined) memory.delete(name);
    else memory.set(name, value);
  }
}
