//! The house rules that a machine can check. Each says what to do, not only what is wrong.

mod banned;
mod citations;
mod dead;
mod floors;
mod length;
mod licences;
mod links;
mod lint;
mod names;

use crate::tree::Tree;

/// What a check found. Problems fail it; notes do not.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Findings {
    pub problems: Vec<String>,
    pub notes: Vec<String>,
}

impl Findings {
    pub fn problem(&mut self, text: impl Into<String>) {
        self.problems.push(text.into());
    }

    fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }
}

type Check = fn(&Tree) -> Result<Findings, String>;

/// Quick ones first, so that a wrong name is not found after minutes of compiling.
const CHECKS: &[(&str, &str, Check)] = &[
    ("format", "rustfmt has nothing to change", lint::format),
    ("floors", "crates depend downwards only (ARCHITECTURE.md, floors)", floors::check),
    ("names", "no room without a name of its own", names::check),
    ("dead", "every source file, fixture and page is used", dead::check),
    ("links", "links and commands in documents lead somewhere", links::check),
    ("citations", "cited sections of docs/contract exist", citations::check),
    ("licences", "licences, banned crates, double versions, lock files", licences::check),
    ("length", "long files", length::check),
    ("generated", "files made from the tables of crates/schema are as the tables make them", crate::generated::check),
    ("banned", "banned calls stay in the files listed in clippy.toml", banned::check),
    ("clippy", "clippy has nothing to say", lint::clippy),
];

pub fn run(tree: &Tree, names: &[String]) -> Result<(), String> {
    if names == ["--list"] {
        for (name, claim, _) in CHECKS {
            println!("{name:10} {claim}");
        }
        return Ok(());
    }
    if let Some(unknown) = names.iter().find(|name| CHECKS.iter().all(|(known, ..)| known != name)) {
        return Err(format!("no check is named {unknown}; `cargo xtask check --list` names them"));
    }
    let (mut passed, mut failed) = (0, 0);
    for (name, claim, check) in CHECKS {
        if !names.is_empty() && !names.iter().any(|wanted| wanted == name) {
            continue;
        }
        let findings = check(tree)?;
        if findings.problems.is_empty() {
            println!("ok      {name:10} {claim}");
            passed += 1;
        } else {
            println!("FAILED  {name:10} {claim}");
            failed += 1;
        }
        for problem in &findings.problems {
            println!("        {problem}");
        }
        for note in &findings.notes {
            println!("note    {note}");
        }
    }
    println!("{passed} passed, {failed} failed");
    if failed == 0 { Ok(()) } else { Err("the house rules are broken".to_owned()) }
}
