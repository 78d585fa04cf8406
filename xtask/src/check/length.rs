//! Long files are looked at, not forbidden: one subject may be long.

use super::Findings;
use crate::tree::Tree;

const LINES_COMFORTABLE: usize = 600;

pub fn check(tree: &Tree) -> Result<Findings, String> {
    let mut findings = Findings::default();
    let mut long = Vec::new();
    for path in tree.files() {
        let source = [".rs", ".ts", ".svelte"].iter().any(|ending| path.ends_with(ending));
        if !source || path.split('/').any(|part| ["snapshots", "fixtures", "generated"].contains(&part)) {
            continue;
        }
        let lines = tree.read(path)?.lines().count();
        if lines > LINES_COMFORTABLE {
            long.push((lines, path));
        }
    }
    long.sort_unstable_by(|a, b| b.cmp(a));
    for (lines, path) in long {
        findings.note(format!("{path} has {lines} lines: is it one subject?"));
    }
    Ok(findings)
}
