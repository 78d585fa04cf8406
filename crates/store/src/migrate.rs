//! Brings the tables to the version the code expects: forward only, each step once, never edited after it has shipped.

use crate::args;
use crate::db::{Db, WriteTx};
use base::{Error, Result, ResultExt, UnixMillis};

/// One step. `name` sorts in the order of application, e.g. `0001_first`.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    pub owner: &'static str,
    pub name: &'static str,
    pub sql: &'static str,
}

/// Applies what is missing, in the given order, each step in its own transaction; answers how many were applied.
///
/// `Corrupt` when an applied step no longer has the text it was applied with, or when the database knows a step the code does
/// not (it was written by a newer version).
pub async fn run(db: &Db, now: UnixMillis, migrations: &[Migration]) -> Result<usize> {
    db.write(async |tx| {
        tx.batch(
            "CREATE TABLE IF NOT EXISTS migration (
                owner TEXT NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL, at INTEGER NOT NULL,
                PRIMARY KEY (owner, name)) STRICT",
        )
        .await
    })
    .await?;
    refuse_newer(db, migrations).await?;
    let mut applied = 0;
    for migration in migrations {
        let fresh = db.write(async |tx| apply(tx, now, migration).await).await;
        applied += usize::from(fresh.context(format!("migration {}/{}", migration.owner, migration.name))?);
    }
    Ok(applied)
}

async fn refuse_newer(db: &Db, migrations: &[Migration]) -> Result<()> {
    let rows = db.read(async |tx| tx.query("SELECT owner, name FROM migration", args![]).await).await?;
    for row in rows {
        let (owner, name): (String, String) = (row.get("owner")?, row.get("name")?);
        let owned = migrations.iter().any(|known| known.owner == owner);
        if owned && !migrations.iter().any(|known| known.owner == owner && known.name == name) {
            return Err(Error::corrupt(format!("the data folder is from a newer version: it has {owner}/{name}")));
        }
    }
    Ok(())
}

async fn apply(tx: &mut WriteTx, now: UnixMillis, migration: &Migration) -> Result<bool> {
    let checksum = checksum(migration.sql);
    let sql = "SELECT checksum FROM migration WHERE owner = ? AND name = ?";
    if let Some(row) = tx.query_one(sql, args![migration.owner, migration.name]).await? {
        let stored: String = row.get("checksum")?;
        if stored != checksum {
            return Err(Error::corrupt("an applied migration was edited"));
        }
        return Ok(false);
    }
    tx.batch(migration.sql).await?;
    let sql = "INSERT INTO migration (owner, name, checksum, at) VALUES (?, ?, ?, ?)";
    tx.exec(sql, args![migration.owner, migration.name, checksum, now]).await?;
    tracing::info!(owner = migration.owner, name = migration.name, "migration applied");
    Ok(true)
}

/// FNV-1a over the text without carriage returns: it guards against honest mistakes, not against attackers.
fn checksum(sql: &str) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in sql.bytes().filter(|byte| *byte != b'\r') {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    format!("{hash:016x}")
}
