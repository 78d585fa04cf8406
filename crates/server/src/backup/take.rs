//! `plenary backup`: a copy of a data folder, also while the server runs.
//!
//! The database is copied first, in one snapshot; files come after it, because a file is written before the row that names it. The
//! backup appears under its name when it is whole: until then it has `.partial` behind its name.

use super::files::{self, Unfinished};
use super::{DATABASE, MANIFEST, Manifest, Refused};
use base::UnixMillis;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use store::Onlooker;

/// Makes the backup `to` of the data folder `data`. Answers how many files and bytes it has.
///
/// Everything that the server acknowledged before `now` is in it. An existing `to` is refused.
pub async fn take(data: &Path, to: &Path, now: UnixMillis) -> Result<(usize, u64), Refused> {
    let exists = |path: &Path, why: &str| Refused::Io {
        path: path.display().to_string(),
        source: std::io::Error::new(ErrorKind::AlreadyExists, why.to_owned()),
    };
    if to.symlink_metadata().is_ok() {
        return Err(exists(to, "it exists already: a backup gets a new name"));
    }
    let mut database = Onlooker::open(data).await.map_err(|error| Refused::Foreign {
        path: data.display().to_string(),
        why: format!("no data folder: {}", error.story()),
    })?;
    database.read(async |tx| domain::partner::verify_secrets(tx, data).await).await?;

    let partial = with_ending(to, ".partial");
    if partial.symlink_metadata().is_ok() {
        return Err(exists(&partial, "another backup is being made, or one was cut off: then delete this folder"));
    }
    let unfinished = Unfinished::make(partial.clone())?;
    let copy = partial.join(DATABASE);
    let empty = files::create(&copy)?; // so that the copy has the mode of a secret from its first byte
    database.copy(&copy).await?;
    empty.sync_all().map_err(Refused::io(&copy))?;
    database.close().await?;

    let mut copied = Onlooker::open(&partial).await?;
    let steps = copied.steps().await?;
    copied.verify().await?;
    copied.close().await?;

    let mut listed = vec![files::measure(&partial, DATABASE)?];
    for path in files::list(data)? {
        match files::copy(data, &partial, &path) {
            Ok(file) => listed.push(file),
            // Deleted since it was listed. A file whose row is in the snapshot is not deleted that soon.
            Err(Refused::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {}
            Err(refused) => return Err(refused),
        }
        tokio::task::yield_now().await; // somebody may have asked to stop
    }
    let total = (listed.len(), listed.iter().map(|file| file.bytes).sum());
    let manifest = Manifest::of(now.to_rfc3339(), &steps, listed);
    let text = serde_json::to_string_pretty(&manifest)
        .map_err(|error| Refused::Unusable { story: format!("writing {MANIFEST}: {error}") })?;
    let path = partial.join(MANIFEST);
    let mut file = files::create(&path)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(Refused::io(&path))?;
    files::sync(&partial)?;
    std::fs::rename(&partial, to).map_err(Refused::io(to))?;
    unfinished.keep();
    if let Some(folder) = to.canonicalize().map_err(Refused::io(to))?.parent() {
        files::sync(folder)?;
    }
    Ok(total)
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
