//! Multirequest: several calls in one request, later ones using results of earlier ones (contract: wire, multirequest).
//!
//! Invariants
//! * parts run one after the other, each with its own session; an error in one does not stop the others;
//! * an outcome stands at the position of its part, whatever base the keys count from;
//! * a part that gives a file ends it: the file is the whole answer;
//! * what tokens insert is bounded, so a small request cannot grow into a large one.

use crate::answer::{Answer, Outcome};
use crate::call::{self, Request};
use base::error::{Error, Kind};
use schema::{Map, Value, path};

/// Bytes that tokens of one request may insert. Beyond it a token inserts nothing, as if its path led nowhere.
const INSERTED_BYTES_MAX: usize = 4 << 20;

/// Parameters of the whole request that a part without its own takes over.
const COMMON: [&str; 3] = ["ks", "clientTag", "partnerId"];

pub async fn run(request: &Request, params: &Map, requests_max: usize) -> Result<Vec<Outcome>, Error> {
    let parts = parts(params);
    if parts.len() > requests_max {
        let name = format!("multirequest: more than {requests_max} requests");
        return Err(Error::coded(Kind::Exhausted, "INVALID_PARAMETER_VALUE").arg("PARAM_NAME", name));
    }
    let mut outcomes: Vec<Outcome> = Vec::with_capacity(parts.len());
    let mut budget = INSERTED_BYTES_MAX;
    for part in parts {
        let mut own = part.clone();
        for name in COMMON {
            if own.get(name).is_none()
                && let Some(value) = params.get(name)
            {
                own.insert(name, value.clone());
            }
        }
        for value in own.values_mut() {
            substitute(value, &outcomes, &mut budget);
        }
        let outcome = call::run(request, &own).await;
        let is_file = matches!(outcome.result, Ok(Answer::File { .. }));
        outcomes.push(outcome);
        if is_file {
            break;
        }
    }
    Ok(outcomes)
}

/// The parts in order: from the lowest numeric key, 0 or 1, upward until a number is missing or names no service or action.
fn parts(params: &Map) -> Vec<&Map> {
    let lowest = params.iter().filter_map(|(key, _)| key.parse::<u32>().ok()).min();
    let Some(first) = lowest else { return Vec::new() };
    (first.min(1)..)
        .map_while(|number| params.get(&number.to_string())?.as_map())
        .take_while(|part| {
            ["service", "action"].iter().all(|name| part.text(name).is_some_and(|text| !text.is_empty()))
        })
        .collect()
}

fn substitute(value: &mut Value, outcomes: &[Outcome], budget: &mut usize) {
    match value {
        Value::Text(text) => {
            if let Some(replaced) = replaced(text, outcomes, budget) {
                *text = replaced;
            }
        }
        Value::List(items) => items.iter_mut().for_each(|item| substitute(item, outcomes, budget)),
        Value::Map(map) => map.values_mut().for_each(|value| substitute(value, outcomes, budget)),
        _ => {}
    }
}

/// The text with its first `{n:result…}` replaced, if it has one that refers to an earlier part.
fn replaced(text: &str, outcomes: &[Outcome], budget: &mut usize) -> Option<String> {
    let mut from = 0;
    while let Some(open) = text[from..].find('{').map(|at| from + at) {
        from = open + 1;
        let Some((inside, after)) = text[from..].split_once('}') else { break };
        let mut keys = inside.split(':');
        let number = keys.next().and_then(|number| number.parse::<usize>().ok());
        let (Some(number), Some("result")) = (number, keys.next()) else { continue };
        let Some(outcome) = number.checked_sub(1).and_then(|index| outcomes.get(index)) else { continue };
        let found = match &outcome.result {
            // No more than the caller of the earlier part got to see.
            Ok(answer) => path::text(answer.as_ref(), keys, &outcome.view(false)),
            Err(_) => String::new(),
        };
        let found = if found.len() <= *budget { found } else { String::new() };
        *budget -= found.len();
        return Some(format!("{}{found}{after}", &text[..open]));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcomes() -> Vec<Outcome> {
        let text = |text: &str| Outcome::of(Answer::Text(text.to_owned()));
        vec![text("first"), Outcome::failed(Error::coded(Kind::Denied, "MISSING_KS")), text("third")]
    }

    #[test]
    fn tokens() {
        let cases = [
            ("{1:result}", Some("first")),
            ("sview:{1:result}", Some("sview:first")),
            ("{1:result} {3:result}", Some("first {3:result}")),
            ("{x} {3:result}!", Some("{x} third!")),
            ("{2:result:id}", Some("")),
            ("{1:result:objects:0:id}", Some("")),
            ("{4:result}", None),
            ("{0:result}", None),
            ("{1:resultat}", None),
            ("{1:result", None),
            ("plain", None),
        ];
        for (text, expected) in cases {
            assert_eq!(replaced(text, &outcomes(), &mut 1000).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_tokens_insert_is_bounded() {
        let mut budget = 8;
        assert_eq!(replaced("{1:result}", &outcomes(), &mut budget).as_deref(), Some("first"));
        assert_eq!(replaced("{1:result}", &outcomes(), &mut budget).as_deref(), Some(""));
    }

    #[test]
    fn parts_count_from_zero_or_one_and_stop_at_a_gap() {
        let part = || {
            Value::Map(Map::from_iter(
                [("service", "a"), ("action", "b")].map(|(k, v)| (k.to_owned(), Value::Text(v.to_owned()))),
            ))
        };
        let count = |keys: &[&str]| parts(&keys.iter().map(|key| ((*key).to_owned(), part())).collect()).len();
        assert_eq!((count(&["0", "1"]), count(&["1", "2"]), count(&["2", "1"])), (2, 2, 2));
        assert_eq!((count(&["1", "3"]), count(&["5", "6"]), count(&["x"]), count(&[])), (1, 0, 0, 0));
    }
}
