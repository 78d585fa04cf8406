// How a player stays at the live edge: a little faster when it is a little late, a jump when it is far, and nothing
// at all when the viewer chose to be behind.

/** Seconds behind the live position at which the player begins to catch up. */
export const CATCH_UP_FROM = 1;
/** Beyond this it jumps. */
export const JUMP_FROM = 6;
/** Catching up goes on until this close. */
export const CAUGHT_UP = 0.25;
/** Nobody hears this much. */
export const CATCH_UP_RATE = 1.05;
/** Seconds behind within which a viewer who comes back by seeking counts as live again. */
export const LIVE_WITHIN = 1.5;

export interface Edge {
  /** The viewer wants to be at the edge. */
  readonly following: boolean;
  readonly paused: boolean;
  /** Seconds between the picture and the live position; negative is ahead of it. */
  readonly behind: number;
  /** Seconds of media loaded ahead of the picture. */
  readonly buffered: number;
  /** The rate now. */
  readonly rate: number;
}

export interface Step {
  readonly rate: number;
  readonly jump: boolean;
}

export function follow(edge: Edge): Step {
  if (!edge.following || edge.paused) return { rate: 1, jump: false };
  if (edge.behind > JUMP_FROM) return { rate: 1, jump: true };
  const catching = edge.rate > 1 ? edge.behind > CAUGHT_UP : edge.behind > CATCH_UP_FROM;
  // Running faster on an almost empty buffer only makes the picture stop sooner.
  return { rate: catching && edge.buffered > 0.5 ? CATCH_UP_RATE : 1, jump: false };
}
