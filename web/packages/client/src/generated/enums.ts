// Printed from the tables of `crates/schema` by `cargo xtask generate`. Do not edit.

/** How an application token is proven. */
export const AppTokenHashType = { MD5: "MD5", SHA1: "SHA1", SHA256: "SHA256", SHA512: "SHA512", } as const;
export type AppTokenHashType = (typeof AppTokenHashType)[keyof typeof AppTokenHashType];

/** Whether an application token works. */
export const AppTokenStatus = { DISABLED: 1, ACTIVE: 2, DELETED: 3, } as const;
export type AppTokenStatus = (typeof AppTokenStatus)[keyof typeof AppTokenStatus];

/** What becomes of an asset whose content is replaced. */
export const AssetParamsDeletePolicy = { KEEP: 0, DELETE: 1, } as const;
export type AssetParamsDeletePolicy = (typeof AssetParamsDeletePolicy)[keyof typeof AssetParamsDeletePolicy];

/** Where a rendition comes from. */
export const AssetParamsOrigin = { CONVERT: 0, INGEST: 1, CONVERT_WHEN_MISSING: 2, } as const;
export type AssetParamsOrigin = (typeof AssetParamsOrigin)[keyof typeof AssetParamsOrigin];

/** How sound is coded. */
export const AudioCodec = { NONE: "", COPY: "copy", AAC: "aac", AACHE: "aache", MP3: "mp3", } as const;
export type AudioCodec = (typeof AudioCodec)[keyof typeof AudioCodec];

/** What a copy of an entry takes along. */
export const BaseEntryCloneOptions = { USERS: 1, CATEGORIES: 2, CHILD_ENTRIES: 3, ACCESS_CONTROL: 4, METADATA: 5, FLAVORS: 6, CAPTIONS: 7, AD_CUE_POINTS: "adCuePoint.AD_CUE_POINTS", ANNOTATION_CUE_POINTS: "annotation.ANNOTATION_CUE_POINTS", CODE_CUE_POINTS: "codeCuePoint.CODE_CUE_POINTS", SESSION_CUE_POINTS: "sessionCuePoint.SESSION_CUE_POINTS", THUMB_CUE_POINTS: "thumbCuePoint.THUMB_CUE_POINTS", } as const;
export type BaseEntryCloneOptions = (typeof BaseEntryCloneOptions)[keyof typeof BaseEntryCloneOptions];

/** Whether a copy takes something along or leaves it. */
export const CloneComponentSelectorType = { INCLUDE_COMPONENT: "0", EXCLUDE_COMPONENT: "1", } as const;
export type CloneComponentSelectorType = (typeof CloneComponentSelectorType)[keyof typeof CloneComponentSelectorType];

/** What a condition looks at. */
export const ConditionType = { AUTHENTICATED: 1, COUNTRY: 2, IP_ADDRESS: 3, SITE: 4, USER_AGENT: 5, FIELD_MATCH: 6, FIELD_COMPARE: 7, } as const;
export type ConditionType = (typeof ConditionType)[keyof typeof ConditionType];

/** What an access-control rule is asked about. */
export const ContextType = { PLAY: 1, DOWNLOAD: 2, THUMBNAIL: 3, METADATA: 4, EXPORT: 5, SERVE: 6, } as const;
export type ContextType = (typeof ContextType)[keyof typeof ContextType];

/** Whether a conversion profile may be used. */
export const ConversionProfileStatus = { DISABLED: "1", ENABLED: "2", DELETED: "3", } as const;
export type ConversionProfileStatus = (typeof ConversionProfileStatus)[keyof typeof ConversionProfileStatus];

/** What a conversion profile is for. */
export const ConversionProfileType = { MEDIA: "1", LIVE_STREAM: "2", } as const;
export type ConversionProfileType = (typeof ConversionProfileType)[keyof typeof ConversionProfileType];

/** Whether viewers may rewind a live stream. */
export const DVRStatus = { DISABLED: 0, ENABLED: 1, } as const;
export type DVRStatus = (typeof DVRStatus)[keyof typeof DVRStatus];

/** A protection scheme. */
export const DrmSchemeName = { WIDEVINE_CENC: "drm.WIDEVINE_CENC", PLAYREADY_CENC: "drm.PLAYREADY_CENC", FAIRPLAY: "fairplay.FAIRPLAY", } as const;
export type DrmSchemeName = (typeof DrmSchemeName)[keyof typeof DrmSchemeName];

