//! Transactions on one SQLite file: one writer with group commit, several readers.
//!
//! Every write command runs in its own SAVEPOINT of the open transaction. The transaction commits when no further writer waits, or
//! after [`Options::group_ms`] or [`Options::group_commands_max`]; a caller is answered only after its commit is on disk
//! (`synchronous=FULL`). A command that fails, or whose caller goes away, rolls back alone.
//!
//! Invariants
//! * the writer's connection is at one place at a time: with the writer task or lent to one command;
//! * an acknowledged command is durable; observers have heard of its events before its caller is answered;
//! * readers see committed states only.

use crate::log::{Event, Log};
use crate::value::{Row, Value, names};
use base::{Error, Result, ResultExt};
use sqlx::sqlite::{SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
use std::collections::VecDeque;
use std::fs::{File, TryLockError};
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

/// How the database works. The defaults serve.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Reader connections. When all are busy, readers wait.
    pub readers: usize,
    /// Longest time a transaction stays open for further commands, in milliseconds.
    pub group_ms: u64,
    /// Most commands in one transaction; the next one opens another.
    pub group_commands_max: usize,
    /// Write commands waiting for the writer. When the queue is full, callers wait.
    pub queue_commands_max: usize,
    /// How long a statement waits for a lock somebody else holds, in milliseconds; then it fails as unavailable.
    pub busy_timeout_ms: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { readers: 4, group_ms: 2, group_commands_max: 256, queue_commands_max: 1024, busy_timeout_ms: 5000 }
    }
}

/// Called for every committed event, in order, before the command's caller is answered. Must be quick and must not wait.
type Observer = Box<dyn Fn(&Event) + Send + Sync>;

/// The database of one data folder. Clones share it.
#[derive(Clone)]
pub struct Db {
    shared: Arc<Shared>,
}

struct Shared {
    queue: mpsc::Sender<Request>,
    /// The one that was used longest ago comes next: a read whose caller went away leaves its transaction open until its connection
    /// is used again, and an open one keeps the write-ahead log from shrinking.
    readers: Mutex<VecDeque<SqliteConnection>>,
    readers_free: Arc<Semaphore>,
    log: Log,
    observers: Arc<RwLock<Vec<Observer>>>,
    /// Held for as long as the folder is in use.
    lock: Arc<File>,
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db").finish_non_exhaustive()
    }
}

impl Db {
    pub(crate) const FILE: &str = "plenary.db";
    const LOCK: &str = "lock";

    /// Whether a file of this name in a data folder is the database's own: the file itself, what the engine keeps beside it, the lock.
    pub fn owns(name: &str) -> bool {
        name == Self::LOCK
            || name.strip_prefix(Self::FILE).is_some_and(|rest| matches!(rest, "" | "-wal" | "-shm" | "-journal"))
    }

