// Printed from the tables of `crates/schema` by `cargo xtask generate`. Do not edit.
import type * as e from "./enums";

/** What every object has. */
export interface ApiObject {
  /** Name of the class. */
  readonly objectType?: string;
}

/** What every entry has. */
export interface BaseEntry extends ApiObject {
  readonly id?: string | null | undefined;
  /** By default `<partnerId>_<time>`. */
  name?: string | null | undefined;
  description?: string | null | undefined;
  readonly partnerId?: number | null | undefined;
  /** The owner, at most 100 characters. */
  userId?: string | null | undefined;
  creatorId?: string | null | undefined;
  /** Comma list. */
  tags?: string | null | undefined;
  /** Comma list that only administrators write. */
  adminTags?: string | null | undefined;
  categories?: string | null | undefined;
  categoriesIds?: string | null | undefined;
  readonly status?: e.EntryStatus | null | undefined;
  readonly moderationStatus?: e.EntryModerationStatus | null | undefined;
  readonly moderationCount?: number | null | undefined;
  type?: e.EntryType | null | undefined;
  readonly createdAt?: number | null | undefined;
  readonly updatedAt?: number | null | undefined;
  readonly rank?: number | null | undefined;
  readonly totalRank?: number | null | undefined;
  readonly votes?: number | null | undefined;
  groupId?: number | null | undefined;
  /** Opaque to the server. */
  partnerData?: string | null | undefined;
  readonly downloadUrl?: string | null | undefined;
  readonly searchText?: string | null | undefined;
  licenseType?: e.LicenseType | null | undefined;
  readonly version?: number | null | undefined;
  readonly thumbnailUrl?: string | null | undefined;
  /** -1 removes. */
  accessControlId?: number | null | undefined;
  /** Unix seconds; -1 removes. */
  startDate?: number | null | undefined;
  /** Unix seconds; -1 removes. */
  endDate?: number | null | undefined;
  /** At least two characters; not unique. */
  referenceId?: string | null | undefined;
  readonly replacingEntryId?: string | null | undefined;
  readonly replacedEntryId?: string | null | undefined;
  readonly replacementStatus?: e.EntryReplacementStatus | null | undefined;
  partnerSortValue?: number | null | undefined;
  conversionProfileId?: number | null | undefined;
  /** Players play this entry instead. */
  redirectEntryId?: string | null | undefined;
  /** Own id when there is no root. */
  readonly rootEntryId?: string | null | undefined;
  parentEntryId?: string | null | undefined;
  operationAttributes?: OperationAttributes[] | null | undefined;
  /** Comma list of user ids. */
  entitledUsersEdit?: string | null | undefined;
  entitledUsersPublish?: string | null | undefined;
  entitledUsersView?: string | null | undefined;
  readonly capabilities?: string | null | undefined;
  templateEntryId?: string | null | undefined;
  displayInSearch?: e.EntryDisplayInSearchType | null | undefined;
  application?: string | null | undefined;
  applicationVersion?: string | null | undefined;
  blockAutoTranscript?: boolean | null | undefined;
  readonly defaultLanguage?: string | null | undefined;
  readonly responseLanguage?: string | null | undefined;
}

/** An entry with a time line. */
export interface PlayableEntry extends BaseEntry {
  readonly plays?: number | null | undefined;
  readonly views?: number | null | undefined;
  readonly lastPlayedAt?: number | null | undefined;
  readonly width?: number | null | undefined;
  readonly height?: number | null | undefined;
  /** Seconds, rounded. */
  readonly duration?: number | null | undefined;
  /** Milliseconds. */
  msDuration?: number | null | undefined;
  readonly durationType?: e.DurationType | null | undefined;
}

/** A video, a sound or a picture. */
export interface MediaEntry extends PlayableEntry {
  mediaType?: e.MediaType | null | undefined;
  /** Old name of `conversionProfileId`. */
  conversionQuality?: string | null | undefined;
  sourceType?: e.SourceType | null | undefined;
  sourceVersion?: string | null | undefined;
  searchProviderType?: e.SearchProviderType | null | undefined;
  searchProviderId?: string | null | undefined;
  creditUserName?: string | null | undefined;
  creditUrl?: string | null | undefined;
  readonly mediaDate?: number | null | undefined;
  readonly dataUrl?: string | null | undefined;
  readonly flavorParamsIds?: string | null | undefined;
  readonly isTrimDisabled?: e.NullableBoolean | null | undefined;
  streams?: StreamContainer[] | null | undefined;
}

/** What every live entry has. */
export interface LiveEntry extends MediaEntry {
  offlineMessage?: string | null | undefined;
  recordStatus?: e.RecordStatus | null | undefined;
  dvrStatus?: e.DVRStatus | null | undefined;
  /** Length of the rewind window in minutes. Any value is stored; serving clamps to 0–1440. */
  dvrWindow?: number | null | undefined;
  /** Milliseconds. */
  lastElapsedRecordingTime?: number | null | undefined;
  /** Computed for our own streams; input is ignored there. */
  liveStreamConfigurations?: LiveStreamConfiguration[] | null | undefined;
  recordedEntryId?: string | null | undefined;
  pushPublishEnabled?: e.LivePublishStatus | null | undefined;
  publishConfigurations?: LiveStreamPushPublishConfiguration[] | null | undefined;
  /** Unix seconds; not declared as a time, so 0 stays 0. */
  readonly firstBroadcast?: number | null | undefined;
  readonly lastBroadcast?: number | null | undefined;
  /** Unix seconds, 0 off air. */
  currentBroadcastStartTime?: number | null | undefined;
  recordingOptions?: LiveEntryRecordingOptions | null | undefined;
  /** Best of the inputs; takes no account of the view mode. */
  readonly liveStatus?: e.EntryServerNodeStatus | null | undefined;
  /** Milliseconds. */
  segmentDuration?: number | null | undefined;
  /** Viewers see the stream only after release. */
  explicitLive?: e.NullableBoolean | null | undefined;
  /** Always 1 unless `explicitLive`. */
  viewMode?: e.ViewMode | null | undefined;
  recordingStatus?: e.RecordingStatus | null | undefined;
  readonly lastBroadcastEndTime?: number | null | undefined;
  /** Unix seconds: the first moment on air and released. */
  broadcastTime?: number | null | undefined;
}

/** A live stream: permanent, ingested again and again. */
export interface LiveStreamEntry extends LiveEntry {
  readonly streamRemoteId?: string | null | undefined;
  readonly streamRemoteBackupId?: string | null | undefined;
  bitrates?: LiveStreamBitrate[] | null | undefined;
  /** Where the first encoder sends RTMP. */
  primaryBroadcastingUrl?: string | null | undefined;
  secondaryBroadcastingUrl?: string | null | undefined;
  primarySecuredBroadcastingUrl?: string | null | undefined;
  secondarySecuredBroadcastingUrl?: string | null | undefined;
  primaryRtspBroadcastingUrl?: string | null | undefined;
  secondaryRtspBroadcastingUrl?: string | null | undefined;
  primarySrtBroadcastingUrl?: string | null | undefined;
  primarySrtStreamId?: string | null | undefined;
  secondarySrtBroadcastingUrl?: string | null | undefined;
  secondarySrtStreamId?: string | null | undefined;
  /** `%i` stands for the rendition number. */
  streamName?: string | null | undefined;
  streamUrl?: string | null | undefined;
  hlsStreamUrl?: string | null | undefined;
  urlManager?: string | null | undefined;
  encodingIP1?: string | null | undefined;
  encodingIP2?: string | null | undefined;
  /** The token an encoder shows. */
  streamPassword?: string | null | undefined;
  readonly streamUsername?: string | null | undefined;
  readonly primaryServerNodeId?: number | null | undefined;
  readonly sipToken?: string | null | undefined;
  readonly sipSourceType?: e.SipSourceType | null | undefined;
  /** 10 to 79 characters. */
  srtPass?: string | null | undefined;
}

