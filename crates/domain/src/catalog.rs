//! The caches in front of the database: partners, ended sessions, hot entries with their live state, compiled schemas.
//!
//! Checking a KS and reading a hot entry touches these only. Invalidation happens at commit, before the command's caller is answered,
//! so everybody reads their own writes.
//!
//! | cache | invalidated by |
//! | --- | --- |
//! | partners | `partner.*` |
//! | roles and who has them | `role.*`, `user.changed`, `user.deleted`, and `user.added` of one with roles |
//! | ended sessions (complete, never asks the database) | `session.ended` adds, `forget_over` drops what has expired |
//! | hot entries | `entry.*`, `live.*`, `metadata.changed` of that entry; `metadata.profile_changed` clears all |
//! | access control profiles | `access_control.*` of that profile; `access_control.deleted` clears hot entries |
//! | schemas | the key holds the profile's version |

use crate::access;
use crate::actor::{Actor, SessionKind, forbidden};
use crate::entry::{self, Entry, status};
use crate::guard::Guard;
use crate::live_state::{Hot, Schedule};
use crate::metadata;
use crate::metadata::xml::{Schema, child_texts};
use crate::partner::{self, Partner};
use crate::role::{self, Grants, Standing};
use crate::seal::InstanceKey;
use crate::session::{self, Ks, KsError, Sealed, invalid_ks};
use crate::user::{self, password::Hasher};
use base::{EntryId, Error, Kind, PartnerId, Result, UnixMillis};
use std::collections::HashMap;
use std::net::IpAddr;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use store::{Db, Event, ReadTx};

/// What is known of a call besides its KS.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// `partnerId` of the call, if given.
    pub partner: Option<PartnerId>,
    pub address: Option<IpAddr>,
    /// Path and query, for `urirestrict`.
    pub uri: &'a str,
    /// `serviceId->action`, for `SERVICE_FORBIDDEN`.
    pub service: &'a str,
}

/// The database with its caches. One per process; share it in an `Arc`.
#[derive(Debug)]
pub struct Catalog {
    db: Db,
    key: InstanceKey,
    caches: Arc<Caches>,
    schemas: RwLock<HashMap<(i64, i64), Schema>>,
    checks: metadata::Checks,
    guard: Arc<Guard>,
    hasher: Hasher,
}

impl Catalog {
    /// Entries kept hot; when full, all are forgotten and loaded again as they are asked for.
    const HOT_ENTRIES_MAX: usize = 20_000;
    /// Partners kept; when full, all are forgotten.
    const PARTNERS_MAX: usize = 1000;
    /// Access control profiles kept with their compiled rules; when full, all are forgotten.
    const PROFILES_MAX: usize = 256;
    /// Rows of each kind that are dropped in one transaction, so that other commands need not wait.
    const FORGOTTEN_MAX: i64 = 500;
    /// Compiled schemas kept; when full, all are forgotten.
    const SCHEMAS_MAX: usize = 128;

    /// Runs the migrations, reads or makes `DIR/instance.key`, loads what must be in memory, and listens to the log.
    pub async fn open(db: Db, dir: &Path, now: UnixMillis) -> Result<Arc<Self>> {
        store::migrate::run(&db, now, crate::MIGRATIONS).await?;
        let sealed_already = db.read(async |tx| partner::any(tx).await).await?;
        let key = InstanceKey::open(dir, !sealed_already)?;
        let caches = Arc::new(Caches::default());
        let observer = caches.clone();
        db.observe(move |event| observer.observe(event));
        let limit = Self::FORGOTTEN_MAX;
        while db.write(async |tx| session::rows::forget_over(tx, now.seconds(), limit).await).await?.1 {}
        db.write(async |tx| role::rows::plant_system(tx, now).await).await?;
        for ended in db.read(async |tx| session::rows::ended(tx).await).await? {
            caches.end(ended);
        }
        let hasher = Hasher::new(key.derive("passwords"));
        Ok(Arc::new(Self {
            db,
            key,
            caches,
            schemas: RwLock::default(),
            checks: metadata::Checks::new(),
            guard: Arc::default(),
            hasher,
        }))
    }

