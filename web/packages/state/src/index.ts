// What pages show, as values: reducers of server events. No DOM, no network.
export { announcement, hasStage, loading, offered, reduce, shownState, type Change, type Connection, type EventPage, type EventPageEvent, type Session } from "./event";
export { calendarFile, calendarLink, type Appointment } from "./calendar";
export { ARMED_SECONDS, arming, disarmed, type Arming, type ArmingEvent } from "./arming";
export { copyOf, draftOf, emptyDraft, entryFields, isOtherTime, problemsOf, timesOf, timesXml, type Draft, type DraftField, type DraftProblem, type Times } from "./draft";
export { codecName, encoderAddress, ffmpegCommand, helpOf, type EncoderAddress, type Help, type HelpId } from "./encoder";
export { localOf, momentOf } from "./zoned";
