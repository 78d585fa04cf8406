//! The page of conformance: action by action and field by field, what is implemented, what is kept without effect, what is absent.
//!
//! The first two come from the tables. What the contract names and the tables lack is data: names, each with a reason.

use crate::registry::{self, CLASSES};
use crate::service::{self, SERVICES};
use crate::{Argument, Class, Flags};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What is absent, with the reason: a service, `service.action`, a class or `Class.field`.
#[derive(Clone, Debug)]
pub struct Absent(Vec<(String, String)>);

impl Absent {
    /// Reads `{"reason": ["name", …], …}`. The error says what is wrong with the text.
    pub fn read(text: &str) -> Result<Self, String> {
        let groups: Json = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let groups = groups.as_object().ok_or("expected an object: reason → names")?;
        let mut rows = Vec::new();
        for (reason, names) in groups {
            for name in names.as_array().ok_or_else(|| format!("{reason}: expected a list of names"))? {
                let name = name.as_str().ok_or_else(|| format!("{reason}: a name is text"))?;
                rows.push((name.to_owned(), reason.clone()));
            }
        }
        Ok(Self(rows))
    }

    /// What is said to be absent and is there.
    pub fn present(&self) -> Vec<&str> {
        self.0.iter().map(|(name, _)| name.as_str()).filter(|name| exists(name)).collect()
    }

    /// Names below `owner`, with their reasons, by name.
    fn below(&self, owner: &str) -> BTreeMap<&str, &str> {
        let rows = self.0.iter().filter_map(|(name, reason)| Some((name.split_once('.')?, reason)));
        rows.filter(|((found, _), _)| found.eq_ignore_ascii_case(owner))
            .map(|((_, name), reason)| (name, reason.as_str()))
            .collect()
    }

    /// Owners of absent names that are no `known` owner, and whole names without an owner; `is_class` tells fields from actions.
    fn elsewhere(&self, is_class: bool, known: impl Fn(&str) -> bool) -> BTreeMap<&str, Vec<&(String, String)>> {
        let mut groups: BTreeMap<&str, Vec<&(String, String)>> = BTreeMap::new();
        for row in &self.0 {
            let owner = row.0.split('.').next().unwrap_or_default();
            if owner.starts_with(CLASS_PREFIX) == is_class && !known(owner) {
                groups.entry(owner).or_default().push(row);
            }
        }
        groups
    }
}

/// Classes are told from services by it.
const CLASS_PREFIX: &str = "Kaltura";

fn exists(name: &str) -> bool {
    let (owner, member) = name.split_once('.').map_or((name, None), |(owner, member)| (owner, Some(member)));
    match (owner.starts_with(CLASS_PREFIX), member) {
        (true, None) => registry::find(owner).is_some(),
        (true, Some(field)) => registry::find(owner).is_some_and(|class| class.find(field).is_some()),
        (false, None) => service::find(owner).is_some(),
        (false, Some(action)) => service::find(owner).is_some_and(|service| service.action(action).is_some()),
    }
}

const HEAD: &str = "\
# Conformance

<!-- Printed from the tables of crates/schema and conformance/absent.json by `cargo xtask generate`. Do not edit. -->