    pub fn db(&self) -> &Db {
        &self.db
    }

    pub(crate) fn key(&self) -> &InstanceKey {
        &self.key
    }

    /// What slows down whoever guesses secrets.
    pub fn guard(&self) -> &Arc<Guard> {
        &self.guard
    }

    pub(crate) fn hasher(&self) -> &Hasher {
        &self.hasher
    }

    /// A key of this installation for one purpose outside the rules, such as signing playback tokens.
    pub fn derived_key(&self, purpose: &str) -> base::Secret<Vec<u8>> {
        self.key.derive(purpose)
    }

    /// The account that the first start made.
    pub async fn first_partner(&self) -> Result<PartnerId> {
        self.db.read(async |tx| partner::first(tx).await).await
    }

    /// First half of a call: the KS can be read and was made by its partner. `INVALID_KS` otherwise. Does not ask the time.
    pub async fn open_ks(&self, text: &str) -> Result<Arc<Ks>> {
        let refused = |error: KsError| {
            // The contract shows the KS back; an oversized one is not worth echoing.
            let shown = if error == KsError::TooLong { "" } else { text };
            invalid_ks(shown).context(format!("ks {error:?}"))
        };
        let sealed = Sealed::parse(text).map_err(refused)?;
        let partner = self.partner(sealed.partner()).await?.ok_or_else(|| refused(KsError::Forged))?;
        sealed.open(&partner.admin_secrets).map(Arc::new).map_err(refused)
    }

    /// Second half: the session holds here and now, for this partner, address and URI. Counts a use where uses are limited.
    ///
    /// Contract: session, validation results. Without a KS the caller is nobody, on the partner named or on partner 0.
    pub async fn admit(&self, ks: Option<Arc<Ks>>, caller: &Caller<'_>, now: UnixMillis) -> Result<Actor> {
        let Some(ks) = ks else {
            let id = caller.partner.unwrap_or(PartnerId::TEMPLATE);
            if id != PartnerId::TEMPLATE {
                let partner = self.partner(id).await?.ok_or_else(|| Error::coded(Kind::Denied, "MISSING_KS"))?;
                require_active(&partner)?;
            }
            return Ok(Actor::nobody(id));
        };
        self.check_session(&ks, caller, now)?;
        if caller.partner.is_some_and(|wished| wished != ks.partner && wished.0 > 0) {
            return Err(forbidden(caller.service));
        }
        let partner = self.partner(ks.partner).await?.ok_or_else(|| invalid_ks("INVALID_PARTNER"))?;
        require_active(&partner)?;
        self.count_use(&ks).await?;
        let standing = self.standing(ks.partner).await?;
        actor(ks, &partner, &standing)
    }

    /// Drops some of what was remembered of sessions that have expired since; answers whether there may be more.
    pub async fn forget_over(&self, now: UnixMillis) -> Result<bool> {
        let limit = Self::FORGOTTEN_MAX;
        let dropped = self.db.write(async |tx| session::rows::forget_over(tx, now.seconds(), limit).await).await;
        let (ended, more) = dropped?;
        self.caches.forget_ended(&ended, now);
        Ok(more)
    }

    /// Both halves, for callers that have nothing to do in between.
    pub async fn actor(&self, ks: Option<&str>, caller: &Caller<'_>, now: UnixMillis) -> Result<Actor> {
        let ks = match ks.filter(|text| !text.is_empty()) {
            Some(text) => Some(self.open_ks(text).await?),
            None => None,
        };
        self.admit(ks, caller, now).await
    }

