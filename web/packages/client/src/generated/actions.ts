// Printed from the tables of `crates/schema` by `cargo xtask generate`. Do not edit.
import { request, type ApiRequest } from "../request";
import type * as e from "./enums";
import type * as o from "./objects";

/** session.start: Starts a session with a partner secret. */
export function sessionStart(args: { secret: string; userId?: string | undefined; type?: e.SessionType | undefined; partnerId?: number | null | undefined; expiry?: number | undefined; privileges?: string | null | undefined }): ApiRequest<string> {
  return request("session", "start", args);
}

/** session.end: Ends the calling session and its family. */
export function sessionEnd(): ApiRequest<null> {
  return request("session", "end", {});
}

/** session.get: Tells what a session is. */
export function sessionGet(args: { session?: string | null | undefined } = {}): ApiRequest<o.SessionInfo> {
  return request("session", "get", args);
}

/** session.impersonate: Starts a session of a child account; this installation has none. */
export function sessionImpersonate(args: { secret: string; impersonatedPartnerId: number; userId?: string | undefined; type?: e.SessionType | undefined; partnerId?: number | null | undefined; expiry?: number | undefined; privileges?: string | null | undefined }): ApiRequest<string> {
  return request("session", "impersonate", args);
}

/** session.impersonateByKs: Starts a session out of another one. For the services of an installation, of which this one needs none. */
export function sessionImpersonateByKs(args: { session: string; type?: e.SessionType | null | undefined; expiry?: number | null | undefined; privileges?: string | null | undefined }): ApiRequest<o.SessionInfo> {
  return request("session", "impersonateByKs", args);
}

/** session.startWidgetSession: Starts a session for anonymous viewers. */
export function sessionStartWidgetSession(args: { widgetId: string; expiry?: number | undefined }): ApiRequest<o.StartWidgetSessionResponse> {
  return request("session", "startWidgetSession", args);
}

/** appToken.add: Makes a token. */
export function appTokenAdd(args: { appToken: o.AppToken }): ApiRequest<o.AppToken> {
  return request("appToken", "add", args);
}

/** appToken.get: Reads a token. */
export function appTokenGet(args: { id: string }): ApiRequest<o.AppToken> {
  return request("appToken", "get", args);
}

/** appToken.update: Changes a token. */
export function appTokenUpdate(args: { id: string; appToken: o.AppToken }): ApiRequest<o.AppToken> {
  return request("appToken", "update", args);
}

/** appToken.delete: Deletes a token and ends the sessions it started. */
export function appTokenDelete(args: { id: string }): ApiRequest<null> {
  return request("appToken", "delete", args);
}

/** appToken.list: Lists tokens. */
export function appTokenList(args: { filter?: o.AppTokenFilter | null | undefined; pager?: o.FilterPager | null | undefined } = {}): ApiRequest<o.AppTokenListResponse> {
  return request("appToken", "list", args);
}

/** appToken.startSession: Starts a session with a token. */
export function appTokenStartSession(args: { id: string; tokenHash: string; userId?: string | null | undefined; type?: e.SessionType | null | undefined; expiry?: number | null | undefined; sessionPrivileges?: string | null | undefined }): ApiRequest<o.SessionInfo> {
  return request("appToken", "startSession", args);
}

/** user.add: Adds a user. */
export function userAdd(args: { user: o.User }): ApiRequest<o.User> {
  return request("user", "add", args);
}

/** user.get: Reads a user. Users see themselves; producers and administrators see everybody. */
export function userGet(args: { userId?: string | null | undefined } = {}): ApiRequest<o.User> {
  return request("user", "get", args);
}

/** user.getByLoginId: Reads the user who signs in with an e-mail address. */
export function userGetByLoginId(args: { loginId: string }): ApiRequest<o.User> {
  return request("user", "getByLoginId", args);
}

/** user.update: Changes a user. */
export function userUpdate(args: { userId: string; user: o.User }): ApiRequest<o.User> {
  return request("user", "update", args);
}

/** user.delete: Deletes a user and their login. What belongs to them stays. */
export function userDelete(args: { userId: string }): ApiRequest<o.User> {
  return request("user", "delete", args);
}

/** user.list: Lists users. */
export function userList(args: { filter?: o.UserFilter | null | undefined; pager?: o.FilterPager | null | undefined } = {}): ApiRequest<o.UserListResponse> {
  return request("user", "list", args);
}

