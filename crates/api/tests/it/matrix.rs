//! The permission matrix of `docs/contract/session.md`, walked: every implemented action, called as every kind of caller.
//!
//! The page is the test data. A row names `service.action, action; service.action`; an action that has no row fails, and so does one
//! that is declared or behaves otherwise than its row says.

use crate::{Reply, Server};
use schema::{Action, Argument, Class, Owner, Service, Type};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Columns in the order of the page, with their bits in `schema::Access`.
const COLUMNS: [(&str, u8); 6] = [("N", 1), ("W", 2), ("P", 4), ("U", 8), ("R", 16), ("Q", 32)];

/// The rows as a map from `service.action` to the columns that may.
fn matrix() -> BTreeMap<String, u8> {
    let page = include_str!("../../../../docs/contract/session.md");
    let section =
        page.split("## Permission matrix").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("a matrix");
    let mut rows = section
        .lines()
        .filter(|line| line.starts_with('|'))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>());
    let head = rows.next().expect("a head");
    assert_eq!(head[1..], COLUMNS.map(|(name, _)| name), "the columns this test knows");
    let mut matrix = BTreeMap::new();
    for row in rows.skip(1) {
        assert_eq!(row.len(), 7, "{row:?}");
        let bits =
            COLUMNS.iter().zip(&row[1..]).filter(|(_, cell)| !cell.is_empty()).fold(0, |bits, (column, cell)| {
                assert_eq!(*cell, "\u{25cf}", "{row:?}");
                bits | column.1
            });
        for group in row[0].split(';').map(str::trim) {
            let (service, actions) = group.split_once('.').unwrap_or_else(|| panic!("no service in {group}"));
            for action in actions.split(',').map(str::trim) {
                let name = format!("{service}.{action}");
                assert_ne!(action, "*", "{service}: every action is named, so that a new one is not let in unseen");
                assert_eq!(matrix.insert(name.clone(), bits), None, "{name} has two rows");
            }
        }
    }
    matrix
}

/// For an installation's own services, or for accounts with a feature that the one here lacks: refused to everybody.
const CLOSED: [&str; 5] = [
    "session.impersonateByKs",
    "liveStream.archive",
    "liveStream.validateRegisteredMediaServers",
    "liveStream.addLiveStreamPushPublishConfiguration",
    "liveStream.removeLiveStreamPushPublishConfiguration",
];

fn actions() -> impl Iterator<Item = (&'static Service, &'static Action)> {
    schema::service::SERVICES.iter().flat_map(|service| service.actions.iter().map(move |action| (*service, *action)))
}