/** Accepted from clients as a live stream; never returned. */
export interface LiveStreamAdminEntry extends LiveStreamEntry {}

/** A change to apply while content is taken in. */
export interface OperationAttributes extends ApiObject {}

/** One elementary stream of a file. */
export interface StreamContainer extends ApiObject {
  type?: string | null | undefined;
  trackIndex?: number | null | undefined;
  language?: string | null | undefined;
  channelIndex?: number | null | undefined;
  label?: string | null | undefined;
  channelLayout?: string | null | undefined;
}

/** What a recording takes over from its live entry. */
export interface LiveEntryRecordingOptions extends ApiObject {
  shouldCopyEntitlement?: e.NullableBoolean | null | undefined;
  shouldCopyScheduling?: e.NullableBoolean | null | undefined;
  shouldCopyThumbnail?: e.NullableBoolean | null | undefined;
  shouldMakeHidden?: e.NullableBoolean | null | undefined;
  shouldAutoArchive?: e.NullableBoolean | null | undefined;
  nonDeletedCuePointsTags?: string | null | undefined;
  archiveVodSuffixTimezone?: string | null | undefined;
}

/** One rendition an encoder is expected to send. */
export interface LiveStreamBitrate extends ApiObject {
  /** kbit/s */
  bitrate?: number | null | undefined;
  width?: number | null | undefined;
  height?: number | null | undefined;
  tags?: string | null | undefined;
}

/** One address viewers may play a live stream from. */
export interface LiveStreamConfiguration extends ApiObject {
  protocol?: e.PlaybackProtocol | null | undefined;
  url?: string | null | undefined;
  publishUrl?: string | null | undefined;
  backupUrl?: string | null | undefined;
  streamName?: string | null | undefined;
}

/** Where a live stream is sent on to. */
export interface LiveStreamPushPublishConfiguration extends ApiObject {
  publishUrl?: string | null | undefined;
  backupPublishUrl?: string | null | undefined;
  port?: string | null | undefined;
}

/** How a live stream is doing, cheap to poll. */
export interface LiveStreamDetails extends ApiObject {
  primaryStreamStatus?: e.EntryServerNodeStatus | null | undefined;
  secondaryStreamStatus?: e.EntryServerNodeStatus | null | undefined;
  viewMode?: e.ViewMode | null | undefined;
  wasBroadcast?: boolean | null | undefined;
  broadcastStatus?: e.LiveStreamBroadcastStatus | null | undefined;
}

/** How many watch. */
export interface LiveStreamStats extends ApiObject {
  liveViewers?: number | null | undefined;
}

/** What every filter has. */
export interface Filter extends ApiObject {
  /** Comma list of `+field` and `-field`. */
  orderBy?: string | null | undefined;
  /** Search in metadata and more; kept, no effect yet. */
  advancedSearch?: unknown;
}

/** A filter that response profiles may use. */
export interface RelatedFilter extends Filter {}

/** Which entries are wanted. */
export interface BaseEntryFilter extends RelatedFilter {
  idEqual?: string | null | undefined;
  idIn?: string | null | undefined;
  idNotIn?: string | null | undefined;
  nameLike?: string | null | undefined;
  nameMultiLikeOr?: string | null | undefined;
  nameMultiLikeAnd?: string | null | undefined;
  nameEqual?: string | null | undefined;
  partnerIdEqual?: number | null | undefined;
  partnerIdIn?: string | null | undefined;
  userIdEqual?: string | null | undefined;
  userIdIn?: string | null | undefined;
  userIdNotIn?: string | null | undefined;
  creatorIdEqual?: string | null | undefined;
  tagsLike?: string | null | undefined;
  tagsMultiLikeOr?: string | null | undefined;
  tagsMultiLikeAnd?: string | null | undefined;
  adminTagsLike?: string | null | undefined;
  adminTagsMultiLikeOr?: string | null | undefined;
  adminTagsMultiLikeAnd?: string | null | undefined;
  categoriesMatchAnd?: string | null | undefined;
  categoriesMatchOr?: string | null | undefined;
  categoriesNotContains?: string | null | undefined;
  categoriesIdsMatchAnd?: string | null | undefined;
  categoriesIdsMatchOr?: string | null | undefined;
  categoriesIdsNotContains?: string | null | undefined;
  categoriesIdsEmpty?: e.NullableBoolean | null | undefined;
  statusEqual?: e.EntryStatus | null | undefined;
  statusNotEqual?: e.EntryStatus | null | undefined;
  statusIn?: string | null | undefined;
  statusNotIn?: string | null | undefined;
  moderationStatusEqual?: e.EntryModerationStatus | null | undefined;
  moderationStatusNotEqual?: e.EntryModerationStatus | null | undefined;
  moderationStatusIn?: string | null | undefined;
  moderationStatusNotIn?: string | null | undefined;
  typeEqual?: e.EntryType | null | undefined;
  typeIn?: string | null | undefined;
  createdAtGreaterThanOrEqual?: number | null | undefined;
  createdAtLessThanOrEqual?: number | null | undefined;
  updatedAtLessThanOrEqual?: number | null | undefined;
  updatedAtGreaterThanOrEqual?: number | null | undefined;
  rankLessThanOrEqual?: number | null | undefined;
  rankGreaterThanOrEqual?: number | null | undefined;
  totalRankLessThanOrEqual?: number | null | undefined;
  totalRankGreaterThanOrEqual?: number | null | undefined;
  groupIdEqual?: number | null | undefined;
  searchTextMatchAnd?: string | null | undefined;
  searchTextMatchOr?: string | null | undefined;
  accessControlIdEqual?: number | null | undefined;
  accessControlIdIn?: string | null | undefined;
  startDateGreaterThanOrEqual?: number | null | undefined;
  startDateLessThanOrEqual?: number | null | undefined;
  startDateGreaterThanOrEqualOrNull?: number | null | undefined;
  startDateLessThanOrEqualOrNull?: number | null | undefined;
  endDateGreaterThanOrEqual?: number | null | undefined;
  endDateLessThanOrEqual?: number | null | undefined;
  endDateGreaterThanOrEqualOrNull?: number | null | undefined;
  endDateLessThanOrEqualOrNull?: number | null | undefined;
  referenceIdEqual?: string | null | undefined;
  referenceIdIn?: string | null | undefined;
  replacingEntryIdEqual?: string | null | undefined;
  replacingEntryIdIn?: string | null | undefined;
  replacedEntryIdEqual?: string | null | undefined;
  replacedEntryIdIn?: string | null | undefined;
  replacementStatusEqual?: e.EntryReplacementStatus | null | undefined;
  replacementStatusIn?: string | null | undefined;
  partnerSortValueGreaterThanOrEqual?: number | null | undefined;
  partnerSortValueLessThanOrEqual?: number | null | undefined;
  rootEntryIdEqual?: string | null | undefined;
  rootEntryIdIn?: string | null | undefined;
  parentEntryIdEqual?: string | null | undefined;
  entitledUsersEditMatchAnd?: string | null | undefined;
  entitledUsersEditMatchOr?: string | null | undefined;
  entitledUsersPublishMatchAnd?: string | null | undefined;
  entitledUsersPublishMatchOr?: string | null | undefined;
  entitledUsersViewMatchAnd?: string | null | undefined;
  entitledUsersViewMatchOr?: string | null | undefined;
  tagsNameMultiLikeOr?: string | null | undefined;
  tagsAdminTagsMultiLikeOr?: string | null | undefined;
  tagsAdminTagsNameMultiLikeOr?: string | null | undefined;
  tagsNameMultiLikeAnd?: string | null | undefined;
  tagsAdminTagsMultiLikeAnd?: string | null | undefined;
  tagsAdminTagsNameMultiLikeAnd?: string | null | undefined;
  displayInSearchEqual?: e.EntryDisplayInSearchType | null | undefined;
  displayInSearchIn?: string | null | undefined;
  freeText?: string | null | undefined;
  excludedFreeTextGroups?: string | null | undefined;
  descriptionLike?: string | null | undefined;
  isRoot?: e.NullableBoolean | null | undefined;
  categoriesFullNameIn?: string | null | undefined;
  categoryAncestorIdIn?: string | null | undefined;
  redirectFromEntryId?: string | null | undefined;
  conversionProfileIdEqual?: number | null | undefined;
}