/** user.loginByLoginId: Signs in with an e-mail address and a password: a KS, of type ADMIN for administrators. */
export function userLoginByLoginId(args: { loginId: string; password: string; partnerId?: number | null | undefined; expiry?: number | undefined; privileges?: string | undefined; otp?: string | null | undefined }): ApiRequest<string> {
  return request("user", "loginByLoginId", args);
}

/** user.login: Signs in with a user id and a password. */
export function userLogin(args: { partnerId: number; userId: string; password: string; expiry?: number | undefined; privileges?: string | undefined }): ApiRequest<string> {
  return request("user", "login", args);
}

/** user.enableLogin: Lets a user sign in. */
export function userEnableLogin(args: { userId: string; loginId: string; password?: string | null | undefined }): ApiRequest<o.User> {
  return request("user", "enableLogin", args);
}

/** user.disableLogin: Takes a user's login away. */
export function userDisableLogin(args: { userId?: string | null | undefined; loginId?: string | null | undefined } = {}): ApiRequest<o.User> {
  return request("user", "disableLogin", args);
}

/** user.updateLoginData: Changes a login, whose password proves who asks. Empty texts change nothing. */
export function userUpdateLoginData(args: { oldLoginId: string; password: string; newLoginId?: string | undefined; newPassword?: string | undefined; newFirstName?: string | null | undefined; newLastName?: string | null | undefined; otp?: string | null | undefined }): ApiRequest<null> {
  return request("user", "updateLoginData", args);
}

/** userRole.add: Makes a role. */
export function userRoleAdd(args: { userRole: o.UserRole }): ApiRequest<o.UserRole> {
  return request("userRole", "add", args);
}

/** userRole.get: Reads a role of the account, or one of everybody's. */
export function userRoleGet(args: { userRoleId: number }): ApiRequest<o.UserRole> {
  return request("userRole", "get", args);
}

/** userRole.update: Changes a role of the account. Sessions that have it feel it at once. */
export function userRoleUpdate(args: { userRoleId: number; userRole: o.UserRole }): ApiRequest<o.UserRole> {
  return request("userRole", "update", args);
}

/** userRole.delete: Deletes a role of the account. Who has it loses what it granted. */
export function userRoleDelete(args: { userRoleId: number }): ApiRequest<o.UserRole> {
  return request("userRole", "delete", args);
}

/** userRole.list: Lists the roles of the account and everybody's. */
export function userRoleList(args: { filter?: o.UserRoleFilter | null | undefined; pager?: o.FilterPager | null | undefined } = {}): ApiRequest<o.UserRoleListResponse> {
  return request("userRole", "list", args);
}

/** userRole.clone: Copies a role into the account, without its system name. */
export function userRoleClone(args: { userRoleId: number }): ApiRequest<o.UserRole> {
  return request("userRole", "clone", args);
}

/** permission.get: Reads a permission. */
export function permissionGet(args: { permissionName: string }): ApiRequest<o.Permission> {
  return request("permission", "get", args);
}

/** permission.list: Lists permissions. */
export function permissionList(args: { filter?: o.PermissionFilter | null | undefined; pager?: o.FilterPager | null | undefined } = {}): ApiRequest<o.PermissionListResponse> {
  return request("permission", "list", args);
}

/** permission.getCurrentPermissions: The names of what the session may, as a comma list. */
export function permissionGetCurrentPermissions(): ApiRequest<string> {
  return request("permission", "getCurrentPermissions", {});
}

/** partner.get: Reads the account. */
export function partnerGet(args: { id?: number | null | undefined } = {}): ApiRequest<o.Partner> {
  return request("partner", "get", args);
}

/** partner.getInfo: Reads the session's account. */
export function partnerGetInfo(): ApiRequest<o.Partner> {
  return request("partner", "getInfo", {});
}

/** partner.getSecrets: The account with its secrets, for an administrator's e-mail address and password. */
export function partnerGetSecrets(args: { partnerId: number; adminEmail: string; cmsPassword: string; otp?: string | null | undefined }): ApiRequest<o.Partner> {
  return request("partner", "getSecrets", args);
}

/** partner.update: Changes the account. */
export function partnerUpdate(args: { partner: o.Partner; allowEmpty?: boolean | undefined }): ApiRequest<o.Partner> {
  return request("partner", "update", args);
}

