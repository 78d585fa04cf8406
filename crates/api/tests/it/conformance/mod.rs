//! The contract's tables as data: every case of `conformance/` in every encoding of a request and every format of an answer.
//!
//! `CONFORMANCE=part-of-a-name cargo test -p api --test it conformance` runs some of them.

mod case;
mod fit;
mod hash;
mod php;
mod read;
mod run;
mod send;
mod vars;

use crate::Server;
use case::{Account, Told};
use run::{Memory, Run};
use send::{Encoding, FORMATS};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::task::JoinSet;

/// Failures that are printed whole; the rest is counted.
const SHOWN_MAX: usize = 60;

/// What one case came to in one encoding and format.
struct Outcome {
    case: usize,
    how: String,
    wrong: Vec<String>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_case_in_every_encoding_and_format() {
    let wanted = std::env::var("CONFORMANCE").unwrap_or_default();
    let cases: Vec<Told> = case::all().into_iter().filter(|case| case.name.contains(&wanted)).collect();
    assert!(!cases.is_empty(), "no case is called {wanted}");
    let (cases, callers) = (Arc::new(cases), Arc::new(case::callers()));
    let mut tasks = JoinSet::new();
    for encoding in Encoding::ALL {
        // Parts of a multipart body are the JSON body in another cover: once is enough.
        let formats = if encoding == Encoding::Multipart { &FORMATS[..1] } else { &FORMATS[..] };
        for format in formats {
            tasks.spawn(every_case(cases.clone(), callers.clone(), encoding, *format));
        }
    }
    let outcomes: Vec<Outcome> = tasks.join_all().await.into_iter().flatten().collect();
    report(&cases, outcomes);
}

/// All cases one after the other, on one server for each account.
async fn every_case(
    cases: Arc<Vec<Told>>,
    callers: Arc<BTreeMap<String, Value>>,
    encoding: Encoding,
    format: (&'static str, i64),
) -> Vec<Outcome> {
    let mut servers: BTreeMap<Account, (Server, Mutex<BTreeMap<String, String>>)> = BTreeMap::new();
    let mut begun: BTreeMap<&str, Result<Memory, Vec<String>>> = BTreeMap::new();
    let mut outcomes = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        if !case.only.is_empty() && !case.only.iter().any(|only| only == encoding.name()) {
            continue;
        }
        if !servers.contains_key(&case.account) {
            let account = &case.account;
            let server = Server::of(account.partner, &account.secret, account.now * 1000).await;
            servers.insert(account.clone(), (server, Mutex::default()));
        }
        let (server, sessions) = &servers[&case.account];
        let run = |memory| Run::new(server, case, (encoding, format), &callers, sessions, memory);
        let fresh = Memory::new(format!("r{number}x"));
        let memory = match &case.shared {
            None => Ok(fresh),
            Some((file, given)) => {
                if !begun.contains_key(file.as_str()) {
                    begun.insert(file, run(fresh).take(given).await);
                }
                begun[file.as_str()].clone()
            }
        };
        let done = match memory {
            Ok(memory) => run(memory).take(&case.steps).await,
            Err(wrong) => Err(wrong),
        };
        let wrong = done.err().unwrap_or_default();
        outcomes.push(Outcome { case: number, how: format!("{} → {}", encoding.name(), format.0), wrong });
    }
    outcomes
}

/// Fails if a case failed that is not known to, or one that is known to fail did not.
fn report(cases: &[Told], outcomes: Vec<Outcome>) {
    let runs = outcomes.len();
    let mut by_case: BTreeMap<usize, Vec<Outcome>> = BTreeMap::new();
    for outcome in outcomes {
        by_case.entry(outcome.case).or_default().push(outcome);
    }
    let (mut lines, mut failed, mut known) = (Vec::new(), 0, 0);
    for (number, case) in cases.iter().enumerate() {
        let Some(outcomes) = by_case.get(&number) else {
            lines.push(format!("{}: runs in no encoding and format", case.name));
            failed += 1;
            continue;
        };
        let broken: Vec<&Outcome> = outcomes.iter().filter(|outcome| !outcome.wrong.is_empty()).collect();
        if let Some(reason) = &case.known {
            if broken.is_empty() {
                failed += 1;
                lines.push(format!("{}: is known to fail ({reason}), but does not: take the mark away", case.name));
            } else {
                known += 1;
            }
            continue;
        }
        if broken.is_empty() {
            continue;
        }
        failed += 1;
        // The same difference everywhere is one difference.
        let mut by_difference: BTreeMap<&[String], Vec<&str>> = BTreeMap::new();
        for outcome in &broken {
            by_difference.entry(&outcome.wrong).or_default().push(&outcome.how);
        }
        lines.push(format!("{} (contract: {})", case.name, case.contract));
        for (wrong, how) in by_difference {
            let how = if how.len() == outcomes.len() { "everywhere".to_owned() } else { how.join(", ") };
            lines.extend(wrong.iter().map(|wrong| format!("    {how}: {wrong}")));
        }
    }
    println!("{} cases, {runs} runs, {known} known to fail", cases.len());
    lines.truncate(SHOWN_MAX * 4);
    assert!(failed == 0, "{failed} of {} cases:\n{}", cases.len(), lines.join("\n"));
}

#[test]
fn citations_name_a_section_of_the_contract() {
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/contract");
    let words = |text: &str| {
        let spaced: String =
            text.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
        spaced.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for case in case::all() {
        let (page, section) = case.contract.split_once(", ").unwrap_or((&case.contract, ""));
        let text = std::fs::read_to_string(format!("{docs}/{page}.md"));
        let text = text.unwrap_or_else(|_| panic!("{}: docs/contract has no page {page}", case.name));
        let mut headings = text.lines().filter(|line| line.starts_with('#'));
        assert!(
            headings.any(|heading| words(heading).contains(&words(section))),
            "{}: {page} has no section {section}",
            case.name
        );
    }
}
