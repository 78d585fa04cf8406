//! A look at the database of a data folder that somebody else may be using: no lock, no change.
//!
//! Belongs here: copying a database while it is written, and finding out whether one is whole and how far it was migrated.

use crate::args;
use crate::db::{Db, ReadTx, engine};
use base::{Error, Result, ResultExt};
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use std::path::Path;
use std::time::Duration;

/// How long a statement waits for a lock of the process that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);
/// Findings of one kind that an error tells of.
const FINDINGS_MAX: u32 = 5;

/// One applied step of the schema: see [`crate::Migration`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    pub owner: String,
    pub name: String,
}

/// A connection beside those of the process that owns the folder.
#[derive(Debug)]
pub struct Onlooker {
    tx: ReadTx,
}

impl Onlooker {
    /// Opens the database in `dir`. `NotFound` when there is none; nothing is made.
    pub async fn open(dir: &Path) -> Result<Self> {
        let path = dir.join(Db::FILE);
        if !path.is_file() {
            return Err(Error::new(base::Kind::NotFound, format!("there is no {}", path.display())));
        }
        let connect = SqliteConnectOptions::new()
            .filename(&path)
            .create_if_missing(false)
            .busy_timeout(BUSY_TIMEOUT)
            .disable_statement_logging();
        let connection = connect.connect().await.map_err(engine).context(path.display().to_string())?;
        Ok(Self { tx: ReadTx::on(connection) })
    }

    /// The steps that were applied, sorted. `Corrupt` when this is no database of ours.
    pub async fn steps(&mut self) -> Result<Vec<Step>> {
        let rows = self.tx.query("SELECT owner, name FROM migration ORDER BY owner, name", args![]).await;
        let rows = rows.map_err(|error| Error::corrupt(error.story()).context("no database of Plenary"))?;
        rows.iter().map(|row| Ok(Step { owner: row.get("owner")?, name: row.get("name")? })).collect()
    }

    /// Reads every page and index, and checks every reference. `Corrupt` names what it found first. Takes time in proportion to
    /// the size of the database.
    pub async fn verify(&mut self) -> Result<()> {
        let damaged = |error: Error| Error::corrupt(error.story()).context("the database is damaged");
        let sql = format!("SELECT integrity_check AS finding FROM pragma_integrity_check LIMIT {FINDINGS_MAX}");
        let found = self.tx.query(&sql, args![]).await.map_err(damaged)?;
        let found: Vec<String> = found.iter().map(|row| row.get("finding")).collect::<Result<_>>().map_err(damaged)?;
        if found != ["ok"] {
            return Err(damaged(Error::corrupt(found.join("; "))));
        }
        let sql = format!("SELECT \"table\" AS place FROM pragma_foreign_key_check LIMIT {FINDINGS_MAX}");
        match self.tx.query(&sql, args![]).await.map_err(damaged)?.first() {
            None => Ok(()),
            Some(row) => {
                let place: String = row.get("place").map_err(damaged)?;
                Err(damaged(Error::corrupt(format!("a row of {place} refers to nothing"))))
            }
        }
    }

    /// Writes a copy of the database to `to`, which must be missing or empty: everything that was acknowledged before this was called,
    /// nothing torn. Commits go on meanwhile; the write-ahead log grows until this is done.
    ///
    /// The copy is not yet synced to disk.
    pub async fn copy(&mut self, to: &Path) -> Result<()> {
        let name = to.to_str().ok_or_else(|| Error::new(base::Kind::Invalid, "the path is not UTF-8"))?;
        self.tx.query("VACUUM INTO ?", args![name]).await.context(format!("copying to {name}")).map(drop)
    }

    /// Runs `read` on one consistent snapshot.
    pub async fn read<T>(&mut self, read: impl AsyncFnOnce(&mut ReadTx) -> Result<T>) -> Result<T> {
        self.tx.control("BEGIN").await?;
        let answer = read(&mut self.tx).await;
        self.tx.control("ROLLBACK").await?;
        answer
    }

    /// Closes the connection, so that the folder may be moved.
    pub async fn close(self) -> Result<()> {
        self.tx.close().await
    }
}
