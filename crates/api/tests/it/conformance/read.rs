//! Answers in JSON, XML and PHP as one tree. Three small readers that share nothing with the code that writes, and refuse what the contract
//! does not promise (contract: wire, response formats).

use serde_json::Value;
use std::fmt;

/// An answer or a part of one.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    /// A scalar of XML, which does not say what it is. The empty one may also be null or an empty list.
    Leaf(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
    Fault(Fault),
}

/// A KalturaAPIException.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub code: String,
    pub message: String,
    pub args: Vec<(String, String)>,
}

impl Tree {
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Null) || matches!(self, Self::Leaf(text) if text.is_empty())
    }

    pub fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(pairs) = self else { return None };
        pairs.iter().find(|(found, _)| found == name).map(|(_, value)| value)
    }

    /// The elements of a list; of XML's empty element, none.
    pub fn items(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            Self::Leaf(text) if text.is_empty() => Some(&[]),
            _ => None,
        }
    }

    /// As text, the way a client would put it into its next request.
    pub fn scalar(&self) -> Option<String> {
        Some(match self {
            Self::Null => String::new(),
            Self::Bool(value) => i32::from(*value).to_string(),
            Self::Int(number) => number.to_string(),
            Self::Float(number) => number.to_string(),
            Self::Text(text) | Self::Leaf(text) => text.clone(),
            Self::List(_) | Self::Object(_) | Self::Fault(_) => return None,
        })
    }

    /// The value at `objects.0.id`, as a later step sends it. `_all` joins. Panics where there is nothing: the case is wrong or the answer is.
    pub fn at(&self, path: &str) -> Value {
        let Some((key, rest)) = path.split_once('.').or((!path.is_empty()).then_some((path, ""))) else {
            return match self {
                Self::Bool(value) => (*value).into(),
                Self::Int(number) => (*number).into(),
                Self::Float(number) => (*number).into(),
                Self::Object(pairs) => pairs
                    .iter()
                    .filter(|(_, value)| !value.is_nothing())
                    .map(|(key, value)| (key.clone(), value.at("")))
                    .collect(),
                Self::List(items) => items.iter().map(|item| item.at("")).collect(),
                other => other.scalar().map_or(Value::Null, Value::String),
            };
        };
        if key == "_all" {
            let items = self.items().unwrap_or_default();
            return items.iter().map(|item| super::vars::plain(&item.at(rest)) + ",").collect::<String>().into();
        }
        let inner = match self {
            Self::List(items) => key.parse().ok().and_then(|index: usize| items.get(index)),
            other => other.get(key),
        };
        inner.unwrap_or_else(|| panic!("nothing at {key} in {self}")).at(rest)
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Int(number) => number.fmt(f),
            Self::Float(number) => write!(f, "{number:?}"),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Leaf(text) => write!(f, "<>{text}</>"),
            Self::List(items) => {
                f.write_str("[")?;
                for item in items {
                    write!(f, "{item}, ")?;
                }
                f.write_str("]")
            }
            Self::Object(pairs) => {
                f.write_str("{")?;
                for (key, value) in pairs.iter().filter(|(_, value)| !value.is_nothing()) {
                    write!(f, "{key}: {value}, ")?;
                }
                f.write_str("}")
            }
            Self::Fault(fault) => write!(f, "the error {} ({})", fault.code, fault.message),
        }
    }
}

/// Reads an answer of `format`; what is wrong with it, if it cannot be read.
pub fn answer(format: &str, body: &[u8]) -> Result<Tree, String> {
    let text = std::str::from_utf8(body).map_err(|_| "no UTF-8".to_owned())?;
    match format {
        "json" => {
            serde_json::from_str(text).map(|value| of_json(&value)).map_err(|error| format!("no JSON: {error}: {text}"))
        }
        "xml" => Xml { rest: text }.answer().map_err(|error| format!("no XML of ours: {error}: {text}")),
        "php" => super::php::read(text).map_err(|error| format!("not serialized: {error}: {text}")),
        _ => unreachable!("formats are named in one place"),
    }
}

