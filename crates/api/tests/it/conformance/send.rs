//! One call in each of the encodings that clients use (contract: wire, URL forms and request encodings).

use crate::{Reply, Server};
use serde_json::{Map, Value, json};

pub const HOST: &str = "example.com:8080";

/// How a request is written. Each also has an address form of its own, so that those are all walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// A JSON body with native types.
    Json,
    /// `a:b:c=v` in a form.
    Colons,
    /// `a[b][c]=v` in a form.
    Brackets,
    /// Scalars in the path, structures in the query.
    Get,
    /// Parts of a multipart body: the JSON in one, files in others.
    Multipart,
    /// All steps of a case in one multirequest, with tokens for what refers to earlier ones.
    Multi,
}

impl Encoding {
    pub const ALL: [Self; 6] = [Self::Json, Self::Colons, Self::Brackets, Self::Get, Self::Multipart, Self::Multi];

    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Colons => "colons",
            Self::Brackets => "brackets",
            Self::Get => "get",
            Self::Multipart => "multipart",
            Self::Multi => "multi",
        }
    }
}

/// Answer formats with their numbers.
pub const FORMATS: [(&str, i64); 3] = [("json", 1), ("xml", 2), ("php", 3)];

/// Sends a call. `params` hold `ks` and `format` too; files are objects `{"$file": {…}}`.
pub async fn send(server: &Server, encoding: Encoding, call: &str, mut params: Map<String, Value>) -> Reply {
    let (service, action) = call.split_once('.').unwrap_or((call, ""));
    let lower = service.to_lowercase();
    let files = take_files(&mut params);
    if !files.is_empty() {
        let uri = format!("/api_v3/service/{lower}/action/{action}");
        return multipart(server, &uri, &Value::Object(params), &files).await;
    }
    match encoding {
        Encoding::Json | Encoding::Multi => {
            let uri = if action.is_empty() {
                format!("//api_v3/service/{lower}")
            } else {
                format!("//api_v3/service/{lower}/action/{action}")
            };
            server.post(&uri, "application/json", Value::Object(params).to_string()).await
        }
        Encoding::Colons => {
            let mut pairs = Vec::new();
            flatten(&Value::Object(params), "", &|path, key| format!("{path}:{key}"), &mut pairs);
            let uri = format!("/api_v3/index.php/service/{service}/action/{action}/");
            server.post(&uri, "application/x-www-form-urlencoded", form(&pairs)).await
        }
        Encoding::Brackets => {
            let mut pairs = Vec::new();
            flatten(&Value::Object(params), "", &|path, key| format!("{path}[{key}]"), &mut pairs);
            let uri = format!("/api_v3/?service={lower}&action={action}");
            server.post(&uri, "application/x-www-form-urlencoded; charset=UTF-8", form(&pairs)).await
        }
        Encoding::Get => {
            let mut path = format!("/api/service/{service}/action/{action}");
            let mut query = Vec::new();
            for (key, value) in params {
                match &value {
                    Value::String(text) if text.is_empty() => query.push((key, String::new())),
                    // A KS belongs into the query, where clients put it.
                    Value::String(_) | Value::Number(_) | Value::Bool(_) if key != "ks" => {
                        path.push_str(&format!("/{}/{}", escape(&key), escape(&scalar(&value))));
                    }
                    value => flatten(value, &key, &|path, key| format!("{path}[{key}]"), &mut query),
                }
            }
            if action.is_empty() {
                path = path.replacen("/action/", "", 1);
            }
            server.get(&format!("{path}?{}", form(&query))).await
        }
        Encoding::Multipart => {
            multipart(server, &format!("/api_v3/service/{lower}/action/{action}"), &Value::Object(params), &[]).await
        }
    }
}

/// One file of a request.
struct File {
    part: String,
    name: String,
    content_type: String,
    bytes: Vec<u8>,
}

fn take_files(params: &mut Map<String, Value>) -> Vec<File> {
    let mut files = Vec::new();
    params.retain(|key, value| {
        let Some(file) = value.get("$file") else { return true };
        let text = |name: &str| file[name].as_str().unwrap_or_default().to_owned();
        let bytes =
            if file.get("hex").is_some() { hex::decode(text("hex")).expect("hex") } else { text("text").into_bytes() };
        files.push(File { part: key.clone(), name: text("name"), content_type: text("type"), bytes });
        false
    });
    // In a multirequest the parts' names carry the number of the request.
    for (key, value) in params.iter_mut().filter(|(key, _)| key.parse::<u32>().is_ok()) {
        if let Value::Object(inner) = value {
            files.extend(
                take_files(inner).into_iter().map(|file| File { part: format!("{key}:{}", file.part), ..file }),
            );
        }
    }
    files
}

/// As the Node client writes it: a line break before the first delimiter and none after the last.
async fn multipart(server: &Server, uri: &str, params: &Value, files: &[File]) -> Reply {
    const BOUNDARY: &str = "---------------------------0.6546218907";
    let mut body =
        format!("\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"json\"\r\n\r\n{params}\r\n").into_bytes();
    for file in files {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\nContent-Type: {}\r\n\r\n",
            file.part, file.name, file.content_type
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(&file.bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--").as_bytes());
    server.post(uri, &format!("multipart/form-data; boundary={BOUNDARY}"), body).await
}

/// Names and values of a form. Null says nothing and is left out; an empty list or object is the key `-`.
fn flatten(value: &Value, path: &str, join: &dyn Fn(&str, &str) -> String, pairs: &mut Vec<(String, String)>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { join(path, key) };
    match value {
        Value::Null => {}
        Value::Array(items) if items.is_empty() => pairs.push((below("-"), String::new())),
        Value::Object(object) if object.is_empty() => pairs.push((below("-"), String::new())),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                flatten(item, &below(&index.to_string()), join, pairs);
            }
        }
        Value::Object(object) => {
            for (key, value) in object {
                flatten(value, &below(key), join, pairs);
            }
        }
        scalar => pairs.push((path.to_owned(), self::scalar(scalar))),
    }
}

/// As PHP's client writes a scalar.
fn scalar(value: &Value) -> String {
    match value {
        Value::Bool(value) => i32::from(*value).to_string(),
        other => super::vars::plain(other),
    }
}

fn form(pairs: &[(String, String)]) -> String {
    let pair = |(key, value): &(String, String)| format!("{}={}", escape(key), escape(value).replace("%20", "+"));
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

fn escape(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// The parts of a multirequest as one request, keys counted from 0 as the libraries do.
pub fn together(parts: Vec<Map<String, Value>>, format: i64) -> Map<String, Value> {
    let mut whole: Map<String, Value> =
        parts.into_iter().enumerate().map(|(index, part)| (index.to_string(), Value::Object(part))).collect();
    whole.insert("format".to_owned(), json!(format));
    whole
}