/** Length class of an entry. */
export const DurationType = { NOT_AVAILABLE: "notavailable", SHORT: "short", MEDIUM: "medium", LONG: "long", } as const;
export type DurationType = (typeof DurationType)[keyof typeof DurationType];

/** Whether lists show an entry. */
export const EntryDisplayInSearchType = { RECYCLED: -2, SYSTEM: -1, NONE: 0, PARTNER_ONLY: 1, KALTURA_NETWORK: 2, } as const;
export type EntryDisplayInSearchType = (typeof EntryDisplayInSearchType)[keyof typeof EntryDisplayInSearchType];

/** What moderation said about an entry. */
export const EntryModerationStatus = { PENDING_MODERATION: 1, APPROVED: 2, REJECTED: 3, DELETED: 4, FLAGGED_FOR_REVIEW: 5, AUTO_APPROVED: 6, } as const;
export type EntryModerationStatus = (typeof EntryModerationStatus)[keyof typeof EntryModerationStatus];

/** Where a replacement of content is. */
export const EntryReplacementStatus = { NONE: 0, APPROVED_BUT_NOT_READY: 1, READY_BUT_NOT_APPROVED: 2, NOT_READY_AND_NOT_APPROVED: 3, FAILED: 4, } as const;
export type EntryReplacementStatus = (typeof EntryReplacementStatus)[keyof typeof EntryReplacementStatus];

/** How far a recording has come. */
export const EntryServerNodeRecordingStatus = { STOPPED: 0, ON_GOING: 1, DONE: 2, DISMISSED: 3, } as const;
export type EntryServerNodeRecordingStatus = (typeof EntryServerNodeRecordingStatus)[keyof typeof EntryServerNodeRecordingStatus];

/** How far one encoder input has come. */
export const EntryServerNodeStatus = { ERROR: -1, STOPPED: 0, PLAYABLE: 1, BROADCASTING: 2, AUTHENTICATED: 3, MARKED_FOR_DELETION: 4, TASK_PENDING: 5, TASK_QUEUED: 6, TASK_PROCESSING: 7, TASK_UPLOADING: 8, TASK_FINISHED: 9, } as const;
export type EntryServerNodeStatus = (typeof EntryServerNodeStatus)[keyof typeof EntryServerNodeStatus];

/** Which input of an entry a node is. */
export const EntryServerNodeType = { LIVE_PRIMARY: "0", LIVE_BACKUP: "1", LIVE_CLIPPING_TASK: "2", } as const;
export type EntryServerNodeType = (typeof EntryServerNodeType)[keyof typeof EntryServerNodeType];

/** Where an entry is in its life. */
export const EntryStatus = { ERROR_IMPORTING: -2, ERROR_CONVERTING: -1, IMPORT: 0, PRECONVERT: 1, READY: 2, DELETED: 3, PENDING: 4, MODERATE: 5, BLOCKED: 6, NO_CONTENT: 7, INFECTED: "virusScan.Infected", SCAN_FAILURE: "virusScan.ScanFailure", } as const;
export type EntryStatus = (typeof EntryStatus)[keyof typeof EntryStatus];

/** Which family an entry belongs to. */
export const EntryType = { AUTOMATIC: -1, MEDIA_CLIP: 1, MIX: 2, PLAYLIST: 5, DATA: 6, LIVE_STREAM: 7, LIVE_CHANNEL: 8, DOCUMENT: 10, EXTERNAL_MEDIA: "externalMedia.externalMedia", ROOM: "room.room", CONFERENCE_ENTRY_SERVER: "conference.CONFERENCE_ENTRY_SERVER", SIP_ENTRY_SERVER: "sip.SIP_ENTRY_SERVER", } as const;
export type EntryType = (typeof EntryType)[keyof typeof EntryType];

/** State of a rendition. */
export const FlavorAssetStatus = { ERROR: -1, QUEUED: 0, CONVERTING: 1, READY: 2, DELETED: 3, NOT_APPLICABLE: 4, TEMP: 5, WAIT_FOR_CONVERT: 6, IMPORTING: 7, VALIDATING: 8, EXPORTING: 9, } as const;
export type FlavorAssetStatus = (typeof FlavorAssetStatus)[keyof typeof FlavorAssetStatus];

