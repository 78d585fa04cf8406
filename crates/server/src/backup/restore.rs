//! `plenary restore`: a data folder made from a backup, or nothing at all.
//!
//! Files are copied and checked in a folder inside the new data folder, and moved into place when everything about them is right, the
//! database last. Whatever stops it on the way removes what it made.

use super::files::{self, Unfinished};
use super::{DATABASE, Listed, Manifest, Refused};
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use store::Onlooker;

/// Where files wait until they are known to be right.
const WAITING: &str = "restoring";

/// Makes the data folder `data` from the backup `from`. Answers the version that made it, and when.
///
/// `data` must be missing or empty; its parent must exist.
pub async fn restore(from: &Path, data: &Path) -> Result<(String, String), Refused> {
    let manifest = Manifest::read(from)?;
    for path in files::list(from)? {
        if manifest.files.iter().all(|file| file.path != path) {
            return Err(Refused::Unlisted { file: path });
        }
    }
    if !files::is_empty(data)? {
        return Err(Refused::NotEmpty { dir: data.display().to_string() });
    }
    let made = if data.exists() { None } else { Some(Unfinished::make(data.to_owned())?) };
    let claim = Claim::of(data)?;
    let waiting = data.join(WAITING);
    let unfinished = Unfinished::make(waiting.clone())?;
    for file in &manifest.files {
        bring(from, &waiting, file)?;
        tokio::task::yield_now().await; // somebody may have asked to stop
    }
    verify(&waiting, &manifest).await?;

    let mut moved = Moved(Vec::new());
    for name in names(&manifest) {
        let target = data.join(&name);
        fs::rename(waiting.join(&name), &target).map_err(Refused::io(&target))?;
        moved.0.push(target);
    }
    files::sync(data)?;
    moved.0.clear();
    drop(unfinished);
    claim.keep();
    if let Some(made) = made {
        made.keep();
    }
    Ok((manifest.version, manifest.made_at))
}

/// Copies one file and compares it with what the list says of it.
fn bring(from: &Path, to: &Path, listed: &Listed) -> Result<(), Refused> {
    let file = listed.path.clone();
    let copied = match files::copy(from, to, &file) {
        Ok(copied) => copied,
        Err(Refused::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {
            return Err(Refused::Missing { file });
        }
        Err(refused) => return Err(refused),
    };
    if copied.bytes != listed.bytes {
        return Err(Refused::Size { file, found: copied.bytes, listed: listed.bytes });
    }
    if copied.sha256 != listed.sha256 {
        return Err(Refused::Checksum { file });
    }
    Ok(())
}

/// The database is whole, is the one that was listed, and its secrets open with the key that came with it.
async fn verify(dir: &Path, manifest: &Manifest) -> Result<(), Refused> {
    let mut database = Onlooker::open(dir).await?;
    let steps: Vec<String> = database.steps().await?.iter().map(super::name_of).collect();
    if steps != manifest.schema {
        return Err(Refused::Checksum { file: super::MANIFEST.to_owned() });
    }
    database.verify().await?;
    database.read(async |tx| domain::partner::verify_secrets(tx, dir).await).await?;
    Ok(database.close().await?)
}

/// First names of all paths, each once, the database last: a folder with a database is a whole one.
fn names(manifest: &Manifest) -> Vec<String> {
    let mut names: Vec<String> =
        manifest.files.iter().filter_map(|file| file.path.split('/').next()).map(str::to_owned).collect();
    names.sort();
    names.dedup();
    names.retain(|name| name != DATABASE);
    names.push(DATABASE.to_owned());
    names
}

/// The folder's lock, so that no server starts in it meanwhile. The lock file goes unless it is kept.
#[derive(Debug)]
struct Claim {
    path: PathBuf,
    kept: bool,
    _held: File,
}

impl Claim {
    fn of(data: &Path) -> Result<Self, Refused> {
        Ok(Self { _held: store::lock_folder(data)?, path: data.join("lock"), kept: false })
    }

    fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if !self.kept {
            drop(fs::remove_file(&self.path)); // the folder may have gone before it
        }
    }
}

/// What was moved into place; all of it goes again if the rest cannot follow.
#[derive(Debug)]
struct Moved(Vec<PathBuf>);

impl Drop for Moved {
    fn drop(&mut self) {
        for path in self.0.drain(..) {
            let gone = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            if let Err(error) = gone {
                eprintln!("plenary: {} could not be removed: {error}", path.display());
            }
        }
    }
}
