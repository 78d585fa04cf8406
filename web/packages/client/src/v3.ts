// The Kaltura API v3: enumerations, objects and calls as the server's tables have them, and how calls are sent.
export * from "./generated/actions";
export * from "./generated/enums";
export type * from "./generated/objects";
export { call, callAll, posted, sendable, type ApiError, type ApiResult, type Sendable } from "./call";
export { request, type ApiRequest } from "./request";
