use crate::{event, open};
use base::EntryId;
use store::{Filter, NewEvent};

async fn append(db: &store::Db, event: NewEvent) -> i64 {
    db.write(async |tx| store::log::append(tx, event.clone()).await).await.expect("appended")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_hears_everything_once_and_in_order() {
    let dir = tempfile::tempdir().expect("temp dir");
    let db = open(dir.path()).await;
    let mut follower = db.log().subscribe(&db, 0, Filter::default());
    let writers: Vec<_> = (0..8)
        .map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                for _ in 0..25 {
                    append(&db, event("note.added")).await;
                }
            })
        })
        .collect();
    let mut cursors = Vec::new();
    while cursors.len() < 200 {
        cursors.extend(follower.next().await.expect("events").iter().map(|event| event.cursor));
    }
    assert_eq!(cursors, (1..=200).collect::<Vec<i64>>());
    for writer in writers {
        writer.await.expect("no panic");
    }
    assert_eq!(db.log().last(), 200);
}

#[tokio::test]
async fn a_late_follower_reads_what_memory_no_longer_has() {
    let dir = tempfile::tempdir().expect("temp dir");
    let db = open(dir.path()).await;
    db.write(async |tx| {
        for _ in 0..5000 {
            store::log::append(tx, event("note.added")).await?;
        }
        Ok(())
    })
    .await
    .expect("appended");
    let mut follower = db.log().subscribe(&db, 10, Filter::default());
    let mut cursors = Vec::new();
    while cursors.last() != Some(&5000) {
        cursors.extend(follower.next().await.expect("events").iter().map(|event| event.cursor));
    }
    assert_eq!(cursors, (11..=5000).collect::<Vec<i64>>());
}

#[tokio::test]
async fn a_filter_passes_only_what_was_asked_for() {
    let dir = tempfile::tempdir().expect("temp dir");
    let db = open(dir.path()).await;
    let entry: EntryId = "0_abcd1234".parse().expect("id");
    append(&db, event("note.added")).await;
    append(&db, NewEvent { entry: Some(entry.clone()), ..event("live.playable") }).await;
    append(&db, NewEvent { entry: Some(entry.clone()), ..event("entry.updated") }).await;
    let of_entry = db.log().tail(&db, 0, &Filter::entry(&entry)).await.expect("tail");
    assert_eq!(of_entry.0.iter().map(|event| event.cursor).collect::<Vec<_>>(), [2, 3]);
    let kinds = Filter { kinds: vec!["live.playable"], ..Filter::default() };
    let of_kind = db.log().tail(&db, 0, &kinds).await.expect("tail");
    assert_eq!(of_kind.0.len(), 1);
    assert_eq!(of_kind.1, 3, "the cursor moves past what was refused");
}
