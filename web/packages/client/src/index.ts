// Talks to the server: session exchange, page state, event socket. Knows nothing about looks.
export { closeSession, fetchPage, fetchPages, openSession, release, socketAddress, type PageResult, type Refusal, type ReleaseResult } from "./api";
export { callAlone, callApi, callMany, resultOf, type Call, type Failure, type Params, type Result } from "./calls";
export { fetchEncoder, readReport, type EncoderAudio, type EncoderInput, type EncoderNote, type EncoderReport, type EncoderResult, type EncoderVideo, type InputName } from "./encoder";
export { isFields, type Fields } from "./fields";
export { readAppToken, readList, readMetadata, readWebcast, readWhoami, type AppToken, type Metadata, type Webcast, type Whoami } from "./webcast";
export { sessionIn, withoutSession } from "./fragment";
export { EventSocket, SILENCE_MS, UNKNOWN_ENTRY, type Line, type SocketEvents } from "./socket";
export { backoff, LONGEST_MS } from "./backoff";
export { readFrame, readPage, type EventState, type Frame, type Page } from "./page";
