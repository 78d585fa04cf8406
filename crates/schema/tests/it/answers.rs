use base::error::{Error, Kind};
use expect_test::expect;
use schema::encode::{View, json, xml};
use schema::enums::{EntryStatus, EntryType, MetadataObjectType, RecordStatus, SourceType};
use schema::object::{
    BaseEntryListResponse, LiveEntryRecordingOptions, LiveStreamBitrate, LiveStreamEntry,
    LiveStreamPushPublishConfiguration, MediaEntry, Metadata, SessionInfo,
};
use schema::profile::Mask;
use schema::{Api, Assoc, Field, NullableBoolean, Poly, Ref, Time};

#[allow(clippy::field_reassign_with_default)] // most fields belong to a parent class
fn entry() -> LiveStreamEntry {
    let mut entry = LiveStreamEntry::default();
    entry.id = "0_abcd1234".to_owned().into();
    entry.name = "Q&A <\"live\"> caf\u{e9}".to_owned().into();
    entry.description = Field::Null;
    entry.r#type = EntryType::LiveStream.into();
    entry.status = EntryStatus::Ready.into();
    entry.source_type = SourceType::LiveStream.into();
    entry.record_status = RecordStatus::PerSession.into();
    entry.current_broadcast_start_time = 0.0.into();
    entry.created_at = Time(1_588_010_180).into();
    entry.explicit_live = NullableBoolean(true).into();
    entry.stream_password = "6c1ac379".to_owned().into();
    entry.bitrates = vec![Poly::of(LiveStreamBitrate {
        bitrate: 900.into(),
        width: 640.into(),
        height: 480.into(),
        tags: "source,ingest".to_owned().into(),
    })]
    .into();
    entry.operation_attributes = Vec::new().into();
    entry.recording_options =
        LiveEntryRecordingOptions { should_copy_entitlement: NullableBoolean(true).into(), ..Default::default() }
            .into();
    entry
}

fn json_of(answer: Ref<'_>, view: &View<'_>) -> String {
    let mut out = String::new();
    json::write(&mut out, answer, view);
    out
}

fn xml_of(answer: Ref<'_>, view: &View<'_>) -> String {
    let mut out = String::new();
    xml::begin(&mut out);
    xml::write(&mut out, answer, view);
    xml::end(&mut out, 0.0123);
    out
}