    /// Opens the database in `dir`, which must exist, and makes it if there is none.
    ///
    /// `Conflict` when another process uses the folder. Starts one task, which ends when the last clone is dropped and the last
    /// command is done.
    pub async fn open(dir: &Path, options: Options) -> Result<Self> {
        let lock = Arc::new(lock_folder(dir)?);
        let connect = SqliteConnectOptions::new()
            .filename(dir.join(Self::FILE))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_millis(options.busy_timeout_ms))
            .statement_cache_capacity(512)
            .disable_statement_logging();
        let mut writer = connect.connect().await.map_err(engine).context("opening the database")?;
        let log = Log::prepare(&mut writer).await?;
        let mut readers = VecDeque::with_capacity(options.readers);
        for _ in 0..options.readers {
            let reader = connect.clone().pragma("query_only", "ON").connect().await.map_err(engine);
            readers.push_back(reader.context("opening a reader")?);
        }
        let (queue, requests) = mpsc::channel(options.queue_commands_max); // full: callers wait
        let observers = Arc::new(RwLock::new(Vec::new()));
        let shared = Shared {
            queue,
            readers_free: Arc::new(Semaphore::new(readers.len())),
            readers: Mutex::new(readers),
            log: log.clone(),
            observers: observers.clone(),
            lock: lock.clone(),
        };
        let task = Writer { requests, log, observers, options, _lock: lock };
        #[expect(clippy::disallowed_methods, reason = "the writer belongs to the database and ends with it")]
        tokio::spawn(task.run(writer));
        Ok(Self { shared: Arc::new(shared) })
    }

    pub fn log(&self) -> &Log {
        &self.shared.log
    }

    /// Registers something that hears of every committed event before the command's caller is answered: a cache's invalidation.
    pub fn observe(&self, observer: impl Fn(&Event) + Send + Sync + 'static) {
        self.shared.observers.write().unwrap_or_else(|poisoned| poisoned.into_inner()).push(Box::new(observer));
    }

    /// Runs `read` on one consistent snapshot.
    pub async fn read<T>(&self, read: impl AsyncFnOnce(&mut ReadTx) -> Result<T>) -> Result<T> {
        let free = self.shared.readers_free.clone().acquire_owned().await;
        let free = free.map_err(|_| Error::unavailable("the database is closed"))?;
        let connection = self.shared.readers.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).pop_front();
        let connection = connection.ok_or_else(|| Error::bug("a free reader is missing"))?;
        let mut borrowed =
            Borrowed { tx: ReadTx { connection: Some(connection) }, shared: self.shared.clone(), _free: free };
        borrowed.tx.control("BEGIN").await?;
        let answer = read(&mut borrowed.tx).await;
        borrowed.tx.control("ROLLBACK").await?;
        answer
    }

    /// Runs `command` in the next transaction and answers after it is durable.
    ///
    /// The command must not wait for anything but its own statements, and must not call `write` again: there is one writer.
    /// If it fails, nothing of it remains. If the caller goes away before the commit, whether it happened is open.
    pub async fn write<T>(&self, command: impl AsyncFnOnce(&mut WriteTx) -> Result<T>) -> Result<T> {
        let (grant, granted) = oneshot::channel();
        let closed = || Error::unavailable("the database is closed or failing");
        self.shared.queue.send(Request { grant }).await.map_err(|_| closed())?;
        let lease = granted.await.map_err(|_| closed())?;
        let mut tx = WriteTx { read: ReadTx { connection: None }, events: Vec::new(), home: Some(lease.home) };
        tx.read.connection = Some(lease.connection);
        let answer = command(&mut tx).await?; // dropping `tx` gives the connection back and undoes the command
        let durable = tx.finish()?;
        durable.await.map_err(|_| closed())??;
        Ok(answer)
    }

    /// Waits until every command given so far is done. Later ones still work.
    pub async fn flush(&self) -> Result<()> {
        self.write(async |_| Ok(())).await
    }

    /// True if the folder's lock is held, which it is for as long as this exists.
    pub fn is_open(&self) -> bool {
        !self.shared.queue.is_closed() && Arc::strong_count(&self.shared.lock) > 0
    }
}

/// Claims a data folder for as long as the file is open. `Conflict` when another process has it.
pub fn lock_folder(dir: &Path) -> Result<File> {
    let path = dir.join(Db::LOCK);
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|error| Error::unavailable(format!("opening {}: {error}", path.display())))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::new(
            base::Kind::Conflict,
            format!("the data folder {} is in use by another process", dir.display()),
        )),
        Err(TryLockError::Error(error)) => Err(Error::unavailable(format!("locking {}: {error}", path.display()))),
    }
}

/// A reader connection on loan; it goes back when this is dropped.
struct Borrowed {
    tx: ReadTx,
    shared: Arc<Shared>,
    _free: OwnedSemaphorePermit,
}

impl Drop for Borrowed {
    fn drop(&mut self) {
        if let Some(connection) = self.tx.connection.take() {
            self.shared.readers.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push_back(connection);
        }
    }
}

/// A consistent view of the database.
#[derive(Debug)]
pub struct ReadTx {
    connection: Option<SqliteConnection>,
}

impl ReadTx {
    pub(crate) fn on(connection: SqliteConnection) -> Self {
        Self { connection: Some(connection) }
    }

    pub(crate) async fn close(mut self) -> Result<()> {
        match self.connection.take() {
            Some(connection) => connection.close().await.map_err(engine),
            None => Ok(()),
        }
    }

    fn connection(&mut self) -> Result<&mut SqliteConnection> {
        self.connection.as_mut().ok_or_else(|| Error::bug("the transaction is over"))
    }

    /// All rows of a query.
    pub async fn query(&mut self, sql: &str, args: Vec<Value>) -> Result<Vec<Row>> {
        let statement = bind(sql, args)?;
        let found = self.connection()?.fetch_all(statement).await.map_err(engine);
        let found = found.context(shown(sql))?;
        let Some(first) = found.first() else { return Ok(Vec::new()) };
        let names = names(first);
        found.iter().map(|row| Row::detach(row, &names)).collect()
    }

