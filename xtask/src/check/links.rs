//! Relative links, anchors, paths and commands in documents.

use super::Findings;
use crate::tree::{Tree, folder_of, resolve};
use std::collections::BTreeMap;

/// Top folders: inline code that starts with one is a path and must exist.
const FOLDERS: &[&str] =
    &["crates/", "docs/", "web/", "setup/", "bench/", "fixtures/", "tests/", "xtask/", "fuzz/", "examples/", ".ci/"];
/// Made by the build, so not in the tree.
const MADE: &[&str] = &["dist", "target", "node_modules", "corpus", "artifacts"];

pub fn check(tree: &Tree) -> Result<Findings, String> {
    let mut findings = Findings::default();
    let mut texts = BTreeMap::new();
    for path in tree.with_extension("md") {
        texts.insert(path, tree.read(path)?);
    }
    let make_targets = make_targets(&tree.read("Makefile").unwrap_or_default());
    for (path, text) in &texts {
        for (line, target) in targets(text) {
            if let Some(problem) = broken(tree, &texts, path, &target) {
                findings.problem(format!("{path}:{line}: {problem}"));
            }
        }
        for (line, code) in codes(text) {
            if let Some(problem) = wrong_command(&code, &make_targets).or_else(|| missing_path(tree, &code)) {
                findings.problem(format!("{path}:{line}: {problem}"));
            }
        }
    }
    Ok(findings)
}

fn broken(tree: &Tree, texts: &BTreeMap<&str, String>, from: &str, target: &str) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let page = if file.is_empty() { from.to_owned() } else { resolve(folder_of(from), file)? };
    if !tree.has_file(&page) && !tree.has_folder(&page) {
        return Some(format!("link to {target}: there is no {page}"));
    }
    let text = texts.get(page.as_str())?;
    if anchor.is_empty() || anchors(text).iter().any(|known| known == anchor) {
        return None;
    }
    Some(format!("link to {target}: {page} has no heading #{anchor}"))
}

fn wrong_command(code: &str, make_targets: &[String]) -> Option<String> {
    let mut words = code.trim_start_matches("$ ").split_whitespace();
    match (words.next()?, words.next()) {
        ("make", Some(target)) if !target.contains('=') && !make_targets.iter().any(|known| known == target) => {
            Some(format!("`make {target}`: the Makefile has no such target"))
        }
        ("cargo", Some("xtask")) => {
            let command = words.next()?;
            let known = crate::COMMANDS.contains(&command) || !command.starts_with(|c: char| c.is_ascii_lowercase());
            (!known).then(|| format!("`cargo xtask {command}`: there is no such command"))
        }
        _ => None,
    }
}

fn missing_path(tree: &Tree, code: &str) -> Option<String> {
    let is_path = FOLDERS.iter().any(|folder| code.starts_with(folder))
        && code.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    if !is_path || code.split('/').any(|part| MADE.contains(&part)) || tree.has_file(code) || tree.has_folder(code) {
        return None;
    }
    Some(format!("`{code}` does not exist"))
}

fn make_targets(makefile: &str) -> Vec<String> {
    let heads = makefile.lines().filter(|line| !line.starts_with(['\t', '#', '.', ' ']));
    heads
        .filter_map(|line| line.split_once(':'))
        .filter(|(_, rest)| !rest.starts_with('='))
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// Lines outside fenced blocks, with their numbers from 1.
fn prose(text: &str) -> Vec<(usize, &str)> {
    let mut inside = false;
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
        } else if !inside {
            lines.push((index + 1, line));
        }
    }
    lines
}

/// Link targets with their line numbers: `[text](target)` and `[name]: target`.
pub fn targets(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in prose(text) {
        let line = without_code(line);
        let mut rest = line.as_str();
        while let Some((_, after)) = rest.split_once("](") {
            let end = after.find([')', ' ']).unwrap_or(after.len());
            found.push((number, after[..end].trim_matches(['<', '>']).to_owned()));
            rest = &after[end..];
        }
        if let Some((_, target)) = line.strip_prefix('[').and_then(|rest| rest.split_once("]: ")) {
            found.push((number, target.trim().to_owned()));
        }
    }
    found
}

/// Inline code, and lines of fenced blocks, with their line numbers.
fn codes(text: &str) -> Vec<(usize, String)> {
    let mut inside = false;
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
        } else if inside {
            found.push((index + 1, line.trim().to_owned()));
        } else {
            found.extend(line.split('`').skip(1).step_by(2).map(|code| (index + 1, code.to_owned())));
        }
    }
    found
}

fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect::<Vec<_>>().join("`")
}

/// What a heading is called in a link, as the common hosts make it.
fn anchors(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (_, line) in prose(text) {
        let title = line.trim_start_matches('#');
        if title.len() == line.len() || !title.starts_with(' ') {
            continue;
        }
        let kept = title.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        let slug: String = kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect();
        let same = found.iter().filter(|known| **known == slug).count();
        found.push(if same == 0 { slug } else { format!("{slug}-{same}") });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dead_links_anchors_commands_and_paths_are_found() {
        let cases: &[(&str, &str, usize)] = &[
            ("a page", "[a](docs/time.md)", 0),
            ("no page", "[a](docs/clock.md)", 1),
            ("a heading", "[a](docs/time.md#media-time-in-ticks)", 0),
            ("no heading", "[a](docs/time.md#seconds)", 1),
            ("own heading", "# Title\n[a](#title)", 0),
            ("outside", "[a](https://example.org/x.md)", 0),
            ("in code", "`[a](docs/clock.md)`", 0),
            ("in a block", "```\n[a](docs/clock.md)\n```", 0),
            ("a folder", "[a](docs/)", 0),
            ("a target", "`make test`", 0),
            ("with a variable", "`make HTTP=x run`", 0),
            ("no target", "```sh\nmake everything\n```", 1),
            ("a command", "`cargo xtask check floors`", 0),
            ("no command", "`cargo xtask dist`", 1),
            ("a path", "`docs/time.md`", 0),
            ("no path", "`docs/clock.md`", 1),
            ("a pattern", "`docs/*.md`", 0),
            ("made by the build", "`web/dist/index.html`", 0),
        ];
        for (name, readme, problems) in cases {
            let folder = tempfile::tempdir().expect("folder");
            let texts = [
                ("README.md", *readme),
                ("docs/time.md", "# Time\n## Media time, in ticks\n"),
                ("Makefile", "DATA ?= x\nURL := y\n.PHONY: run\nrun test:\ntest:\n\techo: x\n"),
            ];
            let found = check(&Tree::of_texts(folder.path(), &texts)).expect("readable").problems;
            assert_eq!(found.len(), *problems, "{name}: {found:?}");
        }
    }
}
