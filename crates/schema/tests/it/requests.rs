use schema::decode::{Budget, TooMuch, form, json, target};
use schema::encode;
use schema::enums::{DvrStatus, RecordStatus, SourceType};
use schema::object::{AppToken, BaseEntryFilter, DetachedResponseProfile, LiveStreamEntry};
use schema::service::{live_stream, session};
use schema::{Api, ApiAction, ApiClass, Field, Limits, Map, Reader, Ref, Value, cast, update};

const NOW: i64 = 1_700_000_000;
const READER: Reader = Reader::wire(NOW);

fn json_map(text: &str) -> Map {
    json(text.as_bytes(), &mut Budget::new(&Limits::DEFAULT)).expect("within limits").expect("an object")
}

fn form_map(text: &str) -> Map {
    form(text.as_bytes(), &mut Budget::new(&Limits::DEFAULT)).expect("within limits")
}

fn object(class: &'static schema::Class, text: &str) -> Box<dyn Api> {
    cast::object(class, &Value::Map(json_map(text)), "entry", &READER).expect("reads")
}

fn error(text: &str) -> String {
    let failed =
        cast::object(LiveStreamEntry::CLASS, &Value::Map(json_map(text)), "entry", &READER).expect_err("is refused");
    format!("{}: {}", failed.code, schema::error::message(&failed))
}

