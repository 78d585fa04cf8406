//! The address of a call: `/api_v3/service/x/action/y/name/value…?name=value` (contract: wire, URL forms).

use super::{Budget, TooMuch, form, split_colons, text_of};
use crate::{Map, Value};
use percent_encoding::percent_decode_str;

/// Parts of the path of the reference server's script.
const SCRIPT: [&str; 2] = ["api_v3", "index.php"];

/// What an address says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Target {
    /// Pairs of the path; the first of two equal keys wins.
    pub path: Map,
    pub query: Map,
}

impl Target {
    /// All parameters of a call: path before query before body, nested keys one by one.
    pub fn over(self, body: Map) -> Map {
        let Self { mut path, query } = self;
        path.merge_under(query);
        path.merge_under(body);
        path
    }
}

/// Reads path and query. Empty segments, the prefix (`api_v3`, `api`) and, wherever they stand, the names of the script (`api_v3`, `index.php`) are
/// skipped; a key without a value has none.
pub fn target(path: &str, query: Option<&str>, budget: &mut Budget<'_>) -> Result<Target, TooMuch> {
    let is_script = |segment: &str| SCRIPT.iter().any(|part| part.eq_ignore_ascii_case(segment));
    let mut segments = path.split('/').filter(|segment| !segment.is_empty() && !is_script(segment)).peekable();
    segments.next_if(|first| first.eq_ignore_ascii_case("api"));

    let mut pairs = Map::new();
    while let (Some(key), Some(value)) = (segments.next(), segments.next()) {
        budget.key()?;
        let (key, value) = (unescape(key), unescape(value));
        budget.text(&value)?;
        if pairs.get(&key).is_none() {
            pairs.insert(key, Value::Text(value));
        }
    }
    let path = split_colons(pairs, budget)?;
    let query = form(query.unwrap_or_default().as_bytes(), budget)?;
    Ok(Target { path, query })
}

fn unescape(segment: &str) -> String {
    text_of(&percent_decode_str(segment).collect::<Vec<u8>>())
}
