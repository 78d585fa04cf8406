// The player and its engine travel only when they are needed, beside each other.

/** A page that is older than its server reloads at most this often, milliseconds. */
const RELOAD_EVERY_MS = 60_000;
const AGAIN_MS = 2000;

/** Seconds before the start from which the player is fetched, so that the picture is there at once. */
export const AHEAD_S = 600;

export function fetchPlayer(): Promise<typeof import("@plenary/player")> {
  void import("@plenary/player/engine").catch(() => undefined);
  return import("@plenary/player");
}

/** Defines the element. Goes on trying without a network; a page whose files are gone because the server was renewed reloads itself. */
export async function loadPlayer(reachable: () => Promise<boolean>): Promise<void> {
  for (;;) {
    try {
      const [{ definePlayer }] = await Promise.all([import("@plenary/player"), import("@plenary/player/engine")]);
      return definePlayer();
    } catch {
      if (await reachable()) reload();
      await new Promise((done) => setTimeout(done, AGAIN_MS));
    }
  }
}

function reload(): void {
  const key = "plenary.reloaded";
  try {
    if (Date.now() - Number(sessionStorage.getItem(key) ?? 0) < RELOAD_EVERY_MS) return;
    sessionStorage.setItem(key, String(Date.now()));
    location.reload();
  } catch {
    // Without storage nobody would know how often: better not at all.
  }
}
