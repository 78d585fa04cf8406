// Asking again and again, but only while somebody looks: a tab in the background is quiet and hurries when it comes back.

/** Calls `ask` now, `everyMs` after each answer, and when the tab is looked at again. The answer stops it. */
export function whileVisible(everyMs: number, ask: () => Promise<void>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let stopped = false;

  async function run(): Promise<void> {
    if (asking || stopped || document.visibilityState !== "visible") return;
    asking = true;
    clearTimeout(timer);
    await ask();
    asking = false;
    if (!stopped) timer = setTimeout(() => void run(), everyMs);
  }

  const look = () => void run();
  document.addEventListener("visibilitychange", look);
  self.addEventListener("online", look);
  look();
  return () => {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
    self.removeEventListener("online", look);
  };
}