/// A JSON value as a tree.
pub fn of_json(value: &Value) -> Tree {
    match value {
        Value::Null => Tree::Null,
        Value::Bool(value) => Tree::Bool(*value),
        Value::Number(number) => {
            number.as_i64().map_or_else(|| Tree::Float(number.as_f64().unwrap_or(f64::NAN)), Tree::Int)
        }
        Value::String(text) => Tree::Text(text.clone()),
        Value::Array(items) => Tree::List(items.iter().map(of_json).collect()),
        Value::Object(object) if object.get("objectType").is_some_and(|class| class == "KalturaAPIException") => {
            let text = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            let args = object.get("args").and_then(Value::as_object).into_iter().flatten();
            let args = args.map(|(name, value)| (name.clone(), super::vars::plain(value))).collect();
            Tree::Fault(Fault { code: text("code"), message: text("message"), args })
        }
        Value::Object(object) => {
            Tree::Object(object.iter().map(|(key, value)| (key.clone(), of_json(value))).collect())
        }
    }
}

/// XML as the contract has it: elements without attributes, no blanks between them, five entities and numeric ones.
struct Xml<'t> {
    rest: &'t str,
}

impl<'t> Xml<'t> {
    fn answer(&mut self) -> Result<Tree, String> {
        self.take("<?xml version=\"1.0\" encoding=\"utf-8\"?><xml><result>")?;
        let result = self.inside("result")?;
        self.take("<executionTime>")?;
        let (seconds, rest) = self.rest.split_once("</executionTime></xml>").ok_or("no end")?;
        seconds.parse::<f64>().map_err(|_| format!("executionTime {seconds}"))?;
        if rest.is_empty() { Ok(result) } else { Err(format!("{rest} after the end")) }
    }

    fn take(&mut self, expected: &str) -> Result<(), String> {
        self.rest = self.rest.strip_prefix(expected).ok_or_else(|| format!("no {expected} at {:.40}", self.rest))?;
        Ok(())
    }

    /// What an element holds, to behind its end.
    fn inside(&mut self, element: &str) -> Result<Tree, String> {
        let mut children: Vec<(String, Tree)> = Vec::new();
        let (text, _) = self.rest.split_once('<').ok_or("no end")?;
        let leaf = unescaped(text)?;
        self.rest = &self.rest[text.len()..];
        let end = format!("</{element}>");
        while !self.rest.starts_with(&end) {
            if !leaf.is_empty() {
                return Err(format!("text beside elements in {element}"));
            }
            self.take("<")?;
            let (name, rest) = self.rest.split_once('>').ok_or("no end of a tag")?;
            let good = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            if !good {
                return Err(format!("an element called {name:.40}"));
            }
            self.rest = rest;
            let child = self.inside(name)?;
            children.push((name.to_owned(), child));
        }
        self.take(&end)?;
        Ok(if children.is_empty() { Tree::Leaf(leaf) } else { node(children) })
    }
}

fn node(children: Vec<(String, Tree)>) -> Tree {
    let is_map =
        |item: &Tree| matches!(item, Tree::Object(pairs) if pairs.first().is_some_and(|(name, _)| name == "itemKey"));
    if children.iter().all(|(name, _)| name == "item") {
        if children.iter().all(|(_, item)| is_map(item)) {
            let pair = |item: Tree| {
                let Tree::Object(mut pairs) = item else { unreachable!("is a map") };
                let key = pairs.remove(0).1.scalar().unwrap_or_default();
                (key, Tree::Object(pairs))
            };
            return Tree::Object(children.into_iter().map(|(_, item)| pair(item)).collect());
        }
        return Tree::List(children.into_iter().map(|(_, item)| item).collect());
    }
    if let [(name, error)] = children.as_slice()
        && name == "error"
        && error.get("objectType").and_then(Tree::scalar).as_deref() == Some("KalturaAPIException")
    {
        let text = |of: &Tree, name: &str| of.get(name).and_then(Tree::scalar).unwrap_or_default();
        let items = error.get("args").and_then(Tree::items).unwrap_or_default();
        let args = items.iter().map(|item| (text(item, "name"), text(item, "value"))).collect();
        return Tree::Fault(Fault { code: text(error, "code"), message: text(error, "message"), args });
    }
    Tree::Object(children)
}

fn unescaped(text: &str) -> Result<String, String> {
    if text.contains('>') {
        return Err(format!("a bare > in {text:.40}"));
    }
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let (entity, after) = after.split_once(';').ok_or_else(|| format!("a bare & in {text:.40}"))?;
        let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        let letter = match entity {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => match entity.strip_prefix("#x") {
                Some(digits) => number(digits, 16),
                None => entity.strip_prefix('#').and_then(|digits| number(digits, 10)),
            },
        };
        plain.push(letter.ok_or_else(|| format!("the entity {entity}"))?);
        rest = after;
    }
    Ok(plain + rest)
}
