//! Files that nothing uses: Rust files outside every module tree, fixtures that nobody names, pages that nobody links to.

use super::names::module_name;
use super::{Findings, links};
use crate::tree::{Tree, folder_of, resolve};
use std::collections::BTreeSet;

pub fn check(tree: &Tree) -> Result<Findings, String> {
    let mut findings = Findings::default();
    let reached = reached_sources(tree)?;
    for path in tree.with_extension("rs").filter(|path| !reached.contains(*path)) {
        findings.problem(format!("{path}: no `mod` line leads here; delete it or name it in its parent"));
    }
    let unread: Vec<&str> = tree.files().filter(|path| path.starts_with("fixtures/")).collect();
    if !unread.is_empty() {
        let texts = texts_that_may_name_fixtures(tree)?;
        for path in unread {
            if !is_named(path, &texts) {
                findings.problem(format!("{path}: nothing names this fixture; delete it or use it"));
            }
        }
    }
    let linked = linked_pages(tree)?;
    for path in tree.with_extension("md").filter(|path| path.starts_with("docs/") && !linked.contains(*path)) {
        findings.problem(format!("{path}: no other page links here; link it from docs/README.md or delete it"));
    }
    Ok(findings)
}

/// Every Rust file that cargo would compile for some target.
fn reached_sources(tree: &Tree) -> Result<BTreeSet<String>, String> {
    let mut open = Vec::new();
    for manifest in tree.files().filter(|path| *path == "Cargo.toml" || path.ends_with("/Cargo.toml")) {
        let folder = folder_of(manifest);
        open.extend(tree.with_extension("rs").filter(|path| is_root(folder, path)).map(|path| (path.to_owned(), true)));
        let named = tree.read(manifest)?;
        let paths = named.lines().filter_map(|line| line.trim().strip_prefix("path")).filter_map(quoted);
        open.extend(
            paths.filter_map(|path| resolve(folder, path)).filter(|path| tree.has_file(path)).map(|p| (p, true)),
        );
    }
    let mut reached = BTreeSet::new();
    while let Some((path, root)) = open.pop() {
        if !reached.insert(path.clone()) {
            continue;
        }
        let folder = folder_of(&path).to_owned();
        let stem = path.rsplit('/').next().and_then(|name| name.strip_suffix(".rs")).unwrap_or_default();
        let children = if root || stem == "mod" { folder.clone() } else { format!("{folder}/{stem}") };
        let text = tree.read(&path)?;
        let mut stated: Option<&str> = None;
        for line in text.lines() {
            if let Some(rest) = line.trim_start().strip_prefix("#[path") {
                stated = quoted(rest);
            } else if let Some(name) = module_name(line) {
                let guesses = match stated.take() {
                    Some(path) => vec![resolve(&folder, path)],
                    None => vec![Some(format!("{children}/{name}.rs")), Some(format!("{children}/{name}/mod.rs"))],
                };
                open.extend(
                    guesses.into_iter().flatten().filter(|guess| tree.has_file(guess)).map(|path| (path, false)),
                );
            } else if let Some((_, rest)) = line.split_once("include!(") {
                let included = quoted(rest).and_then(|target| resolve(&folder, target));
                open.extend(included.filter(|path| tree.has_file(path)).map(|path| (path, false)));
            }
        }
    }
    Ok(reached)
}

/// Whether cargo finds a target in this file by its place below the crate's folder.
fn is_root(folder: &str, path: &str) -> bool {
    let below =
        if folder.is_empty() { Some(path) } else { path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')) };
    let parts: Vec<&str> = below.map(|below| below.split('/').collect()).unwrap_or_default();
    let targets = ["tests", "examples", "benches"];
    match parts.as_slice() {
        [folder, _] | [folder, _, "main.rs"] if targets.contains(folder) => true,
        other => matches!(
            other,
            ["build.rs"] | ["src", "lib.rs" | "main.rs"] | ["src", "bin", _] | ["src", "bin", _, "main.rs"]
        ),
    }
}

fn quoted(text: &str) -> Option<&str> {
    text.split('"').nth(1)
}

fn texts_that_may_name_fixtures(tree: &Tree) -> Result<Vec<(String, String)>, String> {
    const READERS: &[&str] = &[".rs", ".py", ".sh", ".mjs", ".js", ".ts", ".toml", ".md", "/run"];
    let files = tree.files().filter(|path| READERS.iter().any(|ending| path.ends_with(ending)));
    files.map(|path| Ok((path.to_owned(), tree.read(path)?))).collect()
}

/// By its own name, or by the folder it lies in when a test reads the whole folder.
fn is_named(path: &str, texts: &[(String, String)]) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let folder = Some(folder_of(path)).filter(|folder| *folder != "fixtures");
    texts
        .iter()
        .any(|(from, text)| from != path && (text.contains(name) || folder.is_some_and(|folder| text.contains(folder))))
}

fn linked_pages(tree: &Tree) -> Result<BTreeSet<String>, String> {
    let mut linked = BTreeSet::new();
    for path in tree.with_extension("md") {
        let text = tree.read(path)?;
        let targets = links::targets(&text)
            .into_iter()
            .filter_map(|(_, target)| resolve(folder_of(path), target.split('#').next()?));
        linked.extend(targets.filter(|target| target != path));
    }
    Ok(linked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(texts: &[(&str, &str)]) -> Vec<String> {
        let folder = tempfile::tempdir().expect("folder");
        check(&Tree::of_texts(folder.path(), texts)).expect("readable").problems
    }

    #[test]
    fn a_file_outside_every_module_tree_is_dead() {
        let texts = [
            ("crates/a/Cargo.toml", "[package]"),
            ("crates/a/src/lib.rs", "pub mod rtmp;\n#[path = \"odd/place.rs\"]\nmod here;\n"),
            ("crates/a/src/rtmp.rs", "mod chunk;\n"),
            ("crates/a/src/rtmp/chunk.rs", ""),
            ("crates/a/src/odd/place.rs", ""),
            ("crates/a/src/chunk.rs", ""),
            ("crates/a/tests/it/main.rs", "mod live;\n"),
            ("crates/a/tests/it/live.rs", ""),
        ];
        let found = problems(&texts);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("crates/a/src/chunk.rs"), "{found:?}");
    }

    #[test]
    fn fuzz_targets_are_reached_through_their_manifest() {
        let texts = [
            ("fuzz/Cargo.toml", "[[bin]]\nname = \"flv\"\npath = \"fuzz_targets/flv.rs\"\n"),
            ("fuzz/fuzz_targets/flv.rs", ""),
            ("fuzz/fuzz_targets/forgotten.rs", ""),
        ];
        assert_eq!(problems(&texts).len(), 1);
    }

    #[test]
    fn fixtures_and_pages_must_be_used() {
        let texts = [
            ("fixtures/demo.flv", ""),
            ("fixtures/old.flv", ""),
            ("crates/a/Cargo.toml", ""),
            ("crates/a/src/lib.rs", "// demo.flv\n"),
            ("docs/README.md", "[time](time.md)"),
            ("docs/time.md", "[back](README.md)"),
            ("docs/lost.md", ""),
        ];
        let found = problems(&texts);
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
