// The player and its engine travel only when there is something to play.
const AGAIN_MS = 2000;

/** Defines the element; goes on trying while the server can't be reached. */
export async function loadPlayer(): Promise<void> {
  for (;;) {
    try {
      const [{ definePlayer }] = await Promise.all([import("@plenary/player"), import("@plenary/player/engine")]);
      return definePlayer();
    } catch {
      await new Promise((done) => setTimeout(done, AGAIN_MS));
    }
  }
}
