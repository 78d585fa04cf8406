use crate::{note, open};
use base::{Kind, UnixMillis};
use sqlx::{Connection as _, Executor as _, Row as _};
use store::{Constraint, Migration, Op, Order, Select, Value, args};

const FIRST: Migration = Migration {
    owner: "test",
    name: "0001_first",
    sql: "CREATE TABLE a (id INTEGER PRIMARY KEY); INSERT INTO a VALUES (1);",
};
const SECOND: Migration = Migration {
    owner: "test",
    name: "0002_second",
    sql: "INSERT INTO a VALUES (2); CREATE TABLE b (id INTEGER PRIMARY KEY);",
};

#[tokio::test]
async fn migrations_run_once_in_order_and_are_not_edited_afterwards() {
    let dir = tempfile::tempdir().expect("temp dir");
    let db = open(dir.path()).await;
    let run = |migrations: &'static [Migration]| store::migrate::run(&db, UnixMillis(1), migrations);
    assert_eq!(run(&[FIRST]).await.expect("first"), 1);
    assert_eq!(run(&[FIRST, SECOND]).await.expect("second"), 1);
    assert_eq!(run(&[FIRST, SECOND]).await.expect("nothing new"), 0);
    let rows = db.read(async |tx| tx.query("SELECT id FROM a", args![]).await).await.expect("rows");
    assert_eq!(rows.len(), 2);
    const EDITED: Migration = Migration { sql: "CREATE TABLE c (id INTEGER);", ..FIRST };
    assert_eq!(run(&[EDITED, SECOND]).await.expect_err("edited").kind, Kind::Corrupt);
    assert_eq!(run(&[FIRST]).await.expect_err("an older program").kind, Kind::Corrupt);
}

#[tokio::test]
async fn a_migration_that_fails_leaves_nothing() {
    let dir = tempfile::tempdir().expect("temp dir");
    let db = open(dir.path()).await;
    const BROKEN: Migration = Migration {
        owner: "test",
        name: "0001_broken",
        sql: "CREATE TABLE half (id INTEGER); INSERT INTO nowhere VALUES (1);",
    };
    assert!(store::migrate::run(&db, UnixMillis(1), &[BROKEN]).await.is_err());
    let half = db.read(async |tx| tx.query("SELECT * FROM half", args![]).await).await;
    assert!(half.is_err(), "the table of the broken step is gone");
}

#[tokio::test]
async fn constraints_mean_what_they_say() {
    let dir = tempfile::tempdir().expect("temp dir");
    let db = open(dir.path()).await;
    for text in ["red, green", "Red", "blue", "50%", "a_b", "axb"] {
        note(&db, text).await.expect("written");
    }
    let text = |value: &str| Value::Text(value.to_owned());
    let cases: Vec<(&str, Op, Vec<Value>, &[&str])> = vec![
        ("equal", Op::Equal, vec![text("blue")], &["blue"]),
        ("in", Op::In, vec![text("blue"), text("Red")], &["Red", "blue"]),
        ("in nothing", Op::In, vec![], &[]),
        ("not in", Op::NotIn, vec![text("blue"), text("Red"), text("50%")], &["red, green", "a_b", "axb"]),
        ("like ignores case", Op::Like, vec![text("RED")], &["red, green", "Red"]),
        ("like takes % literally", Op::Like, vec![text("%")], &["50%"]),
        ("like takes _ literally", Op::Like, vec![text("a_b")], &["a_b"]),
        ("any", Op::LikeAny, vec![text("blue"), text("50")], &["blue", "50%"]),
        ("all", Op::LikeAll, vec![text("red"), text("green")], &["red, green"]),
        ("item", Op::ItemAny, vec![text("green")], &["red, green"]),
        ("no item", Op::ItemAny, vec![text("gree")], &[]),
        ("none of the items", Op::ItemNone, vec![text("green"), text("blue")], &["Red", "50%", "a_b", "axb"]),
        ("quotes are values", Op::Equal, vec![text("' OR 1=1 --")], &[]),
    ];
    for (name, op, values, expected) in cases {
        let select = Select {
            from: "note",
            columns: "text",
            constraints: vec![Constraint::new("text", op, values)],
            order: vec![Order { column: "id", descending: false }],
            limit: 100,
            offset: 0,
        };
        let (rows, count) =
            db.read(async |tx| Ok((select.rows(tx).await?, select.count(tx).await?))).await.expect(name);
        let found: Vec<String> = rows.iter().map(|row| row.get("text").expect("text")).collect();
        assert_eq!(found, expected, "{name}");
        assert_eq!(count, expected.len() as i64, "{name}");
    }
}

#[tokio::test]
async fn reads_whose_callers_went_away_do_not_keep_the_log_from_shrinking() {
    let dir = tempfile::tempdir().expect("temp dir");
    let db = open(dir.path()).await;
    note(&db, "first").await.expect("written");
    // Two at once, so that the connections they leave behind are not the one that the next read would take by chance.
    let abandoned = async || {
        db.read(async |tx| {
            tx.query("SELECT * FROM note", args![]).await?;
            std::future::pending::<base::Result<()>>().await
        })
        .await
    };
    let both = async { tokio::join!(abandoned(), abandoned()) };
    tokio::time::timeout(std::time::Duration::from_millis(100), both).await.expect_err("given up");
    for _ in 0..store::Options::default().readers {
        db.read(async |tx| tx.query("SELECT * FROM note", args![]).await).await.expect("reads");
    }
    note(&db, "second").await.expect("written");
    let mut other = sqlx::SqliteConnection::connect(&format!("sqlite://{}", dir.path().join("plenary.db").display()))
        .await
        .expect("opens");
    other.execute("PRAGMA busy_timeout = 0").await.expect("set");
    let row = other.fetch_one("PRAGMA wal_checkpoint(TRUNCATE)").await.expect("answers");
    assert_eq!(row.get::<i64, _>(0), 0, "no reader holds an old state");
}

#[tokio::test]
async fn a_monstrous_filter_is_refused_without_repeating_it() {
    let dir = tempfile::tempdir().expect("temp dir");
    let db = open(dir.path()).await;
    let values: Vec<Value> = (0..300_000).map(Value::Int).collect();
    let constraints = vec![Constraint::new("id", Op::NotIn, values)];
    let select = Select { from: "note", columns: "id, text", constraints, limit: 10, ..Select::default() };
    let error = db.read(async |tx| select.rows(tx).await).await.expect_err("more values than a statement may have");
    assert!(error.story().len() < 1000, "{} bytes of story", error.story().len());
    assert!(note(&db, "still here").await.is_ok());
}
