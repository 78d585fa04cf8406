//! A webcast in the order of the guides: look things up, add the entry, add its metadata; later find out what to play.

use crate::api::{Error, Result, text};
use crate::sessions::{Account, MODERATOR};
use serde_json::{Value, json};

/// Source type of a live stream that an encoder publishes to the server.
const LIVE_STREAM: &str = "32";
/// `KalturaMediaType::LIVE_STREAM_FLASH`, which every live stream has, whatever publishes it.
const LIVE_MEDIA_TYPE: i64 = 201;
const RECORD_PER_SESSION: i64 = 2;
const VIEW_PREVIEW: i64 = 0;
const VIEW_ALL: i64 = 1;
const RECORDING_ACTIVE: i64 = 2;
/// `KalturaEntryServerNodeStatus::PLAYABLE`
const PLAYABLE: i64 = 1;
const BLOCK: i64 = 1;
const WEBCASTING_TOOL: i64 = 21;
const ENTRY: &str = "1";

/// Names under which the account keeps what webcasts need.
const SLIDES_PROFILE: &str = "KMS54_NEW_DOC_CONV_IMAGE_WIDE";
const WEBCAST_METADATA: &str = "KMS_KWEBCAST2";
const EVENT_METADATA: &str = "KMS_EVENTS3";
const TOOL_TEMPLATE: &str = "WebcastingVersionInfo";
const PLAYER_CONFIGURATION: &str = "MediaSpace Webcast Player";

/// What an organiser fills in.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    pub name: String,
    pub description: String,
    /// The organiser, who owns the webcast.
    pub owner: String,
    /// Unix seconds.
    pub starts_at: i64,
    pub ends_at: i64,
    /// Zone name, such as `Europe/Berlin`.
    pub timezone: String,
    /// System name of a live conversion profile.
    pub profile: String,
    pub preview_first: bool,
    pub record: bool,
    /// How far viewers can go back, minutes; 0 turns it off.
    pub rewind_minutes: i64,
    /// Name, title and biography; empty when nobody is named.
    pub presenter: [String; 3],
}

/// Makes the webcast and everything that belongs to it; answers its id. What cannot be made whole is removed again.
pub async fn create(account: &Account, wish: &Wish) -> Result<String> {
    let profile = conversion_profile(account, &wish.profile).await?;
    let webcast_metadata = metadata_profile(account, WEBCAST_METADATA).await?;
    let event_metadata = metadata_profile(account, EVENT_METADATA).await?;
    let entry = json!({
        "objectType": "KalturaLiveStreamEntry",
        "name": wish.name,
        "description": wish.description,
        "mediaType": LIVE_MEDIA_TYPE,
        "userId": wish.owner,
        "creatorId": wish.owner,
        "entitledUsersEdit": MODERATOR,
        "entitledUsersPublish": MODERATOR,
        "adminTags": "vpaas-webcast",
        "conversionProfileId": profile,
        "dvrStatus": i64::from(wish.rewind_minutes > 0),
        "dvrWindow": wish.rewind_minutes.max(1),
        "recordStatus": if wish.record { RECORD_PER_SESSION } else { 0 },
        "recordingOptions": {
            "objectType": "KalturaLiveEntryRecordingOptions",
            "shouldCopyEntitlement": 1, "shouldMakeHidden": 1, "shouldAutoArchive": 1,
        },
        "explicitLive": i64::from(wish.preview_first),
        "pushPublishEnabled": 0,
    });
    let added = account.admin("liveStream.add", json!({ "liveStreamEntry": entry, "sourceType": LIVE_STREAM })).await?;
    let id = text(&added["id"]);
    let facts = [(webcast_metadata, webcast_xml()), (event_metadata, event_xml(wish))];
    for (profile, xml) in facts {
        let add = json!({ "metadataProfileId": profile, "objectType": ENTRY, "objectId": id, "xmlData": xml });
        if let Err(error) = account.admin("metadata_metadata.add", add).await {
            account.admin("liveStream.delete", json!({ "entryId": id })).await?;
            return Err(error);
        }
    }
    Ok(id)
}

/// The id of a conversion profile.
async fn conversion_profile(account: &Account, system_name: &str) -> Result<i64> {
    let filter = json!({ "objectType": "KalturaConversionProfileFilter", "systemNameEqual": system_name });
    first(account, "conversionProfile.list", filter, system_name).await?["id"].as_i64().ok_or_else(no_id)
}

async fn metadata_profile(account: &Account, system_name: &str) -> Result<i64> {
    let filter = json!({ "objectType": "KalturaMetadataProfileFilter", "systemNameEqual": system_name });
    first(account, "metadata_metadataProfile.list", filter, system_name).await?["id"].as_i64().ok_or_else(no_id)
}