/** Which playable entries are wanted. */
export interface PlayableEntryFilter extends BaseEntryFilter {
  lastPlayedAtGreaterThanOrEqual?: number | null | undefined;
  lastPlayedAtLessThanOrEqual?: number | null | undefined;
  lastPlayedAtLessThanOrEqualOrNull?: number | null | undefined;
  durationLessThan?: number | null | undefined;
  durationGreaterThan?: number | null | undefined;
  durationLessThanOrEqual?: number | null | undefined;
  durationGreaterThanOrEqual?: number | null | undefined;
  durationTypeMatchOr?: string | null | undefined;
}

/** Which media entries are wanted. */
export interface MediaEntryFilter extends PlayableEntryFilter {
  mediaTypeEqual?: e.MediaType | null | undefined;
  mediaTypeIn?: string | null | undefined;
  sourceTypeEqual?: e.SourceType | null | undefined;
  sourceTypeNotEqual?: e.SourceType | null | undefined;
  sourceTypeIn?: string | null | undefined;
  sourceTypeNotIn?: string | null | undefined;
  mediaDateGreaterThanOrEqual?: number | null | undefined;
  mediaDateLessThanOrEqual?: number | null | undefined;
  flavorParamsIdsMatchOr?: string | null | undefined;
  flavorParamsIdsMatchAnd?: string | null | undefined;
}

/** Which live entries are wanted. */
export interface LiveEntryFilter extends MediaEntryFilter {
  isLive?: e.NullableBoolean | null | undefined;
  isRecordedEntryIdEmpty?: e.NullableBoolean | null | undefined;
  hasMediaServerHostname?: string | null | undefined;
}

/** Which live streams are wanted. */
export interface LiveStreamEntryFilter extends LiveEntryFilter {}

/** Which page of a list is wanted. */
export interface FilterPager extends ApiObject {
  /** Objects per page, 0–500, by default 30. */
  pageSize?: number | null | undefined;
  /** Page number from 1. */
  pageIndex?: number | null | undefined;
}

/** A text in an array of texts. */
export interface String extends ApiObject {
  value?: string | null | undefined;
}

/** What every list answer has. */
export interface ListResponse extends ApiObject {
  /** Number of objects before paging. */
  readonly totalCount?: number | null | undefined;
}

/** A page of entries. */
export interface BaseEntryListResponse extends ListResponse {
  readonly objects?: BaseEntry[] | null | undefined;
}

/** A page of media entries. */
export interface MediaListResponse extends ListResponse {
  readonly objects?: MediaEntry[] | null | undefined;
}

/** A page of live streams. */
export interface LiveStreamListResponse extends ListResponse {
  readonly objects?: LiveStreamEntry[] | null | undefined;
}

/** One wish about a copy. */
export interface BaseEntryCloneOptionItem extends ApiObject {}

/** Whether a copy takes one component along. */
export interface BaseEntryCloneOptionComponent extends BaseEntryCloneOptionItem {
  itemType?: e.BaseEntryCloneOptions | null | undefined;
  /** 0 takes it along, 1 leaves it. */
  rule?: e.CloneComponentSelectorType | null | undefined;
}

/** One complaint. */
export interface ModerationFlag extends ApiObject {
  readonly id?: number | null | undefined;
  readonly partnerId?: number | null | undefined;
  /** Who complained. */
  readonly userId?: string | null | undefined;
  readonly moderationObjectType?: e.ModerationObjectType | null | undefined;
  flaggedEntryId?: string | null | undefined;
  flaggedUserId?: string | null | undefined;
  readonly status?: e.ModerationFlagStatus | null | undefined;
  /** At most 1024 characters. */
  comments?: string | null | undefined;
  flagType?: e.ModerationFlagType | null | undefined;
  readonly createdAt?: number | null | undefined;
  readonly updatedAt?: number | null | undefined;
}

/** A page of complaints. */
export interface ModerationFlagListResponse extends ListResponse {
  readonly objects?: ModerationFlag[] | null | undefined;
}

/** What a session is. */
export interface SessionInfo extends ApiObject {
  readonly ks?: string | null | undefined;
  readonly sessionType?: e.SessionType | null | undefined;
  readonly partnerId?: number | null | undefined;
  readonly userId?: string | null | undefined;
  /** Absolute, unix seconds. */
  readonly expiry?: number | null | undefined;
  readonly privileges?: string | null | undefined;
}

/** A session for anonymous viewers. */
export interface StartWidgetSessionResponse extends ApiObject {
  readonly partnerId?: number | null | undefined;
  readonly ks?: string | null | undefined;
  readonly userId?: string | null | undefined;
}

/** A secret that lets an application start limited sessions. */
export interface AppToken extends ApiObject {
  readonly id?: string | null | undefined;
  readonly token?: string | null | undefined;
  readonly partnerId?: number | null | undefined;
  readonly createdAt?: number | null | undefined;
  readonly updatedAt?: number | null | undefined;
  readonly status?: e.AppTokenStatus | null | undefined;
  /** Absolute; null or 0 is never. */
  expiry?: number | null | undefined;
  sessionType?: e.SessionType | null | undefined;
  sessionUserId?: string | null | undefined;
  /** Seconds. */
  sessionDuration?: number | null | undefined;
  sessionPrivileges?: string | null | undefined;
  hashType?: e.AppTokenHashType | null | undefined;
  description?: string | null | undefined;
}

/** Which application tokens are wanted. */
export interface AppTokenFilter extends Filter {
  idEqual?: string | null | undefined;
  idIn?: string | null | undefined;
  createdAtGreaterThanOrEqual?: number | null | undefined;
  createdAtLessThanOrEqual?: number | null | undefined;
  updatedAtGreaterThanOrEqual?: number | null | undefined;
  updatedAtLessThanOrEqual?: number | null | undefined;
  statusEqual?: e.AppTokenStatus | null | undefined;
  statusIn?: string | null | undefined;
  sessionUserIdEqual?: string | null | undefined;
}

/** A page of application tokens. */
export interface AppTokenListResponse extends ListResponse {
  readonly objects?: AppToken[] | null | undefined;
}

/** What users and groups share. */
export interface BaseUser extends ApiObject {
  id?: string | null | undefined;
  readonly partnerId?: number | null | undefined;
  screenName?: string | null | undefined;
  fullName?: string | null | undefined;
  email?: string | null | undefined;
  country?: string | null | undefined;
  state?: string | null | undefined;
  city?: string | null | undefined;
  zip?: string | null | undefined;
  thumbnailUrl?: string | null | undefined;
  description?: string | null | undefined;
  tags?: string | null | undefined;
  adminTags?: string | null | undefined;
  status?: e.UserStatus | null | undefined;
  readonly createdAt?: number | null | undefined;
  readonly updatedAt?: number | null | undefined;
  partnerData?: string | null | undefined;
  indexedPartnerDataInt?: number | null | undefined;
  indexedPartnerDataString?: string | null | undefined;
  readonly storageSize?: number | null | undefined;
  language?: string | null | undefined;
  readonly lastLoginTime?: number | null | undefined;
  readonly statusUpdatedAt?: number | null | undefined;
  readonly deletedAt?: number | null | undefined;
  allowedPartnerIds?: string | null | undefined;
  allowedPartnerPackages?: string | null | undefined;
  userMode?: number | null | undefined;
  readonly capabilities?: string | null | undefined;
}

