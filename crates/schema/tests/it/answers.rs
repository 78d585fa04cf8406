use base::error::{Error, Kind};
use expect_test::expect;
use schema::encode::{View, json, php, xml};
use schema::enums::{EntryStatus, EntryType, MetadataObjectType, RecordStatus, SourceType};
use schema::object::{
    BaseEntryListResponse, LiveEntryRecordingOptions, LiveStreamBitrate, LiveStreamEntry,
    LiveStreamPushPublishConfiguration, MediaEntry, Metadata, MetadataListResponse, SessionInfo,
};
use schema::profile::{Mask, Related, Shape};
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

fn php_of(answer: Ref<'_>, view: &View<'_>) -> String {
    let mut out = String::new();
    php::write(&mut out, answer, view);
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
fn php_writes_all_properties_and_says_the_same_as_json() {
    let info = SessionInfo { partner_id: 101.into(), user_id: "café".to_owned().into(), ..Default::default() };
    assert_eq!(
        php::text(&info),
        "O:18:\"KalturaSessionInfo\":6:{s:2:\"ks\";N;s:11:\"sessionType\";N;s:9:\"partnerId\";i:101;s:6:\"userId\";s:5:\"café\";s:6:\"expiry\";N;s:10:\"privileges\";N;}"
    );
    let read = testkit::php::unserialize(php::text(&entry()).as_bytes()).expect("what PHP reads");
    let all = json::text(&entry());
    assert_eq!(without_nulls(read), serde_json::from_str::<serde_json::Value>(&all).expect("JSON"), "{all}");
}

/// What PHP says and JSON leaves out; whole floats are integers in JSON.
fn without_nulls(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value as Json;
    match value {
        Json::Object(map) => map
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key, without_nulls(value)))
            .collect(),
        Json::Array(items) => items.into_iter().map(without_nulls).collect(),
        Json::Number(number) => match number.as_f64().filter(|float| number.is_f64() && float.fract() == 0.0) {
            Some(float) => (float as i64).into(),
            None => Json::Number(number),
        },
        other => other,
    }
}

