//! What we build on: licences, banned crates, double versions and lock files, by the rules of deny.toml.
//!
//! cargo-deny reads the same file and is asked too where it is installed; this check needs nothing but cargo, so the
//! rules hold everywhere.

mod spdx;

use super::Findings;
use crate::crates::Crates;
use crate::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

const ONLY_REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// The parts of deny.toml that this check reads.
#[derive(Debug, Default)]
struct Rules {
    allowed: Vec<String>,
    /// Crate → licences allowed for it alone.
    exceptions: BTreeMap<String, Vec<String>>,
    banned: BTreeSet<String>,
    /// `name@version` prefixes of a second version that is known and dated.
    doubles: Vec<String>,
}

pub fn check(tree: &Tree) -> Result<Findings, String> {
    let rules = Rules::read(&tree.read("deny.toml")?)?;
    let mut findings = Findings::default();
    judge(&Crates::of_workspace(tree.root())?, &rules, &mut findings);
    for path in tree.files().filter(|path| path.ends_with("Cargo.lock")) {
        cargo_lock(path, &tree.read(path)?, &mut findings);
    }
    for path in tree.files().filter(|path| path.ends_with("package-lock.json")) {
        npm_lock(path, &tree.read(path)?, &rules, &mut findings)?;
    }
    if Command::new("cargo").args(["deny", "--version"]).output().is_ok_and(|output| output.status.success()) {
        let status = Command::new("cargo")
            .args(["deny", "--offline", "check", "licenses", "bans", "sources"])
            .current_dir(tree.root())
            .status()
            .map_err(|error| format!("cargo deny: {error}"))?;
        if !status.success() {
            findings.problem("cargo deny disagrees, see above");
        }
    }
    Ok(findings)
}

impl Rules {
    fn read(text: &str) -> Result<Self, String> {
        let settings: toml::Table = text.parse().map_err(|error| format!("deny.toml: {error}"))?;
        let licences =
            settings.get("licenses").and_then(|section| section.as_table()).ok_or("deny.toml has no [licenses]")?;
        let bans = settings.get("bans").and_then(|section| section.as_table()).ok_or("deny.toml has no [bans]")?;
        let exceptions =
            tables(licences.get("exceptions")).filter_map(|row| Some((crate_name(row)?, texts(row.get("allow")))));
        Ok(Self {
            allowed: texts(licences.get("allow")),
            exceptions: exceptions.collect(),
            banned: tables(bans.get("deny")).filter_map(crate_name).collect(),
            doubles: tables(bans.get("skip")).filter_map(crate_name).collect(),
        })
    }

    fn may_use(&self, name: &str, expression: &str) -> Result<bool, String> {
        let own = self.exceptions.get(name);
        spdx::allows(expression, &|licence| {
            self.allowed.iter().chain(own.into_iter().flatten()).any(|allowed| allowed == licence)
        })
    }
}

fn tables(value: Option<&toml::Value>) -> impl Iterator<Item = &toml::Table> {
    value.and_then(|value| value.as_array()).into_iter().flatten().filter_map(|row| row.as_table())
}

fn texts(value: Option<&toml::Value>) -> Vec<String> {
    let list = value.and_then(|value| value.as_array()).into_iter().flatten();
    list.filter_map(|text| text.as_str()).map(str::to_owned).collect()
}

fn crate_name(row: &toml::Table) -> Option<String> {
    Some(row.get("crate")?.as_str()?.to_owned())
}

fn judge(crates: &Crates, rules: &Rules, findings: &mut Findings) {
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for found in crates.by_id.values() {
        versions.entry(&found.name).or_default().insert(&found.version);
        if rules.banned.contains(&found.name) {
            findings.problem(format!(
                "{} is banned (deny.toml says why): `cargo tree -i {}` shows who brings it",
                found.name, found.name
            ));
        }
        match rules.may_use(&found.name, &found.licence) {
            Ok(true) => {}
            Ok(false) => findings.problem(format!(
                "{} {} has licence `{}`, which deny.toml does not allow: choose another crate",
                found.name, found.version, found.licence
            )),
            Err(problem) => {
                findings.problem(format!("{} {}: licence `{}`: {problem}", found.name, found.version, found.licence))
            }
        }
    }
    let known = |name: &str, version: &str| {
        rules.doubles.iter().any(|listed| match listed.split_once('@') {
            Some((double, prefix)) => {
                double == name && (version == prefix || version.starts_with(&format!("{prefix}.")))
            }
            None => listed == name,
        })
    };
    for (name, versions) in &versions {
        let unknown: Vec<&str> = versions.iter().copied().filter(|version| !known(name, version)).collect();
        if unknown.len() > 1 {
            findings.problem(format!(
                "{name} is built in several versions ({}): move one, or add a dated exception to deny.toml [bans] skip",
                unknown.join(", ")
            ));
        }
    }
    for listed in &rules.doubles {
        let name = listed.split('@').next().unwrap_or(listed);
        if versions.get(name).is_none_or(|versions| versions.len() < 2) {
            findings.problem(format!("deny.toml skips {listed}, of which there is one version only: remove the line"));
        }
    }
}

