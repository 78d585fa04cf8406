//! rustfmt and clippy, with their own output.

use super::Findings;
use crate::tree::Tree;
use std::process::Command;

pub fn format(tree: &Tree) -> Result<Findings, String> {
    cargo(tree, &["fmt", "--all", "--check"], "run `cargo fmt --all`")
}

/// Twice: the product with every lint, then the tests, which may read the clock and start tasks as they like.
pub fn clippy(tree: &Tree) -> Result<Findings, String> {
    const TODO: &str =
        "mend what clippy says above; an exception is `#[expect(…, reason = \"…\")]` on the smallest item";
    let product = cargo(tree, &["clippy", "--quiet", "--workspace", "--locked", "--", "-D", "warnings"], TODO)?;
    if !product.problems.is_empty() {
        return Ok(product);
    }
    let tests = ["clippy", "--quiet", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
    let relaxed = ["-A", "clippy::disallowed_methods", "-A", "clippy::unwrap_used"];
    cargo(tree, &[&tests[..], &relaxed[..]].concat(), TODO)
}

fn cargo(tree: &Tree, arguments: &[&str], todo: &str) -> Result<Findings, String> {
    let mut command = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    let status = command.args(arguments).current_dir(tree.root()).status();
    let status = status.map_err(|error| format!("cargo {}: {error}", arguments[0]))?;
    let mut findings = Findings::default();
    if !status.success() {
        findings.problem(todo);
    }
    Ok(findings)
}
