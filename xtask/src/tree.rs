//! The files of the checkout: what git tracks, and what is new and not ignored.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Paths are relative to the root, with `/`, sorted.
#[derive(Debug)]
pub struct Tree {
    root: PathBuf,
    files: BTreeSet<String>,
}

impl Tree {
    pub fn of_checkout() -> Result<Self, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the root").to_owned();
        let output = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(&root)
            .output()
            .map_err(|error| format!("git ls-files: {error}"))?;
        if !output.status.success() {
            return Err(format!("git ls-files failed: {}", String::from_utf8_lossy(&output.stderr)));
        }
        let listed = String::from_utf8_lossy(&output.stdout);
        let files = listed.split('\0').filter(|path| !path.is_empty() && root.join(path).is_file());
        Ok(Self { files: files.map(str::to_owned).collect(), root: root.clone() })
    }

    /// A tree of exactly these files, written to `root`.
    #[cfg(test)]
    pub fn of_texts(root: &Path, texts: &[(&str, &str)]) -> Self {
        for (path, text) in texts {
            let full = root.join(path);
            std::fs::create_dir_all(full.parent().expect("below the root")).expect("folder");
            std::fs::write(full, text).expect("file");
        }
        Self { root: root.to_owned(), files: texts.iter().map(|(path, _)| (*path).to_owned()).collect() }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    pub fn has_file(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    pub fn has_folder(&self, path: &str) -> bool {
        let prefix = format!("{}/", path.trim_end_matches('/'));
        self.files.range(prefix.clone()..).next().is_some_and(|next| next.starts_with(&prefix))
    }

    pub fn with_extension<'a>(&'a self, extension: &'a str) -> impl Iterator<Item = &'a str> {
        self.files().filter(move |path| Path::new(path).extension().is_some_and(|found| found == extension))
    }

    /// The text of a file; an error for one that is not UTF-8.
    pub fn read(&self, path: &str) -> Result<String, String> {
        std::fs::read_to_string(self.root.join(path)).map_err(|error| format!("{path}: {error}"))
    }
}

/// `a/b` and `../c` make `a/c`. `None` when it leaves the root.
pub fn resolve(folder: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The folder a file lies in; empty for the root.
pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_resolve_inside_the_root_only() {
        let cases = [
            ("docs", "contract/wire.md", Some("docs/contract/wire.md")),
            ("docs/contract", "../time.md", Some("docs/time.md")),
            ("", "./README.md", Some("README.md")),
            ("docs", "../../elsewhere", None),
        ];
        for (folder, target, expected) in cases {
            assert_eq!(resolve(folder, target).as_deref(), expected, "{folder} + {target}");
        }
    }
}