What of the [contract](README.md#the-contract) there is. **Implemented** acts as the contract says. **Kept without effect** is accepted and returned,
and nothing acts on it; of a filter, it does not narrow the list. **Absent** is named by the contract and missing here: a call is answered
`SERVICE_DOES_NOT_EXISTS` or `ACTION_DOES_NOT_EXISTS`, a property of a request is ignored and never returned. A whole service
or class that is absent counts as one.
";

/// The page, in Markdown.
pub fn print(absent: &Absent) -> String {
    let mut out = HEAD.to_owned();
    let actions: usize = SERVICES.iter().map(|service| service.actions.len()).sum();
    let fields: usize = CLASSES.iter().map(|class| class.properties.len()).sum();
    let kept_count: usize = CLASSES.iter().map(|class| kept(class).len()).sum();
    let missing =
        |is_class: bool| absent.0.iter().filter(|(name, _)| name.starts_with(CLASS_PREFIX) == is_class).count();
    let _ = write!(
        out,
        "\n| | implemented | kept without effect | absent |\n|---|---:|---:|---:|\n| actions | {actions} | | {} |\n| fields of {} classes | {} | {kept_count} | {} |\n",
        missing(false),
        CLASSES.len(),
        fields - kept_count,
        missing(true)
    );
    out.push_str("\n## Actions\n");
    for service in SERVICES {
        let _ = write!(out, "\n### {}\n\n| action | arguments | |\n|---|---|---|\n", service.name);
        for action in service.actions {
            let arguments: Vec<String> = action.arguments.iter().map(argument).collect();
            let _ = writeln!(out, "| {} | {} | implemented |", action.name, arguments.join(", "));
        }
        for (action, reason) in absent.below(service.name) {
            let _ = writeln!(out, "| {action} | | absent: {reason} |");
        }
    }
    let services = absent.elsewhere(false, |owner| service::find(owner).is_some());
    if !services.is_empty() {
        out.push_str("\n### Services that are absent\n\n");
        list(&mut out, &services);
    }
    out.push_str("\n## Fields\n\nOf each class its own; those of the classes above it are listed there.\n");
    for class in CLASSES {
        let _ = write!(out, "\n### {}\n\n", class.name);
        let all = class.properties.iter();
        let named: Vec<&str> =
            all.filter(|property| !property.flags.has(Flags::STORED)).map(|property| property.name).collect();
        let kept = kept(class);
        let missing = absent.below(class.name);
        if named.is_empty() && kept.is_empty() && missing.is_empty() {
            out.push_str("No fields of its own.\n");
        }
        line(&mut out, "Implemented", &named);
        line(&mut out, "Kept without effect", &kept);
        let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        missing.into_iter().for_each(|(name, reason)| reasons.entry(reason).or_default().push(name));
        for (reason, names) in reasons {
            line(&mut out, &format!("Absent ({reason})"), &names);
        }
    }
    let classes = absent.elsewhere(true, |owner| registry::find(owner).is_some());
    if !classes.is_empty() {
        out.push_str("\n### Classes that are absent\n\n");
        list(&mut out, &classes);
    }
    out
}

fn argument(argument: &Argument) -> String {
    if argument.default.is_some() { format!("[{}]", argument.name) } else { argument.name.to_owned() }
}

fn kept(class: &Class) -> Vec<&'static str> {
    let kept = class.properties.iter().filter(|property| property.flags.has(Flags::STORED));
    kept.map(|property| property.name).collect()
}

fn line(out: &mut String, what: &str, names: &[&str]) {
    if !names.is_empty() {
        let _ = writeln!(out, "- {what}: {}", names.join(", "));
    }
}

fn list(out: &mut String, groups: &BTreeMap<&str, Vec<&(String, String)>>) {
    for (owner, rows) in groups {
        let mut members = Vec::new();
        let mut reason = "";
        for (name, why) in rows {
            members.extend(name.split_once('.').map(|(_, member)| member));
            reason = why;
        }
        let members = if members.is_empty() { String::new() } else { format!(": {}", members.join(", ")) };
        let _ = writeln!(out, "- {owner}{members} ({reason})");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_to_be_absent_is_absent() {
        let absent = Absent::read(include_str!("../../../../conformance/absent.json")).expect("readable");
        let present = absent.present();
        assert!(present.is_empty(), "delete from conformance/absent.json what exists by now: {present:#?}");
    }

    #[test]
    fn names_are_found_in_the_tables_in_any_case() {
        for there in ["liveStream", "livestream.ISLIVE", "KalturaLiveEntry", "KalturaLiveStreamEntry.dvrStatus"] {
            assert!(exists(there), "{there}");
        }
        for missing in ["playlist", "liveStream.nothing", "KalturaNothing", "KalturaLiveEntry.nothing"] {
            assert!(!exists(missing), "{missing}");
        }
    }

    #[test]
    fn a_list_that_is_none_is_refused() {
        for text in ["[]", "{\"why\": 1}", "{\"why\": [1]}", "{"] {
            assert!(Absent::read(text).is_err(), "{text}");
        }
    }
}