/** Whether an asset must be there before its entry is ready. */
export const FlavorReadyBehaviorType = { INHERIT_FLAVOR_PARAMS: 0, REQUIRED: 1, OPTIONAL: 2, } as const;
export type FlavorReadyBehaviorType = (typeof FlavorReadyBehaviorType)[keyof typeof FlavorReadyBehaviorType];

/** Gender of a user. */
export const Gender = { UNKNOWN: 0, MALE: 1, FEMALE: 2, } as const;
export type Gender = (typeof Gender)[keyof typeof Gender];

/** Licence of an entry's content. */
export const LicenseType = { UNKNOWN: -1, NONE: 0, COPYRIGHTED: 1, PUBLIC_DOMAIN: 2, CREATIVECOMMONS_ATTRIBUTION: 3, CREATIVECOMMONS_ATTRIBUTION_SHARE_ALIKE: 4, CREATIVECOMMONS_ATTRIBUTION_NO_DERIVATIVES: 5, CREATIVECOMMONS_ATTRIBUTION_NON_COMMERCIAL: 6, CREATIVECOMMONS_ATTRIBUTION_NON_COMMERCIAL_SHARE_ALIKE: 7, CREATIVECOMMONS_ATTRIBUTION_NON_COMMERCIAL_NO_DERIVATIVES: 8, GFDL: 9, GPL: 10, AFFERO_GPL: 11, LGPL: 12, BSD: 13, APACHE: 14, MOZILLA: 15, } as const;
export type LicenseType = (typeof LicenseType)[keyof typeof LicenseType];

/** Whether push publishing is on. */
export const LivePublishStatus = { DISABLED: 0, ENABLED: 1, } as const;
export type LivePublishStatus = (typeof LivePublishStatus)[keyof typeof LivePublishStatus];

/** What viewers should see of a live stream. */
export const LiveStreamBroadcastStatus = { OFFLINE: 1, PREVIEW: 2, LIVE: 3, } as const;
export type LiveStreamBroadcastStatus = (typeof LiveStreamBroadcastStatus)[keyof typeof LiveStreamBroadcastStatus];

/** What a media entry shows. */
export const MediaType = { VIDEO: 1, IMAGE: 2, AUDIO: 5, LIVE_STREAM_FLASH: 201, LIVE_STREAM_WINDOWS_MEDIA: 202, LIVE_STREAM_REAL_MEDIA: 203, LIVE_STREAM_QUICKTIME: 204, } as const;
export type MediaType = (typeof MediaType)[keyof typeof MediaType];

/** What a metadata record belongs to. */
export const MetadataObjectType = { ENTRY: 1, CATEGORY: 2, USER: 3, PARTNER: 4, DYNAMIC_OBJECT: 5, USER_ENTRY: 6, ANNOTATION: "annotationMetadata.Annotation", CODE_CUE_POINT: "codeCuePointMetadata.CodeCuePoint", AD_CUE_POINT: "adCuePointMetadata.AdCuePoint", THUMB_CUE_POINT: "thumbCuePointMetadata.thumbCuePoint", ANSWER_CUE_POINT: "quiz.AnswerCuePoint", QUESTION_CUE_POINT: "quiz.QuestionCuePoint", } as const;
export type MetadataObjectType = (typeof MetadataObjectType)[keyof typeof MetadataObjectType];

/** What made a metadata profile. */
export const MetadataProfileCreateMode = { API: 1, KMC: 2, APP: 3, } as const;
export type MetadataProfileCreateMode = (typeof MetadataProfileCreateMode)[keyof typeof MetadataProfileCreateMode];

/** State of a metadata profile. */
export const MetadataProfileStatus = { ACTIVE: 1, DEPRECATED: 2, TRANSFORMING: 3, } as const;
export type MetadataProfileStatus = (typeof MetadataProfileStatus)[keyof typeof MetadataProfileStatus];

/** Whether a metadata record fits its profile. */
export const MetadataStatus = { VALID: 1, INVALID: 2, DELETED: 3, } as const;
export type MetadataStatus = (typeof MetadataStatus)[keyof typeof MetadataStatus];

/** Whether somebody has dealt with a complaint. */
export const ModerationFlagStatus = { PENDING: 1, MODERATED: 2, } as const;
export type ModerationFlagStatus = (typeof ModerationFlagStatus)[keyof typeof ModerationFlagStatus];

