// A public act in two steps: the first press arms the button for a few seconds, the second does it.
// Time running out or Cancel disarms; nothing ever happens without the second press.

/** Seconds for the second press. Pressing again after that arms anew. */
export const ARMED_SECONDS = 5;

export interface Arming {
  readonly armed: boolean;
  /** Seconds left, shown on the button. */
  readonly left: number;
}

export type ArmingEvent = "press" | "tick" | "cancel";

export const disarmed: Arming = { armed: false, left: 0 };

/** Pure. `act` is true exactly when the thing is to be done. */
export function arming(state: Arming, event: ArmingEvent): { readonly state: Arming; readonly act: boolean } {
  switch (event) {
    case "press":
      return state.armed ? { state: disarmed, act: true } : { state: { armed: true, left: ARMED_SECONDS }, act: false };
    case "tick":
      return { state: state.armed && state.left > 1 ? { armed: true, left: state.left - 1 } : disarmed, act: false };
    case "cancel":
      return { state: disarmed, act: false };
  }
}