/** partner.listPartnersForUser: Lists the accounts where the session's user signs in with the same login. */
export function partnerListPartnersForUser(args: { partnerFilter?: o.PartnerFilter | null | undefined; pager?: o.FilterPager | null | undefined } = {}): ApiRequest<o.PartnerListResponse> {
  return request("partner", "listPartnersForUser", args);
}

/** liveStream.add: Makes a live stream. */
export function liveStreamAdd(args: { liveStreamEntry: o.LiveStreamEntry; sourceType?: e.SourceType | null | undefined }): ApiRequest<o.LiveStreamEntry> {
  return request("liveStream", "add", args);
}

/** liveStream.get: Reads a live stream. */
export function liveStreamGet(args: { entryId: string; version?: number | undefined }): ApiRequest<o.LiveStreamEntry> {
  return request("liveStream", "get", args);
}

/** liveStream.update: Changes a live stream; this is also how one goes live. */
export function liveStreamUpdate(args: { entryId: string; liveStreamEntry: o.LiveStreamEntry }): ApiRequest<o.LiveStreamEntry> {
  return request("liveStream", "update", args);
}

/** liveStream.delete: Deletes a live stream. */
export function liveStreamDelete(args: { entryId: string }): ApiRequest<null> {
  return request("liveStream", "delete", args);
}

/** liveStream.list: Lists live streams. */
export function liveStreamList(args: { filter?: o.LiveStreamEntryFilter | null | undefined; pager?: o.FilterPager | null | undefined } = {}): ApiRequest<o.LiveStreamListResponse> {
  return request("liveStream", "list", args);
}

/** liveStream.isLive: Tells whether the caller may watch now. */
export function liveStreamIsLive(args: { id: string; protocol?: e.PlaybackProtocol | null | undefined }): ApiRequest<boolean> {
  return request("liveStream", "isLive", args);
}

/** liveStream.getDetails: Tells how a stream is doing. */
export function liveStreamGetDetails(args: { id: string }): ApiRequest<o.LiveStreamDetails> {
  return request("liveStream", "getDetails", args);
}

/** liveStream.getLiveStreamStats: Counts who watches now: viewing sessions that have asked for a playlist within the last half minute. */
export function liveStreamGetLiveStreamStats(args: { entryId: string }): ApiRequest<o.LiveStreamStats> {
  return request("liveStream", "getLiveStreamStats", args);
}

/** liveStream.regenerateStreamToken: Replaces the token encoders show. The old one stops working at once; a connected encoder is not dropped. */
export function liveStreamRegenerateStreamToken(args: { entryId: string }): ApiRequest<o.LiveEntry> {
  return request("liveStream", "regenerateStreamToken", args);
}

/** liveStream.updateOfflineThumbnailJpeg: Gives a live stream the picture that stands for it. JPEG, PNG, GIF or WebP. */
export function liveStreamUpdateOfflineThumbnailJpeg(args: { entryId: string; fileData: Blob }): ApiRequest<o.LiveStreamEntry> {
  return request("liveStream", "updateOfflineThumbnailJpeg", args);
}

/**
 * liveStream.addLiveStreamPushPublishConfiguration: Notes where a stream is to be sent on to: `url`, or `liveStreamConfiguration`. Nothing is sent on yet. Needs the account's push-publish
 * feature.
 */
export function liveStreamAddLiveStreamPushPublishConfiguration(args: { entryId: string; protocol: e.PlaybackProtocol; url?: string | null | undefined; liveStreamConfiguration?: o.LiveStreamConfiguration | null | undefined }): ApiRequest<o.LiveStreamEntry> {
  return request("liveStream", "addLiveStreamPushPublishConfiguration", args);
}

/** liveStream.removeLiveStreamPushPublishConfiguration: Forgets where a stream is to be sent on to by this protocol. */
export function liveStreamRemoveLiveStreamPushPublishConfiguration(args: { entryId: string; protocol: e.PlaybackProtocol }): ApiRequest<o.LiveStreamEntry> {
  return request("liveStream", "removeLiveStreamPushPublishConfiguration", args);
}

