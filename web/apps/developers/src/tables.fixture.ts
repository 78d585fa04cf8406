// A small API for tests: every kind of type, a plugin, an abstract class.
import { Api } from "./tables";

export const api = new Api({
  version: "1",
  services: [
    {
      name: "session", plugin: null, spelled: "session", docs: "", actions: [
        { name: "start", docs: "", returns: "text", access: ["no session"], arguments: [
          { name: "secret", docs: "", type: "text" },
          { name: "userId", docs: "", type: "text", default: "" },
          { name: "type", docs: "", type: { enum: "KalturaSessionType" }, default: 0 },
          { name: "partnerId", docs: "", type: "int", default: null },
          { name: "expiry", docs: "", type: "int", default: 86400 },
        ] },
      ],
    },
    {
      name: "liveStream", plugin: null, spelled: "liveStream", docs: "", actions: [
        { name: "add", docs: "", returns: { object: "KalturaLiveEntry" }, access: [], arguments: [
          { name: "liveEntry", docs: "", type: { object: "KalturaBaseEntry" } },
          { name: "sourceType", docs: "", type: { enum: "KalturaSourceType" }, default: null },
          { name: "fileData", docs: "", type: "file", default: null },
        ] },
        { name: "list", docs: "", returns: { array: { object: "KalturaLiveEntry" } }, access: [], arguments: [
          { name: "filter", docs: "", type: { object: "KalturaBaseEntry" }, default: null },
          { name: "size", docs: "", type: "int", default: null },
        ] },
      ],
    },
    {
      name: "metadata_metadataprofile", plugin: "metadata", spelled: "metadataProfile", docs: "", actions: [
        { name: "list", docs: "", returns: { object: "KalturaMetadataProfile" }, access: [], arguments: [{ name: "filter", docs: "", type: { object: "KalturaMetadataProfile" }, default: null }] },
      ],
    },
  ],
  classes: [
    { name: "KalturaBaseEntry", docs: "", properties: [
      { name: "id", type: "text", flags: ["readonly"] },
      { name: "name", type: "text" },
      { name: "description", type: "text" },
      { name: "startDate", type: "time" },
    ] },
    { name: "KalturaLiveEntry", docs: "", parent: "KalturaBaseEntry", properties: [
      { name: "dvrWindow", type: "int" },
      { name: "rules", type: { array: { object: "KalturaRule" } } },
      { name: "explicitLive", type: "nullableBoolean" },
    ] },
    { name: "KalturaRule", docs: "", abstract: true, properties: [{ name: "not", type: "bool" }] },
    { name: "KalturaBlockRule", docs: "", parent: "KalturaRule", properties: [] },
    { name: "KalturaMetadataProfile", docs: "", plugin: "metadata", properties: [{ name: "createMode", type: { enum: "KalturaMetadataProfileCreateMode" } }] },
  ],
  enums: [
    { name: "KalturaSessionType", docs: "", values: [["USER", 0], ["ADMIN", 2]] },
    { name: "KalturaSourceType", docs: "", values: [["LIVE_STREAM", "32"]] },
    { name: "KalturaNullableBoolean", docs: "", values: [["NULL_VALUE", -1], ["FALSE_VALUE", 0], ["TRUE_VALUE", 1]] },
    { name: "KalturaMetadataProfileCreateMode", docs: "", plugin: "metadata", values: [["APP", 3]] },
  ],
  errors: [],
});
