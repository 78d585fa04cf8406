//! `multipart/form-data`: one part named `json` that holds all parameters, or one part for each; and a part for each file.
//!
//! Spec: RFC 7578 and RFC 2046, 5.1. Lenient where clients vary: a line break before the first delimiter and none after the last, and a dot in
//! the boundary (Node client), a whole path as file name (Python client), `\"` and `%22` in names (curl, browsers), text before and after. A part
//! that is not closed by a delimiter is not a part. A file keeps the memory of the body; it is not copied.

use super::form::{put_parameter, put_value};
use super::{Budget, TooMuch, json, text_of};
use crate::{Map, Upload, Value};
use bytes::Bytes;

/// Headers of one part may take this many bytes; a part with more is passed over.
const HEADER_BYTES_MAX: usize = 4096;
/// A delimiter may be this long (RFC 2046 allows 70); with a longer one nothing is read.
const BOUNDARY_BYTES_MAX: usize = 200;

/// Reads the parts between delimiters of `boundary`. Files win over texts of the same name, later names over earlier ones. Texts beside a part
/// `json` are passed over.
pub fn multipart(body: &Bytes, boundary: &str, budget: &mut Budget<'_>) -> Result<Map, TooMuch> {
    let (mut files, mut texts, mut in_json) = (Map::new(), Map::new(), None);
    if boundary.is_empty() || boundary.len() > BOUNDARY_BYTES_MAX {
        return Ok(files);
    }
    let delimiter = format!("\r\n--{boundary}").into_bytes();
    let mut at = match body.strip_prefix(&delimiter[2..]) {
        Some(_) => delimiter.len() - 2,
        None => match find(body, &delimiter) {
            Some(found) => found + delimiter.len(),
            None => return Ok(files),
        },
    };
    while !body[at..].starts_with(b"--") {
        let Some(length) = find(&body[at..], &delimiter) else { break };
        if let Some(part) = Part::read(&body[at..at + length]) {
            match part.file {
                // No file was chosen.
                Some(file) if file.is_empty() => {}
                Some(file) => {
                    let upload = Upload::new(&file, &part.content_type, body.slice_ref(part.content));
                    put_value(&mut files, &part.name, Value::File(upload), budget)?;
                }
                None if part.name == "json" => in_json = json(text_of(part.content).as_bytes(), budget)?,
                None => put_parameter(&mut texts, &part.name, text_of(part.content), budget)?,
            }
        }
        at += length + delimiter.len();
    }
    files.merge_under(in_json.unwrap_or(texts));
    Ok(files)
}

/// The value of `boundary` in a Content-Type.
pub fn boundary(content_type: &str) -> Option<String> {
    parameter(content_type, "boundary")
}

/// One part: its headers as far as they matter, and what it holds.
struct Part<'b> {
    name: String,
    /// Of a file, the name that the client gave it.
    file: Option<String>,
    content_type: String,
    content: &'b [u8],
}

impl<'b> Part<'b> {
    /// `part` begins with the rest of the delimiter's line. `None` if it has no name.
    fn read(part: &'b [u8]) -> Option<Self> {
        let end_of_line = find(part, b"\r\n")?;
        let part = &part[end_of_line..];
        let end = find(part, b"\r\n\r\n")?;
        if end > HEADER_BYTES_MAX {
            return None;
        }
        let headers = text_of(&part[..end]);
        let header = |wanted: &str| {
            headers.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.trim().eq_ignore_ascii_case(wanted).then_some(value.trim())
            })
        };
        let disposition = header("content-disposition")?;
        Some(Self {
            name: parameter(disposition, "name")?,
            file: parameter(disposition, "filename"),
            content_type: header("content-type").unwrap_or_default().to_owned(),
            content: &part[end + 4..],
        })
    }
}

/// `name=value` or `name="value"` among the parts of a header value that semicolons outside of quotes separate.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let (mut quoted, mut escaped) = (false, false);
    let parts = header.split(|letter| {
        quoted ^= letter == '"' && !escaped;
        escaped = quoted && letter == '\\' && !escaped;
        letter == ';' && !quoted
    });
    parts.skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim();
        let value = match value.strip_prefix('"') {
            // A backslash stands before a quote in a name; before anything else it belongs to a path.
            Some(inside) => inside.strip_suffix('"').unwrap_or(inside).replace("\\\"", "\"").replace("%22", "\""),
            None => value.to_owned(),
        };
        name.trim().eq_ignore_ascii_case(wanted).then_some(value)
    })
}

