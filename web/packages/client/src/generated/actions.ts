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

/** user.get: Reads a user. */
export function userGet(args: { userId?: string | null | undefined } = {}): ApiRequest<o.User> {
  return request("user", "get", args);
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

/** baseEntry.getPlaybackContext: Tells how an entry may be played. */
export function baseEntryGetPlaybackContext(args: { entryId: string; contextDataParams: o.PlaybackContextOptions }): ApiRequest<o.PlaybackContext> {
  return request("baseEntry", "getPlaybackContext", args);
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