#[test]
fn scalars_arrays_and_maps_in_all_formats() {
    let texts = vec!["a".to_owned(), "b&c".to_owned()];
    let map = Assoc(vec![(
        "k".to_owned(),
        Poly::<LiveStreamBitrate>::of(LiveStreamBitrate { bitrate: 1.into(), ..Default::default() }),
    )]);
    let cases: [(&str, Ref<'_>, &str, &str, &str); 9] = [
        ("text", Ref::Text("djJ8MTAx"), r#""djJ8MTAx""#, "djJ8MTAx", "s:8:\"djJ8MTAx\";"),
        ("int", Ref::Int(5), "5", "5", "i:5;"),
        ("float", Ref::Float(1.5), "1.5", "1.5", "d:1.5;"),
        ("true", Ref::Bool(true), "true", "1", "b:1;"),
        ("false", Ref::Bool(false), "false", "0", "b:0;"),
        ("nothing", Ref::Null, "null", "", "N;"),
        (
            "array",
            Ref::List(&texts),
            r#"["a","b&c"]"#,
            "<item>a</item><item>b&amp;c</item>",
            "a:2:{i:0;s:1:\"a\";i:1;s:3:\"b&c\";}",
        ),
        (
            "map",
            Ref::Map(&map),
            r#"{"k":{"objectType":"KalturaLiveStreamBitrate","bitrate":1}}"#,
            "<item><itemKey>k</itemKey><objectType>KalturaLiveStreamBitrate</objectType><bitrate>1</bitrate><width></width><height></height><tags></tags></item>",
            "a:1:{s:1:\"k\";O:24:\"KalturaLiveStreamBitrate\":4:{s:7:\"bitrate\";i:1;s:5:\"width\";N;s:6:\"height\";N;s:4:\"tags\";N;}}",
        ),
        ("script", Ref::Text("a\u{2028}b\u{1}"), "\"a\\u2028b\\u0001\"", "a\u{2028}b", "s:6:\"a\u{2028}b\u{1}\";"),
    ];
    for (name, answer, as_json, inside, as_php) in cases {
        assert_eq!(json_of(answer, &View::ADMIN), as_json, "{name}");
        assert_eq!(php_of(answer, &View::ADMIN), as_php, "{name}");
        assert!(testkit::php::unserialize(as_php.as_bytes()).is_ok(), "{name}");
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
    let shape = |mask| Shape { mask: Some(mask), related: Vec::new() };
    let only = shape(only);
    let view = View { shape: Some(&only), ..View::ADMIN };
    expect![[r#"{"objectType":"KalturaBaseEntryListResponse","totalCount":2,"objects":[{"objectType":"KalturaLiveStreamEntry","id":"0_abcd1234","bitrates":[{"objectType":"KalturaLiveStreamBitrate","bitrate":900,"width":640,"height":480,"tags":"source,ingest"}]},{"objectType":"KalturaMediaEntry"}]}"#]]
    .assert_eq(&json_of(Ref::Object(&list), &view));

    let without = Mask::Without(vec!["bitrates".to_owned(), "recordingOptions".to_owned(), "name".to_owned()]);
    let without = shape(without);
    let text = json_of(Ref::Object(&entry()), &View { shape: Some(&without), ..View::ADMIN });
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
        let text = php_of(Ref::Object(&entry), &view);
        assert_eq!(text.contains("6c1ac379"), password, "{name}: {text}");
        assert_eq!(text.contains("KalturaLiveStreamPushPublishConfiguration"), push, "{name}: {text}");
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
    php::write_error(&mut text, &error);
    let read = testkit::php::unserialize(text.as_bytes()).expect("what PHP reads");
    let expected = r#"{"code":"ENTRY_ID_NOT_FOUND","message":"Entry id \"7\" not found","objectType":"KalturaAPIException","args":{"ENTRY_ID":"7"}}"#;
    assert_eq!(read.to_string(), expected);

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
        let user = View { is_admin: false, ..View::ADMIN };
        schema::path::text(Ref::Object(&list), path.split(':').filter(|key| !key.is_empty()), &user)
    };
    assert_eq!(at("objects:0:id"), "0_abcd1234");
    assert_eq!(at("objects:_all:id"), "0_abcd1234,0_abcd1234,");
    assert_eq!(at("totalCount"), "2");
    assert_eq!(at("objects:0:explicitLive"), "1");
    assert_eq!((at("objects:7:id"), at("objects:0"), at("nothing:here"), at("")), Default::default());
    assert_eq!(at("objects:_all:streamPassword"), ",,", "what is hidden cannot be had through a token");
    let text = schema::path::text(Ref::Text("ks"), std::iter::empty(), &View::ADMIN);
    assert_eq!(text, "ks");
}

#[test]
fn related_lists_stand_in_their_objects() {
    let mut list =
        BaseEntryListResponse { objects: vec![Poly::of(entry()), Poly::of(entry())].into(), ..Default::default() };
    list.total_count = 2.into();
    let only = |name: &str| Some(Mask::Only(vec![name.to_owned()]));
    let records = |xml: &str, shape: Shape| {
        let record = Metadata { id: 7.into(), xml: xml.to_owned().into(), ..Default::default() };
        let mut records = MetadataListResponse { objects: vec![Poly::of(record)].into(), ..Default::default() };
        records.total_count = 1.into();
        Related { name: "md".to_owned(), list: Box::new(records), shape }
    };
    let deep = Shape { mask: only("xml"), related: vec![vec![records("<b/>", Shape::default())]] };
    let shape = Shape { mask: only("id"), related: vec![vec![], vec![records("<a/>", deep)]] };
    let view = View { shape: Some(&shape), ignore_null: true, ..View::ADMIN };
    let expected = r#"{"objectType":"KalturaBaseEntryListResponse","totalCount":2,"objects":[{"objectType":"KalturaLiveStreamEntry","id":"0_abcd1234"},{"objectType":"KalturaLiveStreamEntry","id":"0_abcd1234","relatedObjects":{"md":{"objectType":"KalturaMetadataListResponse","totalCount":1,"objects":[{"objectType":"KalturaMetadata","xml":"<a/>","relatedObjects":{"md":{"objectType":"KalturaMetadataListResponse","totalCount":1,"objects":[{"objectType":"KalturaMetadata","id":7,"xml":"<b/>"}]}}}]}}}]}"#;
    assert_eq!(json_of(Ref::Object(&list), &view), expected);
    let read = testkit::php::unserialize(php_of(Ref::Object(&list), &view).as_bytes()).expect("what PHP reads");
    assert_eq!(without_nulls(read), serde_json::from_str::<serde_json::Value>(expected).expect("JSON"));
    let mut text = String::new();
    xml::write(&mut text, Ref::Object(&list), &view);
    expect!["<objectType>KalturaBaseEntryListResponse</objectType><totalCount>2</totalCount><objects><item><objectType>KalturaLiveStreamEntry</objectType><id>0_abcd1234</id></item><item><objectType>KalturaLiveStreamEntry</objectType><id>0_abcd1234</id><relatedObjects><item><itemKey>md</itemKey><objectType>KalturaMetadataListResponse</objectType><totalCount>1</totalCount><objects><item><objectType>KalturaMetadata</objectType><xml>&lt;a/&gt;</xml><relatedObjects><item><itemKey>md</itemKey><objectType>KalturaMetadataListResponse</objectType><totalCount>1</totalCount><objects><item><objectType>KalturaMetadata</objectType><id>7</id><xml>&lt;b/&gt;</xml></item></objects></item></relatedObjects></item></objects></item></relatedObjects></item></objects>"]
    .assert_eq(&text);
    let at = |path: &str| schema::path::text(Ref::Object(&list), path.split(':'), &view);
    assert_eq!(at("objects:1:relatedObjects:md:objects:0:xml"), "<a/>");
    assert_eq!(at("objects:1:relatedObjects:md:objects:0:relatedObjects:md:objects:0:id"), "7");
    assert_eq!(at("objects:1:relatedObjects:md:totalCount"), "1");
    assert_eq!(
        (at("objects:1:relatedObjects:md:objects:0:id"), at("objects:0:name")),
        Default::default(),
        "not wanted"
    );

    let single = Shape { mask: None, related: vec![vec![records("<a/>", Shape::default())]] };
    let info = SessionInfo { partner_id: 1.into(), ..Default::default() };
    let view = View { shape: Some(&single), ..View::ADMIN };
    assert!(json_of(Ref::Object(&info), &view).contains(r#""partnerId":1,"relatedObjects":{"md":{"#));
    let array = vec![Poly::<LiveStreamEntry>::of(entry())];
    assert!(json_of(Ref::List(&array), &view).ends_with(r#""xml":"<a/>"}]}}}]"#), "an array holds main objects too");
}

#[test]
fn an_object_survives_the_way_through_a_tree() {
    let before = entry();
    let tree = schema::Value::Map(schema::Map::from_object(&before));
    let after = schema::cast::object(before.class(), &tree, "entry", &schema::Reader::STORED).expect("our own values");
    assert_eq!(json::text(&*after), json::text(&before));
}
