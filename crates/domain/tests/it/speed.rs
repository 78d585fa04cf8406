//! Budgets with a wide margin: they fail when something asks the database that must not, not when a machine is slow.

use crate::{House, NOW, caller, webcast};
use std::time::Instant;

/// Prints the figure; measured well under 20 µs in a release build.
#[tokio::test(flavor = "multi_thread")]
async fn a_ks_and_a_hot_entry_need_no_database() {
    let house = House::open().await;
    let admin = house.admin().await;
    let entry = house.add(&admin, webcast(false)).await.expect("added");
    let ks = house.ks(0, "ann", "sview:*,setrole:PLAYBACK_BASE_ROLE").await;
    house.hot(&entry).await;
    // All readers are taken and the writer is busy: whoever asked the database now would wait for ever.
    let (held, hold) = tokio::sync::oneshot::channel::<()>();
    let mut busy = Vec::new();
    let hold = std::sync::Arc::new(tokio::sync::Mutex::new(Some(hold)));
    for _ in 0..store::Options::default().readers {
        let (db, hold) = (house.db().clone(), hold.clone());
        busy.push(tokio::spawn(async move {
            db.read(async |_| {
                if let Some(hold) = hold.lock().await.take() {
                    drop(hold.await);
                }
                Ok(())
            })
            .await
        }));
    }
    tokio::task::yield_now().await;
    const CALLS: u32 = 5000;
    let started = Instant::now();
    for _ in 0..CALLS {
        let actor = house.catalog.actor(Some(&ks), &caller(), NOW).await.expect("admitted");
        house.catalog.entry(&actor, entry.id.as_str()).await.expect("there");
    }
    let each = started.elapsed() / CALLS;
    println!("open, admit and read: {each:?} each");
    assert!(each.as_micros() < 2000, "{each:?} each");
    drop(held);
    for task in busy {
        task.await.expect("no panic").expect("read");
    }
}