#[test]
fn json_leaves_nulls_out_and_types_every_object() {
    expect![[r#"{"objectType":"KalturaLiveStreamEntry","id":"0_abcd1234","name":"Q&A <\"live\"> café","status":2,"type":7,"createdAt":1588010180,"operationAttributes":[],"sourceType":"32","recordStatus":2,"currentBroadcastStartTime":0,"recordingOptions":{"objectType":"KalturaLiveEntryRecordingOptions","shouldCopyEntitlement":true},"explicitLive":true,"bitrates":[{"objectType":"KalturaLiveStreamBitrate","bitrate":900,"width":640,"height":480,"tags":"source,ingest"}],"streamPassword":"6c1ac379"}"#]]
    .assert_eq(&json::text(&entry()));
}

#[test]
fn xml_without_nulls_says_the_same() {
    expect!["<objectType>KalturaLiveStreamEntry</objectType><id>0_abcd1234</id><name>Q&amp;A &lt;&quot;live&quot;&gt; café</name><status>2</status><type>7</type><createdAt>1588010180</createdAt><operationAttributes></operationAttributes><sourceType>32</sourceType><recordStatus>2</recordStatus><currentBroadcastStartTime>0</currentBroadcastStartTime><recordingOptions><objectType>KalturaLiveEntryRecordingOptions</objectType><shouldCopyEntitlement>1</shouldCopyEntitlement></recordingOptions><explicitLive>1</explicitLive><bitrates><item><objectType>KalturaLiveStreamBitrate</objectType><bitrate>900</bitrate><width>640</width><height>480</height><tags>source,ingest</tags></item></bitrates><streamPassword>6c1ac379</streamPassword>"]
    .assert_eq(&xml::text(&entry()));
}

#[test]
fn xml_writes_all_properties_and_nulls_as_empty_elements() {
    let info = SessionInfo { partner_id: 101.into(), ..Default::default() };
    expect![[r#"<?xml version="1.0" encoding="utf-8"?><xml><result><objectType>KalturaSessionInfo</objectType><ks></ks><sessionType></sessionType><partnerId>101</partnerId><userId></userId><expiry></expiry><privileges></privileges></result><executionTime>0.0123</executionTime></xml>"#]]
    .assert_eq(&xml_of(Ref::Object(&info), &View::ADMIN));
}

#[test]
fn scalars_arrays_and_maps_in_both_formats() {
    let texts = vec!["a".to_owned(), "b&c".to_owned()];
    let map = Assoc(vec![(
        "k".to_owned(),
        Poly::<LiveStreamBitrate>::of(LiveStreamBitrate { bitrate: 1.into(), ..Default::default() }),
    )]);
    let cases: [(&str, Ref<'_>, &str, &str); 9] = [
        ("text", Ref::Text("djJ8MTAx"), r#""djJ8MTAx""#, "djJ8MTAx"),
        ("int", Ref::Int(5), "5", "5"),
        ("float", Ref::Float(1.5), "1.5", "1.5"),
        ("true", Ref::Bool(true), "true", "1"),
        ("false", Ref::Bool(false), "false", "0"),
        ("nothing", Ref::Null, "null", ""),
        ("array", Ref::List(&texts), r#"["a","b&c"]"#, "<item>a</item><item>b&amp;c</item>"),
        (
            "map",
            Ref::Map(&map),
            r#"{"k":{"objectType":"KalturaLiveStreamBitrate","bitrate":1}}"#,
            "<item><itemKey>k</itemKey><objectType>KalturaLiveStreamBitrate</objectType><bitrate>1</bitrate><width></width><height></height><tags></tags></item>",
        ),
        ("script", Ref::Text("a\u{2028}b\u{1}"), "\"a\\u2028b\\u0001\"", "a\u{2028}b"),
    ];
    for (name, answer, as_json, inside) in cases {
        assert_eq!(json_of(answer, &View::ADMIN), as_json, "{name}");
        let envelope = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><xml><result>{inside}</result><executionTime>0.0123</executionTime></xml>"
        );
        assert_eq!(xml_of(answer, &View::ADMIN), envelope, "{name}");
    }
}

#[test]
fn an_empty_list_is_an_array() {
    let mut list = BaseEntryListResponse { objects: Vec::new().into(), ..Default::default() };
    list.total_count = 0.into();
    assert_eq!(json::text(&list), r#"{"objectType":"KalturaBaseEntryListResponse","totalCount":0,"objects":[]}"#);
}

#[test]
fn lists_hold_the_concrete_classes_and_masks_apply_to_them_only() {
    let mut list = BaseEntryListResponse {
        objects: vec![Poly::of(entry()), Poly::of(MediaEntry::default())].into(),
        ..Default::default()
    };
    list.total_count = 2.into();
    let only = Mask::Only(vec!["id".to_owned(), "bitrates".to_owned()]);
    let view = View { mask: Some(&only), ..View::ADMIN };
    expect![[r#"{"objectType":"KalturaBaseEntryListResponse","totalCount":2,"objects":[{"objectType":"KalturaLiveStreamEntry","id":"0_abcd1234","bitrates":[{"objectType":"KalturaLiveStreamBitrate","bitrate":900,"width":640,"height":480,"tags":"source,ingest"}]},{"objectType":"KalturaMediaEntry"}]}"#]]
    .assert_eq(&json_of(Ref::Object(&list), &view));

    let without = Mask::Without(vec!["bitrates".to_owned(), "recordingOptions".to_owned(), "name".to_owned()]);
    let text = json_of(Ref::Object(&entry()), &View { mask: Some(&without), ..View::ADMIN });
    assert!(!text.contains("\"bitrates\"") && !text.contains("\"name\"") && text.contains("\"id\""), "{text}");
}

#[test]
fn guarded_properties_are_missing_in_every_format() {
    let mut entry = entry();
    entry.publish_configurations = vec![Poly::of(LiveStreamPushPublishConfiguration::default())].into();
    let user = View { is_admin: false, ..View::ADMIN };
    for (name, view, password, push) in [
        ("user", user, false, false),
        ("admin", View::ADMIN, true, false),
        ("push", View { push_publish: true, ..user }, false, true),
    ] {
        let view = View { ignore_null: true, ..view };
        for text in [json_of(Ref::Object(&entry), &view), xml_of(Ref::Object(&entry), &view)] {
            assert_eq!(text.contains("6c1ac379"), password, "{name}: {text}");
            assert_eq!(text.contains("publishConfigurations"), push, "{name}: {text}");
        }
    }
}

#[test]
fn errors_look_as_clients_expect() {
    let error = Error::coded(Kind::NotFound, "ENTRY_ID_NOT_FOUND").arg("ENTRY_ID", "<b>7</b>");
    let mut text = String::new();
    json::write_error(&mut text, &error);
    expect![[r#"{"code":"ENTRY_ID_NOT_FOUND","message":"Entry id \"7\" not found","objectType":"KalturaAPIException","args":{"ENTRY_ID":"7"}}"#]]
        .assert_eq(&text);
    let mut text = String::new();
    xml::write_error(&mut text, &error);
    expect!["<error><code>ENTRY_ID_NOT_FOUND</code><message>Entry id &quot;7&quot; not found</message><objectType>KalturaAPIException</objectType><args><item><objectType>KalturaApiExceptionArg</objectType><name>ENTRY_ID</name><value>7</value></item></args></error>"]
    .assert_eq(&text);

    let mut text = String::new();
    json::write_error(&mut text, &Error::coded(Kind::Denied, "MISSING_KS"));
    assert_eq!(
        text,
        r#"{"code":"MISSING_KS","message":"Missing KS, session not established","objectType":"KalturaAPIException","args":[]}"#
    );

    let mut text = String::new();
    json::write_error(&mut text, &Error::bug("the story stays in the log"));
    assert_eq!(
        text,
        r#"{"code":"INTERNAL_SERVERL_ERROR","message":"Internal server error occurred","objectType":"KalturaAPIException","args":[]}"#
    );
}

#[test]
fn a_missing_argument_reads_not_available() {
    let error = Error::coded(Kind::Denied, "START_SESSION_ERROR");
    assert_eq!(schema::error::message(&error), "Error while starting session for partner [N/A]");
}

#[test]
fn extensible_enums_are_numbers_for_core_values_and_text_for_plugin_values() {
    let record =
        |object_type| json::text(&Metadata { metadata_object_type: Field::Set(object_type), ..Default::default() });
    assert_eq!(record(MetadataObjectType::Entry), r#"{"objectType":"KalturaMetadata","metadataObjectType":1}"#);
    assert_eq!(
        record(MetadataObjectType::Annotation),
        r#"{"objectType":"KalturaMetadata","metadataObjectType":"annotationMetadata.Annotation"}"#
    );
    assert_eq!(
        record(MetadataObjectType::Other("x.Y".to_owned())),
        r#"{"objectType":"KalturaMetadata","metadataObjectType":"x.Y"}"#
    );
}

#[test]
fn every_class_says_unique_names_and_can_be_made() {
    for class in schema::registry::CLASSES {
        let object = (class.new)();
        assert!(std::ptr::eq(object.class(), *class), "{class:?}");
        let mut names = Vec::new();
        class.each(&mut |index, property| {
            assert_eq!(index, names.len(), "{}::{}", class.name, property.name);
            assert!(!names.contains(&property.name), "{}::{}", class.name, property.name);
            assert!(matches!(object.get(index), Ref::Absent));
            names.push(property.name);
        });
    }
}

#[test]
fn paths_into_answers() {
    let mut list =
        BaseEntryListResponse { objects: vec![Poly::of(entry()), Poly::of(entry())].into(), ..Default::default() };
    list.total_count = 2.into();
    let at = |path: &str| {
        schema::path::text(Ref::Object(&list), path.split(':').filter(|key| !key.is_empty()), &|_, key| {
            key == "streamPassword"
        })
    };
    assert_eq!(at("objects:0:id"), "0_abcd1234");
    assert_eq!(at("objects:_all:id"), "0_abcd1234,0_abcd1234,");
    assert_eq!(at("totalCount"), "2");
    assert_eq!(at("objects:0:explicitLive"), "1");
    assert_eq!((at("objects:7:id"), at("objects:0"), at("nothing:here"), at("")), Default::default());
    assert_eq!(at("objects:_all:streamPassword"), ",,", "what is hidden cannot be had through a token");
    let text = schema::path::text(Ref::Text("ks"), std::iter::empty(), &|_, _| false);
    assert_eq!(text, "ks");
}

#[test]
fn an_object_survives_the_way_through_a_tree() {
    let before = entry();
    let tree = schema::Value::Map(schema::Map::from_object(&before));
    let after = schema::cast::object(before.class(), &tree, "entry", &schema::Reader::STORED).expect("our own values");
    assert_eq!(json::text(&*after), json::text(&before));
}