/** liveStream.authenticate: Tells a media server of one's own whether an encoder with this token may publish. What the encoder does then is not followed. */
export function liveStreamAuthenticate(args: { entryId: string; token: string; hostname?: string | null | undefined; mediaServerIndex?: number | null | undefined; applicationName?: string | null | undefined }): ApiRequest<o.LiveStreamEntry> {
  return request("liveStream", "authenticate", args);
}

/** liveStream.validateRegisteredMediaServers: For servers of an installation among themselves: SERVICE_FORBIDDEN for accounts. */
export function liveStreamValidateRegisteredMediaServers(args: { entryId: string }): ApiRequest<null> {
  return request("liveStream", "validateRegisteredMediaServers", args);
}

/** liveStream.archive: For servers of an installation among themselves: SERVICE_FORBIDDEN for accounts. */
export function liveStreamArchive(args: { liveEntryId: string; vodEntryId: string }): ApiRequest<boolean> {
  return request("liveStream", "archive", args);
}

/** entryServerNode.get: Reads a node. It exists while an encoder is connected, and while one that was lost may come back. */
export function entryServerNodeGet(args: { id: number }): ApiRequest<o.EntryServerNode> {
  return request("entryServerNode", "get", args);
}

/** entryServerNode.list: Lists nodes. */
export function entryServerNodeList(args: { filter?: o.EntryServerNodeFilter | null | undefined; pager?: o.FilterPager | null | undefined } = {}): ApiRequest<o.EntryServerNodeListResponse> {
  return request("entryServerNode", "list", args);
}

/** entryServerNode.validateRegisteredEntryServerNode: Says that a node is still there. */
export function entryServerNodeValidateRegisteredEntryServerNode(args: { id: number }): ApiRequest<null> {
  return request("entryServerNode", "validateRegisteredEntryServerNode", args);
}

/** baseEntry.add: Adds an entry without content. */
export function baseEntryAdd(args: { entry: o.BaseEntry; type?: e.EntryType | undefined }): ApiRequest<o.BaseEntry> {
  return request("baseEntry", "add", args);
}

/** baseEntry.get: Reads an entry. */
export function baseEntryGet(args: { entryId: string; version?: number | undefined }): ApiRequest<o.BaseEntry> {
  return request("baseEntry", "get", args);
}

/** baseEntry.getByIds: Reads several entries; missing ones are left out. */
export function baseEntryGetByIds(args: { entryIds: string }): ApiRequest<o.BaseEntry[]> {
  return request("baseEntry", "getByIds", args);
}

/** baseEntry.list: Lists entries. */
export function baseEntryList(args: { filter?: o.BaseEntryFilter | null | undefined; pager?: o.FilterPager | null | undefined } = {}): ApiRequest<o.BaseEntryListResponse> {
  return request("baseEntry", "list", args);
}

/** baseEntry.listByReferenceId: Lists the entries with a reference id. */
export function baseEntryListByReferenceId(args: { refId: string; pager?: o.FilterPager | null | undefined }): ApiRequest<o.BaseEntryListResponse> {
  return request("baseEntry", "listByReferenceId", args);
}

/** baseEntry.count: Counts entries. */
export function baseEntryCount(args: { filter?: o.BaseEntryFilter | null | undefined } = {}): ApiRequest<number> {
  return request("baseEntry", "count", args);
}

/** baseEntry.update: Changes an entry. */
export function baseEntryUpdate(args: { entryId: string; baseEntry: o.BaseEntry }): ApiRequest<o.BaseEntry> {
  return request("baseEntry", "update", args);
}

/** baseEntry.delete: Deletes an entry. */
export function baseEntryDelete(args: { entryId: string }): ApiRequest<null> {
  return request("baseEntry", "delete", args);
}

/** baseEntry.clone: Copies an entry. */
export function baseEntryClone(args: { entryId: string; cloneOptions?: o.BaseEntryCloneOptionItem[] | undefined }): ApiRequest<o.BaseEntry> {
  return request("baseEntry", "clone", args);
}

/** baseEntry.recycle: Puts an entry into the bin. */
export function baseEntryRecycle(args: { entryId: string }): ApiRequest<o.BaseEntry> {
  return request("baseEntry", "recycle", args);
}

/** baseEntry.restoreRecycled: Takes an entry out of the bin. */
export function baseEntryRestoreRecycled(args: { entryId: string }): ApiRequest<o.BaseEntry> {
  return request("baseEntry", "restoreRecycled", args);
}

