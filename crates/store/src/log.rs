//! The event log: what happened, in the order it was committed.
//!
//! An event is appended in the transaction of the change it tells of. Its cursor rises by commit order and is never reused.
//! Followers keep a cursor; recent events come from memory, older ones from the table.

use crate::args;
use crate::db::{Db, ReadTx, WriteTx, engine};
use crate::doc::Doc;
use crate::value::Row;
use base::{EntryId, Error, PartnerId, Result, ResultExt, UnixMillis};
use sqlx::sqlite::SqliteConnection;
use sqlx::{Executor, Row as _};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

/// Something that happened. `kind` is `subject.verbed`; `body` carries ids and the few facts followers need.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub cursor: i64,
    pub at: UnixMillis,
    pub partner: PartnerId,
    pub entry: Option<EntryId>,
    pub kind: String,
    pub body: Doc,
}

/// An event about to be appended.
#[derive(Clone, Debug)]
pub struct NewEvent {
    pub at: UnixMillis,
    pub partner: PartnerId,
    pub entry: Option<EntryId>,
    pub kind: &'static str,
    pub body: Doc,
}

/// Which events a follower wants. Empty means all.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub partner: Option<PartnerId>,
    pub entry: Option<EntryId>,
    /// Exact kinds; empty means every kind.
    pub kinds: Vec<&'static str>,
}

impl Filter {
    pub fn entry(entry: &EntryId) -> Self {
        Self { entry: Some(entry.clone()), ..Self::default() }
    }

    fn accepts(&self, event: &Event) -> bool {
        self.partner.is_none_or(|partner| partner == event.partner)
            && self.entry.as_ref().is_none_or(|entry| event.entry.as_ref() == Some(entry))
            && (self.kinds.is_empty() || self.kinds.contains(&event.kind.as_str()))
    }
}

/// Appends an event in the transaction of the change it tells of; answers its cursor.
pub async fn append(tx: &mut WriteTx, event: NewEvent) -> Result<i64> {
    let sql = "INSERT INTO event (at, partner, entry, kind, body) VALUES (?, ?, ?, ?, ?) RETURNING id";
    let args = args![event.at, event.partner, &event.entry, event.kind, &event.body];
    let row = tx.query_one(sql, args).await?.ok_or_else(|| Error::bug("an appended event has no cursor"))?;
    let cursor = row.get("id")?;
    let NewEvent { at, partner, entry, kind, body } = event;
    tx.events.push(Arc::new(Event { cursor, at, partner, entry, kind: kind.to_owned(), body }));
    Ok(cursor)
}

/// Reads and follows the log. Clones share the recent events.
#[derive(Clone, Debug)]
pub struct Log {
    recent: Arc<Mutex<Recent>>,
    last: watch::Sender<i64>,
}

#[derive(Debug, Default)]
struct Recent {
    events: VecDeque<Arc<Event>>,
    /// Every event after this cursor is in `events`.
    complete_after: i64,
}

impl Log {
    /// Events kept in memory. A follower further behind reads the table.
    const RECENT_EVENTS_MAX: usize = 4096;
    /// Events of one read of the table.
    const TAIL_EVENTS_MAX: i64 = 1000;

    pub(crate) async fn prepare(connection: &mut SqliteConnection) -> Result<Self> {
        let schema = "CREATE TABLE IF NOT EXISTS event (
                id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, partner INTEGER NOT NULL,
                entry TEXT, kind TEXT NOT NULL, body TEXT NOT NULL) STRICT;
            CREATE INDEX IF NOT EXISTS event_entry ON event (entry, id) WHERE entry IS NOT NULL;";
        connection.execute(schema).await.map_err(engine).context("making the event log")?;
        let last = "SELECT coalesce(max(id), 0) AS id FROM event";
        let row = connection.fetch_one(last).await.map_err(engine).context("reading the event log")?;
        let last: i64 = row.try_get("id").map_err(engine)?;
        let recent = Recent { events: VecDeque::new(), complete_after: last };
        Ok(Self { recent: Arc::new(Mutex::new(recent)), last: watch::Sender::new(last) })
    }

    /// Cursor of the newest committed event; 0 when there is none.
    pub fn last(&self) -> i64 {
        *self.last.borrow()
    }

    pub(crate) fn publish(&self, events: impl Iterator<Item = Arc<Event>>) {
        let mut recent = self.recent.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let mut last = None;
        for event in events {
            last = Some(event.cursor);
            recent.events.push_back(event);
            if recent.events.len() > Self::RECENT_EVENTS_MAX
                && let Some(gone) = recent.events.pop_front()
            {
                recent.complete_after = gone.cursor;
            }
        }
        drop(recent);
        if let Some(last) = last {
            self.last.send_replace(last);
        }
    }

    /// Follows the log after `cursor`. Events the filter refuses are passed over silently.
    pub fn subscribe(&self, db: &Db, cursor: i64, filter: Filter) -> Subscription {
        Subscription { db: db.clone(), cursor, filter, last: self.last.subscribe() }
    }

    /// Events after `cursor` that pass `filter`, oldest first, and the cursor to continue from.
    pub async fn tail(&self, db: &Db, cursor: i64, filter: &Filter) -> Result<(Vec<Arc<Event>>, i64)> {
        let recent = {
            let recent = self.recent.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            (cursor >= recent.complete_after).then(|| {
                let from = recent.events.partition_point(|event| event.cursor <= cursor);
                let end = recent.events.back().map_or(cursor, |event| event.cursor.max(cursor));
                let events = recent.events.range(from..).filter(|event| filter.accepts(event));
                (events.cloned().collect::<Vec<_>>(), end)
            })
        };
        if let Some(recent) = recent {
            return Ok(recent);
        }
        let found = db.read(async |tx| rows_after(tx, cursor, Self::TAIL_EVENTS_MAX).await).await?;
        let end = found.last().map_or(cursor, |event| event.cursor);
        Ok((found.into_iter().filter(|event| filter.accepts(event)).map(Arc::new).collect(), end))
    }
}

/// One follower of the log.
#[derive(Debug)]
pub struct Subscription {
    db: Db,
    cursor: i64,
    filter: Filter,
    last: watch::Receiver<i64>,
}

impl Subscription {
    /// Waits until there are events after the cursor, and moves it behind them. Never empty. Cancel-safe.
    pub async fn next(&mut self) -> Result<Vec<Arc<Event>>> {
        loop {
            let last = *self.last.borrow_and_update();
            while self.cursor < last {
                let (events, end) = self.db.log().tail(&self.db, self.cursor, &self.filter).await?;
                if end == self.cursor {
                    break;
                }
                self.cursor = end;
                if !events.is_empty() {
                    return Ok(events);
                }
            }
            self.last.changed().await.map_err(|_| Error::unavailable("the event log is closed"))?;
        }
    }

    pub fn cursor(&self) -> i64 {
        self.cursor
    }
}

async fn rows_after(tx: &mut ReadTx, cursor: i64, limit: i64) -> Result<Vec<Event>> {
    let sql = "SELECT id, at, partner, entry, kind, body FROM event WHERE id > ? ORDER BY id LIMIT ?";
    let rows = tx.query(sql, args![cursor, limit]).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Event> {
    Ok(Event {
        cursor: row.get("id")?,
        at: row.get("at")?,
        partner: row.get("partner")?,
        entry: row.get("entry")?,
        kind: row.get("kind")?,
        body: row.get("body")?,
    })
}