fn no_id() -> Error {
    Error::Failed("an object without an id".to_owned())
}

/// The first object that a list finds; `what` names it when there is none.
async fn first(account: &Account, action: &str, filter: Value, what: &str) -> Result<Value> {
    let mut listed = account.admin(action, json!({ "filter": filter })).await?;
    match listed["objects"].get_mut(0) {
        Some(found) => Ok(found.take()),
        None => Err(Error::Failed(format!("the account has no {what}"))),
    }
}

fn webcast_xml() -> String {
    "<metadata><SlidesDocEntryId></SlidesDocEntryId><IsKwebcastEntry>1</IsKwebcastEntry><IsSelfServe>1</IsSelfServe></metadata>"
        .to_owned()
}

fn event_xml(wish: &Wish) -> String {
    let Wish { starts_at, ends_at, .. } = wish;
    let zone = crate::pages::escape(&wish.timezone);
    let [name, title, bio] = wish.presenter.each_ref().map(|text| crate::pages::escape(text));
    let presenter = if name.is_empty() {
        String::new()
    } else {
        format!(
            "<Presenter><PresenterId>1</PresenterId><PresenterName>{name}</PresenterName><PresenterTitle>{title}</PresenterTitle>\
             <PresenterBio>{bio}</PresenterBio><PresenterLink></PresenterLink><PresenterImage></PresenterImage></Presenter>"
        )
    };
    format!(
        "<metadata><StartTime>{starts_at}</StartTime><EndTime>{ends_at}</EndTime><Timezone>{zone}</Timezone>{presenter}</metadata>"
    )
}

/// A webcast as its pages show it.
#[derive(Clone, Debug)]
pub struct Webcast {
    pub id: String,
    pub name: String,
    pub description: String,
    pub owner: String,
    /// Unix seconds; 0 when unknown.
    pub starts_at: i64,
    /// It was public, and is not any more unless it is public now.
    pub was_public: bool,
    pub explicit: bool,
    pub view_all: bool,
    pub playable: bool,
    /// Address and stream key for encoders, if the session may see them.
    pub ingest: Option<[String; 3]>,
    redirect: String,
    recorded: String,
}

/// The webcast as the holder of `ks` may see it.
pub async fn get(account: &Account, ks: &str, id: &str) -> Result<Webcast> {
    let entry = account.api.call("liveStream.get", Some(ks), json!({ "entryId": id })).await?;
    let address = |field: &str| text(&entry[field]);
    let ingest = [
        address("primaryBroadcastingUrl"),
        address("secondaryBroadcastingUrl"),
        address("streamName").replace("%i", "1"),
    ];
    let (explicit, playable) = (is_true(&entry["explicitLive"]), entry["liveStatus"] == PLAYABLE);
    let happened = |field: &str| entry[field].as_i64().unwrap_or(0) > 0;
    let filter = json!({
        "objectType": "KalturaMetadataFilter", "metadataObjectTypeEqual": ENTRY, "objectIdEqual": id,
    });
    let metadata = account.api.call("metadata_metadata.list", Some(ks), json!({ "filter": filter })).await?;
    let records = metadata["objects"].as_array().into_iter().flatten().map(|record| text(&record["xml"]));
    let starts_at = records.filter_map(|xml| element(&xml, "StartTime")?.trim().parse().ok()).next();
    Ok(Webcast {
        id: text(&entry["id"]),
        name: text(&entry["name"]),
        description: text(&entry["description"]),
        owner: text(&entry["userId"]),
        starts_at: starts_at.or_else(|| entry["startDate"].as_i64()).unwrap_or(0),
        was_public: if explicit { happened("broadcastTime") } else { happened("lastBroadcastEndTime") && !playable },
        explicit,
        view_all: entry["viewMode"] == VIEW_ALL,
        playable,
        ingest: Some(ingest).filter(|[primary, ..]| !primary.is_empty()),
        redirect: text(&entry["redirectEntryId"]),
        recorded: text(&entry["recordedEntryId"]),
    })
}

/// Nullable booleans travel as 1 or as `true`.
fn is_true(value: &Value) -> bool {
    value.as_bool().unwrap_or(value.as_i64() == Some(1))
}

/// The text of the first element of this name. Enough for documents that this application wrote itself.
fn element<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    Some(rest.split_once(&format!("</{name}>"))?.0)
}

/// What a viewer can watch now.
#[derive(Clone, Debug)]
pub enum Watchable {
    Live(String),
    /// Another entry, and its address.
    Recording(String, String),
    /// The rules of the entry refuse it, in their own words.
    Blocked(String),
    Nothing,
}