/** What a viewer complains about. */
export const ModerationFlagType = { SEXUAL_CONTENT: 1, VIOLENT_REPULSIVE: 2, HARMFUL_DANGEROUS: 3, SPAM_COMMERCIALS: 4, COPYRIGHT: 5, TERMS_OF_USE_VIOLATION: 6, } as const;
export type ModerationFlagType = (typeof ModerationFlagType)[keyof typeof ModerationFlagType];

/** What a complaint is about. */
export const ModerationObjectType = { ENTRY: 2, USER: 3, } as const;
export type ModerationObjectType = (typeof ModerationObjectType)[keyof typeof ModerationObjectType];

/** A boolean that may be unset: -1 in a request is null. Answers in JSON carry a boolean. */
export const NullableBoolean = { NULL_VALUE: -1, FALSE_VALUE: 0, TRUE_VALUE: 1, } as const;
export type NullableBoolean = boolean | (typeof NullableBoolean)[keyof typeof NullableBoolean];

/** Whether an account may be used. */
export const PartnerStatus = { DELETED: 0, ACTIVE: 1, BLOCKED: 2, FULL_BLOCK: 3, } as const;
export type PartnerStatus = (typeof PartnerStatus)[keyof typeof PartnerStatus];

/** Whether a permission counts. */
export const PermissionStatus = { ACTIVE: 1, BLOCKED: 2, DELETED: 3, } as const;
export type PermissionStatus = (typeof PermissionStatus)[keyof typeof PermissionStatus];

/** What a permission is about. */
export const PermissionType = { NORMAL: 1, SPECIAL_FEATURE: 2, PLUGIN: 3, PARTNER_GROUP: 4, } as const;
export type PermissionType = (typeof PermissionType)[keyof typeof PermissionType];

/** How a stream is delivered. */
export const PlaybackProtocol = { APPLE_HTTP: "applehttp", APPLE_HTTP_TO_MC: "applehttp_to_mc", AUTO: "auto", DOWNLOAD: "download", AKAMAI_HD: "hdnetwork", AKAMAI_HDS: "hdnetworkmanifest", HDS: "hds", HLS: "hls", HTTP: "http", MPEG_DASH: "mpegdash", MULTICAST_SL: "multicast_silverlight", RTMP: "rtmp", RTSP: "rtsp", SILVER_LIGHT: "sl", URL: "url", } as const;
export type PlaybackProtocol = (typeof PlaybackProtocol)[keyof typeof PlaybackProtocol];

/** How a live stream is recorded. */
export const RecordStatus = { DISABLED: 0, APPENDED: 1, PER_SESSION: 2, } as const;
export type RecordStatus = (typeof RecordStatus)[keyof typeof RecordStatus];

/** Whether an explicit live entry records now. */
export const RecordingStatus = { STOPPED: 0, PAUSED: 1, ACTIVE: 2, DISABLED: 3, } as const;
export type RecordingStatus = (typeof RecordingStatus)[keyof typeof RecordingStatus];

/** Whether a stored response profile is in use. */
export const ResponseProfileStatus = { DISABLED: 1, ENABLED: 2, DELETED: 3, } as const;
export type ResponseProfileStatus = (typeof ResponseProfileStatus)[keyof typeof ResponseProfileStatus];

/** Whether a response profile names fields to keep or to leave out. */
export const ResponseProfileType = { INCLUDE_FIELDS: 1, EXCLUDE_FIELDS: 2, } as const;
export type ResponseProfileType = (typeof ResponseProfileType)[keyof typeof ResponseProfileType];

/** What an access-control rule does. */
export const RuleActionType = { BLOCK: 1, PREVIEW: 2, LIMIT_FLAVORS: 3, ADD_TO_STORAGE: 4, LIMIT_DELIVERY_PROFILES: 5, SERVE_FROM_REMOTE_SERVER: 6, REQUEST_HOST_REGEX: 7, LIMIT_THUMBNAIL_CAPTURE: 8, } as const;
export type RuleActionType = (typeof RuleActionType)[keyof typeof RuleActionType];