/** A person. */
export interface User extends BaseUser {
  type?: e.UserType | null | undefined;
  dateOfBirth?: number | null | undefined;
  gender?: e.Gender | null | undefined;
  isAdmin?: boolean | null | undefined;
  isGuest?: boolean | null | undefined;
  /** Ids of roles as a comma list. */
  roleIds?: string | null | undefined;
  readonly roleNames?: string | null | undefined;
  readonly isAccountOwner?: boolean | null | undefined;
  registrationInfo?: string | null | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
  /** Of the login that is made with the user. */
  password?: string | null | undefined;
  /** Whether there is a login. Sent when adding: make one, of `email` and `password`. */
  loginEnabled?: boolean | null | undefined;
  attendanceInfo?: string | null | undefined;
  title?: string | null | undefined;
  company?: string | null | undefined;
  ksPrivileges?: string | null | undefined;
  readonly encryptedSeed?: string | null | undefined;
  isSsoExcluded?: boolean | null | undefined;
  externalId?: string | null | undefined;
}

/** Which users are wanted; deleted ones only if a status says so. */
export interface UserFilter extends RelatedFilter {
  idEqual?: string | null | undefined;
  idIn?: string | null | undefined;
  typeEqual?: e.UserType | null | undefined;
  typeIn?: string | null | undefined;
  statusEqual?: e.UserStatus | null | undefined;
  statusIn?: string | null | undefined;
  isAdminEqual?: e.NullableBoolean | null | undefined;
  loginEnabledEqual?: e.NullableBoolean | null | undefined;
  screenNameLike?: string | null | undefined;
  screenNameStartsWith?: string | null | undefined;
  firstNameStartsWith?: string | null | undefined;
  lastNameStartsWith?: string | null | undefined;
  firstNameOrLastNameStartsWith?: string | null | undefined;
  idOrScreenNameStartsWith?: string | null | undefined;
  emailLike?: string | null | undefined;
  emailStartsWith?: string | null | undefined;
  tagsMultiLikeOr?: string | null | undefined;
  tagsMultiLikeAnd?: string | null | undefined;
  /** The whole list of a user's roles. */
  roleIdsEqual?: string | null | undefined;
  /** One of a user's roles. */
  roleIdEqual?: string | null | undefined;
  createdAtGreaterThanOrEqual?: number | null | undefined;
  createdAtLessThanOrEqual?: number | null | undefined;
}

/** A page of users. */
export interface UserListResponse extends ListResponse {
  readonly objects?: User[] | null | undefined;
}

/** A named set of permissions. */
export interface UserRole extends ApiObject {
  readonly id?: number | null | undefined;
  name?: string | null | undefined;
  /** Names the role in `setrole`. */
  systemName?: string | null | undefined;
  description?: string | null | undefined;
  status?: e.UserRoleStatus | null | undefined;
  readonly partnerId?: number | null | undefined;
  /** A comma list; `*` is all. */
  permissionNames?: string | null | undefined;
  tags?: string | null | undefined;
  readonly createdAt?: number | null | undefined;
  readonly updatedAt?: number | null | undefined;
}

/** Which roles are wanted; deleted ones only if a status says so. */
export interface UserRoleFilter extends RelatedFilter {
  idEqual?: number | null | undefined;
  idIn?: string | null | undefined;
  nameEqual?: string | null | undefined;
  nameIn?: string | null | undefined;
  systemNameEqual?: string | null | undefined;
  systemNameIn?: string | null | undefined;
  descriptionLike?: string | null | undefined;
  statusEqual?: e.UserRoleStatus | null | undefined;
  statusIn?: string | null | undefined;
  partnerIdEqual?: number | null | undefined;
  partnerIdIn?: string | null | undefined;
  tagsMultiLikeOr?: string | null | undefined;
  tagsMultiLikeAnd?: string | null | undefined;
  createdAtGreaterThanOrEqual?: number | null | undefined;
  createdAtLessThanOrEqual?: number | null | undefined;
  updatedAtGreaterThanOrEqual?: number | null | undefined;
  updatedAtLessThanOrEqual?: number | null | undefined;
}

/** A page of roles. */
export interface UserRoleListResponse extends ListResponse {
  readonly objects?: UserRole[] | null | undefined;
}

/** What a role may be made of. */
export interface Permission extends ApiObject {
  readonly id?: number | null | undefined;
  readonly type?: e.PermissionType | null | undefined;
  name?: string | null | undefined;
  friendlyName?: string | null | undefined;
  description?: string | null | undefined;
  status?: e.PermissionStatus | null | undefined;
  readonly partnerId?: number | null | undefined;
  dependsOnPermissionNames?: string | null | undefined;
  tags?: string | null | undefined;
  permissionItemsIds?: string | null | undefined;
  readonly createdAt?: number | null | undefined;
  readonly updatedAt?: number | null | undefined;
  partnerGroup?: string | null | undefined;
}

/** Which permissions are wanted. */
export interface PermissionFilter extends RelatedFilter {
  idEqual?: number | null | undefined;
  idIn?: string | null | undefined;
  typeEqual?: e.PermissionType | null | undefined;
  typeIn?: string | null | undefined;
  nameEqual?: string | null | undefined;
  nameIn?: string | null | undefined;
  friendlyNameLike?: string | null | undefined;
  descriptionLike?: string | null | undefined;
  statusEqual?: e.PermissionStatus | null | undefined;
  statusIn?: string | null | undefined;
}

/** A page of permissions. */
export interface PermissionListResponse extends ListResponse {
  readonly objects?: Permission[] | null | undefined;
}

/** An account. */
export interface Partner extends ApiObject {
  readonly id?: number | null | undefined;
  name?: string | null | undefined;
  website?: string | null | undefined;
  notificationUrl?: string | null | undefined;
  readonly createdAt?: number | null | undefined;
  adminName?: string | null | undefined;
  adminEmail?: string | null | undefined;
  description?: string | null | undefined;
  landingPage?: string | null | undefined;
  userLandingPage?: string | null | undefined;
  contentCategories?: string | null | undefined;
  phone?: string | null | undefined;
  readonly status?: e.PartnerStatus | null | undefined;
  readonly partnerPackage?: number | null | undefined;
  /** For sessions of users. Shown to administrators without roles of their own. */
  readonly secret?: string | null | undefined;
  /** For sessions of administrators. Shown like `secret`. */
  readonly adminSecret?: string | null | undefined;
  readonly adminUserId?: string | null | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
  country?: string | null | undefined;
  state?: string | null | undefined;
  logoutUrl?: string | null | undefined;
  referenceId?: string | null | undefined;
  readonly defaultEntitlementEnforcement?: boolean | null | undefined;
  /** Settings of the account by name. */
  additionalParams?: KeyValue[] | null | undefined;
}

/** Which accounts are wanted. */
export interface PartnerFilter extends Filter {
  idEqual?: number | null | undefined;
  idIn?: string | null | undefined;
  nameEqual?: string | null | undefined;
  nameLike?: string | null | undefined;
}

/** A page of accounts. */
export interface PartnerListResponse extends ListResponse {
  readonly objects?: Partner[] | null | undefined;
}

