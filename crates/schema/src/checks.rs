//! Meaning of the decoders, for property tests and fuzzing: whatever the bytes, limits hold and every encoding says the same.

use crate::decode::{Budget, form, json, multipart, target};
use crate::{Limits, Map, Upload, Value, encode};
use bytes::Bytes;

const LIMITS: Limits = Limits { depth_max: 8, keys_max: 200, text_bytes_max: 400, ..Limits::DEFAULT };

/// A body read as JSON: limits hold, and writing what was read and reading it again changes nothing.
pub fn schema_json(data: &[u8]) {
    let Ok(Some(map)) = json(data, &mut Budget::new(&LIMITS)) else { return };
    within_limits(&map);
    let mut text = String::new();
    encode::json::tree(&mut text, &Value::Map(map.clone()));
    let again = json(text.as_bytes(), &mut Budget::new(&LIMITS)).expect("fits the same limits").expect("is an object");
    // Canonical, because a whole number too large for the text to keep its point comes back as an integer.
    assert_eq!(Value::Map(again).canonical(), Value::Map(map).canonical(), "{text}");
}

/// A body read as a form: limits hold, and the same structure sent as JSON means the same.
pub fn schema_form(data: &[u8]) {
    let Ok(map) = form(data, &mut Budget::new(&LIMITS)) else { return };
    within_limits(&map);
    let mut text = String::new();
    encode::json::tree(&mut text, &Value::Map(map.clone()));
    let as_json = json(text.as_bytes(), &mut Budget::new(&Limits::DEFAULT)).expect("small").expect("is an object");
    // Top-level keys cannot hold colons after a form was read, so JSON splits none of them.
    assert_eq!(Value::Map(as_json).canonical(), Value::Map(map).canonical());
}

/// A body read as multipart: limits hold, each of its parts between delimiters was one, and files are pieces of the body.
pub fn schema_multipart(data: &[u8]) {
    fn files(value: &Value, body: &[u8]) {
        match value {
            Value::File(upload) => {
                assert!(upload.name.len() <= Upload::NAME_BYTES_MAX && !upload.name.contains(['/', '\\']));
                assert!(body.as_ptr_range().contains(&upload.bytes.as_ptr()) || upload.bytes.is_empty());
            }
            Value::Map(map) => map.iter().for_each(|(_, value)| files(value, body)),
            _ => {}
        }
    }
    let body = Bytes::copy_from_slice(data);
    let Ok(map) = multipart(&body, "x", &mut Budget::new(&LIMITS)) else { return };
    within_limits(&map);
    files(&Value::Map(map.clone()), &body);
    if !map.is_empty() {
        assert!(data.windows(3).any(|window| window == b"--x"));
    }
}

/// An address: limits hold, and a pair in the path wins over the query.
pub fn schema_path(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (path, query) = text.split_once('?').unwrap_or((&text, ""));
    let Ok(target) = target(path, Some(query), &mut Budget::new(&LIMITS)) else { return };
    within_limits(&target.path);
    within_limits(&target.query);
    let from_path = target.path.clone();
    let merged = target.over(Map::new());
    for (key, value) in from_path.iter() {
        if !matches!(value, Value::Map(_)) {
            assert_eq!(merged.get(key), Some(value));
        }
    }
}