/** baseEntry.flag: Complains about an entry. */
export function baseEntryFlag(args: { moderationFlag: o.ModerationFlag }): ApiRequest<null> {
  return request("baseEntry", "flag", args);
}

/** baseEntry.approve: Finds nothing wrong with an entry. */
export function baseEntryApprove(args: { entryId: string }): ApiRequest<null> {
  return request("baseEntry", "approve", args);
}

/** baseEntry.reject: Takes an entry away from its viewers. */
export function baseEntryReject(args: { entryId: string }): ApiRequest<null> {
  return request("baseEntry", "reject", args);
}

/** baseEntry.listFlags: Lists the complaints that nobody has dealt with. */
export function baseEntryListFlags(args: { entryId: string; pager?: o.FilterPager | null | undefined }): ApiRequest<o.ModerationFlagListResponse> {
  return request("baseEntry", "listFlags", args);
}

/** baseEntry.anonymousRank: Gives an entry one to five stars. */
export function baseEntryAnonymousRank(args: { entryId: string; rank: number }): ApiRequest<null> {
  return request("baseEntry", "anonymousRank", args);
}

/** baseEntry.getPlaybackContext: Tells how an entry may be played. */
export function baseEntryGetPlaybackContext(args: { entryId: string; contextDataParams: o.PlaybackContextOptions }): ApiRequest<o.PlaybackContext> {
  return request("baseEntry", "getPlaybackContext", args);
}

/** baseEntry.getContextData: Tells how an entry may be played, as older players ask. */
export function baseEntryGetContextData(args: { entryId: string; contextDataParams: o.EntryContextDataParams }): ApiRequest<o.EntryContextDataResult> {
  return request("baseEntry", "getContextData", args);
}

/** flavorAsset.list: Lists the renditions of the entries that the filter names. */
export function flavorAssetList(args: { filter?: o.FlavorAssetFilter | null | undefined; pager?: o.FilterPager | null | undefined } = {}): ApiRequest<o.FlavorAssetListResponse> {
  return request("flavorAsset", "list", args);
}

/** flavorAsset.getByEntryId: Reads the renditions of an entry. */
export function flavorAssetGetByEntryId(args: { entryId: string }): ApiRequest<o.FlavorAsset[]> {
  return request("flavorAsset", "getByEntryId", args);
}

/** flavorAsset.getWebPlayableByEntryId: Reads the renditions of an entry that browsers play: ready ones with the tag `web` or `mbr`. */
export function flavorAssetGetWebPlayableByEntryId(args: { entryId: string }): ApiRequest<o.FlavorAsset[]> {
  return request("flavorAsset", "getWebPlayableByEntryId", args);
}

/** media.add: Adds a media entry without content. */
export function mediaAdd(args: { entry: o.MediaEntry }): ApiRequest<o.MediaEntry> {
  return request("media", "add", args);
}

/** media.get: Reads a media entry. */
export function mediaGet(args: { entryId: string; version?: number | undefined }): ApiRequest<o.MediaEntry> {
  return request("media", "get", args);
}

/** media.list: Lists media entries. */
export function mediaList(args: { filter?: o.MediaEntryFilter | null | undefined; pager?: o.FilterPager | null | undefined } = {}): ApiRequest<o.MediaListResponse> {
  return request("media", "list", args);
}

/** media.count: Counts media entries. */
export function mediaCount(args: { filter?: o.MediaEntryFilter | null | undefined } = {}): ApiRequest<number> {
  return request("media", "count", args);
}

/** media.update: Changes a media entry. */
export function mediaUpdate(args: { entryId: string; mediaEntry: o.MediaEntry }): ApiRequest<o.MediaEntry> {
  return request("media", "update", args);
}

/** media.delete: Deletes a media entry. */
export function mediaDelete(args: { entryId: string }): ApiRequest<null> {
  return request("media", "delete", args);
}

/** media.flag: Complains about a media entry. */
export function mediaFlag(args: { moderationFlag: o.ModerationFlag }): ApiRequest<null> {
  return request("media", "flag", args);
}

/** media.approve: Finds nothing wrong with a media entry. */
export function mediaApprove(args: { entryId: string }): ApiRequest<null> {
  return request("media", "approve", args);
}