/** One record. */
export interface Metadata extends ApiObject {
  readonly id?: number | null | undefined;
  readonly partnerId?: number | null | undefined;
  readonly metadataProfileId?: number | null | undefined;
  readonly metadataProfileVersion?: number | null | undefined;
  readonly metadataObjectType?: e.MetadataObjectType | null | undefined;
  readonly objectId?: string | null | undefined;
  readonly version?: number | null | undefined;
  readonly createdAt?: number | null | undefined;
  readonly updatedAt?: number | null | undefined;
  readonly status?: e.MetadataStatus | null | undefined;
  /** Exactly as it was sent. */
  readonly xml?: string | null | undefined;
}

/** Which records are wanted. */
export interface MetadataFilter extends RelatedFilter {
  partnerIdEqual?: number | null | undefined;
  metadataProfileIdEqual?: number | null | undefined;
  metadataProfileIdIn?: string | null | undefined;
  metadataProfileVersionEqual?: number | null | undefined;
  metadataProfileVersionGreaterThanOrEqual?: number | null | undefined;
  metadataProfileVersionLessThanOrEqual?: number | null | undefined;
  metadataObjectTypeEqual?: e.MetadataObjectType | null | undefined;
  objectIdEqual?: string | null | undefined;
  objectIdIn?: string | null | undefined;
  versionEqual?: number | null | undefined;
  versionGreaterThanOrEqual?: number | null | undefined;
  versionLessThanOrEqual?: number | null | undefined;
  createdAtGreaterThanOrEqual?: number | null | undefined;
  createdAtLessThanOrEqual?: number | null | undefined;
  updatedAtGreaterThanOrEqual?: number | null | undefined;
  updatedAtLessThanOrEqual?: number | null | undefined;
  statusEqual?: e.MetadataStatus | null | undefined;
  statusIn?: string | null | undefined;
}

/** A page of records. */
export interface MetadataListResponse extends ListResponse {
  readonly objects?: Metadata[] | null | undefined;
}

/** The shape of records. */
export interface MetadataProfile extends ApiObject {
  readonly id?: number | null | undefined;
  readonly partnerId?: number | null | undefined;
  metadataObjectType?: e.MetadataObjectType | null | undefined;
  readonly version?: number | null | undefined;
  name?: string | null | undefined;
  systemName?: string | null | undefined;
  description?: string | null | undefined;
  readonly createdAt?: number | null | undefined;
  readonly updatedAt?: number | null | undefined;
  readonly status?: e.MetadataProfileStatus | null | undefined;
  readonly xsd?: string | null | undefined;
  readonly views?: string | null | undefined;
  readonly xslt?: string | null | undefined;
  createMode?: e.MetadataProfileCreateMode | null | undefined;
  disableReIndexing?: boolean | null | undefined;
}

/** Which profiles are wanted. */
export interface MetadataProfileFilter extends Filter {
  idEqual?: number | null | undefined;
  partnerIdEqual?: number | null | undefined;
  metadataObjectTypeEqual?: e.MetadataObjectType | null | undefined;
  metadataObjectTypeIn?: string | null | undefined;
  versionEqual?: number | null | undefined;
  nameEqual?: string | null | undefined;
  systemNameEqual?: string | null | undefined;
  systemNameIn?: string | null | undefined;
  createdAtGreaterThanOrEqual?: number | null | undefined;
  createdAtLessThanOrEqual?: number | null | undefined;
  updatedAtGreaterThanOrEqual?: number | null | undefined;
  updatedAtLessThanOrEqual?: number | null | undefined;
  statusEqual?: e.MetadataProfileStatus | null | undefined;
  statusIn?: string | null | undefined;
  createModeEqual?: e.MetadataProfileCreateMode | null | undefined;
  createModeNotEqual?: e.MetadataProfileCreateMode | null | undefined;
  createModeIn?: string | null | undefined;
  createModeNotIn?: string | null | undefined;
}

/** A page of profiles. */
export interface MetadataProfileListResponse extends ListResponse {
  readonly objects?: MetadataProfile[] | null | undefined;
}

/** One searchable leaf of a profile. */
export interface MetadataProfileField extends ApiObject {
  readonly id?: number | null | undefined;
  readonly xPath?: string | null | undefined;
  /** The element's name. */
  readonly key?: string | null | undefined;
  readonly label?: string | null | undefined;
}

/** The searchable leaves of a profile. */
export interface MetadataProfileFieldListResponse extends ListResponse {
  readonly objects?: MetadataProfileField[] | null | undefined;
}

/** One configuration. */
export interface UiConf extends ApiObject {
  readonly id?: number | null | undefined;
  name?: string | null | undefined;
  description?: string | null | undefined;
  readonly partnerId?: number | null | undefined;
  objType?: e.UiConfObjType | null | undefined;
  readonly objTypeAsString?: string | null | undefined;
  width?: number | null | undefined;
  height?: number | null | undefined;
  htmlParams?: string | null | undefined;
  swfUrl?: string | null | undefined;
  readonly confFilePath?: string | null | undefined;
  confFile?: string | null | undefined;
  confFileFeatures?: string | null | undefined;
  /** JSON or XML text. */
  config?: string | null | undefined;
  /** JSON text: plugin → version. */
  confVars?: string | null | undefined;
  useCdn?: boolean | null | undefined;
  tags?: string | null | undefined;
  swfUrlVersion?: string | null | undefined;
  readonly createdAt?: number | null | undefined;
  readonly updatedAt?: number | null | undefined;
  creationMode?: e.UiConfCreationMode | null | undefined;
  html5Url?: string | null | undefined;
  readonly version?: string | null | undefined;
  partnerTags?: string | null | undefined;
  v2Redirect?: unknown;
}

/** Which configurations are wanted. */
export interface UiConfFilter extends Filter {
  idEqual?: number | null | undefined;
  idIn?: string | null | undefined;
  nameLike?: string | null | undefined;
  partnerIdEqual?: number | null | undefined;
  partnerIdIn?: string | null | undefined;
  objTypeEqual?: e.UiConfObjType | null | undefined;
  objTypeIn?: string | null | undefined;
  tagsMultiLikeOr?: string | null | undefined;
  tagsMultiLikeAnd?: string | null | undefined;
  createdAtGreaterThanOrEqual?: number | null | undefined;
  createdAtLessThanOrEqual?: number | null | undefined;
  updatedAtGreaterThanOrEqual?: number | null | undefined;
  updatedAtLessThanOrEqual?: number | null | undefined;
  creationModeEqual?: e.UiConfCreationMode | null | undefined;
  creationModeIn?: string | null | undefined;
  versionEqual?: string | null | undefined;
  versionMultiLikeOr?: string | null | undefined;
  versionMultiLikeAnd?: string | null | undefined;
  partnerTagsMultiLikeOr?: string | null | undefined;
  partnerTagsMultiLikeAnd?: string | null | undefined;
}

/** A page of configurations. */
export interface UiConfListResponse extends ListResponse {
  readonly objects?: UiConf[] | null | undefined;
}

/** A kind of configuration that this server knows what to do with. */
export interface UiConfTypeInfo extends ApiObject {
  type?: e.UiConfObjType | null | undefined;
  /** Of files that the server would hold; it holds none. */
  versions?: String[] | null | undefined;
  directory?: string | null | undefined;
  filename?: string | null | undefined;
}

