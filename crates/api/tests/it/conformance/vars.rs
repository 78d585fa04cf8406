//! `{{…}}` in a case: what earlier steps answered, and what only the run knows.
//!
//! `{{entry.id}}` is a path into a kept answer, `{{list.objects._all.id}}` the ids of all with a comma after each, as a multirequest joins
//! them. `{{run}}` is a text no other run has, `{{now}}`, `{{now+60}}`, `{{now-60}}` unix seconds, `{{partner}}` and `{{secret}}` the
//! account's, `{{host}}` the server's. `{{ks:admin}}` is a caller's KS. `{{md5:…}}`, `{{sha1:…}}`, `{{sha256:…}}`, `{{sha512:…}}` are the
//! lower-case hex of what follows, in which `{…}` stands for inner references: `{{sha1:{ks:widget}{token.token}}}`.

use super::read::Tree;
use serde_json::Value;
use std::collections::BTreeMap;

/// What references can name.
#[derive(Debug)]
pub struct Known<'r> {
    pub run: &'r str,
    pub now: i64,
    pub partner: i64,
    pub secret: &'r str,
    pub kept: &'r BTreeMap<String, Tree>,
    /// KS by caller name.
    pub ks: &'r BTreeMap<String, String>,
}

impl Known<'_> {
    /// `value` with every reference in place.
    pub fn fill(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => self.text(text),
            Value::Array(items) => items.iter().map(|item| self.fill(item)).collect(),
            Value::Object(object) => {
                let text = |key: &String| self.text(key).as_str().map_or_else(|| key.clone(), str::to_owned);
                Value::Object(object.iter().map(|(key, value)| (text(key), self.fill(value))).collect())
            }
            other => other.clone(),
        }
    }

    fn text(&self, text: &str) -> Value {
        match references(text).as_slice() {
            [] => text.into(),
            [one] if text.len() == one.len() + 4 => self.of(one),
            several => several
                .iter()
                .fold(text.to_owned(), |text, one| text.replace(&format!("{{{{{one}}}}}"), &plain(&self.of(one))))
                .into(),
        }
    }

    fn of(&self, reference: &str) -> Value {
        match reference {
            "run" => self.run.into(),
            "partner" => self.partner.into(),
            "secret" => self.secret.into(),
            "host" => super::send::HOST.into(),
            _ => self.computed(reference).unwrap_or_else(|| self.kept(reference)),
        }
    }

    fn computed(&self, reference: &str) -> Option<Value> {
        if let Some(offset) = reference.strip_prefix("now") {
            return Some((self.now + if offset.is_empty() { 0 } else { offset.parse::<i64>().ok()? }).into());
        }
        let (function, of) = reference.split_once(':')?;
        if function == "ks" {
            return Some(self.ks.get(of).unwrap_or_else(|| panic!("no KS of {of}")).as_str().into());
        }
        let mut text = of.to_owned();
        while let Some((before, rest)) = text.split_once('{') {
            let (inner, after) = rest.split_once('}').expect("closes");
            text = format!("{before}{}{after}", plain(&self.of(inner)));
        }
        Some(super::hash::hex(function, &text)?.into())
    }

    fn kept(&self, reference: &str) -> Value {
        let (name, path) = reference.split_once('.').unwrap_or((reference, ""));
        let answer = self.kept.get(name).unwrap_or_else(|| panic!("nothing is kept as {name}"));
        answer.at(path)
    }
}

/// The names of callers whose KS `value` asks for.
pub fn callers_in(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            for (at, _) in text.match_indices("{ks:") {
                let name = &text[at + 4..];
                found.push(name[..name.find('}').unwrap_or(name.len())].to_owned());
            }
        }
        Value::Array(items) => items.iter().for_each(|item| callers_in(item, found)),
        Value::Object(object) => object.values().for_each(|value| callers_in(value, found)),
        _ => {}
    }
}

/// What stands between `{{` and `}}`, in order.
pub fn references(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("{{") {
        // Inner braces of a function belong to it.
        let mut depth = 0_u32;
        let end = after.char_indices().find_map(|(at, letter)| {
            depth += u32::from(letter == '{');
            if letter == '}' && depth > 0 {
                depth -= 1;
                return None;
            }
            (letter == '}' && after[at..].starts_with("}}")).then_some(at)
        });
        let Some(end) = end else { break };
        found.push(&after[..end]);
        rest = &after[end + 2..];
    }
    found
}

/// As a client writes a scalar into a text.
pub fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
