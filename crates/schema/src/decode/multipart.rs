//! `multipart/form-data`: one part named `json` that holds everything, or one part for each parameter.
//!
//! Spec: RFC 7578 and RFC 2046, 5.1. Lenient where clients vary: a line break before the first delimiter and none after the last
//! (Node client), text before and after. A part that is not closed by a delimiter is not a part. Parts with a file name are files,
//! which no service takes yet: they are passed over.

use super::form::put_parameter;
use super::{Budget, TooMuch, json, text_of};
use crate::Map;

/// Headers of one part may take this many bytes; a part with more is passed over.
const HEADER_BYTES_MAX: usize = 4096;
/// A delimiter may be this long (RFC 2046 allows 70); with a longer one nothing is read.
const BOUNDARY_BYTES_MAX: usize = 200;

/// Reads the parts between delimiters of `boundary`. Later names win over earlier ones.
pub fn multipart(body: &[u8], boundary: &str, budget: &mut Budget<'_>) -> Result<Map, TooMuch> {
    let mut map = Map::new();
    if boundary.is_empty() || boundary.len() > BOUNDARY_BYTES_MAX {
        return Ok(map);
    }
    let delimiter = format!("\r\n--{boundary}").into_bytes();
    let mut rest = match body.strip_prefix(&delimiter[2..]) {
        Some(rest) => rest,
        None => match find(body, &delimiter) {
            Some(at) => &body[at + delimiter.len()..],
            None => return Ok(map),
        },
    };
    while !rest.starts_with(b"--") {
        let Some(end) = find(rest, &delimiter) else { break };
        if let Some((name, content)) = text_part(&rest[..end]) {
            let content = text_of(content);
            if name == "json" {
                return Ok(json(content.as_bytes(), budget)?.unwrap_or_default());
            }
            put_parameter(&mut map, &name, content, budget)?;
        }
        rest = &rest[end + delimiter.len()..];
    }
    Ok(map)
}

/// The value of `boundary` in a Content-Type.
pub fn boundary(content_type: &str) -> Option<String> {
    parameter(content_type, "boundary")
}

/// Name and content of a part that is a text, not a file. `part` begins with the rest of the delimiter's line.
fn text_part(part: &[u8]) -> Option<(String, &[u8])> {
    let end_of_line = find(part, b"\r\n")?;
    let part = &part[end_of_line..];
    let end = find(part, b"\r\n\r\n")?;
    if end > HEADER_BYTES_MAX {
        return None;
    }
    let headers = text_of(&part[..end]);
    let disposition = headers.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("content-disposition").then_some(value)
    })?;
    if parameter(disposition, "filename").is_some() {
        return None;
    }
    Some((parameter(disposition, "name")?, &part[end + 4..]))
}

/// `name=value` or `name="value"` among the parts of a header value that semicolons outside of quotes separate.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let mut quoted = false;
    let parts = header.split(|letter| {
        quoted ^= letter == '"';
        letter == ';' && !quoted
    });
    parts.skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case(wanted).then(|| value.trim().trim_matches('"').to_owned())
    })
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, Value};

    fn read(body: &str, boundary: &str) -> Map {
        multipart(body.as_bytes(), boundary, &mut Budget::new(&Limits::DEFAULT)).expect("small")
    }

    #[test]
    fn parts_are_parameters() {
        let part = |name: &str, value: &str| format!("Content-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}");
        let cases = [
            ("RFC", format!("--x\r\n{}\r\n--x--\r\n", part("id", "7"))),
            ("Node client", format!("\r\n--x\r\n{}\r\n--x--", part("id", "7"))),
            ("preamble", format!("hello\r\n--x\r\n{}\r\n--x--\r\nbye", part("id", "7"))),
            ("spaces after the delimiter", format!("--x  \r\n{}\r\n--x--", part("id", "7"))),
            ("more headers", format!("--x\r\nX: y\r\n{}\r\n--x--", part("id", "7"))),
            (
                "a file beside it",
                format!("--x\r\n{}\r\n--x\r\n{}\r\n--x--", part("f\"; filename=\"a;b", "bytes"), part("id", "7")),
            ),
            ("json", format!("--x\r\n{}\r\n--x--", part("json", r#"{"id":"7"}"#))),
            ("an open part at the end", format!("--x\r\n{}\r\n--x\r\n{}", part("id", "7"), part("id", "8"))),
        ];
        for (name, body) in cases {
            let map = read(&body, "x");
            assert_eq!(map.get("id"), Some(&Value::Text("7".to_owned())), "{name}");
            assert_eq!(map.iter().count(), 1, "{name}");
        }
    }

    #[test]
    fn names_nest_as_in_a_form() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"filter:idEqual\"\r\n\r\n7\r\n--x--";
        let Some(Value::Map(filter)) = read(body, "x").get("filter").cloned() else { panic!("no filter") };
        assert_eq!(filter.get("idEqual"), Some(&Value::Text("7".to_owned())));
    }

    #[test]
    fn what_is_no_part_is_nothing() {
        for body in [
            "",
            "--",
            "--x",
            "--x--",
            "--x\r\n\r\n",
            "--x\r\n\r\n\r\n--x--",
            "--x\r\nname=\"a\"\r\n\r\n1\r\n--x--",
            "--y\r\n",
        ] {
            assert!(read(body, "x").is_empty(), "{body:?}");
        }
        assert!(read("----\r\n", "").is_empty());
    }

    #[test]
    fn the_boundary_is_found() {
        let cases = [
            ("multipart/form-data; boundary=x", Some("x")),
            ("multipart/form-data; charset=utf-8; Boundary=\"a;b\"", Some("a;b")),
            ("multipart/form-data", None),
            ("multipart/form-data; boundary", None),
        ];
        for (header, expected) in cases {
            assert_eq!(boundary(header).as_deref(), expected, "{header}");
        }
    }
}