/** media.reject: Takes a media entry away from its viewers. */
export function mediaReject(args: { entryId: string }): ApiRequest<null> {
  return request("media", "reject", args);
}

/** media.listFlags: Lists the complaints that nobody has dealt with. */
export function mediaListFlags(args: { entryId: string; pager?: o.FilterPager | null | undefined }): ApiRequest<o.ModerationFlagListResponse> {
  return request("media", "listFlags", args);
}

/** media.anonymousRank: Gives a media entry one to five stars. */
export function mediaAnonymousRank(args: { entryId: string; rank: number }): ApiRequest<null> {
  return request("media", "anonymousRank", args);
}

/** accessControlProfile.add: Makes a profile. */
export function accessControlProfileAdd(args: { accessControlProfile: o.AccessControlProfile }): ApiRequest<o.AccessControlProfile> {
  return request("accessControlProfile", "add", args);
}

/** accessControlProfile.get: Reads a profile. */
export function accessControlProfileGet(args: { id: number }): ApiRequest<o.AccessControlProfile> {
  return request("accessControlProfile", "get", args);
}

/** accessControlProfile.update: Changes a profile. Playback addresses handed out under the rules before stop working. */
export function accessControlProfileUpdate(args: { id: number; accessControlProfile: o.AccessControlProfile }): ApiRequest<o.AccessControlProfile> {
  return request("accessControlProfile", "update", args);
}

/** accessControlProfile.delete: Deletes a profile; its entries get the default one, which cannot be deleted. */
export function accessControlProfileDelete(args: { id: number }): ApiRequest<null> {
  return request("accessControlProfile", "delete", args);
}

/** accessControlProfile.list: Lists profiles. */
export function accessControlProfileList(args: { filter?: o.AccessControlProfileFilter | null | undefined; pager?: o.FilterPager | null | undefined } = {}): ApiRequest<o.AccessControlProfileListResponse> {
  return request("accessControlProfile", "list", args);
}

/** conversionProfile.add: Adds a profile. */
export function conversionProfileAdd(args: { conversionProfile: o.ConversionProfile }): ApiRequest<o.ConversionProfile> {
  return request("conversionProfile", "add", args);
}

/** conversionProfile.get: Reads a profile. */
export function conversionProfileGet(args: { id: number }): ApiRequest<o.ConversionProfile> {
  return request("conversionProfile", "get", args);
}

/** conversionProfile.update: Changes a profile. */
export function conversionProfileUpdate(args: { id: number; conversionProfile: o.ConversionProfile }): ApiRequest<o.ConversionProfile> {
  return request("conversionProfile", "update", args);
}

/** conversionProfile.delete: Deletes a profile that is not a default. */
export function conversionProfileDelete(args: { id: number }): ApiRequest<null> {
  return request("conversionProfile", "delete", args);
}

/** conversionProfile.list: Lists profiles. */
export function conversionProfileList(args: { filter?: o.ConversionProfileFilter | null | undefined; pager?: o.FilterPager | null | undefined } = {}): ApiRequest<o.ConversionProfileListResponse> {
  return request("conversionProfile", "list", args);
}

/** conversionProfile.setAsDefault: Makes a profile the default of its type. */
export function conversionProfileSetAsDefault(args: { id: number }): ApiRequest<o.ConversionProfile> {
  return request("conversionProfile", "setAsDefault", args);
}

/** conversionProfile.getDefault: Reads the default profile of a type. */
export function conversionProfileGetDefault(args: { type?: e.ConversionProfileType | null | undefined } = {}): ApiRequest<o.ConversionProfile> {
  return request("conversionProfile", "getDefault", args);
}

/** conversionProfileAssetParams.list: Lists renditions. */
export function conversionProfileAssetParamsList(args: { filter?: o.ConversionProfileAssetParamsFilter | null | undefined; pager?: o.FilterPager | null | undefined } = {}): ApiRequest<o.ConversionProfileAssetParamsListResponse> {
  return request("conversionProfileAssetParams", "list", args);
}

/** conversionProfileAssetParams.update: Changes how a profile uses one set of parameters. */
export function conversionProfileAssetParamsUpdate(args: { conversionProfileId: number; assetParamsId: number; conversionProfileAssetParams: o.ConversionProfileAssetParams }): ApiRequest<o.ConversionProfileAssetParams> {
  return request("conversionProfileAssetParams", "update", args);
}

