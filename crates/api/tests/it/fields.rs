//! The rules of every property of every entry class, walked off the tables (contract: wire, objects and update semantics).

use crate::{Server, code};
use schema::{Class, Flags, Property, Type};
use serde_json::{Value, json};

/// A value of the property's type that an entry does not have by itself.
fn sample(property: &Property, stored: &Value) -> Value {
    match (property.ty)() {
        Type::Bool | Type::NullableBoolean => json!(stored != &json!(true)),
        Type::Int => json!(stored.as_i64().unwrap_or(0) + 7),
        Type::Float => json!(1.5),
        Type::Text => json!("sample"),
        Type::Time => json!(1_900_000_000),
        Type::Enum(meta) => {
            let is_stored = stored.as_str().map_or_else(|| stored.to_string(), str::to_owned);
            let differs = |value: &&str| **value != is_stored;
            json!(meta.values.iter().map(|(_, value)| *value).find(differs).expect("two values"))
        }
        Type::Array(_) => json!([]),
        _ => json!({}),
    }
}

fn properties(class: &'static Class) -> Vec<&'static Property> {
    let mut properties = Vec::new();
    class.each(&mut |_, property| properties.push(property));
    properties
}

struct Kind {
    service: &'static str,
    argument: &'static str,
    add_argument: &'static str,
    class: &'static str,
    media_type: i64,
}

const KINDS: [Kind; 2] = [
    Kind { service: "media", argument: "mediaEntry", add_argument: "entry", class: "KalturaMediaEntry", media_type: 1 },
    Kind {
        service: "liveStream",
        argument: "liveStreamEntry",
        add_argument: "liveStreamEntry",
        class: "KalturaLiveStreamEntry",
        media_type: 201,
    },
];

impl Kind {
    async fn add(&self, server: &Server, ks: &str, property: &str, value: Value) -> Value {
        let mut entry = json!({"objectType": self.class, "mediaType": self.media_type, "name": "x", "userId": "ann"});
        if !property.is_empty() {
            entry[property] = value;
        }
        server.call(self.service, "add", ks, json!({self.add_argument: entry})).await
    }

    async fn update(&self, server: &Server, ks: &str, id: &Value, property: &str, value: Value) -> Value {
        let entry = json!({"objectType": self.class, property: value});
        server.call(self.service, "update", ks, json!({"entryId": id, self.argument: entry})).await
    }

    fn properties(&self) -> Vec<&'static Property> {
        properties(schema::registry::find(self.class).expect("a class"))
    }
}

#[tokio::test]
async fn readonly_and_insert_only_properties_stay() {
    let server = Server::start().await;
    let admin = server.admin().await;
    for kind in KINDS {
        let stored = kind.add(&server, &admin, "", Value::Null).await;
        let id = stored["id"].clone();
        let mut seen = 0;
        for property in kind.properties() {
            let (name, flags) = (property.name, property.flags);
            let (readonly, insert_only) = (flags.has(Flags::READONLY), flags.has(Flags::INSERT_ONLY));
            if !readonly && !insert_only {
                continue;
            }
            seen += 1;
            let at = format!("{}::{name}", kind.class);
            let differs = sample(property, &stored[name]);
            if readonly && name != "id" {
                let refused = kind.add(&server, &admin, name, differs.clone()).await;
                assert_eq!(code(&refused), "PROPERTY_VALIDATION_NOT_UPDATABLE", "add {at}");
                assert_eq!(refused["args"]["PROP_NAME"], at);
            }
            let refused = kind.update(&server, &admin, &id, name, differs.clone()).await;
            assert_eq!(code(&refused), "PROPERTY_VALIDATION_NOT_UPDATABLE", "update {at} to {differs}");
            assert_eq!(refused["args"]["PROP_NAME"], at);
            if !stored[name].is_null() {
                let same = kind.update(&server, &admin, &id, name, stored[name].clone()).await;
                assert_eq!(same[name], stored[name], "{at} may be sent as it is");
            }
            let nothing = kind.update(&server, &admin, &id, name, Value::Null).await;
            assert_eq!(nothing["id"], id, "{at}: null says nothing");
        }
        assert!(seen > 25, "{} has {seen} such properties", kind.class);
    }
}

