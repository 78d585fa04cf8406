//! Files that are made from the tables of `crates/schema`: written by `cargo xtask generate`, held against the tables by `cargo xtask check generated`.
//!
//! An example of that crate prints them, so nothing of the product is imported here.

use crate::check::Findings;
use crate::tree::Tree;
use std::process::Command;

/// Each file and the words that make the example print it.
const FILES: &[(&str, &[&str])] = &[
    ("web/packages/client/src/generated/enums.ts", &["client/enums.ts"]),
    ("web/packages/client/src/generated/objects.ts", &["client/objects.ts"]),
    ("web/packages/client/src/generated/actions.ts", &["client/actions.ts"]),
    ("docs/conformance.md", &["conformance", "conformance/absent.json"]),
];

pub fn write(tree: &Tree) -> Result<(), String> {
    for (path, words) in FILES {
        let text = print(tree, words)?;
        let path = tree.path(path);
        if std::fs::read_to_string(&path).is_ok_and(|found| found == text) {
            continue;
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
        println!("wrote {}", path.display());
    }
    Ok(())
}

pub fn check(tree: &Tree) -> Result<Findings, String> {
    let mut findings = Findings::default();
    for (path, words) in FILES {
        match print(tree, words) {
            Ok(text) if tree.read(path).is_ok_and(|found| found == text) => {}
            Ok(_) => findings.problem(format!("{path}: not as the tables make it; run `cargo xtask generate`")),
            Err(problem) => findings.problem(format!("{path}: {problem}")),
        }
    }
    Ok(findings)
}

fn print(tree: &Tree, words: &[&str]) -> Result<String, String> {
    let output = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
        .args(["run", "--quiet", "--locked", "--package", "schema", "--example", "describe", "--"])
        .args(words)
        .current_dir(tree.root())
        .output()
        .map_err(|error| format!("cargo run: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
    }
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}