/** flavorParams.get: Reads parameters. */
export function flavorParamsGet(args: { id: number }): ApiRequest<o.FlavorParams> {
  return request("flavorParams", "get", args);
}

/** flavorParams.list: Lists parameters. */
export function flavorParamsList(args: { filter?: o.FlavorParamsFilter | null | undefined; pager?: o.FilterPager | null | undefined } = {}): ApiRequest<o.FlavorParamsListResponse> {
  return request("flavorParams", "list", args);
}

/** flavorParams.getByConversionProfileId: Reads the parameters of a conversion profile. */
export function flavorParamsGetByConversionProfileId(args: { conversionProfileId: number }): ApiRequest<o.FlavorParams[]> {
  return request("flavorParams", "getByConversionProfileId", args);
}

/** metadata_metadata.add: Adds a record. */
export function metadataAdd(args: { metadataProfileId: number; objectType: e.MetadataObjectType; objectId: string; xmlData: string }): ApiRequest<o.Metadata> {
  return request("metadata_metadata", "add", args);
}

/** metadata_metadata.update: Replaces the XML of a record. */
export function metadataUpdate(args: { id: number; xmlData?: string | null | undefined; version?: number | null | undefined }): ApiRequest<o.Metadata> {
  return request("metadata_metadata", "update", args);
}

/** metadata_metadata.get: Reads a record. */
export function metadataGet(args: { id: number }): ApiRequest<o.Metadata> {
  return request("metadata_metadata", "get", args);
}

/** metadata_metadata.serve: Gives the XML of a record as a file. */
export function metadataServe(args: { id: number }): ApiRequest<Blob> {
  return request("metadata_metadata", "serve", args);
}

/** metadata_metadata.delete: Deletes a record. */
export function metadataDelete(args: { id: number }): ApiRequest<null> {
  return request("metadata_metadata", "delete", args);
}

/** metadata_metadata.list: Lists records. */
export function metadataList(args: { filter?: o.MetadataFilter | null | undefined; pager?: o.FilterPager | null | undefined } = {}): ApiRequest<o.MetadataListResponse> {
  return request("metadata_metadata", "list", args);
}

/** metadata_metadataprofile.add: Adds a profile. */
export function metadataProfileAdd(args: { metadataProfile: o.MetadataProfile; xsdData: string; viewsData?: string | null | undefined }): ApiRequest<o.MetadataProfile> {
  return request("metadata_metadataprofile", "add", args);
}

/** metadata_metadataprofile.update: Changes a profile; a new XSD makes a new version. */
export function metadataProfileUpdate(args: { id: number; metadataProfile: o.MetadataProfile; xsdData?: string | null | undefined; viewsData?: string | null | undefined }): ApiRequest<o.MetadataProfile> {
  return request("metadata_metadataprofile", "update", args);
}

/** metadata_metadataprofile.get: Reads a profile. */
export function metadataProfileGet(args: { id: number }): ApiRequest<o.MetadataProfile> {
  return request("metadata_metadataprofile", "get", args);
}

/** metadata_metadataprofile.serve: Gives the XSD of a profile as a file. */
export function metadataProfileServe(args: { id: number }): ApiRequest<Blob> {
  return request("metadata_metadataprofile", "serve", args);
}

/** metadata_metadataprofile.delete: Deletes a profile and its records. */
export function metadataProfileDelete(args: { id: number }): ApiRequest<null> {
  return request("metadata_metadataprofile", "delete", args);
}

/** metadata_metadataprofile.list: Lists profiles. */
export function metadataProfileList(args: { filter?: o.MetadataProfileFilter | null | undefined; pager?: o.FilterPager | null | undefined } = {}): ApiRequest<o.MetadataProfileListResponse> {
  return request("metadata_metadataprofile", "list", args);
}

/** uiConf.add: Adds a configuration. */
export function uiConfAdd(args: { uiConf: o.UiConf }): ApiRequest<o.UiConf> {
  return request("uiConf", "add", args);
}

/** uiConf.get: Reads a configuration. */
export function uiConfGet(args: { id: number }): ApiRequest<o.UiConf> {
  return request("uiConf", "get", args);
}

/** uiConf.update: Changes a configuration. */
export function uiConfUpdate(args: { id: number; uiConf: o.UiConf }): ApiRequest<o.UiConf> {
  return request("uiConf", "update", args);
}