/** One widget. */
export interface Widget extends ApiObject {
  /** `_<partnerId>` is the one every account has. */
  readonly id?: string | null | undefined;
  sourceWidgetId?: string | null | undefined;
  readonly rootWidgetId?: string | null | undefined;
  readonly partnerId?: number | null | undefined;
  /** Sessions of the widget are limited to this entry. */
  entryId?: string | null | undefined;
  uiConfId?: number | null | undefined;
  securityType?: e.WidgetSecurityType | null | undefined;
  securityPolicy?: number | null | undefined;
  readonly createdAt?: number | null | undefined;
  readonly updatedAt?: number | null | undefined;
  /** Opaque to the server. */
  partnerData?: string | null | undefined;
  readonly widgetHTML?: string | null | undefined;
  enforceEntitlement?: boolean | null | undefined;
  /** Privacy context of the widget's sessions. */
  privacyContext?: string | null | undefined;
  addEmbedHtml5Support?: boolean | null | undefined;
}

/** Which widgets are wanted. */
export interface WidgetFilter extends Filter {
  idEqual?: string | null | undefined;
  idIn?: string | null | undefined;
  sourceWidgetIdEqual?: string | null | undefined;
  rootWidgetIdEqual?: string | null | undefined;
  partnerIdEqual?: number | null | undefined;
  entryIdEqual?: string | null | undefined;
  uiConfIdEqual?: number | null | undefined;
  createdAtGreaterThanOrEqual?: number | null | undefined;
  createdAtLessThanOrEqual?: number | null | undefined;
  updatedAtGreaterThanOrEqual?: number | null | undefined;
  updatedAtLessThanOrEqual?: number | null | undefined;
  partnerDataLike?: string | null | undefined;
}

/** A page of widgets. */
export interface WidgetListResponse extends ListResponse {
  readonly objects?: Widget[] | null | undefined;
}

/** A part of a picture. */
export interface CropDimensions extends ApiObject {
  left?: number | null | undefined;
  top?: number | null | undefined;
  width?: number | null | undefined;
  height?: number | null | undefined;
}

/** One profile. */
export interface ConversionProfile extends ApiObject {
  readonly id?: number | null | undefined;
  readonly partnerId?: number | null | undefined;
  status?: e.ConversionProfileStatus | null | undefined;
  type?: e.ConversionProfileType | null | undefined;
  name?: string | null | undefined;
  systemName?: string | null | undefined;
  tags?: string | null | undefined;
  description?: string | null | undefined;
  defaultEntryId?: string | null | undefined;
  readonly createdAt?: number | null | undefined;
  flavorParamsIds?: string | null | undefined;
  isDefault?: e.NullableBoolean | null | undefined;
  readonly isPartnerDefault?: boolean | null | undefined;
  cropDimensions?: CropDimensions | null | undefined;
  clipStart?: number | null | undefined;
  clipDuration?: number | null | undefined;
  xslTransformation?: string | null | undefined;
  storageProfileId?: number | null | undefined;
  mediaParserType?: string | null | undefined;
  calculateComplexity?: e.NullableBoolean | null | undefined;
  collectionTags?: string | null | undefined;
  conditionalProfiles?: unknown;
  detectGOP?: number | null | undefined;
  mediaInfoXslTransformation?: string | null | undefined;
  defaultReplacementOptions?: unknown;
  defaultAudioLang?: string | null | undefined;
}

/** Which profiles are wanted. */
export interface ConversionProfileFilter extends Filter {
  idEqual?: number | null | undefined;
  idIn?: string | null | undefined;
  statusEqual?: e.ConversionProfileStatus | null | undefined;
  statusIn?: string | null | undefined;
  typeEqual?: e.ConversionProfileType | null | undefined;
  typeIn?: string | null | undefined;
  nameEqual?: string | null | undefined;
  systemNameEqual?: string | null | undefined;
  systemNameIn?: string | null | undefined;
  tagsMultiLikeOr?: string | null | undefined;
  tagsMultiLikeAnd?: string | null | undefined;
  defaultEntryIdEqual?: string | null | undefined;
  defaultEntryIdIn?: string | null | undefined;
}

/** A page of profiles. */
export interface ConversionProfileListResponse extends ListResponse {
  readonly objects?: ConversionProfile[] | null | undefined;
}

/** One rendition of a profile. */
export interface ConversionProfileAssetParams extends ApiObject {
  readonly conversionProfileId?: number | null | undefined;
  readonly assetParamsId?: number | null | undefined;
  readyBehavior?: e.FlavorReadyBehaviorType | null | undefined;
  origin?: e.AssetParamsOrigin | null | undefined;
  systemName?: string | null | undefined;
  forceNoneComplied?: e.NullableBoolean | null | undefined;
  deletePolicy?: e.AssetParamsDeletePolicy | null | undefined;
  isEncrypted?: e.NullableBoolean | null | undefined;
  contentAwareness?: number | null | undefined;
  chunkedEncodeMode?: number | null | undefined;
  twoPass?: e.NullableBoolean | null | undefined;
  tags?: string | null | undefined;
  overloadParams?: string | null | undefined;
}

/** Which renditions of profiles are wanted. */
export interface ConversionProfileAssetParamsFilter extends RelatedFilter {
  conversionProfileIdEqual?: number | null | undefined;
  conversionProfileIdIn?: string | null | undefined;
  assetParamsIdEqual?: number | null | undefined;
  assetParamsIdIn?: string | null | undefined;
  readyBehaviorEqual?: e.FlavorReadyBehaviorType | null | undefined;
  readyBehaviorIn?: string | null | undefined;
  originEqual?: e.AssetParamsOrigin | null | undefined;
  originIn?: string | null | undefined;
  systemNameEqual?: string | null | undefined;
  systemNameIn?: string | null | undefined;
  /** Renditions of the profiles that this finds. */
  conversionProfileIdFilter?: ConversionProfileFilter | null | undefined;
}

/** A page of renditions. */
export interface ConversionProfileAssetParamsListResponse extends ListResponse {
  readonly objects?: ConversionProfileAssetParams[] | null | undefined;
}

/** What the parameters of every asset have. */
export interface AssetParams extends ApiObject {
  readonly id?: number | null | undefined;
  partnerId?: number | null | undefined;
  name?: string | null | undefined;
  systemName?: string | null | undefined;
  description?: string | null | undefined;
  readonly createdAt?: number | null | undefined;
  readonly isSystemDefault?: e.NullableBoolean | null | undefined;
  /** Comma list. */
  tags?: string | null | undefined;
}

/** The parameters of one rendition. */
export interface FlavorParams extends AssetParams {
  videoCodec?: e.VideoCodec | null | undefined;
  /** Kilobits per second. */
  videoBitrate?: number | null | undefined;
  audioCodec?: e.AudioCodec | null | undefined;
  /** Kilobits per second. */
  audioBitrate?: number | null | undefined;
  audioChannels?: number | null | undefined;
  /** Hertz. */
  audioSampleRate?: number | null | undefined;
  /** Pixels; 0 follows from the other side. */
  width?: number | null | undefined;
  height?: number | null | undefined;
}

/** The parameters of one rendition of a live stream. */
export interface LiveParams extends FlavorParams {
  /** What stands for `%i` in the stream's name. */
  streamSuffix?: string | null | undefined;
}

/** Which parameters are wanted. */
export interface AssetParamsFilter extends RelatedFilter {
  idEqual?: number | null | undefined;
  idIn?: string | null | undefined;
  systemNameEqual?: string | null | undefined;
  systemNameIn?: string | null | undefined;
  isSystemDefaultEqual?: e.NullableBoolean | null | undefined;
  tagsEqual?: string | null | undefined;
}

/** Which parameters of renditions are wanted. */
export interface FlavorParamsFilter extends AssetParamsFilter {}

/** Which parameters of live renditions are wanted. */
export interface LiveParamsFilter extends FlavorParamsFilter {}

/** A page of parameters. */
export interface FlavorParamsListResponse extends ListResponse {
  readonly objects?: FlavorParams[] | null | undefined;
}

