// Talks to the server: session exchange, page state, event socket. Knows nothing about looks.
export { fetchPage, openSession, release, socketAddress, type PageResult, type Refusal, type ReleaseResult } from "./api";
export { sessionIn, withoutSession } from "./fragment";
export { EventSocket, SILENCE_MS, UNKNOWN_ENTRY, type Line, type SocketEvents } from "./socket";
export { backoff, LONGEST_MS } from "./backoff";
export { readFrame, readPage, type EventState, type Frame, type Page } from "./page";
