//! What the port promises, seen through its door.

mod crash;
mod group_commit;
mod log;
mod tables;

use base::{PartnerId, UnixMillis};
use std::path::Path;
use store::{Db, Doc, NewEvent, Options};

pub async fn open(dir: &Path) -> Db {
    let db = Db::open(dir, Options::default()).await.expect("opens");
    let sql = "CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT";
    db.write(async |tx| tx.exec(sql, store::args![]).await).await.expect("table");
    db
}

pub fn event(kind: &'static str) -> NewEvent {
    NewEvent { at: UnixMillis(1), partner: PartnerId(101), entry: None, kind, body: Doc::default().with("v", 1) }
}

pub async fn notes(db: &Db) -> Vec<String> {
    let rows = db.read(async |tx| tx.query("SELECT text FROM note ORDER BY id", store::args![]).await).await;
    rows.expect("reads").iter().map(|row| row.get("text").expect("text")).collect()
}

pub async fn note(db: &Db, text: &str) -> base::Result<u64> {
    db.write(async |tx| tx.exec("INSERT INTO note (text) VALUES (?)", store::args![text]).await).await
}