/** Where imported media was found. */
export const SearchProviderType = { FLICKR: 3, YOUTUBE: 4, MYSPACE: 7, PHOTOBUCKET: 8, JAMENDO: 9, CCMIXTER: 10, NYPL: 11, CURRENT: 12, MEDIA_COMMONS: 13, KALTURA: 20, KALTURA_USER_CLIPS: 21, ARCHIVE_ORG: 22, KALTURA_PARTNER: 23, METACAFE: 24, SEARCH_PROXY: 28, PARTNER_SPECIFIC: 100, } as const;
export type SearchProviderType = (typeof SearchProviderType)[keyof typeof SearchProviderType];

/** Kind of a session. */
export const SessionType = { USER: 0, ADMIN: 2, } as const;
export type SessionType = (typeof SessionType)[keyof typeof SessionType];

/** What a SIP room sends. */
export const SipSourceType = { PICTURE_IN_PICTURE: 1, TALKING_HEADS: 2, SCREEN_SHARE: 3, } as const;
export type SipSourceType = (typeof SipSourceType)[keyof typeof SipSourceType];

/** Where an entry's content comes from. */
export const SourceType = { FILE: "1", WEBCAM: "2", URL: "5", SEARCH_PROVIDER: "6", AKAMAI_LIVE: "29", MANUAL_LIVE_STREAM: "30", AKAMAI_UNIVERSAL_LIVE: "31", LIVE_STREAM: "32", LIVE_CHANNEL: "33", RECORDED_LIVE: "34", CLIP: "35", KALTURA_RECORDED_LIVE: "36", LECTURE_CAPTURE: "37", LIVE_STREAM_ONTEXTDATA_CAPTIONS: "42", LIMELIGHT_LIVE: "limeLight.LIVE_STREAM", VELOCIX_LIVE: "velocix.VELOCIX_LIVE", } as const;
export type SourceType = (typeof SourceType)[keyof typeof SourceType];

/** How a user-interface configuration was made. */
export const UiConfCreationMode = { WIZARD: 2, ADVANCED: 3, SYSTEM: 4, } as const;
export type UiConfCreationMode = (typeof UiConfCreationMode)[keyof typeof UiConfCreationMode];

/** What a user-interface configuration configures. */
export const UiConfObjType = { PLAYER: 1, CONTRIBUTION_WIZARD: 2, SIMPLE_EDITOR: 3, ADVANCED_EDITOR: 4, PLAYLIST: 5, APP_STUDIO: 6, KRECORD: 7, PLAYER_V3: 8, KMC_ACCOUNT: 9, KMC_ANALYTICS: 10, KMC_CONTENT: 11, KMC_DASHBOARD: 12, KMC_LOGIN: 13, PLAYER_SL: 14, CLIENTSIDE_ENCODER: 15, KMC_GENERAL: 16, KMC_ROLES_AND_PERMISSIONS: 17, CLIPPER: 18, KSR: 19, KUPLOAD: 20, WEBCASTING: 21, SAP: 22, REELS: 23, } as const;
export type UiConfObjType = (typeof UiConfObjType)[keyof typeof UiConfObjType];

/** Where a role is in its life. */
export const UserRoleStatus = { ACTIVE: 1, BLOCKED: 2, DELETED: 3, } as const;
export type UserRoleStatus = (typeof UserRoleStatus)[keyof typeof UserRoleStatus];

/** Whether a user may sign in. */
export const UserStatus = { BLOCKED: 0, ACTIVE: 1, DELETED: 2, } as const;
export type UserStatus = (typeof UserStatus)[keyof typeof UserStatus];

/** A person or a group. */
export const UserType = { USER: 0, GROUP: 1, APPLICATIVE_GROUP: 2, } as const;
export type UserType = (typeof UserType)[keyof typeof UserType];

/** How a picture is coded. */
export const VideoCodec = { NONE: "", COPY: "copy", H264: "h264", H264B: "h264b", H264M: "h264m", H264H: "h264h", H265: "h265", } as const;
export type VideoCodec = (typeof VideoCodec)[keyof typeof VideoCodec];

/** Whether an explicit live entry is released to viewers. */
export const ViewMode = { PREVIEW: 0, ALLOW_ALL: 1, } as const;
export type ViewMode = (typeof ViewMode)[keyof typeof ViewMode];

/** Whether a widget expects a signed time. */
export const WidgetSecurityType = { NONE: 1, TIMEHASH: 2, } as const;
export type WidgetSecurityType = (typeof WidgetSecurityType)[keyof typeof WidgetSecurityType];