/// A structure made from `data`, written as JSON, as colon form, as bracket form, as multipart and (where it has only one value a level) as a path,
/// means the same everywhere.
pub fn schema_encodings(data: &[u8]) {
    let mut seed = data.iter().copied();
    let map = made_map(&mut seed, 0);
    if map.is_empty() {
        return;
    }
    let mut text = String::new();
    encode::json::tree(&mut text, &Value::Map(map.clone()));
    let canonical = Value::Map(map).canonical();
    let read = |map: Map| Value::Map(map).canonical();
    let limits = Limits::DEFAULT;
    let as_json = read(json(text.as_bytes(), &mut Budget::new(&limits)).expect("small").expect("is an object"));
    assert_eq!(as_json, canonical);

    let mut pairs = Vec::new();
    flatten(&canonical, &mut Vec::new(), &mut pairs);
    let joined = |separator: fn(&[String]) -> String| {
        let pairs: Vec<String> =
            pairs.iter().map(|(path, value)| format!("{}={}", separator(path), escape(value))).collect();
        pairs.join("&")
    };
    let colons = joined(|path| path.iter().map(|key| escape(key)).collect::<Vec<_>>().join(":"));
    let brackets = joined(|path| {
        let (head, rest) = path.split_first().expect("never empty");
        rest.iter().fold(escape(head), |text, key| text + "[" + &escape(key) + "]")
    });
    let parts: String = pairs
        .iter()
        .map(|(path, value)| {
            format!("\r\n--xyz\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{value}", path.join(":"))
        })
        .collect();
    let as_parts = multipart(&format!("{parts}\r\n--xyz--").into(), "xyz", &mut Budget::new(&limits)).expect("small");
    assert_eq!(read(as_parts), canonical, "{parts}");
    with_a_file(&text, &parts, &canonical);
    for body in [colons, brackets] {
        let as_form = read(form(body.as_bytes(), &mut Budget::new(&limits)).expect("small"));
        assert_eq!(as_form, canonical, "{body}");
        let as_query = target("/api_v3/", Some(&body), &mut Budget::new(&limits)).expect("small").over(Map::new());
        assert_eq!(read(as_query), canonical, "{body}");
    }
    if pairs.iter().all(|(_, value)| !value.is_empty()) {
        let path = pairs.iter().fold("/api_v3".to_owned(), |text, (path, value)| {
            text + "/" + &escape(&path.join(":")) + "/" + &escape(value)
        });
        let as_path = target(&path, None, &mut Budget::new(&limits)).expect("small").over(Map::new());
        assert_eq!(read(as_path), canonical, "{path}");
    }
}

/// A file beside the parameters is there whichever way they came, and hides none of them.
fn with_a_file(text: &str, parts: &str, canonical: &Value) {
    let file = "\r\n--xyz\r\nContent-Disposition: form-data; name=\"1:fileData\"; filename=\"a/b.srt\"\r\n\r\n\r\n--xy";
    let json = format!("\r\n--xyz\r\nContent-Disposition: form-data; name=\"json\"\r\n\r\n{text}");
    for body in [format!("{file}{json}"), format!("{json}{file}"), format!("{file}{parts}"), format!("{parts}{file}")] {
        let body = Bytes::from(body + "\r\n--xyz--");
        let mut map = multipart(&body, "xyz", &mut Budget::new(&Limits::DEFAULT)).expect("small");
        let Some(Value::Map(first)) = map.remove("1") else { panic!("no file in {map:?}") };
        assert!(matches!(first.get("fileData"), Some(Value::File(file)) if &*file.bytes == b"\r\n--xy"));
        assert_eq!(Value::Map(map).canonical(), *canonical);
    }
}

fn within_limits(map: &Map) {
    fn walk(value: &Value, depth: usize, keys: &mut usize) {
        assert!(depth <= LIMITS.depth_max);
        match value {
            Value::Text(text) => assert!(text.len() <= LIMITS.text_bytes_max),
            Value::List(items) => items.iter().for_each(|item| {
                *keys += 1;
                walk(item, depth + 1, keys);
            }),
            Value::Map(map) => map.iter().for_each(|(_, value)| {
                *keys += 1;
                walk(value, depth + 1, keys);
            }),
            _ => {}
        }
    }
    let mut keys = 0;
    map.iter().for_each(|(_, value)| walk(value, 1, &mut keys));
    assert!(keys <= LIMITS.keys_max);
}

/// A small map from bytes. Keys are names; values are scalars, lists and maps, none of them empty maps, which only JSON can say.
fn made_map(seed: &mut impl Iterator<Item = u8>, depth: usize) -> Map {
    let count = seed.next().unwrap_or(0) % 4;
    (0..count)
        .map(|index| {
            let name = char::from(b'a' + seed.next().unwrap_or(0) % 26);
            (format!("{name}{index}"), made_value(seed, depth))
        })
        .collect()
}