    /// A partner by id; `None` if there is none.
    pub async fn partner(&self, id: PartnerId) -> Result<Option<Arc<Partner>>> {
        // Nobody's calls without a KS are evaluated as the template's, which is no row.
        if id == PartnerId::TEMPLATE {
            return Ok(None);
        }
        let generation = {
            let partners = read(&self.caches.partners);
            if let Some(partner) = partners.map.get(&id) {
                return Ok(Some(partner.clone()));
            }
            partners.generation
        };
        let found = self.db.read(async |tx| partner::by_id(tx, &self.key, id).await).await?.map(Arc::new);
        if let Some(partner) = &found {
            write(&self.caches.partners).keep(generation, id, partner.clone(), Self::PARTNERS_MAX);
        }
        Ok(found)
    }

    /// Roles of an account and who has them.
    pub(crate) async fn standing(&self, id: PartnerId) -> Result<Arc<Standing>> {
        let generation = {
            let standings = read(&self.caches.standings);
            if let Some(standing) = standings.map.get(&id) {
                return Ok(standing.clone());
            }
            standings.generation
        };
        let found = Arc::new(self.db.read(async |tx| role::rows::standing(tx, id).await).await?);
        write(&self.caches.standings).keep(generation, id, found.clone(), Self::PARTNERS_MAX);
        Ok(found)
    }

    /// An entry of whatever partner; deleted ones are `None`. For calls that need no KS and for playback.
    pub async fn any_entry(&self, id: &str) -> Result<Option<Arc<Hot>>> {
        let Ok(id) = id.parse::<EntryId>() else { return Ok(None) };
        let generation = {
            let entries = read(&self.caches.entries);
            if let Some(hot) = entries.map.get(&id) {
                return Ok(Some(hot.clone()));
            }
            entries.generation
        };
        let found = self.db.read(async |tx| load_hot(tx, &id).await).await?.map(Arc::new);
        if let Some(hot) = &found {
            write(&self.caches.entries).keep(generation, id, hot.clone(), Self::HOT_ENTRIES_MAX);
        }
        Ok(found)
    }

    /// An entry as `actor` may get it by id: of the same partner, not deleted. `ENTRY_ID_NOT_FOUND` otherwise.
    pub async fn entry(&self, actor: &Actor, id: &str) -> Result<Arc<Hot>> {
        let found = self.any_entry(id).await?.filter(|hot| hot.partner == actor.partner);
        found.ok_or_else(|| Error::coded(Kind::NotFound, "ENTRY_ID_NOT_FOUND").arg("ENTRY_ID", id))
    }

    pub(crate) fn checks(&self) -> &metadata::Checks {
        &self.checks
    }

    /// The access control of an entry, with its rules compiled.
    pub async fn access_profile(&self, entry: &Entry) -> Result<Arc<access::Profile>> {
        let id = entry.access_control;
        let generation = {
            let profiles = read(&self.caches.profiles);
            if let Some(profile) = profiles.map.get(&id) {
                return Ok(profile.clone());
            }
            profiles.generation
        };
        let profile = self.db.read(async |tx| access::Profile::load(tx, entry.partner, id).await).await?;
        let profile = Arc::new(profile);
        write(&self.caches.profiles).keep(generation, id, profile.clone(), Self::PROFILES_MAX);
        Ok(profile)
    }

    pub(crate) fn schema(&self, profile: i64, version: i64) -> Option<Schema> {
        read(&self.schemas).get(&(profile, version)).cloned()
    }

    pub(crate) fn keep_schema(&self, profile: i64, version: i64, schema: Schema) {
        let mut schemas = write(&self.schemas);
        if schemas.len() >= Self::SCHEMAS_MAX {
            schemas.clear();
        }
        schemas.insert((profile, version), schema);
    }