/// The guides' order: on the air; else where the entry redirects; else its recording; else what has the entry as its root.
pub async fn watchable(account: &Account, ks: &str, webcast: &Webcast) -> Result<Watchable> {
    let is_live = account.api.call("liveStream.isLive", Some(ks), json!({ "id": webcast.id })).await?;
    if is_true(&is_live) {
        return Ok(match source(account, ks, &webcast.id).await? {
            Source::Address(url) => Watchable::Live(url),
            Source::Blocked(why) => Watchable::Blocked(why),
            Source::None => Watchable::Nothing,
        });
    }
    let mut recording = [&webcast.redirect, &webcast.recorded].into_iter().find(|id| !id.is_empty()).cloned();
    if recording.is_none() {
        let filter =
            json!({ "objectType": "KalturaBaseEntryFilter", "rootEntryIdEqual": webcast.id, "orderBy": "-createdAt" });
        let listed = account.admin("baseEntry.list", json!({ "filter": filter })).await?;
        recording = listed["objects"].get(0).map(|entry| text(&entry["id"]));
    }
    let Some(recording) = recording else { return Ok(Watchable::Nothing) };
    Ok(match source(account, ks, &recording).await? {
        Source::Address(url) => Watchable::Recording(recording, url),
        Source::Blocked(why) => Watchable::Blocked(why),
        Source::None => Watchable::Nothing,
    })
}

#[derive(Debug)]
enum Source {
    Address(String),
    Blocked(String),
    None,
}

/// The HLS address of an entry, without a session in it.
async fn source(account: &Account, ks: &str, id: &str) -> Result<Source> {
    let options = json!({ "objectType": "KalturaPlaybackContextOptions" });
    let arguments = json!({ "entryId": id, "contextDataParams": options });
    let context = account.api.call("baseEntry.getPlaybackContext", Some(ks), arguments).await?;
    let list = |name: &str| context[name].as_array().cloned().unwrap_or_default();
    if list("actions").iter().any(|action| action["type"] == BLOCK) {
        let words: Vec<String> = list("messages").iter().map(|message| text(&message["message"])).collect();
        return Ok(Source::Blocked(words.join(" ")));
    }
    let hls =
        list("sources").into_iter().find(|source| source["format"] == "applehttp").map(|source| text(&source["url"]));
    Ok(hls.map_or(Source::None, Source::Address))
}

/// The address under which whoever manages the webcast sees its signal, before and after it is public.
pub async fn preview(account: &Account, ks: &str, webcast: &Webcast) -> Result<Option<String>> {
    match source(account, ks, &webcast.id).await? {
        Source::Address(url) if webcast.playable => Ok(Some(url)),
        _ => Ok(None),
    }
}

/// Takes a webcast live, or ends it.
pub async fn release(account: &Account, ks: &str, id: &str, released: bool) -> Result<()> {
    let mut change =
        json!({ "objectType": "KalturaLiveStreamEntry", "viewMode": if released { VIEW_ALL } else { VIEW_PREVIEW } });
    if released {
        change["recordingStatus"] = RECORDING_ACTIVE.into();
    }
    account.api.call("liveStream.update", Some(ks), json!({ "entryId": id, "liveStreamEntry": change })).await.map(drop)
}

/// What a presenter's tool is configured with.
#[derive(Clone, Debug, Default)]
pub struct Tool {
    pub slides_profile: i64,
    pub player_configuration: i64,
    /// System, recommended version, address of the download.
    pub downloads: Vec<[String; 3]>,
}

pub async fn tool(account: &Account) -> Result<Tool> {
    let templates =
        json!({ "objectType": "KalturaUiConfFilter", "objTypeEqual": WEBCASTING_TOOL, "nameLike": TOOL_TEMPLATE });
    let template = first(account, "uiConf.listTemplates", templates, TOOL_TEMPLATE).await?;
    let config: Value = serde_json::from_str(&text(&template["config"])).unwrap_or_default();
    let downloads = [("osx", "macOS"), ("windows", "Windows")].map(|(key, system)| {
        let tool = &config[key];
        [system.to_owned(), text(&tool["recommendedVersion"]), text(&tool["recommendedVersionUrl"])]
    });
    let players = json!({ "objectType": "KalturaUiConfFilter", "nameLike": PLAYER_CONFIGURATION });
    let player = first(account, "uiConf.list", players, PLAYER_CONFIGURATION).await?;
    Ok(Tool {
        slides_profile: conversion_profile(account, SLIDES_PROFILE).await?,
        player_configuration: player["id"].as_i64().ok_or_else(no_id)?,
        downloads: downloads.into_iter().filter(|[_, _, url]| url.starts_with("http")).collect(),
    })
}
