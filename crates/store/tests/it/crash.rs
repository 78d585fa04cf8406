//! The test binary starts itself again as a writer and kills it: everything that was acknowledged must be there.

use crate::{note, notes, open};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

const ROLE: &str = "STORE_CRASH_WRITER";

/// Not a test of its own: does nothing unless started by the one below, and then writes until it is killed.
#[tokio::test(flavor = "multi_thread")]
async fn crash_writer() {
    let Some(dir) = std::env::var_os(ROLE) else { return };
    let db = open(dir.as_ref()).await;
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let db = db.clone();
            tokio::spawn(async move {
                for index in 0.. {
                    let text = format!("{writer}-{index}");
                    note(&db, &text).await.expect("written");
                    println!("acknowledged {text}");
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.expect("runs until killed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_acknowledged_write_survives_kill_9() {
    for wanted in [1, 50, 400] {
        let dir = tempfile::tempdir().expect("temp dir");
        let program = std::env::current_exe().expect("this test");
        let mut child = Command::new(program)
            .args(["--exact", "crash::crash_writer", "--nocapture", "--test-threads=1"])
            .env(ROLE, dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("starts");
        let output = child.stdout.take().expect("piped");
        let (acknowledged, child) = tokio::task::spawn_blocking(move || {
            let mut acknowledged = Vec::new();
            let mut lines = BufReader::new(output).lines();
            while let Some(Ok(line)) = lines.next() {
                acknowledged.extend(line.split_once("acknowledged ").map(|(_, text)| text.to_owned()));
                if acknowledged.len() == wanted {
                    child.kill().expect("SIGKILL");
                }
            }
            child.wait().expect("killed");
            (acknowledged, child)
        })
        .await
        .expect("read");
        drop(child);
        assert!(acknowledged.len() >= wanted, "the writer ran: {}", acknowledged.len());
        let db = open(dir.path()).await;
        let kept: std::collections::HashSet<String> = notes(&db).await.into_iter().collect();
        let lost: Vec<_> = acknowledged.iter().filter(|text| !kept.contains(*text)).collect();
        assert!(lost.is_empty(), "{} of {} lost: {lost:?}", lost.len(), acknowledged.len());
        note(&db, "life goes on").await.expect("writes again");
    }
}