fn made_value(seed: &mut impl Iterator<Item = u8>, depth: usize) -> Value {
    let byte = seed.next().unwrap_or(0);
    match byte % 8 {
        0 => Value::Null,
        1 => Value::Bool(byte & 8 == 0),
        2 => Value::Int(i64::from(byte) * 1_000_003 - 100_000_000),
        3 => Value::Float(f64::from(byte) / 8.0),
        4 if depth < 3 => Value::List((0..seed.next().unwrap_or(0) % 3).map(|_| made_scalar(seed)).collect()),
        5 if depth < 3 => {
            let map = made_map(seed, depth + 1);
            if map.is_empty() { Value::Text("x".to_owned()) } else { Value::Map(map) }
        }
        _ => made_scalar(seed),
    }
}

fn made_scalar(seed: &mut impl Iterator<Item = u8>) -> Value {
    const LETTERS: [char; 16] =
        ['a', 'Z', '0', ':', '/', '[', ']', '&', '=', '+', ' ', '%', 'é', '"', '<', '\u{1f600}'];
    let length = usize::from(seed.next().unwrap_or(0) % 6);
    Value::Text((0..length).map(|_| LETTERS[usize::from(seed.next().unwrap_or(0)) % LETTERS.len()]).collect())
}

fn flatten(value: &Value, path: &mut Vec<String>, pairs: &mut Vec<(Vec<String>, String)>) {
    match value {
        Value::Map(map) => {
            for (key, value) in map.iter() {
                path.push(key.to_owned());
                flatten(value, path, pairs);
                path.pop();
            }
        }
        scalar => pairs.push((path.clone(), scalar.text().unwrap_or_default().into_owned())),
    }
}

fn escape(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A tree written for PHP reads back as the same tree written as JSON.
    fn php_says_the_same(map: Map) {
        if map.is_empty() {
            return; // PHP has one empty array for lists and maps
        }
        let tree = Value::Map(map);
        let (mut as_php, mut as_json) = (String::new(), String::new());
        encode::php::write(&mut as_php, crate::Ref::Tree(&tree), &encode::View::ADMIN);
        encode::json::tree(&mut as_json, &tree);
        let php = testkit::php::unserialize(as_php.as_bytes()).unwrap_or_else(|at| panic!("byte {at} of {as_php}"));
        let json: serde_json::Value = serde_json::from_str(&as_json).expect("our own JSON");
        // Canonical, because JSON writes whole floats as integers.
        assert_eq!(Value::from_json(&php).canonical(), Value::from_json(&json).canonical(), "{as_php}");
    }

    proptest! {
        #[test]
        fn multipart_keeps_its_limits(data in "(\r\n|--x|Content-Disposition: form-data; name=\"[a-c:]{1,3}\"(; filename=\"[a-c/]{0,3}\")?|[a-c]|-){0,40}") {
            super::schema_multipart(data.as_bytes());
        }

        #[test]
        fn json_means_the_same_after_a_round_trip(data in proptest::collection::vec(any::<u8>(), 0..200)) {
            super::schema_json(&data);
        }

        #[test]
        fn json_of_text_shape(data in r#"\{("[a-z:]{1,6}":(1|"x"|\[1,"2"\]|\{"k":null\}|true|1\.5),?){0,5}\}"#) {
            super::schema_json(data.as_bytes());
        }

        #[test]
        fn forms_mean_the_same_as_json(data in r"([a-z0-9:\[\]%+]{0,12}=?[a-z0-9%+&:]{0,8}&?){0,6}") {
            super::schema_form(data.as_bytes());
            super::schema_path(format!("/api_v3/{data}?{data}").as_bytes());
        }

        #[test]
        fn every_encoding_says_the_same(data in proptest::collection::vec(any::<u8>(), 0..200)) {
            php_says_the_same(made_map(&mut data.iter().copied(), 0));
            super::schema_encodings(&data);
            super::schema_form(&data);
            super::schema_path(&data);
        }
    }
}