/** What a request for content looks like to access control. */
export interface AccessControlScope extends ApiObject {
  referrer?: string | null | undefined;
  ip?: string | null | undefined;
  ks?: string | null | undefined;
  userAgent?: string | null | undefined;
  time?: number | null | undefined;
  contexts?: unknown;
  hashes?: KeyValue[] | null | undefined;
}

/** A name and its value. */
export interface KeyValue extends ApiObject {
  key?: string | null | undefined;
  value?: string | null | undefined;
}

/** What is asked about playing an entry. */
export interface EntryContextDataParams extends AccessControlScope {
  flavorAssetId?: string | null | undefined;
  flavorTags?: string | null | undefined;
  streamerType?: string | null | undefined;
  mediaProtocol?: string | null | undefined;
}

/** What a player asks. */
export interface PlaybackContextOptions extends EntryContextDataParams {}

/** How an entry may be played. */
export interface PlaybackContext extends ApiObject {
  sources?: PlaybackSource[] | null | undefined;
  playbackCaptions?: CaptionPlaybackPluginData[] | null | undefined;
  flavorAssets?: FlavorAsset[] | null | undefined;
  actions?: RuleAction[] | null | undefined;
  messages?: AccessControlMessage[] | null | undefined;
  bumperData?: Bumper[] | null | undefined;
  activeLiveStreamTime?: ActiveLiveStreamTime | null | undefined;
}

/** One way to play. */
export interface PlaybackSource extends ApiObject {
  deliveryProfileId?: string | null | undefined;
  format?: string | null | undefined;
  protocols?: string | null | undefined;
  flavorIds?: string | null | undefined;
  url?: string | null | undefined;
  drm?: DrmPlaybackPluginData[] | null | undefined;
}

/** Where a licence comes from. */
export interface DrmPlaybackPluginData extends ApiObject {
  scheme?: e.DrmSchemeName | null | undefined;
  licenseURL?: string | null | undefined;
}

/** One caption track. */
export interface CaptionPlaybackPluginData extends ApiObject {
  label?: string | null | undefined;
  format?: string | null | undefined;
  language?: string | null | undefined;
  webVttUrl?: string | null | undefined;
  url?: string | null | undefined;
  isDefault?: boolean | null | undefined;
  languageCode?: string | null | undefined;
}

/** What plays before. */
export interface Bumper extends ApiObject {
  entryId?: string | null | undefined;
  url?: string | null | undefined;
}

/** When a scheduled stream runs. */
export interface ActiveLiveStreamTime extends ApiObject {
  startTime?: number | null | undefined;
  endTime?: number | null | undefined;
}

/** What every asset has. */
export interface Asset extends ApiObject {
  readonly id?: string | null | undefined;
  readonly entryId?: string | null | undefined;
  readonly partnerId?: number | null | undefined;
  readonly version?: number | null | undefined;
  /** Kilobytes. */
  readonly size?: number | null | undefined;
  tags?: string | null | undefined;
  fileExt?: string | null | undefined;
  readonly createdAt?: number | null | undefined;
  readonly updatedAt?: number | null | undefined;
  readonly deletedAt?: number | null | undefined;
  readonly description?: string | null | undefined;
  partnerData?: string | null | undefined;
  partnerDescription?: string | null | undefined;
  actualSourceAssetParamsIds?: string | null | undefined;
  readonly sizeInBytes?: number | null | undefined;
}

/** One rendition. */
export interface FlavorAsset extends Asset {
  flavorParamsId?: number | null | undefined;
  readonly width?: number | null | undefined;
  readonly height?: number | null | undefined;
  /** kbit/s */
  readonly bitrate?: number | null | undefined;
  readonly frameRate?: number | null | undefined;
  readonly isOriginal?: boolean | null | undefined;
  readonly isWeb?: boolean | null | undefined;
  readonly containerFormat?: string | null | undefined;
  readonly videoCodecId?: string | null | undefined;
  readonly status?: e.FlavorAssetStatus | null | undefined;
  language?: string | null | undefined;
  label?: string | null | undefined;
  isDefault?: e.NullableBoolean | null | undefined;
}

/** One rendition of a live entry. */
export interface LiveAsset extends FlavorAsset {
  multicastIP?: string | null | undefined;
  multicastPort?: number | null | undefined;
}

/** Which renditions are wanted; an entry must be named. */
export interface FlavorAssetFilter extends RelatedFilter {
  entryIdEqual?: string | null | undefined;
  entryIdIn?: string | null | undefined;
  idEqual?: string | null | undefined;
  idIn?: string | null | undefined;
  flavorParamsIdEqual?: number | null | undefined;
  flavorParamsIdIn?: string | null | undefined;
  statusEqual?: e.FlavorAssetStatus | null | undefined;
  statusIn?: string | null | undefined;
  tagsLike?: string | null | undefined;
}

/** A page of renditions. */
export interface FlavorAssetListResponse extends ListResponse {
  readonly objects?: FlavorAsset[] | null | undefined;
}

/** One input of an entry while somebody uses it. */
export interface EntryServerNode extends ApiObject {
  readonly id?: number | null | undefined;
  readonly entryId?: string | null | undefined;
  /** This server is 1. */
  readonly serverNodeId?: number | null | undefined;
  readonly partnerId?: number | null | undefined;
  readonly createdAt?: number | null | undefined;
  readonly updatedAt?: number | null | undefined;
  readonly status?: e.EntryServerNodeStatus | null | undefined;
  readonly serverType?: e.EntryServerNodeType | null | undefined;
}

/** An encoder of a live entry. */
export interface LiveEntryServerNode extends EntryServerNode {
  /** Empty: nothing is recorded yet. */
  recordingInfo?: LiveEntryServerNodeRecordingInfo[] | null | undefined;
  isPlayableUser?: boolean | null | undefined;
  viewMode?: e.ViewMode | null | undefined;
}

/** A recording that a node makes. */
export interface LiveEntryServerNodeRecordingInfo extends ApiObject {
  recordedEntryId?: string | null | undefined;
  /** Milliseconds. */
  duration?: number | null | undefined;
  recordingStatus?: e.EntryServerNodeRecordingStatus | null | undefined;
}

/** Which nodes are wanted. */
export interface EntryServerNodeFilter extends Filter {
  entryIdEqual?: string | null | undefined;
  entryIdIn?: string | null | undefined;
  serverNodeIdEqual?: number | null | undefined;
  createdAtGreaterThanOrEqual?: number | null | undefined;
  createdAtLessThanOrEqual?: number | null | undefined;
  updatedAtGreaterThanOrEqual?: number | null | undefined;
  updatedAtLessThanOrEqual?: number | null | undefined;
  statusEqual?: e.EntryServerNodeStatus | null | undefined;
  statusIn?: string | null | undefined;
  serverTypeEqual?: e.EntryServerNodeType | null | undefined;
}

/** Which live nodes are wanted. */
export interface LiveEntryServerNodeFilter extends EntryServerNodeFilter {}

/** A page of nodes. */
export interface EntryServerNodeListResponse extends ListResponse {
  readonly objects?: EntryServerNode[] | null | undefined;
}

/** What a rule does. */
export interface RuleAction extends ApiObject {
  readonly type?: e.RuleActionType | null | undefined;
}

/** Nothing plays. */
export interface AccessControlBlockAction extends RuleAction {}

/** Only the beginning plays. */
export interface AccessControlPreviewAction extends RuleAction {
  /** Seconds. */
  limit?: number | null | undefined;
}

/** Only some renditions play. */
export interface AccessControlLimitFlavorsAction extends RuleAction {
  flavorParamsIds?: string | null | undefined;
  isBlockedList?: boolean | null | undefined;
}