/// Where `wanted`, which begins with a carriage return, first stands in `bytes`.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + bytes[from..].iter().position(|byte| *byte == b'\r')?;
        if bytes[at..].starts_with(wanted) {
            return Some(at);
        }
        from = at + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;

    fn read(body: &str, boundary: &str) -> Map {
        multipart(&Bytes::copy_from_slice(body.as_bytes()), boundary, &mut Budget::new(&Limits::DEFAULT))
            .expect("small")
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
                "no file chosen",
                format!("--x\r\n{}\r\n--x\r\n{}\r\n--x--", part("f\"; filename=\"", ""), part("id", "7")),
            ),
            (
                "a text beside json",
                format!("--x\r\n{}\r\n--x\r\n{}\r\n--x--", part("json", r#"{"id":"7"}"#), part("id", "8")),
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

    fn file(body: &str, boundary: &str, name: &str) -> (String, String, String) {
        match read(body, boundary).get(name) {
            Some(Value::File(Upload { name, content_type, bytes })) => {
                (name.clone(), content_type.clone(), String::from_utf8_lossy(bytes).into_owned())
            }
            other => panic!("no file: {other:?}"),
        }
    }

    #[test]
    fn files_as_clients_send_them() {
        let owned = |[a, b, c]: [&str; 3]| (a.to_owned(), b.to_owned(), c.to_owned());
        let python = "--b4e\r\nContent-Disposition: form-data; name=\"json\"\r\n\r\n{\"uploadTokenId\": \"1_tok\", \"resume\": \"False\"}\r\n\
            --b4e\r\nContent-Disposition: form-data; name=\"fileData\"; filename=\"/tmp/tmpa8.mp4\"\r\nContent-Type: video/mp4\r\n\r\nfirst\r\n--b4\r\nlast\r\n--b4e--\r\n";
        assert_eq!(file(python, "b4e", "fileData"), owned(["tmpa8.mp4", "video/mp4", "first\r\n--b4\r\nlast"]));
        assert_eq!(read(python, "b4e").text("uploadTokenId").as_deref(), Some("1_tok"));

        let dotted = "---------------------------0.6546123";
        let node = format!(
            "\r\n--{dotted}\r\nContent-Disposition: form-data; name=\"json\"\r\n\r\n{{\"1\":{{\"service\":\"x\"}}}}\r\n\
             --{dotted}\r\nContent-Disposition: form-data; name=\"1:fileData\"; filename=\"y.srt\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n\r\n--{dotted}--"
        );
        let Some(Value::Map(first)) = read(&node, dotted).remove("1") else { panic!("no request") };
        assert_eq!(first.text("service").as_deref(), Some("x"), "the file joins the request of its number");
        let Some(Value::File(empty)) = first.get("fileData") else { panic!("no file") };
        assert_eq!((empty.name.as_str(), empty.bytes.len()), ("y.srt", 0));

        let browser = "--x\r\nContent-Disposition: form-data; name=\"fileName\"\r\n\r\ny.mp4\r\n\
            --x\r\nContent-Disposition: form-data; name=\"fileData\"; filename=\"a%22;b.mp4\"\r\n\r\n1\r\n--x--";
        assert_eq!(file(browser, "x", "fileData"), owned(["a\";b.mp4", "", "1"]));
        assert_eq!(read(browser, "x").text("fileName").as_deref(), Some("y.mp4"));
        let curl = "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\\\";b.mp4\"\r\n\r\n1\r\n--x--";
        assert_eq!(file(curl, "x", "f"), owned(["a\";b.mp4", "", "1"]));
        let windows =
            "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"C:\\films\\new.mp4\"\r\n\r\n1\r\n--x--";
        assert_eq!(file(windows, "x", "f"), owned(["new.mp4", "", "1"]));
        let both = "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\n1\r\n\
            --x\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\ntext\r\n--x--";
        assert_eq!(file(both, "x", "f"), owned(["a", "", "1"]), "a file wins over a text");
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