    fn check_session(&self, ks: &Ks, caller: &Caller<'_>, now: UnixMillis) -> Result<()> {
        if ks.expires <= now.seconds() {
            return Err(invalid_ks("EXPIRED"));
        }
        if let Some(allowed) = ks.privileges.value("iprestrict") {
            let address = caller.address.map(|address| address.to_canonical().to_string());
            let listed = address.is_some_and(|address| allowed.split('/').any(|item| item == address));
            if !listed {
                return Err(invalid_ks("EXCEEDED_RESTRICTED_IP"));
            }
        }
        if let Some(allowed) = ks.privileges.value("urirestrict") {
            let fits = |item: &str| match item.strip_suffix('*') {
                Some(start) => caller.uri.starts_with(start),
                None => caller.uri == item,
            };
            if !allowed.split('|').any(fits) {
                return Err(invalid_ks("EXCEEDED_RESTRICTED_URI"));
            }
        }
        if !ks.is_widget() && self.caches.has_ended(ks) {
            return Err(invalid_ks("LOGOUT"));
        }
        Ok(())
    }

    /// A KS with an actions limit is counted in the database, so that restarts do not renew it.
    async fn count_use(&self, ks: &Ks) -> Result<()> {
        let Some(limit) = ks.privileges.value("actionslimit") else { return Ok(()) };
        let limit: i64 = limit.parse().unwrap_or(0);
        let uses = self.db.write(async |tx| session::rows::count_use(tx, ks).await).await?;
        if uses > limit { Err(invalid_ks("EXCEEDED_ACTIONS_LIMIT")) } else { Ok(()) }
    }
}

fn require_active(partner: &Partner) -> Result<()> {
    if partner.is_active {
        return Ok(());
    }
    Err(Error::coded(Kind::Denied, "SERVICE_FORBIDDEN_CONTENT_BLOCKED"))
}

/// Contract: session, roles: `setrole`, else the user's own roles, else what the kind of session has.
fn actor(ks: Arc<Ks>, partner: &Partner, standing: &Standing) -> Result<Actor> {
    let (kind, own) = if ks.is_admin() {
        (SessionKind::Admin, Grants::ALL)
    } else if ks.is_widget() {
        (SessionKind::Widget, standing.of_kind("WIDGET_SESSION_ROLE")?)
    } else {
        (SessionKind::User, standing.of_kind("Basic User Session Role")?)
    };
    let named = |privilege: &str| {
        let Some(value) = ks.privileges.value(privilege).filter(|value| !value.is_empty()) else { return Ok(None) };
        let unknown = || Error::coded(Kind::Invalid, "INVALID_OBJECT_ID").arg("ID", value);
        let roles = value.split('/').map(|role| standing.role(role).ok_or_else(unknown));
        roles.reduce(|all, role| Ok(all?.and(role?))).transpose()
    };
    let granted = named("setrole")?.or_else(|| standing.user(&ks.user)).unwrap_or(own);
    let restricted = named("restrictingrole")?;
    Ok(Actor {
        partner: ks.partner,
        user: ks.user.clone(),
        kind,
        granted,
        restricted,
        explicit_live: partner.explicit_live(),
        privileges: ks.privileges.clone(),
        ks: Some(ks),
    })
}

async fn load_hot(tx: &mut ReadTx, id: &EntryId) -> Result<Option<Hot>> {
    let entry = entry::rows::by_id(tx, id).await?.filter(|entry| entry.status != status::DELETED);
    let Some(entry) = entry else { return Ok(None) };
    let event = metadata::rows::event_of_entry(tx, entry.partner, id).await?;
    let [starts, ends, timezone] =
        event.map_or([None, None, None], |xml| child_texts(&xml, ["StartTime", "EndTime", "Timezone"]));
    let time =
        |text: Option<String>| text?.parse::<i64>().ok().filter(|seconds| *seconds > 0).map(UnixMillis::from_seconds);
    let schedule = Schedule {
        starts: time(starts).or(entry.starts),
        ends: time(ends).or(entry.ends),
        timezone: timezone.filter(|text| !text.is_empty()),
    };
    let records = metadata::rows::of_entry(tx, entry.partner, id).await?;
    Ok(Some(Hot { entry, schedule, records }))
}

/// What no longer counts: one KS, or every KS of a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    pub partner: PartnerId,
    pub subject: EndedSubject,
    /// Unix seconds; afterwards the KS has expired anyway.
    pub until: i64,
    /// Unix milliseconds: of a family, what was issued later goes on.
    pub issued_max: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum EndedSubject {
    Ks([u8; 20]),
    Family(String),
}

