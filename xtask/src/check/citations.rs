//! `contract: page, section` in code names a page of docs/contract and a heading on it.
//!
//! The section may be shortened, and prose may follow it: heading and citation agree when one begins with the other,
//! word by word and without case, or when the heading contains the citation.

use super::Findings;
use crate::tree::Tree;
use std::collections::BTreeMap;

const MARK: &str = "contract: ";
const SOURCES: &[&str] = &[".rs", ".ts", ".svelte", ".py", ".mjs", ".js", ".sh"];

pub fn check(tree: &Tree) -> Result<Findings, String> {
    let mut findings = Findings::default();
    let mut pages: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for path in tree.files() {
        let Some(page) = path.strip_prefix("docs/contract/").and_then(|name| name.strip_suffix(".md")) else {
            continue;
        };
        let text = tree.read(path)?;
        let headings =
            text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches(['#', ' ']));
        pages.insert(page, headings.map(|heading| (words(heading), heading.to_owned())).collect());
    }
    for path in
        tree.files().filter(|path| SOURCES.iter().any(|ending| path.ends_with(ending)) && !path.starts_with("xtask/"))
    {
        for (index, line) in tree.read(path)?.lines().enumerate() {
            // In Rust a citation is in a comment; elsewhere `contract: ` may be a field.
            let said =
                if path.ends_with(".rs") { line.split_once("//").map_or("", |(_, comment)| comment) } else { line };
            for cited in said.split(MARK).skip(1) {
                if let Some(problem) = unknown(&pages, cited) {
                    findings.problem(format!("{path}:{}: {problem}", index + 1));
                }
            }
        }
    }
    Ok(findings)
}

fn unknown(pages: &BTreeMap<&str, Vec<(String, String)>>, cited: &str) -> Option<String> {
    let end = cited.find(|c: char| !(c.is_ascii_lowercase() || c == '-')).unwrap_or(cited.len());
    let (page, rest) = cited.split_at(end);
    let Some(headings) = pages.get(page) else {
        let known: Vec<&str> = pages.keys().copied().collect();
        return Some(format!("docs/contract has no page `{page}`; it has {}", known.join(", ")));
    };
    let section = rest.strip_prefix(", ")?;
    let end = section.find([')', '.', ';', ':', '"', '*']).unwrap_or(section.len());
    let section = words(&section[..end]);
    if section.is_empty() || headings.iter().any(|(heading, _)| agree(heading, &section)) {
        return None;
    }
    let known: Vec<&str> = headings.iter().map(|(_, heading)| heading.as_str()).collect();
    Some(format!("docs/contract/{page}.md has no section `{section}`; it has: {}", known.join(" | ")))
}

fn agree(heading: &str, section: &str) -> bool {
    let (heading, section) = (format!(" {heading} "), format!(" {section} "));
    section.starts_with(&heading) || heading.contains(&section)
}

/// Lower case, without a number in front, words separated by one space.
fn words(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let words = spaced.split_whitespace().skip_while(|word| word.chars().all(|c| c.is_ascii_digit()));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_names_a_page_and_a_heading_on_it() {
        let cases = [
            ("session, KS version 2).", true),
            ("session, KS version 2 hashes the plain text first", true),
            ("session, ks version", true),
            ("session", true),
            ("session, KS version 3)", false),
            ("session, privileges", false),
            ("sessions, KS version 2", false),
            ("wire, error shapes", true),
        ];
        for (citation, known) in cases {
            let folder = tempfile::tempdir().expect("folder");
            let code = format!("/// Text (contract{} {citation}\n", ":");
            let texts = [
                ("docs/contract/session.md", "# Sessions\n## 2. KS version 2\n"),
                ("docs/contract/wire.md", "# Wire\n## Errors\n### Error shapes and codes\n"),
                ("crates/a/src/lib.rs", code.as_str()),
            ];
            let found = check(&Tree::of_texts(folder.path(), &texts)).expect("readable").problems;
            assert_eq!(found.is_empty(), known, "{citation}: {found:?}");
        }
    }
}