#[tokio::test]
async fn guarded_properties_need_an_administrator() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let ann = server.ks("ann", 0, "").await;
    let producer = server.ks("ann", 0, "setrole:WEBCAST_PRODUCER_DEVICE_ROLE").await;
    for kind in KINDS {
        let ks = if kind.service == "media" { &ann } else { &producer };
        let id = kind.add(&server, &admin, "", Value::Null).await["id"].clone();
        let before = server.call(kind.service, "get", &admin, json!({"entryId": id})).await;
        for property in kind.properties() {
            let (name, flags) = (property.name, property.flags);
            let value = sample(property, &before[name]);
            if flags.has(Flags::ADMIN_ONLY) {
                let refused = kind.update(&server, ks, &id, name, value).await;
                assert_eq!(
                    (code(&refused), refused["args"]["PROP_NAME"].clone()),
                    ("PROPERTY_VALIDATION_ADMIN_PROPERTY".to_owned(), json!(name)),
                    "{}::{name}",
                    kind.class
                );
            } else if flags.has(Flags::ADMIN_QUIET) {
                let dropped = kind.update(&server, ks, &id, name, value).await;
                assert_eq!(dropped["id"], id, "{}::{name}: {dropped}", kind.class);
                let after = server.call(kind.service, "get", &admin, json!({"entryId": id})).await;
                assert_eq!(after[name], before[name], "{}::{name} is not theirs to write", kind.class);
            }
            if flags.has(Flags::ADMIN_READ) {
                let seen = server.call(kind.service, "get", ks, json!({"entryId": id})).await;
                assert!(seen.get(name).is_none(), "{}::{name} is not theirs to read", kind.class);
            }
        }
    }
}

/// What a property without flags keeps. Those left out have rules of their own, and tests of their own.
#[tokio::test]
async fn what_is_written_is_kept_and_null_clears_it() {
    let server = Server::start().await;
    let admin = server.admin().await;
    const OWN_RULES: &[&str] = &[
        "name",
        "userId",
        "type",
        "accessControlId",
        "conversionProfileId",
        "redirectEntryId",
        "parentEntryId",
        "displayInSearch",
        "startDate",
        "endDate",
        "entitledUsersEdit",
        "entitledUsersPublish",
        "entitledUsersView",
        "partnerSortValue",
        "licenseType",
        "operationAttributes",
        "bitrates",
        "liveStreamConfigurations",
        "publishConfigurations",
        "pushPublishEnabled",
        "recordStatus",
        "recordingStatus",
        "explicitLive",
        "viewMode",
        "segmentDuration",
        "srtPass",
        "streamPassword",
        "streamName",
        "recordingOptions",
        "recordedEntryId",
        "lastElapsedRecordingTime",
        "currentBroadcastStartTime",
        "broadcastTime",
        "msDuration",
        "streams",
    ];
    for kind in KINDS {
        let id = kind.add(&server, &admin, "", Value::Null).await["id"].clone();
        for property in kind.properties() {
            let name = property.name;
            let has_rules = property.flags.has(Flags::READONLY) || property.flags.has(Flags::INSERT_ONLY);
            let computed = name.contains("BroadcastingUrl") || name.contains("Srt");
            if has_rules || computed || OWN_RULES.contains(&name) {
                continue;
            }
            let value = sample(property, &Value::Null);
            let kept = kind.update(&server, &admin, &id, name, value.clone()).await;
            let printed = kept[name].to_string();
            let same = kept[name] == value || value.as_str() == Some(printed.as_str());
            assert!(same, "{}::{name}: {} instead of {value}", kind.class, kept[name]);
            let cleared = kind.update(&server, &admin, &id, &format!("{name}__null"), json!("")).await;
            assert_eq!(cleared["id"], id, "{}::{name}: {cleared}", kind.class);
            assert!(cleared.get(name).is_none_or(|left| *left != value), "{}::{name} is still {value}", kind.class);
        }
    }
}
