//! Crates may import from lower floors only, and some libraries have one home.
//!
//! The table is the one in ARCHITECTURE.md. `testkit` may be a dev-dependency of anyone; `schema-derive` is the macro of
//! `schema` and stands below it.

use super::Findings;
use crate::crates::{Crate, Crates};
use crate::tree::Tree;

const FLOORS: &[(&str, u8)] = &[
    ("server", 5),
    ("api", 4),
    ("edge", 4),
    ("domain", 3),
    ("live", 3),
    ("store", 2),
    ("schema", 1),
    ("media", 1),
    ("wire", 1),
    ("schema-derive", 0),
    ("base", 0),
];

/// For tests only, on top of whatever it imitates.
const TESTKIT: &str = "testkit";
/// Not part of the product, imports nothing of it.
const XTASK: &str = "xtask";

/// Programs of integrators, in `examples/`: they use the public API only, so they import nothing of ours, and any library.
const EXAMPLES: &[&str] = &["webcast-app"];

/// Floors up to this one do no I/O and know no runtime.
const SANS_IO_FLOOR: u8 = 1;
const NOT_SANS_IO: &[&str] = &["tokio", "mio", "hyper", "axum", "sqlx", "sqlx-core", "socket2", "reqwest"];

/// A library of somebody else, and the only crates that may name it, so that a changed signature has one place to land.
const HOMES: &[(&str, &[&str])] = &[
    ("sqlx", &["store"]),
    ("mp4-atom", &["media"]),
    ("xsd-schema", &["domain"]),
    ("aws-lc-rs", &["domain", "server"]),
    ("axum", &["api", "edge", "server"]),
    ("hyper", &["server"]),
    ("hyper-util", &["server"]),
    ("rust-embed", &["server"]),
    ("clap", &["server"]),
    ("metrics-exporter-prometheus", &["server"]),
    ("tracing-subscriber", &["server"]),
];

pub fn check(tree: &Tree) -> Result<Findings, String> {
    Ok(judge(&Crates::of_workspace(tree.root())?))
}

fn judge(crates: &Crates) -> Findings {
    let mut findings = Findings::default();
    for ours in crates.ours() {
        if EXAMPLES.contains(&ours.name.as_str()) {
            let imported = ours.direct.iter().filter(|direct| crates.ours().any(|found| found.name == direct.name));
            for dependency in imported {
                findings.problem(format!(
                    "the example {} imports {}: an example knows the public API only",
                    ours.name, dependency.name
                ));
            }
            continue;
        }
        for dependency in &ours.direct {
            let Some((_, homes)) = HOMES.iter().find(|(name, _)| *name == dependency.name) else { continue };
            if !dependency.tests_only && !homes.contains(&ours.name.as_str()) {
                findings.problem(format!(
                    "{} imports {}, whose home is {}: ask that crate for what you need",
                    ours.name,
                    dependency.name,
                    homes.join(", ")
                ));
            }
        }
        if ours.name == XTASK || ours.name == TESTKIT {
            continue;
        }
        let Some(floor) = floor_of(&ours.name) else {
            findings.problem(format!(
                "crate {} stands on no floor: add it to ARCHITECTURE.md and to xtask/src/check/floors.rs",
                ours.name
            ));
            continue;
        };
        imports(crates, ours, floor, &mut findings);
        if floor <= SANS_IO_FLOOR {
            let closure = crates.closure(&ours.name);
            for name in NOT_SANS_IO.iter().filter(|name| closure.contains(*name)) {
                findings.problem(format!(
                    "{} (floor {floor}) builds on {name}: floors 0 and 1 do no I/O; move the driver up",
                    ours.name
                ));
            }
        }
    }
    findings
}

fn imports(crates: &Crates, ours: &Crate, floor: u8, findings: &mut Findings) {
    for dependency in &ours.direct {
        if dependency.name == TESTKIT && !dependency.tests_only {
            findings.problem(format!("{} imports testkit: move it to [dev-dependencies]", ours.name));
            continue;
        }
        if dependency.name == TESTKIT || !crates.ours().any(|found| found.name == dependency.name) {
            continue;
        }
        match floor_of(&dependency.name) {
            Some(below) if below < floor => {}
            Some(other) => findings.problem(format!(
                "{} (floor {floor}) imports {} (floor {other}): move the shared thing down, or own a trait and implement it above",
                ours.name, dependency.name
            )),
            None => findings.problem(format!("{} imports {}, which stands on no floor", ours.name, dependency.name)),
        }
    }
}

fn floor_of(name: &str) -> Option<u8> {
    FLOORS.iter().find(|(known, _)| *known == name).map(|(_, floor)| *floor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crates::Direct;
    use std::collections::BTreeSet;

    /// `"live: media base test:testkit"` is a crate of ours with these dependencies; `"*tokio: mio"` is somebody else's.
    fn workspace(lines: &[&str]) -> Crates {
        let mut crates = Crates::default();
        for line in lines {
            let (name, dependencies) = line.split_once(':').expect("a colon");
            let ours = !name.starts_with('*');
            let direct: Vec<Direct> = dependencies
                .split_whitespace()
                .map(|word| match word.strip_prefix("test:") {
                    Some(name) => Direct { name: name.to_owned(), tests_only: true },
                    None => Direct { name: word.to_owned(), tests_only: false },
                })
                .collect();
            let name = name.trim_start_matches('*').to_owned();
            let built: BTreeSet<String> =
                direct.iter().filter(|dependency| !dependency.tests_only).map(|d| d.name.clone()).collect();
            crates.builds_on.insert(name.clone(), built);
            let version = "1.0.0".to_owned();
            crates.by_id.insert(name.clone(), Crate { name, version, licence: "MIT".to_owned(), ours, direct });
        }
        crates
    }

    #[test]
    fn imports_go_down_only() {
        let cases: &[(&str, &[&str], usize)] = &[
            ("down", &["live: media base", "media: base", "base:"], 0),
            ("sideways", &["live: domain", "domain:"], 1),
            ("up", &["media: live", "live:"], 1),
            ("testkit in tests", &["live: test:testkit", "testkit: live"], 0),
            ("testkit in the product", &["live: testkit", "testkit:"], 1),
            ("sideways in tests", &["live: test:domain", "domain:"], 1),
            ("a crate without a floor", &["extra:"], 1),
            ("an example with libraries", &["webcast-app: sqlx", "*sqlx:"], 0),
            ("an example that looks inside", &["webcast-app: test:base", "base:"], 1),
            ("the macro below its crate", &["schema: schema-derive", "schema-derive:"], 0),
        ];
        for (name, lines, problems) in cases {
            let found = judge(&workspace(lines)).problems;
            assert_eq!(found.len(), *problems, "{name}: {found:?}");
        }
    }

    #[test]
    fn sans_io_floors_may_not_reach_a_runtime_even_through_others() {
        let crates = workspace(&["wire: helpful", "*helpful: tokio", "*tokio:"]);
        let found = judge(&crates).problems;
        assert!(found.iter().any(|problem| problem.contains("builds on tokio")), "{found:?}");
        let in_tests = workspace(&["wire: test:helpful", "*helpful: tokio", "*tokio:"]);
        assert_eq!(judge(&in_tests).problems, Vec::<String>::new());
    }

    #[test]
    fn libraries_stay_at_home() {
        assert_eq!(judge(&workspace(&["store: sqlx", "*sqlx:"])).problems.len(), 0);
        assert_eq!(judge(&workspace(&["domain: sqlx", "*sqlx:"])).problems.len(), 1);
    }
}