/// How far an end reaches; see [`Ended`].
#[derive(Clone, Copy, Debug)]
struct End {
    until: i64,
    issued_max: i64,
}

#[derive(Debug, Default)]
struct Caches {
    partners: RwLock<Cache<PartnerId, Partner>>,
    standings: RwLock<Cache<PartnerId, Standing>>,
    entries: RwLock<Cache<EntryId, Hot>>,
    profiles: RwLock<Cache<i64, access::Profile>>,
    ended: RwLock<HashMap<PartnerId, HashMap<EndedSubject, End>>>,
}

impl Caches {
    fn observe(&self, event: &Event) {
        let subject = event.kind.split('.').next().unwrap_or_default();
        match (subject, &event.entry) {
            ("entry" | "live" | "metadata", Some(entry)) => write(&self.entries).forget(entry),
            ("metadata", None) => write(&self.entries).clear(),
            ("access_control", _) => {
                // Of what was deleted, all entries have another profile now.
                if event.kind == "access_control.deleted" {
                    write(&self.entries).clear();
                }
                if let Some(id) = event.body.int("profile") {
                    write(&self.profiles).forget(&id);
                }
            }
            ("partner", _) => write(&self.partners).forget(&event.partner),
            ("role", _) => write(&self.standings).forget(&event.partner),
            ("user", _) if user::has_roles(event) => write(&self.standings).forget(&event.partner),
            ("session", _) => {
                if let Some(ended) = session::rows::ended_of_event(event) {
                    self.end(ended);
                }
            }
            _ => {}
        }
    }

    fn end(&self, ended: Ended) {
        let Ended { partner, subject, until, issued_max } = ended;
        let mut all = write(&self.ended);
        let end = all.entry(partner).or_default().entry(subject).or_insert(End { until, issued_max });
        *end = End { until: end.until.max(until), issued_max: end.issued_max.max(issued_max) };
    }

    /// Forgets ends whose rows are gone, unless they were renewed meanwhile.
    fn forget_ended(&self, dropped: &[Ended], now: UnixMillis) {
        let mut all = write(&self.ended);
        for Ended { partner, subject, .. } in dropped {
            let Some(ended) = all.get_mut(partner) else { continue };
            if ended.get(subject).is_some_and(|end| end.until < now.seconds()) {
                ended.remove(subject);
            }
            if ended.is_empty() {
                all.remove(partner);
            }
        }
    }

    fn has_ended(&self, ks: &Ks) -> bool {
        let ended = read(&self.ended);
        let Some(ended) = ended.get(&ks.partner) else { return false };
        if ended.contains_key(&EndedSubject::Ks(ks.hash)) {
            return true;
        }
        let families = ks.privileges.value("sessionid").unwrap_or_default().split('/').filter(|id| !id.is_empty());
        let mut ends = families.filter_map(|id| ended.get(&EndedSubject::Family(id.to_owned())));
        ends.any(|end| ks.issued_at().is_none_or(|issued| issued <= end.issued_max))
    }
}

/// Values with a generation: what was loaded before an invalidation must not be kept after it.
#[derive(Debug)]
struct Cache<K, V> {
    map: HashMap<K, Arc<V>>,
    generation: u64,
}

impl<K, V> Default for Cache<K, V> {
    fn default() -> Self {
        Self { map: HashMap::new(), generation: 0 }
    }
}

impl<K: std::hash::Hash + Eq, V> Cache<K, V> {
    fn keep(&mut self, generation: u64, key: K, value: Arc<V>, max: usize) {
        if generation != self.generation {
            return;
        }
        if self.map.len() >= max {
            self.map.clear();
        }
        self.map.insert(key, value);
    }

    fn forget(&mut self, key: &K) {
        self.generation += 1;
        self.map.remove(key);
    }

    fn clear(&mut self) {
        self.generation += 1;
        self.map.clear();
    }
}

fn read<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