/** Only some deliveries play. */
export interface AccessControlLimitDeliveryProfilesAction extends RuleAction {
  deliveryProfileIds?: string | null | undefined;
  isBlockedList?: boolean | null | undefined;
}

/** Only some thumbnails are made. */
export interface AccessControlLimitThumbnailCaptureAction extends RuleAction {}

/** Why a rule did something. */
export interface AccessControlMessage extends ApiObject {
  message?: string | null | undefined;
  code?: string | null | undefined;
}

/** A value with a description. */
export interface Value extends ApiObject {
  description?: string | null | undefined;
}

/** A text. */
export interface StringValue extends Value {
  value?: string | null | undefined;
}

/** What must hold for a rule to apply. */
export interface Condition extends ApiObject {
  readonly type?: e.ConditionType | null | undefined;
  description?: string | null | undefined;
  /** Holds when the rest does not. */
  not?: boolean | null | undefined;
}

/** A session that has one of these privileges for the entry; without any, one that names a user. */
export interface AuthenticatedCondition extends Condition {
  privileges?: StringValue[] | null | undefined;
}

/** One of several values. */
export interface MatchCondition extends Condition {
  values?: StringValue[] | null | undefined;
}

/** Country codes. This server knows no address's country: no address is in any of them. */
export interface CountryCondition extends MatchCondition {}

/** Addresses: single, `a-b`, or `a/bits`. */
export interface IpAddressCondition extends MatchCondition {}

/** Domains of the page that plays, each with its subdomains. */
export interface SiteCondition extends MatchCondition {}

/** A pattern. */
export interface RegexCondition extends MatchCondition {}

/** Regular expressions that are searched in the browser's name, whatever the case. Without look-around and back-references. */
export interface UserAgentCondition extends RegexCondition {}

/** For what content is asked. */
export interface ContextTypeHolder extends ApiObject {
  type?: e.ContextType | null | undefined;
}

/** The same under its older name. */
export interface AccessControlContextTypeHolder extends ContextTypeHolder {}

/** If all conditions hold, the actions apply. A rule with a condition of a class that is not known never applies. */
export interface Rule extends ApiObject {
  description?: string | null | undefined;
  /** Told to who meets the rule. */
  message?: string | null | undefined;
  /** Told to players. */
  code?: string | null | undefined;
  actions?: RuleAction[] | null | undefined;
  conditions?: Condition[] | null | undefined;
  /** None: for whatever content is asked. */
  contexts?: ContextTypeHolder[] | null | undefined;
  /** Later rules are not looked at once this one applied. */
  stopProcessing?: boolean | null | undefined;
  /** Rules always apply to administrators too. */
  forceAdminValidation?: e.NullableBoolean | null | undefined;
}

/** A named set of rules, which entries refer to by `accessControlId`. */
export interface AccessControlProfile extends ApiObject {
  readonly id?: number | null | undefined;
  readonly partnerId?: number | null | undefined;
  name?: string | null | undefined;
  systemName?: string | null | undefined;
  description?: string | null | undefined;
  readonly createdAt?: number | null | undefined;
  readonly updatedAt?: number | null | undefined;
  /** New entries get it. Setting it takes it from the profile that had it. */
  isDefault?: e.NullableBoolean | null | undefined;
  /** In the order in which they run. */
  rules?: Rule[] | null | undefined;
}

/** Which profiles are wanted. */
export interface AccessControlProfileFilter extends RelatedFilter {
  idEqual?: number | null | undefined;
  idIn?: string | null | undefined;
  systemNameEqual?: string | null | undefined;
  systemNameIn?: string | null | undefined;
  createdAtGreaterThanOrEqual?: number | null | undefined;
  createdAtLessThanOrEqual?: number | null | undefined;
  updatedAtGreaterThanOrEqual?: number | null | undefined;
  updatedAtLessThanOrEqual?: number | null | undefined;
}

/** A page of profiles. */
export interface AccessControlProfileListResponse extends ListResponse {
  readonly objects?: AccessControlProfile[] | null | undefined;
}

/** What every context has. */
export interface ContextDataResult extends ApiObject {
  messages?: String[] | null | undefined;
  actions?: RuleAction[] | null | undefined;
}

/** How an entry may be played, as older players ask. */
export interface EntryContextDataResult extends ContextDataResult {
  isSiteRestricted?: boolean | null | undefined;
  isCountryRestricted?: boolean | null | undefined;
  isSessionRestricted?: boolean | null | undefined;
  isIpAddressRestricted?: boolean | null | undefined;
  isUserAgentRestricted?: boolean | null | undefined;
  /** Seconds; -1 when everything plays. */
  previewLength?: number | null | undefined;
  isScheduledNow?: boolean | null | undefined;
  isAdmin?: boolean | null | undefined;
  streamerType?: string | null | undefined;
  mediaProtocol?: string | null | undefined;
  storageProfilesXML?: string | null | undefined;
  accessControlMessages?: String[] | null | undefined;
  accessControlActions?: RuleAction[] | null | undefined;
  flavorAssets?: FlavorAsset[] | null | undefined;
  /** Milliseconds. */
  msDuration?: number | null | undefined;
  pluginData?: Record<string, string> | null | undefined;
}

/** What every response profile is. */
export interface BaseResponseProfile extends ApiObject {}

/** Names a stored profile. */
export interface ResponseProfileHolder extends BaseResponseProfile {
  id?: number | null | undefined;
  systemName?: string | null | undefined;
}

/** A profile sent along. */
export interface DetachedResponseProfile extends BaseResponseProfile {
  /** The key of a related profile's list in `relatedObjects`. */
  name?: string | null | undefined;
  type?: e.ResponseProfileType | null | undefined;
  /** Comma list of property names. */
  fields?: string | null | undefined;
  /** Of a related profile: which objects; its class says of which service. */
  filter?: RelatedFilter | null | undefined;
  /** Of a related profile: at most 100 objects a page. */
  pager?: FilterPager | null | undefined;
  /** Lists that go with each object, two levels deep. */
  relatedProfiles?: DetachedResponseProfile[] | null | undefined;
  /** Of a related profile: what its filter takes over from the object. */
  mappings?: ResponseProfileMapping[] | null | undefined;
}

/** A profile kept under a name. */
export interface ResponseProfile extends DetachedResponseProfile {
  readonly id?: number | null | undefined;
  /** Unique in the account, at least two characters. */
  systemName?: string | null | undefined;
  readonly partnerId?: number | null | undefined;
  readonly createdAt?: number | null | undefined;
  readonly updatedAt?: number | null | undefined;
  readonly status?: e.ResponseProfileStatus | null | undefined;
  readonly version?: number | null | undefined;
}

/** Which profiles are wanted. */
export interface ResponseProfileFilter extends Filter {
  idEqual?: number | null | undefined;
  idIn?: string | null | undefined;
  systemNameEqual?: string | null | undefined;
  systemNameIn?: string | null | undefined;
  createdAtGreaterThanOrEqual?: number | null | undefined;
  createdAtLessThanOrEqual?: number | null | undefined;
  updatedAtGreaterThanOrEqual?: number | null | undefined;
  updatedAtLessThanOrEqual?: number | null | undefined;
  statusEqual?: e.ResponseProfileStatus | null | undefined;
  statusIn?: string | null | undefined;
}

/** A page of profiles. */
export interface ResponseProfileListResponse extends ListResponse {
  readonly objects?: ResponseProfile[] | null | undefined;
}

/** Fills a related filter from the object it relates to. */
export interface ResponseProfileMapping extends ApiObject {
  parentProperty?: string | null | undefined;
  filterProperty?: string | null | undefined;
  allowNull?: boolean | null | undefined;
}
