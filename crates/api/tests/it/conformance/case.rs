//! The cases of `conformance/`, as its README describes them: read, checked for what does not belong, and unfolded into one case per row.

use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../conformance");
/// One folder per page of the contract that has cases.
const PAGES: [&str; 7] = ["wire", "session", "live", "entries", "playback", "metadata", "uiconf"];

/// One file: one table of the contract.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// `page, section` of docs/contract.
    contract: String,
    #[serde(default)]
    account: Account,
    /// Steps before every case of the file.
    #[serde(default)]
    given: Vec<Step>,
    /// The cases only read what `given` has made, so it is made once for all of them.
    #[serde(default)]
    reads: bool,
    cases: Vec<Case>,
}

/// The account of the server that the cases of a file run on.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(deny_unknown_fields, default)]
pub struct Account {
    pub partner: i64,
    pub secret: String,
    /// Unix seconds at which its clock begins.
    pub now: i64,
}

impl Default for Account {
    fn default() -> Self {
        Self { partner: crate::PARTNER, secret: crate::SECRET.to_owned(), now: 1_800_000_000 }
    }
}

// What is no field of a case belongs to its step, and the step knows its fields.
#[derive(Clone, Debug, Deserialize)]
pub struct Case {
    pub name: String,
    /// Where the file's citation is not exact enough.
    pub contract: Option<String>,
    /// Why this case fails today. The suite fails when it no longer does.
    pub known: Option<String>,
    /// Encodings in which the case says something; all by default.
    #[serde(default)]
    pub only: Vec<String>,
    /// `false`: the client libraries cannot say this, or not on a server with a clock of its own. Not read here.
    #[serde(default, rename = "clients")]
    pub _clients: Option<bool>,
    #[serde(default)]
    given: Vec<Step>,
    /// The case is told once for each row: `{{column}}` stands for the row's value, and a property whose value is a column that a row
    /// leaves out is left out.
    #[serde(default)]
    rows: Vec<Map<String, Value>>,
    #[serde(default)]
    steps: Vec<Value>,
    /// A case of one step may be the step.
    #[serde(flatten)]
    step: Map<String, Value>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// `service.action`, or `multirequest`.
    pub call: Option<String>,
    /// Arguments.
    #[serde(default)]
    pub with: Map<String, Value>,
    /// Who calls: a name of callers.json, or what such a name stands for. Nobody by default.
    #[serde(rename = "as")]
    pub caller: Option<Value>,
    /// The answer's name for later steps.
    pub keep: Option<String>,
    pub answer: Option<Value>,
    pub error: Option<Value>,
    /// Instead of a call, what the media plane says of `entry`: connected, flowing, playable, lost, ended.
    pub signal: Option<String>,
    pub entry: Option<String>,
    /// `primary` unless said otherwise.
    pub input: Option<String>,
    /// Instead of a call, seconds that pass.
    pub wait: Option<i64>,
}

/// One case as it runs.
#[derive(Clone, Debug)]
pub struct Told {
    /// File and name.
    pub name: String,
    pub contract: String,
    pub account: Account,
    pub known: Option<String>,
    pub only: Vec<String>,
    /// A file whose first steps are taken once, and those steps.
    pub shared: Option<(String, Vec<Step>)>,
    pub steps: Vec<Step>,
}

/// Every case of every file.
pub fn all() -> Vec<Told> {
    let mut told = Vec::new();
    for page in PAGES {
        for path in files(&Path::new(FOLDER).join(page)) {
            let text = std::fs::read_to_string(&path).expect("is readable");
            let shown = path.strip_prefix(FOLDER).unwrap_or(&path).display().to_string();
            let table: Table = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{shown}: {error}"));
            for case in &table.cases {
                told.extend(unfold(&shown, &table, case));
            }
        }
    }
    let mut seen = BTreeSet::new();
    for case in &told {
        assert!(seen.insert(&case.name), "two cases are called {}", case.name);
    }
    told
}

/// Names and what they stand for, from callers.json.
pub fn callers() -> BTreeMap<String, Value> {
    let text = std::fs::read_to_string(Path::new(FOLDER).join("callers.json")).expect("is readable");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("callers.json: {error}"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(listed) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = listed.map(|file| file.expect("is listed").path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files
}

fn unfold(file: &str, table: &Table, case: &Case) -> Vec<Told> {
    let columns: BTreeSet<&String> = case.rows.iter().flat_map(Map::keys).collect();
    let mut own = case.steps.clone();
    if !case.step.is_empty() {
        own.push(Value::Object(case.step.clone()));
    }
    assert!(!own.is_empty(), "{file}: {} has no step", case.name);
    let tell = |row: Option<&Map<String, Value>>| {
        let place = |value: &Value| match row {
            Some(row) => filled(value, row, &columns).unwrap_or(Value::Null),
            None => value.clone(),
        };
        let name = row.map_or_else(|| case.name.clone(), |row| row.iter().fold(case.name.clone(), titled));
        let read = |step: Value| {
            serde_json::from_value::<Step>(step).unwrap_or_else(|error| panic!("{file}: {}: {error}", case.name))
        };
        let mut steps: Vec<Step> = if table.reads { Vec::new() } else { table.given.clone() };
        steps.extend(case.given.clone());
        steps.extend(own.iter().map(|step| read(place(step))));
        Told {
            name: format!("{file}: {name}"),
            contract: case.contract.clone().unwrap_or_else(|| table.contract.clone()),
            account: table.account.clone(),
            known: case.known.clone(),
            only: case.only.clone(),
            shared: table.reads.then(|| (file.to_owned(), table.given.clone())),
            steps,
        }
    };
    if case.rows.is_empty() { vec![tell(None)] } else { case.rows.iter().map(|row| tell(Some(row))).collect() }
}

/// `value` with the row's columns in place; `None` if it is a column that the row leaves out.
fn filled(value: &Value, row: &Map<String, Value>, columns: &BTreeSet<&String>) -> Option<Value> {
    match value {
        Value::String(text) => {
            let whole = text.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
            match whole.filter(|name| columns.contains(&(*name).to_owned())) {
                Some(column) => row.get(column).cloned(),
                None => Some(Value::String(named(text, row))),
            }
        }
        Value::Array(items) => Some(items.iter().filter_map(|item| filled(item, row, columns)).collect()),
        Value::Object(object) => {
            let pairs = object.iter().filter_map(|(key, value)| Some((named(key, row), filled(value, row, columns)?)));
            Some(Value::Object(pairs.collect()))
        }
        other => Some(other.clone()),
    }
}

/// A column in the name of a case: as JSON where a bare word would not tell what it is.
fn titled(name: String, (column, value): (&String, &Value)) -> String {
    let is_word = |text: &&str| {
        text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'_'))
            && !matches!(*text, "true" | "false" | "null")
    };
    let shown = value.as_str().filter(is_word).map_or_else(|| value.to_string(), str::to_owned);
    name.replace(&format!("{{{{{column}}}}}"), &shown)
}

fn named(text: &str, row: &Map<String, Value>) -> String {
    row.iter().fold(text.to_owned(), |text, (column, value)| {
        let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        text.replace(&format!("{{{{{column}}}}}"), &shown)
    })
}