#[test]
fn every_action_is_declared_as_its_row_says() {
    let mut matrix = matrix();
    let mut wrong = String::new();
    for (service, action) in actions() {
        let name = format!("{}.{}", service.name, action.name);
        match matrix.remove(&name) {
            None => writeln!(wrong, "{name} has no row in docs/contract/session.md").expect("text"),
            Some(bits) if bits != action.access.bits() => {
                writeln!(wrong, "{name} is declared {:06b}, its row says {bits:06b} (QRUPWN)", action.access.bits())
                    .expect("text");
            }
            Some(_) => {}
        }
    }
    for name in matrix.keys() {
        writeln!(wrong, "{name} has a row and does not exist").expect("text");
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[tokio::test]
async fn every_caller_may_what_the_rows_say_and_nothing_else() {
    let server = Server::start().await;
    let callers = [
        ("nobody", 1, String::new()),
        ("widget", 2, server.widget().await),
        ("playback role", 4 | 2, server.ks("0", 0, "setrole:PLAYBACK_BASE_ROLE").await),
        ("user", 8, server.ks("eve", 0, "").await),
        ("producer role", 16 | 8, server.ks("prod", 0, "setrole:WEBCAST_PRODUCER_DEVICE_ROLE").await),
        ("webcast widget role", 32 | 2, server.ks("0", 0, "setrole:KMS_WEBCAST_WIDGET_SESSION_ROLE").await),
        ("admin", u8::MAX, server.admin().await),
    ];
    let matrix = matrix();
    let mut wrong = String::new();
    for (service, action) in actions() {
        let name = format!("{}.{}", service.name, action.name);
        if name == "session.end" {
            continue; // it would end the session that is walked with
        }
        let is_closed = CLOSED.contains(&name.as_str());
        let Some(row) = matrix.get(&name) else { continue };
        for (caller, columns, ks) in &callers {
            let reply = call(&server, service, action, ks).await;
            let seen = reply.header("x-kaltura-app");
            let refused = format!(
                "exiting on error SERVICE_FORBIDDEN - The access to service [{}->{}] is forbidden",
                service.name, action.name
            );
            let is_refused = seen == refused;
            let text = reply.text();
            let ownership =
                text.contains("Error \"-4,INVALID_TYPE\"") || text.contains("Error \\\"-4,INVALID_TYPE\\\"");
            let may = !is_closed && (*caller == "admin" || row & columns != 0);
            // Ownership is asked before the permission, and there nobody is nobody's owner.
            let as_owner = *caller == "nobody" && action.owner != Owner::Anyone;
            let is_right = if as_owner { ownership } else { may != is_refused && !ownership };
            if !is_right {
                let text: String = text.chars().take(200).collect();
                writeln!(wrong, "{name} as {caller}: expected {may}, got {seen:?} {text}").expect("text");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Calls an action with something for every argument that it cannot do without, on objects that do not exist.
async fn call(server: &Server, service: &Service, action: &Action, ks: &str) -> Reply {
    let mut fields = vec![("format".to_owned(), "1".to_owned())];
    if !ks.is_empty() {
        fields.push(("ks".to_owned(), ks.to_owned()));
    }
    let mut file = None;
    for argument in action.arguments {
        if argument.default.is_none() {
            if matches!(argument.ty, Type::File) {
                file = Some(argument.name);
            } else {
                fields.push(value(argument));
            }
        }
    }
    let mut body = String::new();
    for (name, value) in &fields {
        write!(body, "--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").expect("text");
    }
    if let Some(name) = file {
        let head = format!("content-disposition: form-data; name=\"{name}\"; filename=\"a.txt\"");
        write!(body, "--x\r\n{head}\r\ncontent-type: text/plain\r\n\r\nnothing\r\n").expect("text");
    }
    body.push_str("--x--\r\n");
    let uri = format!("/api_v3/service/{}/action/{}", service.name, action.name);
    server.post(&uri, "multipart/form-data; boundary=x", body).await
}

fn value(argument: &Argument) -> (String, String) {
    let name = argument.name;
    let text = match argument.ty {
        Type::Bool | Type::NullableBoolean | Type::Int | Type::Float => "1",
        Type::Time => "1800000000",
        Type::Text if name.to_lowercase().ends_with("id") => "0_missing0",
        Type::Text => "x",
        Type::Enum(meta) => meta.values[0].1,
        Type::Array(_) | Type::Map(_) | Type::Tree => return (format!("{name}[-]"), String::new()),
        Type::Object(class) => return (format!("{name}[objectType]"), concrete(class).name.to_owned()),
        Type::File => unreachable!("files are sent as files"),
    };
    (name.to_owned(), text.to_owned())
}

/// A class that may be made where this one is declared.
fn concrete(class: &'static Class) -> &'static Class {
    let known = schema::registry::CLASSES.iter().copied();
    let found = known.chain([class]).find(|known| known.is_or_extends(class) && !known.is_abstract);
    found.unwrap_or_else(|| panic!("nothing can be sent for {}", class.name))
}

/// A permission that names an action names one that exists.
#[test]
fn permissions_name_actions_that_exist() {
    for permission in domain::role::PERMISSIONS {
        for name in permission.actions {
            let (service, action) = name.split_once("->").expect("service->action");
            let Some(service) = schema::service::find(service) else { continue };
            assert!(service.name == name.split_once("->").expect("checked").0, "{name} is spelled {}", service.name);
            let found = service.actions.iter().any(|known| known.name == action);
            assert!(found || LATER.contains(name), "{} names {name}", permission.name);
        }
    }
}

/// Actions that permissions open as soon as they are there.
const LATER: &[&str] = &[
    "liveStream->registerMediaServer",
    "liveStream->unregisterMediaServer",
    "liveStream->appendRecording",
    "liveStream->setRecordedContent",
    "liveStream->createRecordedEntry",
    "baseEntry->export",
    "metadata_metadataprofile->addFromFile",
    "metadata_metadataprofile->revert",
    "metadata_metadataprofile->updateDefinitionFromFile",
    "metadata_metadataprofile->updateViewsFromFile",
];