/** uiConf.delete: Deletes a configuration. */
export function uiConfDelete(args: { id: number }): ApiRequest<null> {
  return request("uiConf", "delete", args);
}

/** uiConf.clone: Copies a configuration, an own one or a template, into the account. */
export function uiConfClone(args: { id: number }): ApiRequest<o.UiConf> {
  return request("uiConf", "clone", args);
}

/** uiConf.list: Lists configurations. */
export function uiConfList(args: { filter?: o.UiConfFilter | null | undefined; pager?: o.FilterPager | null | undefined } = {}): ApiRequest<o.UiConfListResponse> {
  return request("uiConf", "list", args);
}

/** uiConf.listTemplates: Lists the configurations every account starts from. */
export function uiConfListTemplates(args: { filter?: o.UiConfFilter | null | undefined; pager?: o.FilterPager | null | undefined } = {}): ApiRequest<o.UiConfListResponse> {
  return request("uiConf", "listTemplates", args);
}

/** uiConf.getAvailableTypes: Tells which kinds of configuration the server acts on. */
export function uiConfGetAvailableTypes(): ApiRequest<o.UiConfTypeInfo[]> {
  return request("uiConf", "getAvailableTypes", {});
}

/** responseProfile.add: Keeps a profile. */
export function responseProfileAdd(args: { addResponseProfile: o.ResponseProfile }): ApiRequest<o.ResponseProfile> {
  return request("responseProfile", "add", args);
}

/** responseProfile.get: Reads a profile of this account or one that every account has. */
export function responseProfileGet(args: { id: number }): ApiRequest<o.ResponseProfile> {
  return request("responseProfile", "get", args);
}

/** responseProfile.update: Changes a profile; its version rises. */
export function responseProfileUpdate(args: { id: number; updateResponseProfile: o.ResponseProfile }): ApiRequest<o.ResponseProfile> {
  return request("responseProfile", "update", args);
}

/** responseProfile.updateStatus: Switches a profile on or off. */
export function responseProfileUpdateStatus(args: { id: number; status: e.ResponseProfileStatus }): ApiRequest<o.ResponseProfile> {
  return request("responseProfile", "updateStatus", args);
}

/** responseProfile.delete: Deletes a profile. */
export function responseProfileDelete(args: { id: number }): ApiRequest<null> {
  return request("responseProfile", "delete", args);
}

/** responseProfile.list: Lists this account's profiles. */
export function responseProfileList(args: { filter?: o.ResponseProfileFilter | null | undefined; pager?: o.FilterPager | null | undefined } = {}): ApiRequest<o.ResponseProfileListResponse> {
  return request("responseProfile", "list", args);
}

/** responseProfile.clone: Copies a profile, with changes; its system name has to be one of them. */
export function responseProfileClone(args: { id: number; profile: o.ResponseProfile }): ApiRequest<o.ResponseProfile> {
  return request("responseProfile", "clone", args);
}

/** widget.add: Adds a widget. */
export function widgetAdd(args: { widget: o.Widget }): ApiRequest<o.Widget> {
  return request("widget", "add", args);
}

/** widget.get: Reads a widget. */
export function widgetGet(args: { id: string }): ApiRequest<o.Widget> {
  return request("widget", "get", args);
}

/** widget.update: Changes a widget; not the one that every account has. */
export function widgetUpdate(args: { id: string; widget: o.Widget }): ApiRequest<o.Widget> {
  return request("widget", "update", args);
}

/** widget.list: Lists widgets. */
export function widgetList(args: { filter?: o.WidgetFilter | null | undefined; pager?: o.FilterPager | null | undefined } = {}): ApiRequest<o.WidgetListResponse> {
  return request("widget", "list", args);
}

/** system.ping: Answers true. */
export function systemPing(): ApiRequest<boolean> {
  return request("system", "ping", {});
}

/** system.pingDatabase: Answers true if the database does. */
export function systemPingDatabase(): ApiRequest<boolean> {
  return request("system", "pingDatabase", {});
}

/** system.getTime: The time of the server, unix seconds. */
export function systemGetTime(): ApiRequest<number> {
  return request("system", "getTime", {});
}

/** system.getVersion: The version of the server. */
export function systemGetVersion(): ApiRequest<string> {
  return request("system", "getVersion", {});
}
