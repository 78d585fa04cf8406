//! Whether an answer is as a case expects, in whichever format it came.
//!
//! An expected object names the properties that matter; `null` is absent or null. An array is matched element by element. Objects with one
//! key that begins with `$` are conditions: see `conformance/README.md`.

use super::read::{Fault, Tree};
use regex::Regex;
use serde_json::Value;

/// What is wrong with `found`, one line each; empty if it fits.
pub fn differences(expected: &Value, found: &Tree) -> Vec<String> {
    let mut wrong = Vec::new();
    fit(expected, Some(found), "answer", &mut wrong);
    wrong
}

/// The same for an exception: `code`, and as far as they are given `args` (all of them) and `message`.
pub fn fault_differences(expected: &Value, found: &Fault) -> Vec<String> {
    let mut wrong = Vec::new();
    let code = expected.as_str().or_else(|| expected["code"].as_str()).unwrap_or_default();
    if found.code != code {
        wrong.push(format!("expected the error {code}, found {} ({})", found.code, found.message));
    }
    if let Some(message) = expected["message"].as_str()
        && message != found.message
    {
        wrong.push(format!("message: expected {message:?}, found {:?}", found.message));
    }
    if let Some(args) = expected["args"].as_object() {
        let mut args: Vec<(String, String)> =
            args.iter().map(|(name, value)| (name.clone(), super::vars::plain(value))).collect();
        args.sort();
        let mut seen = found.args.clone();
        seen.sort();
        if args != seen {
            wrong.push(format!("args: expected {args:?}, found {:?}", found.args));
        }
    }
    wrong
}

fn fit(expected: &Value, found: Option<&Tree>, at: &str, wrong: &mut Vec<String>) {
    let found = found.unwrap_or(&Tree::Null);
    let mut differs = || wrong.push(format!("{at}: expected {expected}, found {found}"));
    match expected {
        Value::Null if found.is_nothing() => {}
        Value::Bool(value) => match found {
            Tree::Bool(seen) if seen == value => {}
            Tree::Leaf(text) if text == if *value { "1" } else { "0" } => {}
            _ => differs(),
        },
        Value::Number(number) => match found {
            Tree::Int(seen) if number.as_f64() == Some(*seen as f64) => {}
            Tree::Float(seen) if number.as_f64() == Some(*seen) => {}
            Tree::Leaf(text) if text.parse().ok() == number.as_f64() => {}
            _ => differs(),
        },
        Value::String(text) => match found {
            Tree::Text(seen) | Tree::Leaf(seen) if seen == text => {}
            _ => differs(),
        },
        Value::Array(items) => match found.items() {
            Some(seen) if seen.len() == items.len() => {
                for (index, (item, seen)) in items.iter().zip(seen).enumerate() {
                    fit(item, Some(seen), &format!("{at}.{index}"), wrong);
                }
            }
            _ => differs(),
        },
        Value::Object(object) => match object.iter().next() {
            Some((name, condition)) if name.starts_with('$') && object.len() == 1 => {
                if let Err(why) = holds(name, condition, found) {
                    wrong.push(format!("{at}: {why}, found {found}"));
                }
            }
            _ if matches!(found, Tree::Object(_)) => {
                for (name, value) in object {
                    fit(value, found.get(name), &format!("{at}.{name}"), wrong);
                }
            }
            _ => differs(),
        },
        Value::Null => differs(),
    }
}

fn holds(name: &str, condition: &Value, found: &Tree) -> Result<(), String> {
    let good = match name {
        "$match" => {
            let pattern = condition.as_str().expect("a pattern is a text");
            let pattern = Regex::new(pattern).unwrap_or_else(|error| panic!("{error}"));
            found.scalar().is_some_and(|text| pattern.is_match(&text))
        }
        "$present" => !found.is_nothing(),
        "$empty" => found.scalar().is_some_and(|text| text.is_empty()),
        "$not" => !differences(condition, found).is_empty(),
        "$time" => return holds_number(condition, found, |seen, wanted| seen == wanted),
        "$above" => return holds_number(condition, found, |seen, wanted| seen > wanted),
        "$size" => found.items().map(<[Tree]>::len) == condition.as_u64().map(|size| size as usize),
        "$has" => {
            let wanted = condition.as_array().expect("a list");
            let items = found.items().unwrap_or_default();
            wanted.iter().all(|wanted| items.iter().any(|item| differences(wanted, item).is_empty()))
        }
        "$ids" | "$idSet" => {
            let wanted: Vec<String> = condition.as_array().expect("a list").iter().map(super::vars::plain).collect();
            let id = |item: &Tree| item.get("id").and_then(Tree::scalar).unwrap_or_default();
            let mut seen: Vec<String> = found.items().unwrap_or_default().iter().map(id).collect();
            let mut wanted_in_order = wanted.clone();
            if name == "$idSet" {
                seen.sort();
                wanted_in_order.sort();
            }
            return if seen == wanted_in_order {
                Ok(())
            } else {
                Err(format!("expected the ids {wanted:?}, saw {seen:?}"))
            };
        }
        "$exactly" => {
            let mut wrong = differences(condition, found);
            if let Tree::Object(pairs) = found {
                let extra = pairs.iter().filter(|(name, value)| condition.get(name).is_none() && !value.is_nothing());
                wrong.extend(extra.map(|(name, value)| format!("{name} is {value}")));
            }
            return if wrong.is_empty() { Ok(()) } else { Err(format!("expected exactly: {}", wrong.join("; "))) };
        }
        "$json" => {
            let text = found.scalar().unwrap_or_default();
            let inner = serde_json::from_str(&text).map_err(|error| format!("no JSON: {error}"))?;
            let wrong = differences(condition, &super::read::of_json(&inner));
            return if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) };
        }
        "$error" => match found {
            Tree::Fault(fault) => {
                let wrong = fault_differences(condition, fault);
                return if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) };
            }
            _ => false,
        },
        unknown => panic!("no condition is called {unknown}"),
    };
    if good { Ok(()) } else { Err(format!("expected {name} {condition}")) }
}

fn holds_number(condition: &Value, found: &Tree, compare: impl Fn(f64, f64) -> bool) -> Result<(), String> {
    let seen = match found {
        Tree::Int(number) => Some(*number as f64),
        Tree::Float(number) => Some(*number),
        Tree::Leaf(text) => text.parse().ok(),
        _ => None,
    };
    let wanted = condition.as_f64().expect("a number");
    if seen.is_some_and(|seen| compare(seen, wanted)) {
        Ok(())
    } else {
        Err(format!("expected a number against {wanted}"))
    }
}
