//! Files of a data folder: which ones there are, copying one with its checksum, and folders that vanish unless they are finished.

use super::{Listed, MANIFEST, Refused};
use aws_lc_rs::digest::{Context, SHA256};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Only the owner looks into folders and files that hold keys.
const FOLDER_MODE: u32 = 0o700;
const FILE_MODE: u32 = 0o600;
/// Folders inside folders; a deeper one is refused.
const DEPTH_MAX: usize = 16;
const BUFFER_BYTES: usize = 256 << 10;
/// What a file system keeps at the root of a volume.
const OF_THE_VOLUME: &str = "lost+found";

/// Paths of all files below `dir` that are not the database's own, with `/`, sorted. A name that is not UTF-8, and what is neither file nor
/// folder, is refused.
pub fn list(dir: &Path) -> Result<Vec<String>, Refused> {
    let mut found = Vec::new();
    walk(dir, "", 0, &mut found)?;
    found.sort();
    Ok(found)
}

fn walk(dir: &Path, below: &str, depth: usize, found: &mut Vec<String>) -> Result<(), Refused> {
    for entry in fs::read_dir(dir).map_err(Refused::io(dir))? {
        let entry = entry.map_err(Refused::io(dir))?;
        let path = entry.path();
        let odd =
            |why: &str| Refused::Io { path: path.display().to_string(), source: std::io::Error::other(why.to_owned()) };
        let name = entry.file_name().into_string().map_err(|_| odd("its name is not UTF-8"))?;
        if depth == 0 && (store::Db::owns(&name) || name == OF_THE_VOLUME || name == MANIFEST) {
            continue;
        }
        let kind = entry.file_type().map_err(Refused::io(&path))?;
        let name = if below.is_empty() { name } else { format!("{below}/{name}") };
        if kind.is_file() {
            found.push(name);
        } else if kind.is_dir() && depth < DEPTH_MAX {
            walk(&path, &name, depth + 1, found)?;
        } else {
            return Err(odd("neither a file nor a folder that belongs to a data folder"));
        }
    }
    Ok(())
}

/// Whether a backup could be restored into `dir`: it is missing, or there is nothing in it that anybody would miss.
pub fn is_empty(dir: &Path) -> Result<bool, Refused> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(Refused::io(dir)(error)),
    };
    for entry in entries {
        if entry.map_err(Refused::io(dir))?.file_name() != OF_THE_VOLUME {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Copies `from/path` to `to/path`, synced, readable by the owner only, and says what was copied.
pub fn copy(from: &Path, to: &Path, path: &str) -> Result<Listed, Refused> {
    let (source, target) = (from.join(path), to.join(path));
    if let Some(folder) = target.parent() {
        DirBuilder::new().recursive(true).mode(FOLDER_MODE).create(folder).map_err(Refused::io(folder))?;
    }
    let mut source_file = File::open(&source).map_err(Refused::io(&source))?;
    let mut target_file = create(&target)?;
    let (bytes, sha256) = pump(&mut source_file, &mut target_file).map_err(Refused::io(&target))?;
    target_file.sync_all().map_err(Refused::io(&target))?;
    Ok(Listed { path: path.to_owned(), bytes, sha256 })
}

/// Size and checksum of a file that is there already.
pub fn measure(dir: &Path, path: &str) -> Result<Listed, Refused> {
    let file = dir.join(path);
    let mut opened = File::open(&file).map_err(Refused::io(&file))?;
    let (bytes, sha256) = pump(&mut opened, &mut std::io::sink()).map_err(Refused::io(&file))?;
    Ok(Listed { path: path.to_owned(), bytes, sha256 })
}

/// A new file that only its owner reads. An existing one is an error.
pub fn create(path: &Path) -> Result<File, Refused> {
    OpenOptions::new().write(true).create_new(true).mode(FILE_MODE).open(path).map_err(Refused::io(path))
}

fn pump(from: &mut impl Read, to: &mut impl Write) -> std::io::Result<(u64, String)> {
    let mut buffer = vec![0; BUFFER_BYTES];
    let mut hash = Context::new(&SHA256);
    let mut bytes = 0;
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let chunk = buffer.get(..read).unwrap_or_default();
        hash.update(chunk);
        to.write_all(chunk)?;
        bytes += read as u64;
    }
    let hex = hash.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((bytes, hex))
}

/// Names in a folder are durable after this.
pub fn sync(dir: &Path) -> Result<(), Refused> {
    File::open(dir).and_then(|folder| folder.sync_all()).map_err(Refused::io(dir))
}

/// A folder that is removed with everything in it unless [`Unfinished::keep`] was called.
#[derive(Debug)]
pub struct Unfinished(Option<PathBuf>);

impl Unfinished {
    /// Makes the folder; one that is there already is an error.
    pub fn make(path: PathBuf) -> Result<Self, Refused> {
        DirBuilder::new().mode(FOLDER_MODE).create(&path).map_err(Refused::io(&path))?;
        Ok(Self(Some(path)))
    }

    pub fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(path) = self.0.take()
            && let Err(error) = fs::remove_dir_all(&path)
        {
            eprintln!("plenary: {} could not be removed: {error}", path.display());
        }
    }
}