#[test]
fn the_bodies_of_the_official_clients_read_alike() {
    let python = json_map(include_str!("../../../../conformance/python-client/010-live-stream-add.json"));
    let node = json_map(include_str!("../../../../conformance/node-client/010-live-stream-add.json"));
    let read = |map: &Map| live_stream::Add::read(map, &READER).expect("reads");
    let (python, node) = (read(&python), read(&node));
    assert_eq!(python.source_type, Some(SourceType::LiveStream));
    assert_eq!(node.source_type, Some(SourceType::LiveStream));
    assert_eq!(python.live_stream_entry.name, Field::Set("N".to_owned()));
    assert_eq!(python.live_stream_entry.description, Field::Null);
    assert!(matches!(&python.live_stream_entry.bitrates, Field::Set(list) if list.is_empty()));
    let options = python.live_stream_entry.recording_options.value().expect("sent");
    assert_eq!(options.should_copy_entitlement, Field::Set(schema::NullableBoolean(true)));
    assert_eq!(python.live_stream_entry.explicit_live, node.live_stream_entry.explicit_live);
    assert_eq!(node.live_stream_entry.description, Field::Absent);

    let start = json_map(include_str!("../../../../conformance/python-client/001-session-start.json"));
    let start = session::Start::read(&start, &READER).expect("reads");
    assert_eq!((start.partner_id, start.expiry, start.secret.as_str()), (Some(101), 86_400, "sec"));
    assert_eq!(start.r#type, schema::enums::SessionType::Admin);
}

#[test]
fn nesting_in_all_its_spellings() {
    let expected = json_map(
        r#"{"filter":{"objectType":"KalturaBaseEntryFilter","idEqual":"1_x"},"1":{"filter":{"idEqual":"2"}}}"#,
    );
    for body in [
        "filter:objectType=KalturaBaseEntryFilter&filter:idEqual=1_x&1:filter:idEqual=2",
        "filter[objectType]=KalturaBaseEntryFilter&filter[idEqual]=1_x&1[filter][idEqual]=2",
        "filter%5BobjectType%5D=KalturaBaseEntryFilter&filter:idEqual=1_x&1:filter[idEqual]=2",
    ] {
        assert_eq!(form_map(body), expected, "{body}");
    }
    assert_eq!(
        json_map(r#"{"filter:idEqual":"1_x","a":{"b:c":1}}"#),
        json_map(r#"{"filter":{"idEqual":"1_x"},"a":{"b:c":1}}"#)
    );
}

#[test]
fn arrays_in_all_their_spellings() {
    let tags = |body: &Map| {
        let elements = body.get("items").and_then(Value::elements).expect("an array");
        elements.iter().map(|item| item.text().unwrap_or_default().into_owned()).collect::<Vec<_>>().join(",")
    };
    let cases = [
        ("list", json_map(r#"{"items":["a","b"]}"#), "a,b"),
        ("numeric keys sort by value", json_map(r#"{"items":{"10":"c","9":"b","0":"a"}}"#), "a,b,c"),
        ("item keys", form_map("items:item1=b&items:item0=a"), "a,b"),
        ("append", form_map("items[]=a&items[]=b"), "a,b"),
        ("empty", json_map(r#"{"items":{"-":""}}"#), ""),
        ("empty form", form_map("items:-="), ""),
    ];
    for (name, body, expected) in cases {
        assert_eq!(tags(&body), expected, "{name}");
    }
}

#[test]
fn path_wins_over_query_wins_over_body() {
    let target = target(
        "//api_v3/index.php/service/liveStream/action/isLive/id/1_p/id/1_second//filter:a/path/lonely",
        Some("id=1_q&filter[a]=query&filter[b]=query&format=1"),
        &mut Budget::new(&Limits::DEFAULT),
    )
    .expect("within limits");
    let params =
        target.over(json_map(r#"{"id":"1_b","format":2,"filter":{"a":"body","b":"body","c":"body"},"only":"body"}"#));
    let text = |key: &str| params.text(key).unwrap_or_default().into_owned();
    assert_eq!(
        (text("service"), text("action"), text("id")),
        ("liveStream".to_owned(), "isLive".to_owned(), "1_p".to_owned())
    );
    assert_eq!((text("format"), text("only")), ("1".to_owned(), "body".to_owned()));
    assert_eq!(params.get("filter"), Some(&Value::Map(json_map(r#"{"a":"path","b":"query","c":"body"}"#))));
    assert!(params.get("lonely").is_none());
}

#[test]
fn casting() {
    let value = |json: &str| json_map(&format!("{{\"v\":{json}}}")).remove("v").expect("there");
    for (json, expected) in [
        ("\"12abc\"", 12),
        ("\"\"", 0),
        ("true", 1),
        ("2", 2),
        ("\"-7\"", -7),
        ("2.9", 2),
        ("\"99999999999999999999\"", i64::MAX),
    ] {
        assert_eq!(cast::int(&value(json)), expected, "{json}");
    }
    for (json, expected) in [
        ("\"False\"", false),
        ("\"\"", false),
        ("\"0\"", false),
        ("0", false),
        ("null", false),
        ("\"True\"", true),
        ("\"no\"", true),
        ("2", true),
    ] {
        assert_eq!(cast::boolean(&value(json)), expected, "{json}");
    }
    for (json, expected) in [
        ("0", NOW),
        ("\"60\"", NOW + 60),
        ("-5", NOW - 5),
        ("-1", -1),
        ("\"\"", 0),
        ("1700000500", 1_700_000_500),
        ("315360001", 315_360_001),
    ] {
        assert_eq!(cast::time(&value(json), &READER), expected, "{json}");
    }
    for (json, expected) in [
        ("-1", None),
        ("\"\"", Some(false)),
        ("0", Some(false)),
        ("\"1\"", Some(true)),
        ("\"True\"", Some(true)),
        ("true", Some(true)),
    ] {
        assert_eq!(cast::nullable_boolean(&value(json), "v").expect("reads"), expected, "{json}");
    }
}

#[test]
fn enums_are_strict_on_input_and_kept_from_storage() {
    let entry = object(LiveStreamEntry::CLASS, r#"{"dvrStatus":"true","recordStatus":"2","sourceType":32}"#);
    let entry: &LiveStreamEntry = entry.as_class().expect("one");
    assert_eq!(
        (&entry.dvr_status, &entry.record_status),
        (&Field::Set(DvrStatus::Enabled), &Field::Set(RecordStatus::PerSession))
    );
    assert_eq!(entry.source_type, Field::Set(SourceType::LiveStream));
    assert_eq!(
        error(r#"{"dvrStatus":"9"}"#),
        "INVALID_ENUM_VALUE: Invalid enumeration value \"9\" for parameter \"dvrStatus\", expecting enumeration type \"KalturaDVRStatus\""
    );
    assert!(error(r#"{"sourceType":"nonsense"}"#).starts_with("INVALID_ENUM_VALUE"));
    let stored = cast::object(
        LiveStreamEntry::CLASS,
        &Value::Map(json_map(r#"{"dvrStatus":9,"type":"x.Y","startDate":5}"#)),
        "",
        &Reader::STORED,
    );
    assert_eq!(
        encode::json::text(&*stored.expect("our own")),
        r#"{"objectType":"KalturaLiveStreamEntry","type":"x.Y","startDate":5,"dvrStatus":9}"#
    );
}

#[test]
fn object_types_are_honoured_only_below_the_declared_class() {
    let class = |declared, text: &str| object(declared, text).class().name;
    let filter = BaseEntryFilter::CLASS;
    assert_eq!(class(filter, r#"{"objectType":"kalturaLIVEstreamEntryFilter"}"#), "KalturaLiveStreamEntryFilter");
    assert_eq!(class(filter, r#"{"objectType":"KalturaUiConf"}"#), "KalturaBaseEntryFilter");
    assert_eq!(class(filter, r#"{"objectType":"NoSuchThing"}"#), "KalturaBaseEntryFilter");
    assert_eq!(class(filter, r#"{"idEqual":"x","unknown":{"a":1}}"#), "KalturaBaseEntryFilter");
    let failed =
        cast::object(schema::object::LiveEntry::CLASS, &Value::Map(Map::new()), "x", &READER).expect_err("abstract");
    assert_eq!(failed.code, "OBJECT_TYPE_ABSTRACT");
    let failed = cast::object(filter, &Value::Text("no object".to_owned()), "filter", &READER).expect_err("no object");
    assert_eq!(schema::error::message(&failed), "The property \"filter\" must match format array");
}

#[test]
fn characters_xml_cannot_carry_are_refused() {
    assert_eq!(error("{\"name\":\"a\\u0000b\"}"), "INVALID_PARAMETER_CHAR: Invalid char in \"name\" field");
}

#[test]
fn missing_arguments_are_named() {
    let failed = session::Start::read(&json_map("{}"), &READER).expect_err("secret is missing");
    assert_eq!(schema::error::message(&failed), "Missing parameter \"secret\"");
    let get = live_stream::Get::read(&json_map(r#"{"entryId":"0_a"}"#), &READER).expect("reads");
    assert_eq!(get.version, -1);
}

#[test]
fn recursive_classes_read() {
    let profile = object(
        DetachedResponseProfile::CLASS,
        r#"{"type":1,"fields":"id","relatedProfiles":[{"name":"md","fields":"xml"}]}"#,
    );
    let profile: &DetachedResponseProfile = profile.as_class().expect("one");
    let related = profile.related_profiles.value().expect("sent");
    assert_eq!(related[0].name, Field::Set("md".to_owned()));
}

#[test]
fn flags_decide_what_an_add_takes() {
    let admin = update::Rights { is_admin: true, ..Default::default() };
    let sent = object(
        LiveStreamEntry::CLASS,
        r#"{"id":"0_a","name":"N","pushPublishEnabled":0,"streamPassword":"p","adminTags":"x"}"#,
    );
    let failed = update::insert(&*sent, admin, &[]).expect_err("id is readonly");
    assert_eq!(schema::error::message(&failed), "The property \"KalturaLiveStreamEntry::id\" cannot be updated");
    let kept = update::insert(&*sent, admin, &["id"]).expect("tolerated");
    assert_eq!(kept, json_map(r#"{"name":"N","adminTags":"x","streamPassword":"p"}"#));
    let failed = update::insert(&*sent, update::Rights::default(), &["id"]).expect_err("adminTags");
    assert_eq!(failed.code, "PROPERTY_VALIDATION_ADMIN_PROPERTY");
    let kept =
        update::insert(&*sent, update::Rights { edit_admin_tags: true, ..Default::default() }, &["id"]).expect("may");
    assert_eq!(kept, json_map(r#"{"name":"N","adminTags":"x"}"#));
}

#[test]
fn flags_decide_what_an_update_takes() {
    let admin = update::Rights { is_admin: true, ..Default::default() };
    let stored = object(
        LiveStreamEntry::CLASS,
        r#"{"id":"0_a","name":"N","mediaType":201,"createdAt":1588010180,"creatorId":"u"}"#,
    );
    let same = object(
        LiveStreamEntry::CLASS,
        r#"{"id":"0_a","name":"M","mediaType":"201","createdAt":"1588010180","description__null":""}"#,
    );
    assert_eq!(
        update::update(&*same, &*stored, admin).expect("same values"),
        json_map(r#"{"name":"M","description":null}"#)
    );
    for (sent, property) in
        [(r#"{"id":"0_b"}"#, "id"), (r#"{"creatorId":"v"}"#, "creatorId"), (r#"{"mediaType":1}"#, "mediaType")]
    {
        let failed =
            update::update(&*object(LiveStreamEntry::CLASS, sent), &*stored, admin).expect_err("cannot change");
        assert_eq!(
            schema::error::message(&failed),
            format!("The property \"KalturaLiveStreamEntry::{property}\" cannot be updated")
        );
    }
}

#[test]
fn too_much_is_refused_with_a_reason() {
    let limits = Limits { depth_max: 3, keys_max: 5, text_bytes_max: 10, ..Limits::DEFAULT };
    let read = |text: &str| json(text.as_bytes(), &mut Budget::new(&limits)).map(|_| ());
    assert_eq!(read(r#"{"a":{"b":{"c":{"d":1}}}}"#), Err(TooMuch::Depth { max: 3 }));
    assert_eq!(read(r#"{"a:b:c":{"d":1}}"#), Err(TooMuch::Depth { max: 3 }), "colons and braces count together");
    assert_eq!(read(r#"{"a":[1,2,3,4,5,6]}"#), Err(TooMuch::Keys { max: 5 }));
    assert_eq!(read(r#"{"a":"12345678901"}"#), Err(TooMuch::Text { max: 10 }));
    let read = |text: &str| form(text.as_bytes(), &mut Budget::new(&limits)).map(|_| ());
    assert_eq!(read("a:b:c:d=1"), Err(TooMuch::Depth { max: 3 }));
    assert_eq!(read("a=1&b=2&c=3&d=4&e=5&f=6"), Err(TooMuch::Keys { max: 5 }));
    let deep = "[".repeat(100_000);
    assert_eq!(
        json(format!("{{\"a\":{deep}").as_bytes(), &mut Budget::new(&limits)),
        Ok(None),
        "no stack is spent on nonsense"
    );
}

#[test]
fn numbers_are_read_as_the_nearest_there_is() {
    for text in ["777777777777777755555555555555555542.0", "7.2057594037927933e16", "1e-320", "0.1"] {
        let map = json(format!("{{\"a\":{text}}}").as_bytes(), &mut Budget::new(&Limits::DEFAULT));
        let map = map.expect("small").expect("an object");
        assert_eq!(map.get("a"), Some(&Value::Float(text.parse().expect("a number"))), "{text}");
    }
}

#[test]
fn broken_bodies_are_no_bodies() {
    for body in ["", "{", "[1]", "null", "{\"a\":}", "\u{feff}{}"] {
        assert_eq!(json(body.as_bytes(), &mut Budget::new(&Limits::DEFAULT)), Ok(None), "{body}");
    }
    let map = json(b"{\"a\":\"x\xffy\"}", &mut Budget::new(&Limits::DEFAULT)).expect("small").expect("an object");
    assert_eq!(map.text("a").as_deref(), Some("xy"), "what is no UTF-8 is removed");
}

#[test]
fn times_on_app_tokens_may_be_relative() {
    let token = object(AppToken::CLASS, r#"{"expiry":3600,"sessionDuration":"60"}"#);
    assert!(matches!(token.named("expiry"), Ref::Int(at) if at == NOW + 3600));
    assert!(matches!(token.named("sessionDuration"), Ref::Int(60)));
}
