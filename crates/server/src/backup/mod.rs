//! Backups: a folder with a copy of everything the data folder holds, and a list of it.
//!
//! A backup has the layout of a data folder plus [`MANIFEST`]. Belongs here: the list, and which file belongs to it. Making one is in
//! `take`, bringing one back in `restore`, looking at a data folder in `inspect`.

mod files;
pub mod inspect;
mod restore;
mod take;

pub use restore::restore;
pub use take::take;

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::Path;
use store::Step;

/// Name of the list inside a backup.
pub const MANIFEST: &str = "manifest.json";
/// The largest list that is read: room for some hundred thousand files. A larger one is refused.
const MANIFEST_BYTES_MAX: u64 = 64 << 20;
/// What a list of ours says it is.
const KIND: &str = "plenary backup";
/// Rises when an older program could not bring a backup back.
const FORMAT: u32 = 1;
/// The database's name in a data folder and in a backup.
const DATABASE: &str = "plenary.db";

/// What is in a backup, and who made it.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    kind: String,
    format: u32,
    /// Version of the program that made it.
    version: String,
    /// When the copy of the database began, RFC 3339. What was acknowledged before is in it.
    made_at: String,
    /// Applied steps of the schema, `owner/name`, sorted.
    schema: Vec<String>,
    files: Vec<Listed>,
}

/// One file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Listed {
    /// Relative to the backup, with `/`.
    path: String,
    bytes: u64,
    /// Lower-case hex.
    sha256: String,
}

/// Why a folder is not brought back. Nothing of it remains.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("{path} is no backup of Plenary: {why}")]
    Foreign { path: String, why: String },
    #[error("the backup was made by a newer version, {version}: {what}. This is {ours}; restore with {version} or newer", ours = env!("CARGO_PKG_VERSION"))]
    Newer { version: String, what: String },
    #[error("{file} is missing in the backup")]
    Missing { file: String },
    #[error("{file} has {found} bytes, the backup's list says {listed}: it was cut off or changed")]
    Size { file: String, found: u64, listed: u64 },
    #[error("{file} was changed: its checksum is not the one in the backup's list")]
    Checksum { file: String },
    #[error("{file} is not in the backup's list: somebody put it there")]
    Unlisted { file: String },
    #[error("the backup's list names {file:?}, which is not allowed")]
    Name { file: String },
    #[error("{dir} is not empty: a backup is restored into a folder that is empty or missing")]
    NotEmpty { dir: String },
    #[error("the backup cannot be used: {story}")]
    Unusable { story: String },
    #[error("{path}: {source}")]
    Io { path: String, source: std::io::Error },
}

impl Refused {
    fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.display().to_string();
        move |source| Self::Io { path, source }
    }
}

impl From<base::Error> for Refused {
    fn from(error: base::Error) -> Self {
        Self::Unusable { story: error.story() }
    }
}

impl Manifest {
    fn of(made_at: String, steps: &[Step], files: Vec<Listed>) -> Self {
        Self {
            kind: KIND.to_owned(),
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            made_at,
            schema: steps.iter().map(name_of).collect(),
            files,
        }
    }

    /// Reads the list of the backup `from`, and refuses one that this program cannot bring back.
    fn read(from: &Path) -> Result<Self, Refused> {
        let foreign = |why: String| Refused::Foreign { path: from.display().to_string(), why };
        let path = from.join(MANIFEST);
        let size = match std::fs::metadata(&path) {
            Ok(found) => found.len(),
            Err(error) => return Err(foreign(format!("{MANIFEST}: {error}"))),
        };
        if size > MANIFEST_BYTES_MAX {
            return Err(foreign(format!("{MANIFEST} of {size} bytes exceeds limit of {MANIFEST_BYTES_MAX}")));
        }
        let text = std::fs::read(&path).map_err(Refused::io(&path))?;
        Self::parse(&text).map_err(|wrong| match wrong {
            Wrong::Foreign(why) => foreign(why),
            Wrong::Refused(refused) => refused,
        })
    }

