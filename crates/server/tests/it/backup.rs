//! Backup and restore: nothing that was acknowledged is lost, and what is not a whole backup leaves nothing behind.

use base::{Kind, PartnerId, Secret, UnixMillis};
use domain::Catalog;
use domain::partner::{FirstPartner, first_start};
use domain::session::{self, Start};
use std::collections::HashSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use store::{Db, Options, args};
use tempfile::TempDir;

const NOW: UnixMillis = UnixMillis::from_seconds(1_800_000_000);
const PARTNER: PartnerId = PartnerId(101);
const SECRET: &str = "plenarySecretAdmin00000000000001";

/// A data folder with one account, a table of notes, and a file beside the database.
struct House {
    dir: TempDir,
}

impl House {
    async fn new() -> Self {
        let house = Self { dir: TempDir::new().expect("temp dir") };
        fs::create_dir(house.data()).expect("folder");
        let catalog = house.open().await;
        let first = FirstPartner {
            id: Some(PARTNER),
            admin_secret: Some(Secret::new(SECRET.to_owned())),
            ..FirstPartner::default()
        };
        first_start(&catalog, NOW, first).await.expect("first start").expect("made");
        let table = "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT";
        catalog.db().write(async |tx| tx.exec(table, args![]).await).await.expect("table");
        fs::create_dir(house.data().join("images")).expect("folder");
        fs::write(house.data().join("images/a.jpg"), b"a picture").expect("file");
        house
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    async fn open(&self) -> Arc<Catalog> {
        open(&self.data()).await
    }

    /// A backup that was made without anybody else in the folder.
    fn backup(&self, name: &str) -> PathBuf {
        let to = self.path(name);
        let done = plenary(&["backup", "--data", text(&self.data()), "--to", text(&to)]);
        assert!(done.status.success(), "{}", said(&done));
        to
    }

    /// What the program says when it refuses to restore `from`; nothing may remain of it.
    #[track_caller]
    fn refused(&self, from: &Path) -> String {
        let to = self.path("refused");
        let done = plenary(&["restore", "--from", text(from), "--data", text(&to)]);
        assert!(!done.status.success(), "restored: {}", said(&done));
        assert!(!to.exists(), "something was left behind: {:?}", fs::read_dir(&to).map(|all| all.collect::<Vec<_>>()));
        said(&done)
    }
}

/// Opens a data folder; the process before this one may still be letting go of it.
async fn open(data: &Path) -> Arc<Catalog> {
    let db = loop {
        match Db::open(data, Options::default()).await {
            Ok(db) => break db,
            Err(error) if error.kind == Kind::Conflict => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    };
    Catalog::open(db, data, NOW).await.expect("opens")
}

fn plenary(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_plenary")).args(args).env_remove("PLENARY_DATA").output().expect("runs")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

async fn note(catalog: &Catalog, text: &str) {
    let sql = "INSERT INTO note (text) VALUES (?)";
    catalog.db().write(async |tx| tx.exec(sql, args![text]).await).await.expect("written");
}

async fn notes(catalog: &Catalog) -> Vec<String> {
    let rows = catalog.db().read(async |tx| tx.query("SELECT text FROM note ORDER BY id", args![]).await).await;
    rows.expect("reads").iter().map(|row| row.get("text").expect("text")).collect()
}

/// A session of the account's administrator, started with the secret the account was made with.
async fn admin_ks(catalog: &Catalog) -> base::Result<String> {
    let start = Start {
        secret: Secret::new(SECRET.to_owned()),
        user: "me".to_owned(),
        kind: 2,
        partner: Some(PARTNER),
        expiry: 86_400,
        privileges: None,
    };
    session::start(catalog, NOW, domain::guard::Attempt::unlimited(), start).await
}

/// Changes a list of a backup.
fn edit(path: &Path, change: impl Fn(&mut serde_json::Value)) {
    let mut list = serde_json::from_slice(&fs::read(path).expect("there")).expect("JSON");
    change(&mut list);
    fs::write(path, list.to_string()).expect("written");
}

/// Changes one byte of a file.
fn flip(path: &Path, place: usize) {
    let mut bytes = fs::read(path).expect("there");
    bytes[place] ^= 1;
    fs::write(path, bytes).expect("written");
}

/// Every regular file below a folder must be closed to others.
fn assert_private(folder: &Path) {
    for entry in fs::read_dir(folder).expect("folder") {
        let path = entry.expect("entry").path();
        let mode = fs::metadata(&path).expect("there").permissions().mode() & 0o777;
        if path.is_dir() {
            assert_eq!(mode, 0o700, "{}", path.display());
            assert_private(&path);
        } else {
            assert_eq!(mode, 0o600, "{}", path.display());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_beside_writers_has_everything_acknowledged_before_it_began() {
    const WRITERS: usize = 4;
    let house = House::new().await;
    let catalog = house.open().await;
    let session = admin_ks(&catalog).await.expect("a session");
    let over = Arc::new(AtomicBool::new(false));
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (catalog, over, acknowledged) = (catalog.clone(), over.clone(), acknowledged.clone());
            tokio::spawn(async move {
                for count in 0.. {
                    if over.load(Ordering::SeqCst) {
                        break;
                    }
                    let text = format!("{writer}-{count}");
                    note(&catalog, &text).await;
                    acknowledged.lock().expect("lock").push(text);
                }
            })
        })
        .collect();

    for round in 0..3 {
        let enough = (round + 1) * 50;
        while acknowledged.lock().expect("lock").len() < enough {
            tokio::task::yield_now().await;
        }
        let before = acknowledged.lock().expect("lock").clone();
        let (data, to) = (house.data(), house.path(&format!("backup-{round}")));
        let at = to.clone();
        let made = tokio::task::spawn_blocking(move || plenary(&["backup", "--data", text(&data), "--to", text(&at)]));
        let made = made.await.expect("ran");
        assert!(made.status.success(), "{}", said(&made));

        let data = house.path(&format!("restored-{round}"));
        let done = plenary(&["restore", "--from", text(&to), "--data", text(&data)]);
        assert!(done.status.success(), "{}", said(&done));
        assert!(said(&done).contains("restored from the backup of 20"), "{}", said(&done));
        let restored = open(&data).await;
        let kept: HashSet<String> = notes(&restored).await.into_iter().collect();
        let lost: Vec<_> = before.iter().filter(|text| !kept.contains(*text)).collect();
        assert!(lost.is_empty(), "round {round}: {} of {} lost: {lost:?}", lost.len(), before.len());
        // A note of one writer is there only with all that came before it: the copy is one moment, not several.
        for writer in 0..WRITERS {
            let mut counts: Vec<usize> = kept
                .iter()
                .filter_map(|text| text.split_once('-'))
                .filter(|(name, _)| *name == writer.to_string())
                .map(|(_, count)| count.parse().expect("a number"))
                .collect();
            counts.sort_unstable();
            assert!(counts.iter().copied().eq(0..counts.len()), "round {round}, writer {writer}: {counts:?}");
        }
        // Sessions from before count, new ones start with the old secret, and files are there.
        restored.open_ks(&session).await.expect("the session from before");
        let again = admin_ks(&restored).await.expect("the secret from before");
        restored.open_ks(&again).await.expect("a new session");
        assert_eq!(fs::read(data.join("images/a.jpg")).expect("there"), b"a picture");
        drop(restored);
        assert_private(&to);
        assert!(!house.path(&format!("backup-{round}.partial")).exists());
    }
    over.store(true, Ordering::SeqCst);
    for writer in writers {
        writer.await.expect("runs");
    }
}

/// A name, what is done to a good backup, and what the program then says.
type Case<'a> = (&'static str, &'a dyn Fn(&Path), &'static str);

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_whole_backup_is_refused_by_name_and_leaves_nothing() {
    let house = House::new().await;
    let manifest = |backup: &Path| backup.join("manifest.json");
    let cases: &[Case] = &[
        (
            "nothing there",
            &|backup| fs::remove_dir_all(backup).expect("gone"),
            "is no backup of Plenary: manifest.json",
        ),
        (
            "no list",
            &|backup| fs::remove_file(manifest(backup)).expect("gone"),
            "is no backup of Plenary: manifest.json",
        ),
        (
            "list cut off",
            &|backup| {
                let text = fs::read(manifest(backup)).expect("there");
                fs::write(manifest(backup), &text[..text.len() / 2]).expect("written");
            },
            "is no backup of Plenary: manifest.json: EOF",
        ),
        (
            "another program's list",
            &|backup| fs::write(manifest(backup), r#"{"kind":"tape","format":1}"#).expect("written"),
            "is of kind \"tape\"",
        ),
        (
            "database cut off",
            &|backup| {
                let file = fs::OpenOptions::new().write(true).open(backup.join("plenary.db")).expect("there");
                file.set_len(file.metadata().expect("there").len() - 4096).expect("cut");
            },
            "plenary.db has",
        ),
        ("a bit of the database", &|backup| flip(&backup.join("plenary.db"), 5000), "plenary.db was changed"),
        ("a bit of the key", &|backup| flip(&backup.join("instance.key"), 3), "instance.key was changed"),
        ("a bit of a file", &|backup| flip(&backup.join("images/a.jpg"), 0), "images/a.jpg was changed"),
        ("no key", &|backup| fs::remove_file(backup.join("instance.key")).expect("gone"), "instance.key is missing"),
        ("no database", &|backup| fs::remove_file(backup.join("plenary.db")).expect("gone"), "plenary.db is missing"),
        (
            "one file more",
            &|backup| fs::write(backup.join("images/b.jpg"), "b").expect("written"),
            "images/b.jpg is not in the backup's list",
        ),
        (
            "a list that leaves its folder",
            &|backup| edit(&manifest(backup), |list| list["files"][1]["path"] = "../../etc/x".into()),
            "which is not allowed",
        ),
        (
            "a newer version",
            &|backup| {
                edit(&manifest(backup), |list| {
                    list["version"] = "99.0.0".into();
                    list["schema"].as_array_mut().expect("a list").push("domain/9999_later".into());
                })
            },
            "made by a newer version, 99.0.0: its database has the step domain/9999_later",
        ),
        (
            "a newer form",
            &|backup| {
                fs::write(manifest(backup), r#"{"kind":"plenary backup","format":2,"version":"99.0.0"}"#)
                    .expect("written")
            },
            "made by a newer version, 99.0.0: its form is 2",
        ),
        (
            "another schema than listed",
            &|backup| edit(&manifest(backup), |list| list["schema"] = serde_json::json!([])),
            "manifest.json was changed",
        ),
    ];
    for (number, (name, harm, expected)) in cases.iter().enumerate() {
        let backup = house.backup(&format!("backup-{number}"));
        harm(&backup);
        let why = house.refused(&backup);
        assert!(why.contains(expected), "{name}: {why}");
    }
}

/// A backup whose list agrees with its files, and whose key is another house's: only opening a secret tells.
#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_does_not_open_the_secrets_is_noticed() {
    let (house, other) = (House::new().await, House::new().await);
    let (backup, stranger) = (house.backup("backup"), other.backup("backup"));
    fs::copy(stranger.join("instance.key"), backup.join("instance.key")).expect("copied");
    let listed = |path: &Path| -> serde_json::Value {
        let list: serde_json::Value =
            serde_json::from_slice(&fs::read(path.join("manifest.json")).expect("there")).expect("JSON");
        list["files"]
            .as_array()
            .expect("a list")
            .iter()
            .find(|file| file["path"] == "instance.key")
            .expect("listed")
            .clone()
    };
    let theirs = listed(&stranger);
    edit(&backup.join("manifest.json"), |list| {
        let files = list["files"].as_array_mut().expect("a list");
        *files.iter_mut().find(|file| file["path"] == "instance.key").expect("listed") = theirs.clone();
    });
    let why = house.refused(&backup);
    assert!(why.contains("partner/101/secret was not sealed with this instance key"), "{why}");

    // The same in a data folder: neither a backup nor a check passes it over.
    fs::copy(stranger.join("instance.key"), house.data().join("instance.key")).expect("copied");
    let to = house.path("second");
    let done = plenary(&["backup", "--data", text(&house.data()), "--to", text(&to)]);
    assert!(!done.status.success() && said(&done).contains("was not sealed with this instance key"), "{}", said(&done));
    assert!(!to.exists() && !house.path("second.partial").exists());
    let done = plenary(&["check", "--data", text(&house.data())]);
    assert!(!done.status.success() && said(&done).contains("was not sealed with this instance key"), "{}", said(&done));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_overwritten() {
    let house = House::new().await;
    let backup = house.backup("backup");
    let again = plenary(&["backup", "--data", text(&house.data()), "--to", text(&backup)]);
    assert!(!again.status.success() && said(&again).contains("it exists already"), "{}", said(&again));

    fs::create_dir(house.path("backup-2.partial")).expect("folder");
    let cut_off = plenary(&["backup", "--data", text(&house.data()), "--to", text(&house.path("backup-2"))]);
    assert!(!cut_off.status.success() && said(&cut_off).contains("was cut off"), "{}", said(&cut_off));

    let onto = plenary(&["restore", "--from", text(&backup), "--data", text(&house.data())]);
    assert!(!onto.status.success() && said(&onto).contains("is not empty"), "{}", said(&onto));
    let untouched = house.open().await;
    assert_eq!(notes(&untouched).await.len(), 0, "the folder is as it was");

    let nowhere = plenary(&["backup", "--data", text(&house.path("nowhere")), "--to", text(&house.path("b"))]);
    assert!(!nowhere.status.success() && said(&nowhere).contains("no data folder"), "{}", said(&nowhere));
    assert!(!house.path("nowhere").exists() && !house.path("b").exists());
}

/// An empty folder that is there already, as a mounted volume is, is filled; when the backup is refused it is empty again.
#[tokio::test(flavor = "multi_thread")]
async fn an_empty_folder_is_filled_or_left_empty() {
    let house = House::new().await;
    let (good, bad) = (house.backup("good"), house.backup("bad"));
    flip(&bad.join("plenary.db"), 5000);
    let volume = house.path("volume");
    fs::create_dir_all(volume.join("lost+found")).expect("folder");

    let done = plenary(&["restore", "--from", text(&bad), "--data", text(&volume)]);
    assert!(!done.status.success(), "{}", said(&done));
    let left: Vec<_> = fs::read_dir(&volume).expect("there").map(|entry| entry.expect("entry").file_name()).collect();
    assert_eq!(left, ["lost+found"]);

    let done = plenary(&["restore", "--from", text(&good), "--data", text(&volume)]);
    assert!(done.status.success(), "{}", said(&done));
    let restored = open(&volume).await;
    admin_ks(&restored).await.expect("the secret from before");
}

#[tokio::test(flavor = "multi_thread")]
async fn check_says_how_a_data_folder_is() {
    let house = House::new().await;
    let check = |data: &Path| plenary(&["check", "--data", text(data)]);
    let fresh = check(&house.path("fresh"));
    assert!(fresh.status.success() && said(&fresh).contains("empty, the first start fills it"), "{}", said(&fresh));
    let whole = check(&house.data());
    assert!(whole.status.success(), "{}", said(&whole));
    assert!(said(&whole).contains("whole; accounts whose secrets open: 1; schema: up to date"), "{}", said(&whole));

    // A folder that a newer version has used: check, serve and backup say so, each in a sentence.
    let catalog = house.open().await;
    let sql = "INSERT INTO migration (owner, name, checksum, at) VALUES ('domain', '9999_later', '', 0)";
    catalog.db().write(async |tx| tx.exec(sql, args![]).await).await.expect("written");
    drop(catalog);
    let newer = check(&house.data());
    assert!(!newer.status.success() && said(&newer).contains("is from a newer version"), "{}", said(&newer));
    let serve =
        ["serve", "--data", text(&house.data()), "--http", "127.0.0.1:0", "--rtmp", "127.0.0.1:0"].map(str::to_owned);
    let serve = plenary(&serve.each_ref().map(String::as_str));
    assert!(
        !serve.status.success() && said(&serve).contains("from a newer version: it has domain/9999_later"),
        "{}",
        said(&serve)
    );

    let bytes = fs::read(house.data().join("plenary.db")).expect("there");
    fs::write(house.data().join("plenary.db"), &bytes[..bytes.len() / 2]).expect("written");
    let damaged = check(&house.data());
    assert!(!damaged.status.success() && said(&damaged).contains("data folder"), "{}", said(&damaged));
}

/// What an older version left behind: restored as it is, brought up to date by the next start.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_an_older_version_is_restored_and_then_brought_up_to_date() {
    let house = House::new().await;
    let old = house.path("old");
    fs::create_dir(&old).expect("folder");
    let db = Db::open(&old, Options::default()).await.expect("opens");
    store::migrate::run(&db, NOW, &domain::MIGRATIONS[..1]).await.expect("the first step");
    drop(db);
    fs::copy(house.data().join("instance.key"), old.join("instance.key")).expect("copied");

    let (backup, restored) = (house.path("backup"), house.path("restored"));
    let made = plenary(&["backup", "--data", text(&old), "--to", text(&backup)]);
    assert!(made.status.success(), "{}", said(&made));
    let done = plenary(&["restore", "--from", text(&backup), "--data", text(&restored)]);
    assert!(done.status.success(), "{}", said(&done));
    let check = || said(&plenary(&["check", "--data", text(&restored)]));
    let second = domain::MIGRATIONS[1].name;
    assert!(check().contains(&format!("the next start applies domain/{second}")), "{}", check());
    drop(open(&restored).await);
    assert!(check().contains("schema: up to date"), "{}", check());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_interrupted_takes_back_what_was_begun() {
    const FILES: usize = 800;
    let house = House::new().await;
    for number in 0..FILES {
        fs::write(house.data().join(format!("images/{number:04}.jpg")), b"a picture").expect("file");
    }
    let (data, to, partial) = (house.data(), house.path("backup"), house.path("backup.partial"));
    let mut child = Command::new(env!("CARGO_BIN_EXE_plenary"))
        .args(["backup", "--data", text(&data), "--to", text(&to)])
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    while !partial.join("images/0010.jpg").exists() && child.try_wait().expect("asks").is_none() {
        tokio::task::yield_now().await;
    }
    assert!(Command::new("kill").arg(child.id().to_string()).status().expect("runs").success());
    let ended = child.wait_with_output().expect("ends");
    assert!(!ended.status.success() && said(&ended).contains("plenary: interrupted"), "{}", said(&ended));
    assert!(!partial.exists() && !to.exists(), "nothing is left");

    let done = plenary(&["backup", "--data", text(&data), "--to", text(&to)]);
    assert!(done.status.success(), "{}", said(&done));
}
