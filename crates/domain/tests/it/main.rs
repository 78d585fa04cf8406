//! What the rules promise, seen through the crate's door, on a real database.

mod access;
mod entries;
mod live;
mod metadata;
mod named;
mod profiles;
mod rules;
mod sessions;
mod speed;
mod xsd_oracle;

use base::{PartnerId, Secret, UnixMillis};
use domain::guard::Attempt;
use domain::partner::{FirstPartner, first_start};
use domain::session::{self, Start};
use domain::{Actor, Caller, Catalog, Change, Entry, EntryPatch, Hot, entry};
use std::sync::Arc;
use store::{Db, Options};

pub const NOW: UnixMillis = UnixMillis::from_seconds(1_700_000_000);
pub const PARTNER: PartnerId = PartnerId(101);
pub const SECRET: &str = "plenarySecretAdmin00000000000001";

/// A fresh data folder with its first account.
#[derive(Debug)]
pub struct House {
    pub catalog: Arc<Catalog>,
    pub dir: tempfile::TempDir,
}

impl House {
    pub async fn open() -> Self {
        let dir = tempfile::tempdir().expect("temp dir");
        let catalog = Self::start(&dir).await;
        let first = FirstPartner {
            id: Some(PARTNER),
            admin_secret: Some(Secret::new(SECRET.to_owned())),
            ..FirstPartner::default()
        };
        first_start(&catalog, NOW, first).await.expect("first start").expect("made");
        Self { catalog, dir }
    }

    async fn start(dir: &tempfile::TempDir) -> Arc<Catalog> {
        let db = loop {
            match Db::open(dir.path(), Options::default()).await {
                Ok(db) => break db,
                Err(error) if error.kind == base::Kind::Conflict => tokio::task::yield_now().await,
                Err(error) => panic!("{error}"),
            }
        };
        Catalog::open(db, dir.path(), NOW).await.expect("opens")
    }

    /// The same folder, as after a restart.
    pub async fn reopen(self) -> Self {
        let Self { catalog, dir } = self;
        drop(catalog);
        let catalog = Self::start(&dir).await;
        Self { catalog, dir }
    }

    pub fn db(&self) -> &Db {
        self.catalog.db()
    }

    pub async fn ks(&self, kind: i64, user: &str, privileges: &str) -> String {
        let start = Start {
            secret: Secret::new(SECRET.to_owned()),
            user: user.to_owned(),
            kind,
            partner: Some(PARTNER),
            expiry: 86_400,
            privileges: Some(privileges.to_owned()),
        };
        session::start(&self.catalog, NOW, Attempt::unlimited(), start).await.expect("a session")
    }

    pub async fn enter(&self, ks: &str, now: UnixMillis) -> base::Result<Actor> {
        self.catalog.actor(Some(ks), &caller(), now).await
    }

    pub async fn admin(&self) -> Actor {
        self.enter(&self.ks(2, "admin", "").await, NOW).await.expect("admitted")
    }

    pub async fn user(&self, user: &str, privileges: &str) -> Actor {
        self.enter(&self.ks(0, user, privileges).await, NOW).await.expect("admitted")
    }

    pub async fn add(&self, actor: &Actor, patch: EntryPatch) -> base::Result<Entry> {
        self.db().write(async |tx| entry::add_live(tx, actor, NOW, Some("32"), patch.clone()).await).await
    }

    pub async fn update(&self, actor: &Actor, entry: &Entry, patch: EntryPatch) -> base::Result<Entry> {
        self.db().write(async |tx| entry::update(tx, actor, NOW, entry.id.as_str(), &[], patch.clone()).await).await
    }

    pub async fn hot(&self, entry: &Entry) -> Arc<Hot> {
        self.catalog.any_entry(entry.id.as_str()).await.expect("reads").expect("there")
    }
}

pub fn caller() -> Caller<'static> {
    Caller { partner: None, address: None, uri: "/api_v3/service/x", service: "x->y" }
}

/// A live entry of `ann`, explicit or not.
pub fn webcast(explicit: bool) -> EntryPatch {
    EntryPatch {
        name: Change::Set("Town hall".to_owned()),
        media_type: Change::Set(201),
        explicit_live: Change::Set(explicit),
        user_id: Change::Set("ann".to_owned()),
        ..EntryPatch::default()
    }
}

#[track_caller]
pub fn refused<T: std::fmt::Debug>(result: base::Result<T>, code: &str) {
    assert_eq!(result.expect_err(code).code, code);
}