fn cargo_lock(path: &str, text: &str, findings: &mut Findings) {
    let sources =
        text.lines().filter_map(|line| line.strip_prefix("source = \"")).map(|rest| rest.trim_end_matches('"'));
    for source in sources.filter(|source| *source != ONLY_REGISTRY).collect::<BTreeSet<_>>() {
        findings.problem(format!("{path}: {source} is not the public registry: no git or private sources"));
    }
}

/// Licences are checked for what is built into the pages. Packages that tests talk to are never shipped.
fn npm_lock(path: &str, text: &str, rules: &Rules, findings: &mut Findings) -> Result<(), String> {
    let lock: serde_json::Value = serde_json::from_str(text).map_err(|error| format!("{path}: {error}"))?;
    let shipped = path.starts_with("web/");
    for (place, package) in lock["packages"].as_object().into_iter().flatten() {
        if package["resolved"].as_str().is_some_and(|address| address.contains("://")) {
            findings.problem(format!("{path}: {place} names a download address: set omit-lockfile-registry-resolved=true in .npmrc and run npm install"));
            break;
        }
        let Some(name) = place.rsplit("node_modules/").next().filter(|_| place.contains("node_modules/")) else {
            continue;
        };
        if !shipped || package["link"].as_bool() == Some(true) || package["dev"].as_bool() == Some(true) {
            continue;
        }
        let licence = package["license"].as_str().unwrap_or_default();
        if !rules.may_use(name, licence).unwrap_or(false) {
            findings.problem(format!("{path}: {name} has licence `{licence}`, which deny.toml does not allow"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crates::Crate;

    const RULES: &str = r#"
        [licenses]
        allow = ["MIT", "Apache-2.0"]
        exceptions = [{ crate = "roots", allow = ["CDLA-Permissive-2.0"] }]
        [bans]
        deny = [{ crate = "ring", reason = "one crypto library" }]
        skip = [{ crate = "digest@0.10", reason = "until 2027-06" }]
    "#;

    fn problems(found: &[(&str, &str, &str)]) -> Vec<String> {
        let mut crates = Crates::default();
        for (name, version, licence) in found {
            let (name, version, licence) = ((*name).to_owned(), (*version).to_owned(), (*licence).to_owned());
            let id = format!("{name}@{version}");
            crates.by_id.insert(id, Crate { name, version, licence, ours: false, direct: Vec::new() });
        }
        let mut findings = Findings::default();
        let rules = Rules::read(RULES).expect("rules");
        judge(&crates, &rules, &mut findings);
        findings.problems
    }

    #[test]
    fn licences_bans_and_doubles_are_judged() {
        let doubles = [("digest", "0.10.7", "MIT"), ("digest", "0.11.0", "MIT")];
        let with = |more: &[(&'static str, &'static str, &'static str)]| problems(&[&doubles[..], more].concat()).len();
        assert_eq!(with(&[]), 0, "a dated double");
        assert_eq!(with(&[("a", "1.0.0", "MIT OR GPL-3.0-only")]), 0);
        assert_eq!(with(&[("a", "1.0.0", "GPL-3.0-only")]), 1);
        assert_eq!(with(&[("a", "1.0.0", "")]), 1, "no licence is not permission");
        assert_eq!(with(&[("roots", "1.0.0", "CDLA-Permissive-2.0")]), 0);
        assert_eq!(with(&[("other", "1.0.0", "CDLA-Permissive-2.0")]), 1);
        assert_eq!(with(&[("ring", "0.17.0", "MIT")]), 1);
        assert_eq!(with(&[("syn", "2.0.0", "MIT"), ("syn", "3.0.0", "MIT")]), 1);
        assert_eq!(with(&[("digest", "0.9.0", "MIT")]), 1, "a third version");
        assert_eq!(problems(&doubles[1..]).len(), 1, "an exception that nothing needs");
    }

    #[test]
    fn lock_files_name_no_other_source() {
        let mut findings = Findings::default();
        cargo_lock("Cargo.lock", "source = \"git+https://example.org/x#1\"\n", &mut findings);
        assert_eq!(findings.problems.len(), 1);
        let lock =
            r#"{"packages": {"": {}, "node_modules/a": {"resolved": "https://example.org/a.tgz", "license": "MIT"}}}"#;
        let mut findings = Findings::default();
        npm_lock("web/package-lock.json", lock, &Rules::read(RULES).expect("rules"), &mut findings).expect("json");
        assert_eq!(findings.problems.len(), 1);
    }

    #[test]
    fn shipped_packages_need_a_licence_and_test_peers_do_not() {
        let lock =
            r#"{"packages": {"": {}, "node_modules/a": {"license": "AGPLv3"}, "node_modules/b": {"license": "MIT"}}}"#;
        for (path, expected) in [("web/package-lock.json", 1), ("tests/clients/package-lock.json", 0)] {
            let mut findings = Findings::default();
            npm_lock(path, lock, &Rules::read(RULES).expect("rules"), &mut findings).expect("json");
            assert_eq!(findings.problems.len(), expected, "{path}");
        }
    }
}