    /// The first row of a query, if there is one.
    pub async fn query_one(&mut self, sql: &str, args: Vec<Value>) -> Result<Option<Row>> {
        let statement = bind(sql, args)?;
        let found = self.connection()?.fetch_optional(statement).await.map_err(engine);
        let found = found.context(shown(sql))?;
        found.map(|row| Row::detach(&row, &names(&row))).transpose()
    }

    /// Transaction control. A connection whose last user went away in the middle is still in a transaction: that one is undone first.
    pub(crate) async fn control(&mut self, sql: &'static str) -> Result<()> {
        let connection = self.connection()?;
        match connection.execute(sql).await {
            Ok(_) => Ok(()),
            Err(_) if sql == "BEGIN" => {
                connection.execute("ROLLBACK").await.map_err(engine).context("undoing an abandoned read")?;
                connection.execute(sql).await.map(|_| ()).map_err(engine).context(sql)
            }
            Err(error) => Err(engine(error)).context(sql),
        }
    }
}

/// A place in the open write transaction. Reads see what this command wrote.
#[derive(Debug)]
pub struct WriteTx {
    read: ReadTx,
    pub(crate) events: Vec<Arc<Event>>,
    home: Option<oneshot::Sender<Return>>,
}

impl WriteTx {
    /// Runs a statement that changes rows; answers how many.
    pub async fn exec(&mut self, sql: &str, args: Vec<Value>) -> Result<u64> {
        let statement = bind(sql, args)?;
        let done = self.read.connection()?.execute(statement).await.map_err(engine);
        Ok(done.context(shown(sql))?.rows_affected())
    }

    /// Runs several statements without arguments: a migration.
    pub(crate) async fn batch(&mut self, sql: &str) -> Result<()> {
        let connection = self.read.connection()?;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(connection).await.map(|_| ()).map_err(engine)
    }

    fn finish(mut self) -> Result<oneshot::Receiver<Result<()>>> {
        let connection = self.read.connection.take().ok_or_else(|| Error::bug("the transaction is over"))?;
        let home = self.home.take().ok_or_else(|| Error::bug("the transaction is over"))?;
        let (durable, answer) = oneshot::channel();
        let done = Done { events: std::mem::take(&mut self.events), durable };
        home.send(Return { connection, done: Some(done) }).map_err(|_| Error::unavailable("the writer is gone"))?;
        Ok(answer)
    }
}

impl Drop for WriteTx {
    fn drop(&mut self) {
        if let (Some(connection), Some(home)) = (self.read.connection.take(), self.home.take()) {
            // The writer going away first happens only at the end of the program; the connection then simply closes.
            drop(home.send(Return { connection, done: None }));
        }
    }
}

impl Deref for WriteTx {
    type Target = ReadTx;
    fn deref(&self) -> &ReadTx {
        &self.read
    }
}

impl DerefMut for WriteTx {
    fn deref_mut(&mut self) -> &mut ReadTx {
        &mut self.read
    }
}

struct Request {
    grant: oneshot::Sender<Lease>,
}

/// The writer's connection, lent to one command.
struct Lease {
    connection: SqliteConnection,
    home: oneshot::Sender<Return>,
}

#[derive(Debug)]
struct Return {
    connection: SqliteConnection,
    /// `None`: undo the command.
    done: Option<Done>,
}

#[derive(Debug)]
struct Done {
    events: Vec<Arc<Event>>,
    durable: oneshot::Sender<Result<()>>,
}

struct Writer {
    requests: mpsc::Receiver<Request>,
    log: Log,
    observers: Arc<RwLock<Vec<Observer>>>,
    options: Options,
    _lock: Arc<File>,
}

