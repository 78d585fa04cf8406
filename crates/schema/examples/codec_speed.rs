//! How long a live entry takes to be written and read in each format: prints one JSON line of microseconds. For `cargo xtask bench`.

#![expect(clippy::disallowed_methods, reason = "it measures time")]

use schema::decode::{self, Budget};
use schema::encode::{View, json, php, xml};
use schema::object::LiveStreamEntry;
use schema::{Api, ApiClass, Limits, Map, Reader, Ref, Value, cast};
use std::hint::black_box;
use std::time::Instant;

/// The parameters of liveStream.add as the guides' sample sends them.
const BODY: &str = r#"{"liveStreamEntry":{"objectType":"KalturaLiveStreamEntry","name":"Webcast Tutorial","description":"A webcast, and how it is made","mediaType":201,
"dvrStatus":1,"dvrWindow":60,"recordStatus":2,"adminTags":"vpaas-webcast","explicitLive":1,"pushPublishEnabled":0,"conversionProfileId":5195112,"tags":"a, b",
"userId":"producer@example.com","entitledUsersEdit":"ann,bob","startDate":1888010180,"endDate":1888013780,"referenceId":"abc-123","partnerData":"opaque",
"recordingOptions":{"objectType":"KalturaLiveEntryRecordingOptions","shouldCopyEntitlement":1,"shouldMakeHidden":1,"shouldAutoArchive":1}},
"sourceType":"32","format":1,"ks":"djJ8MTAxfDhGKtdYSL60jsrDuAomZjENkIuhq4Z0s0lY6dPHuj7C2oJ"}"#;
const ROUNDS: u32 = 20_000;

fn main() {
    let limits = Limits::DEFAULT;
    let sent = decode::json(BODY.as_bytes(), &mut Budget::new(&limits)).expect("small").expect("an object");
    let form: Vec<String> =
        pairs(&Value::Map(sent.clone())).iter().map(|(key, value)| format!("{key}={}", escape(value))).collect();
    let form = form.join("&");
    let entry = |map: &Map| {
        let value = map.get("liveStreamEntry").expect("sent");
        cast::object(LiveStreamEntry::CLASS, value, "liveStreamEntry", &Reader::wire(1_800_000_000)).expect("valid")
    };
    let object: Box<dyn Api> = entry(&sent);
    let mut out = String::with_capacity(8 << 10);
    let mut write = |print: fn(&mut String, Ref<'_>, &View<'_>)| {
        microseconds(|| {
            out.clear();
            print(&mut out, Ref::Object(&*object), &View::ADMIN);
            black_box(out.len());
        })
    };
    let (to_json, to_xml, to_php) = (write(json::write), write(xml::write), write(php::write));
    let from_json = microseconds(|| {
        let map = decode::json(BODY.as_bytes(), &mut Budget::new(&limits)).expect("small").expect("an object");
        black_box(entry(&map));
    });
    let from_form = microseconds(|| {
        black_box(entry(&decode::form(form.as_bytes(), &mut Budget::new(&limits)).expect("small")));
    });
    println!(
        "{{\"encode_json_us\":{to_json:.2},\"encode_xml_us\":{to_xml:.2},\"encode_php_us\":{to_php:.2},\"decode_json_us\":{from_json:.2},\
         \"decode_form_us\":{from_form:.2}}}"
    );
}

fn microseconds(mut once: impl FnMut()) -> f64 {
    (0..ROUNDS / 10).for_each(|_| once());
    let started = Instant::now();
    (0..ROUNDS).for_each(|_| once());
    started.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS)
}

/// Colon keys and their values.
fn pairs(value: &Value) -> Vec<(String, String)> {
    match value {
        Value::Map(map) => {
            let below = |(key, value): (&str, &Value)| {
                pairs(value).into_iter().map(|(rest, value)| (format!("{key}:{rest}"), value)).collect::<Vec<_>>()
            };
            map.iter().flat_map(below).map(|(key, value)| (key.trim_end_matches(':').to_owned(), value)).collect()
        }
        scalar => vec![(String::new(), scalar.text().unwrap_or_default().into_owned())],
    }
}

fn escape(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
