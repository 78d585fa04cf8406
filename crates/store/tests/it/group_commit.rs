use crate::{event, note, notes, open};
use base::{Error, Kind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use store::{Db, Options, args};

#[tokio::test(flavor = "multi_thread")]
async fn many_writers_are_all_answered_and_all_there() {
    let dir = tempfile::tempdir().expect("temp dir");
    let db = open(dir.path()).await;
    let tasks: Vec<_> = (0..200)
        .map(|index| {
            let db = db.clone();
            tokio::spawn(async move { note(&db, &format!("note {index}")).await })
        })
        .collect();
    for task in tasks {
        task.await.expect("no panic").expect("written");
    }
    assert_eq!(notes(&db).await.len(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_command_takes_nothing_with_it_and_leaves_nothing() {
    let dir = tempfile::tempdir().expect("temp dir");
    let db = open(dir.path()).await;
    let tasks: Vec<_> = (0..100)
        .map(|index| {
            let db = db.clone();
            tokio::spawn(async move {
                db.write(async |tx| {
                    tx.exec("INSERT INTO note (text) VALUES (?)", args![format!("note {index}")]).await?;
                    store::log::append(tx, event("note.added")).await?;
                    if index % 3 == 0 { Err(Error::new(Kind::Conflict, "not this one")) } else { Ok(()) }
                })
                .await
            })
        })
        .collect();
    let mut refused = 0;
    for task in tasks {
        refused += usize::from(task.await.expect("no panic").is_err());
    }
    assert_eq!(refused, 34);
    assert_eq!(notes(&db).await.len(), 66);
    let (events, last) = db.log().tail(&db, 0, &store::Filter::default()).await.expect("tail");
    assert_eq!(events.len(), 66, "events of failed commands are gone too");
    assert_eq!(last, 66, "and their cursors are used again: no holes");
}

#[tokio::test]
async fn a_broken_statement_is_that_commands_alone() {
    let dir = tempfile::tempdir().expect("temp dir");
    let db = open(dir.path()).await;
    note(&db, "once").await.expect("written");
    let again = note(&db, "once").await.expect_err("unique");
    assert_eq!(again.kind, Kind::Conflict);
    let nonsense = db.write(async |tx| tx.exec("INSERT INTO nowhere VALUES (1)", args![]).await).await;
    assert!(nonsense.is_err());
    note(&db, "twice").await.expect("the writer lives on");
    assert_eq!(notes(&db).await, ["once", "twice"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_that_goes_away_in_the_middle_undoes_its_command_and_blocks_nobody() {
    let dir = tempfile::tempdir().expect("temp dir");
    let db = open(dir.path()).await;
    let gone = db.write(async |tx| {
        tx.exec("INSERT INTO note (text) VALUES ('half')", args![]).await?;
        std::future::pending::<()>().await;
        Ok(())
    });
    assert!(tokio::time::timeout(Duration::from_millis(50), gone).await.is_err());
    let reader_gone = db.read(async |tx| {
        tx.query("SELECT 1 AS one", args![]).await?;
        std::future::pending::<()>().await;
        Ok(())
    });
    assert!(tokio::time::timeout(Duration::from_millis(50), reader_gone).await.is_err());
    note(&db, "whole").await.expect("written");
    for _ in 0..8 {
        assert_eq!(notes(&db).await, ["whole"], "also the abandoned reader sees what is committed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_see_committed_states_only_and_a_steady_snapshot() {
    let dir = tempfile::tempdir().expect("temp dir");
    let db = open(dir.path()).await;
    note(&db, "a").await.expect("written");
    let count = "SELECT count(*) AS notes FROM note";
    let seen = db
        .read(async |tx| {
            let before: i64 = tx.query_one(count, args![]).await?.expect("row").get("notes")?;
            note(&db, "b").await?;
            let after: i64 = tx.query_one(count, args![]).await?.expect("row").get("notes")?;
            Ok((before, after))
        })
        .await
        .expect("reads");
    assert_eq!(seen, (1, 1));
    assert_eq!(notes(&db).await.len(), 2);
    let written = db.read(async |tx| tx.query("DELETE FROM note RETURNING id", args![]).await).await;
    assert!(written.is_err(), "a reader cannot write");
}

#[tokio::test(flavor = "multi_thread")]
async fn observers_have_heard_before_the_caller_is_answered() {
    let dir = tempfile::tempdir().expect("temp dir");
    let db = open(dir.path()).await;
    let heard = Arc::new(AtomicUsize::new(0));
    let count = heard.clone();
    db.observe(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    for expected in 1..=20 {
        db.write(async |tx| store::log::append(tx, event("note.added")).await).await.expect("appended");
        assert_eq!(heard.load(Ordering::SeqCst), expected);
    }
}

#[tokio::test]
async fn a_second_user_of_the_folder_is_refused() {
    let dir = tempfile::tempdir().expect("temp dir");
    let db = open(dir.path()).await;
    let second = Db::open(dir.path(), Options::default()).await.expect_err("locked");
    assert_eq!(second.kind, Kind::Conflict);
    assert!(second.story().contains("in use"), "{second}");
    note(&db, "still here").await.expect("written");
}

#[tokio::test]
async fn what_was_written_is_there_after_opening_again() {
    let dir = tempfile::tempdir().expect("temp dir");
    let db = open(dir.path()).await;
    note(&db, "kept").await.expect("written");
    drop(db);
    // The writer task ends by itself once nobody can ask it; the lock goes with it.
    let again = loop {
        match Db::open(dir.path(), Options::default()).await {
            Ok(db) => break db,
            Err(error) if error.kind == Kind::Conflict => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    };
    assert_eq!(notes(&again).await, ["kept"]);
}