    fn parse(text: &[u8]) -> Result<Self, Wrong> {
        /// Enough to tell who made a list that has another form.
        #[derive(Deserialize)]
        struct Head {
            kind: String,
            format: u32,
            #[serde(default)]
            version: String,
        }
        let head: Head =
            serde_json::from_slice(text).map_err(|error| Wrong::Foreign(format!("{MANIFEST}: {error}")))?;
        if head.kind != KIND {
            return Err(Wrong::Foreign(format!("{MANIFEST} is of kind {:?}", head.kind)));
        }
        let newer = |version: String, what: String| Wrong::Refused(Refused::Newer { version, what });
        if head.format > FORMAT {
            return Err(newer(head.version, format!("its form is {}, known is {FORMAT}", head.format)));
        }
        let manifest: Self =
            serde_json::from_slice(text).map_err(|error| Wrong::Foreign(format!("{MANIFEST}: {error}")))?;
        let known: BTreeSet<String> =
            domain::MIGRATIONS.iter().map(|step| format!("{}/{}", step.owner, step.name)).collect();
        if let Some(step) = manifest.schema.iter().find(|step| !known.contains(*step)) {
            return Err(newer(manifest.version.clone(), format!("its database has the step {step}")));
        }
        let mut seen = BTreeSet::new();
        for file in &manifest.files {
            if !is_plain(&file.path) || !seen.insert(&file.path) {
                return Err(Wrong::Refused(Refused::Name { file: file.path.clone() }));
            }
        }
        if !seen.contains(&DATABASE.to_owned()) {
            return Err(Wrong::Foreign(format!("{MANIFEST} does not list {DATABASE}")));
        }
        Ok(manifest)
    }
}

/// What may be wrong with a list, before anybody knows where it lies.
#[derive(Debug)]
enum Wrong {
    Foreign(String),
    Refused(Refused),
}

fn name_of(step: &Step) -> String {
    format!("{}/{}", step.owner, step.name)
}

/// A relative path that stays below its folder and names neither the list nor what the database keeps for itself.
fn is_plain(path: &str) -> bool {
    let inside = !path.contains(['\0', '\\']) && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    inside && path != MANIFEST && (path == DATABASE || !store::Db::owns(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::path::Component;

    fn manifest(change: impl Fn(&mut serde_json::Value)) -> Result<Manifest, Wrong> {
        let mut value = serde_json::json!({
            "kind": KIND, "format": 1, "version": "9.1.0", "made_at": "2026-01-01T00:00:00.000Z", "schema": ["domain/0001_first"],
            "files": [{ "path": DATABASE, "bytes": 1, "sha256": "00" }, { "path": "images/a.jpg", "bytes": 1, "sha256": "00" }],
        });
        change(&mut value);
        Manifest::parse(value.to_string().as_bytes())
    }

    fn says(outcome: Result<Manifest, Wrong>) -> String {
        match outcome.expect_err("refused") {
            Wrong::Foreign(why) => why,
            Wrong::Refused(refused) => refused.to_string(),
        }
    }

    #[test]
    fn a_list_of_another_kind_or_version_is_refused_by_name() {
        assert!(manifest(|_| {}).is_ok());
        assert!(says(manifest(|value| value["kind"] = "tape".into())).contains("of kind \"tape\""));
        let newer = says(manifest(|value| value["format"] = 2.into()));
        assert!(newer.starts_with("the backup was made by a newer version, 9.1.0: its form is 2"), "{newer}");
        let newer = says(manifest(|value| value["schema"][0] = "domain/9999_later".into()));
        assert!(newer.contains("9.1.0: its database has the step domain/9999_later. This is"), "{newer}");
        assert!(says(manifest(|value| value["files"] = serde_json::json!([]))).contains("does not list plenary.db"));
    }

    #[test]
    fn a_list_names_files_below_the_folder_and_each_once() {
        for wrong in [
            "",
            "/etc/passwd",
            "../x",
            "a/../../x",
            "a//b",
            "./a",
            "a/.",
            "lock",
            "plenary.db-wal",
            MANIFEST,
            DATABASE,
            "a\\b",
        ] {
            let said = says(manifest(|value| value["files"][1]["path"] = wrong.into()));
            assert!(said.contains("which is not allowed"), "{wrong:?}: {said}");
        }
    }

    proptest! {
        #[test]
        fn no_list_makes_it_panic_or_leave_its_folder(text in proptest::collection::vec(any::<u8>(), 0..200), path in "[a./\\\\]{0,12}") {
            drop(Manifest::parse(&text));
            if let Ok(found) = manifest(|value| value["files"][1]["path"] = path.as_str().into()) {
                for file in found.files {
                    prop_assert!(Path::new(&file.path).components().all(|part| matches!(part, Component::Normal(_))));
                }
            }
        }
    }
}