impl Writer {
    async fn run(mut self, mut connection: SqliteConnection) {
        while let Some(first) = self.requests.recv().await {
            if let Err(error) = connection.execute("BEGIN IMMEDIATE").await {
                tracing::error!(%error, "no write transaction");
                // A transaction left open by a failure would refuse every BEGIN: end it, so that the next one has a chance.
                drop(connection.execute("ROLLBACK").await);
                continue; // dropping the request tells its caller
            }
            let (returned, done, failed) = self.group(connection, first).await;
            connection = returned;
            let ended = match failed {
                Some(error) => Err(error),
                None if done.is_empty() => connection.execute("ROLLBACK").await.map(|_| ()),
                None => connection.execute("COMMIT").await.map(|_| ()),
            };
            match ended {
                Ok(()) => self.acknowledge(done),
                Err(error) => {
                    tracing::error!(%error, commands = done.len(), "write transaction failed");
                    drop(connection.execute("ROLLBACK").await); // the engine may have done so already
                    for done in done {
                        drop(done.durable.send(Err(Error::unavailable("the database could not commit"))));
                    }
                }
            }
        }
        drop(connection.close().await);
    }

    /// Lends the connection to one command after the other. An error of the engine's transaction control fails the whole group.
    async fn group(
        &mut self,
        mut connection: SqliteConnection,
        first: Request,
    ) -> (SqliteConnection, Vec<Done>, Option<sqlx::Error>) {
        #[expect(
            clippy::disallowed_methods,
            reason = "how long a group of commits has been collected; tests stop this clock"
        )]
        let opened = tokio::time::Instant::now();
        let mut group = Vec::new();
        let mut next = Some(first);
        let mut commands = 0;
        while let Some(request) = next.take() {
            if let Err(error) = connection.execute("SAVEPOINT command").await {
                return (connection, group, Some(error));
            }
            let (home, returning) = oneshot::channel();
            let (returned, done) = match request.grant.send(Lease { connection, home }) {
                Err(lease) => (lease.connection, None), // the caller is gone
                Ok(()) => match returning.await {
                    Ok(back) => (back.connection, back.done),
                    // `WriteTx` always sends the connection home, so this is the end of the runtime.
                    Err(_) => return std::future::pending().await,
                },
            };
            connection = returned;
            let end = if done.is_some() { "RELEASE command" } else { "ROLLBACK TO command; RELEASE command" };
            if let Err(error) = connection.execute(end).await {
                group.extend(done);
                return (connection, group, Some(error));
            }
            group.extend(done);
            commands += 1;
            let open_for = opened.elapsed();
            if commands < self.options.group_commands_max && open_for < Duration::from_millis(self.options.group_ms) {
                next = self.requests.try_recv().ok();
            }
        }
        (connection, group, None)
    }

    fn acknowledge(&self, group: Vec<Done>) {
        let observers = self.observers.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        for done in &group {
            for event in &done.events {
                for observer in observers.iter() {
                    observer(event);
                }
            }
        }
        drop(observers);
        self.log.publish(group.iter().flat_map(|done| done.events.iter().cloned()));
        for done in group {
            drop(done.durable.send(Ok(()))); // the caller may be gone
        }
    }
}

/// Statements with more values than this are not kept for the next time: filters with long lists come in thousands of forms, each of
/// which would stay in memory in every connection.
const KEPT_ARGS_MAX: usize = 64;

/// Bytes of a failed statement that an error tells of; a filter can make one that is megabytes long.
const SHOWN_SQL_BYTES_MAX: usize = 300;

fn shown(sql: &str) -> String {
    let end = sql.floor_char_boundary(SHOWN_SQL_BYTES_MAX);
    if end < sql.len() { format!("{}… ({} bytes)", &sql[..end], sql.len()) } else { sql.to_owned() }
}

/// The one place that calls SQL safe: every statement comes from the code, every value is bound.
fn bind(sql: &str, args: Vec<Value>) -> Result<sqlx::query::Query<'static, sqlx::Sqlite, SqliteArguments>> {
    let is_usual = args.len() <= KEPT_ARGS_MAX;
    let mut query = sqlx::query(AssertSqlSafe(sql.to_owned())).persistent(is_usual);
    for arg in args {
        query = match arg {
            Value::Null => query.bind(None::<i64>),
            Value::Int(value) => query.bind(value),
            Value::Real(value) => query.bind(value),
            Value::Text(value) => query.bind(value),
            Value::Blob(value) => query.bind(value),
        };
    }
    Ok(query)
}

pub(crate) fn engine(error: sqlx::Error) -> Error {
    if let sqlx::Error::Database(inner) = &error
        && (inner.is_unique_violation() || inner.is_foreign_key_violation() || inner.is_check_violation())
    {
        return Error::new(base::Kind::Conflict, format!("database: {error}"));
    }
    Error::unavailable(format!("database: {error}"))
}
