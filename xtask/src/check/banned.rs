//! Calls that are banned because they hide time or work: clippy finds them, this check keeps the list of exceptions.
//!
//! An exception is `#[expect(clippy::disallowed_methods, reason = "…")]` at the call, in a file that clippy.toml lists
//! as `# may: path — why`. A path that ends in `/` is a folder.

use super::Findings;
use crate::tree::Tree;

const LINT: &str = "disallowed_methods";

/// What clippy.toml must ban. Shortening that list is not a way to pass.
const BANNED: &[&str] = &[
    "std::time::Instant::now",
    "std::time::SystemTime::now",
    "tokio::time::Instant::now",
    "std::thread::spawn",
    "tokio::spawn",
    "tokio::task::spawn",
];

pub fn check(tree: &Tree) -> Result<Findings, String> {
    let mut findings = Findings::default();
    let settings = tree.read("clippy.toml")?;
    for call in BANNED {
        if !settings.contains(&format!("\"{call}\"")) {
            findings.problem(format!("clippy.toml does not ban {call}: put it back"));
        }
    }
    let may: Vec<&str> = settings
        .lines()
        .filter_map(|line| line.strip_prefix("# may: "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let mut used = vec![false; may.len()];
    for path in tree.with_extension("rs").filter(|path| path.starts_with("crates/")) {
        if !tree.read(path)?.contains(LINT) {
            continue;
        }
        match may.iter().position(|listed| path == *listed || (listed.ends_with('/') && path.starts_with(*listed))) {
            Some(index) => used[index] = true,
            None => findings.problem(format!(
                "{path} excuses itself from {LINT}: take `now` as an argument or a task set from the caller; if it truly is a driver, add `# may: {path} — why` to clippy.toml"
            )),
        }
    }
    for (listed, _) in may.iter().zip(used).filter(|(_, used)| !used) {
        findings.problem(format!("clippy.toml lists {listed}, which no longer needs it: remove the line"));
    }
    for manifest in tree.files().filter(|path| path.starts_with("crates/") && path.ends_with("/Cargo.toml")) {
        if !tree.read(manifest)?.contains("[lints]\nworkspace = true") {
            findings
                .problem(format!("{manifest} does not take the workspace's lints: add `[lints]` `workspace = true`"));
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(may: &str, file: &str) -> Vec<String> {
        let folder = tempfile::tempdir().expect("folder");
        let bans: Vec<String> = BANNED.iter().map(|call| format!("\"{call}\"")).collect();
        let settings = format!("{may}\ndisallowed-methods = [{}]\n", bans.join(", "));
        let texts = [("clippy.toml", settings.as_str()), ("crates/live/src/ingest/rtmp.rs", file)];
        check(&Tree::of_texts(folder.path(), &texts)).expect("readable").problems
    }

    #[test]
    fn only_listed_files_may_excuse_themselves() {
        let excuse = "#[expect(clippy::disallowed_methods, reason = \"driver\")]";
        let cases = [
            ("listed", "# may: crates/live/src/ingest/rtmp.rs — driver", excuse, 0),
            ("listed by folder", "# may: crates/live/src/ingest/ — drivers", excuse, 0),
            ("not listed", "", excuse, 1),
            ("listed for nothing", "# may: crates/live/src/ingest/rtmp.rs — driver", "", 1),
            ("neither", "", "", 0),
        ];
        for (name, may, file, expected) in cases {
            let found = problems(may, file);
            assert_eq!(found.len(), expected, "{name}: {found:?}");
        }
    }

    #[test]
    fn a_shortened_list_of_bans_is_noticed() {
        let folder = tempfile::tempdir().expect("folder");
        let tree = Tree::of_texts(folder.path(), &[("clippy.toml", "disallowed-methods = [\"tokio::spawn\"]")]);
        assert_eq!(check(&tree).expect("readable").problems.len(), BANNED.len() - 1);
    }
}
