//! What PHP's `serialize` writes, as a tree (format 3). Strings are counted in bytes.

use super::read::{Fault, Tree};

/// Reads one value and nothing after it.
pub fn read(text: &str) -> Result<Tree, String> {
    let mut rest = text;
    let value = value(&mut rest)?;
    if rest.is_empty() { Ok(value) } else { Err(format!("{rest:.40} after the end")) }
}

fn value(rest: &mut &str) -> Result<Tree, String> {
    let kind = rest.chars().next().ok_or("no value")?;
    if kind == 'N' {
        take(rest, "N;")?;
        return Ok(Tree::Null);
    }
    take(rest, &format!("{kind}:"))?;
    Ok(match kind {
        'b' => match until(rest, ';')? {
            "0" => Tree::Bool(false),
            "1" => Tree::Bool(true),
            other => return Err(format!("the boolean {other}")),
        },
        'i' => Tree::Int(until(rest, ';')?.parse().map_err(|error| format!("{error}"))?),
        'd' => Tree::Float(until(rest, ';')?.parse().map_err(|error| format!("{error}"))?),
        's' => {
            let text = text(rest)?;
            take(rest, ";")?;
            Tree::Text(text)
        }
        'a' => {
            let pairs = pairs(rest)?;
            let is_list = pairs.iter().enumerate().all(|(index, (key, _))| *key == Key::Number(index as i64));
            if is_list {
                Tree::List(pairs.into_iter().map(|(_, value)| value).collect())
            } else {
                let name = |key| match key {
                    Key::Number(number) => number.to_string(),
                    Key::Text(text) => text,
                };
                fault(pairs.into_iter().map(|(key, value)| (name(key), value)).collect())
            }
        }
        'O' => {
            let class = text(rest)?;
            take(rest, ":")?;
            let mut object: Vec<(String, Tree)> = Vec::new();
            for (key, value) in pairs(rest)? {
                let Key::Text(name) = key else { return Err("a property without name".to_owned()) };
                object.push((name, value));
            }
            if !object.iter().any(|(name, _)| name == "objectType") {
                object.push(("objectType".to_owned(), Tree::Text(class)));
            }
            fault(object)
        }
        other => return Err(format!("the kind {other}")),
    })
}

#[derive(PartialEq)]
enum Key {
    Number(i64),
    Text(String),
}

fn pairs(rest: &mut &str) -> Result<Vec<(Key, Tree)>, String> {
    let count: usize = until(rest, ':')?.parse().map_err(|error| format!("{error}"))?;
    take(rest, "{")?;
    let mut pairs = Vec::new();
    for _ in 0..count {
        let key = match value(rest)? {
            Tree::Int(number) => Key::Number(number),
            Tree::Text(text) => Key::Text(text),
            other => return Err(format!("the key {other}")),
        };
        pairs.push((key, value(rest)?));
    }
    take(rest, "}")?;
    Ok(pairs)
}

/// `5:"bytes"`
fn text(rest: &mut &str) -> Result<String, String> {
    let bytes: usize = until(rest, ':')?.parse().map_err(|error| format!("{error}"))?;
    take(rest, "\"")?;
    let found = rest.get(..bytes).ok_or("a length that ends inside a letter or behind the end")?;
    *rest = &rest[bytes..];
    take(rest, "\"")?;
    Ok(found.to_owned())
}

fn fault(pairs: Vec<(String, Tree)>) -> Tree {
    let object = Tree::Object(pairs);
    let text = |name: &str| object.get(name).and_then(Tree::scalar).unwrap_or_default();
    if text("objectType") != "KalturaAPIException" {
        return object;
    }
    let args = match object.get("args") {
        Some(Tree::Object(pairs)) => pairs
            .iter()
            .map(|(name, value)| match value.get("value") {
                Some(inner) => (name.clone(), inner.scalar().unwrap_or_default()),
                None => (name.clone(), value.scalar().unwrap_or_default()),
            })
            .collect(),
        _ => Vec::new(),
    };
    Tree::Fault(Fault { code: text("code"), message: text("message"), args })
}

fn until<'t>(rest: &mut &'t str, end: char) -> Result<&'t str, String> {
    let (before, after) = rest.split_once(end).ok_or_else(|| format!("no {end}"))?;
    *rest = after;
    Ok(before)
}

fn take(rest: &mut &str, expected: &str) -> Result<(), String> {
    *rest = rest.strip_prefix(expected).ok_or_else(|| format!("no {expected} at {rest:.40}"))?;
    Ok(())
}

#[test]
fn values_of_php() {
    let text = "a:3:{s:2:\"é\";d:0.5;i:1;b:1;s:1:\"x\";O:8:\"KalturaA\":1:{s:4:\"list\";a:2:{i:0;N;i:1;i:-3;}}}";
    let read = read(text).expect("is read");
    assert_eq!(read.get("é"), Some(&Tree::Float(0.5)));
    let inner = read.get("x").expect("is there");
    assert_eq!(inner.get("objectType"), Some(&Tree::Text("KalturaA".to_owned())));
    assert_eq!(inner.get("list"), Some(&Tree::List(vec![Tree::Null, Tree::Int(-3)])));
    for broken in ["", "i:1", "s:3:\"é\";", "a:1:{i:0;}", "N;N;", "x:1;", "s:9:\"a\";"] {
        assert!(super::php::read(broken).is_err(), "{broken}");
    }
}
