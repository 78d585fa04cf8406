//! Rooms that are called nothing in particular end up holding everything.

use super::Findings;
use crate::tree::Tree;

const NAMELESS: &[&str] = &["common", "util", "utils", "helper", "helpers", "types", "manager", "misc"];

pub fn check(tree: &Tree) -> Result<Findings, String> {
    let mut findings = Findings::default();
    for path in tree.files() {
        for part in path.split('/') {
            let stem = part.split('.').next().unwrap_or(part);
            if NAMELESS.contains(&stem) && is_source(path) {
                findings.problem(format!(
                    "{path}: `{stem}` says nothing; name it after what it holds, or move its parts where they belong"
                ));
            }
        }
        if path.ends_with(".rs") {
            for (number, line) in tree.read(path)?.lines().enumerate() {
                if let Some(name) = module_name(line).filter(|name| NAMELESS.contains(name)) {
                    findings.problem(format!("{path}:{}: module `{name}` needs a name of its own", number + 1));
                }
            }
        }
    }
    Ok(findings)
}

fn is_source(path: &str) -> bool {
    [".rs", ".ts", ".svelte", ".py", ".sh", ".js", ".mjs"].iter().any(|ending| path.ends_with(ending))
}

/// `name` of `mod name;` and `pub(crate) mod name {`.
pub fn module_name(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let line = match line.strip_prefix("pub") {
        Some(rest) => rest.trim_start_matches(|c: char| c != ' ').trim_start(),
        None => line,
    };
    let rest = line.strip_prefix("mod ")?.trim_start();
    let end = rest.find([';', '{', ' '])?;
    Some(&rest[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn module_lines_are_found() {
        let cases = [
            ("mod utils;", Some("utils")),
            ("pub(crate) mod helpers {", Some("helpers")),
            ("    pub mod rtmp;", Some("rtmp")),
            ("// mod utils;", None),
            ("model utils;", None),
        ];
        for (line, name) in cases {
            assert_eq!(module_name(line), name, "{line}");
        }
    }

    #[test]
    fn a_nameless_file_and_module_are_found_and_data_is_left_alone() {
        let folder = tempfile::tempdir().expect("folder");
        let texts = [
            ("crates/a/src/lib.rs", "mod helpers;\nmod rtmp;\n"),
            ("crates/a/src/utils.rs", ""),
            ("fixtures/types/a.bin", ""),
        ];
        let found = check(&Tree::of_texts(folder.path(), &texts)).expect("readable").problems;
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
