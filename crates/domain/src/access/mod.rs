//! May this visitor watch this now? (contract: live, live status table; playback, access control and playManifest errors)
//!
//! Called once per playback session; the answer travels as a signed token. Media requests never come here.

pub mod profile;
pub mod rule;

pub use profile::{AccessControlProfile, Profile, ProfilePatch, RulesChange};
pub use rule::{Context, Message, Restriction, Rules, Verdict, Visitor};

use crate::actor::{Actor, SessionKind};
use crate::entry::{Entry, moderation, status};
use crate::session::{self, Mark};
use base::{EntryId, Result, UnixMillis};
use std::net::IpAddr;
use store::{ReadTx, args};

/// What a playback token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Everybody; refused whenever the entry is not released.
    Public,
    /// May see a signal before it is released.
    Preview,
}

/// The right to watch, and when it ends. Equal for all viewers of a public entry, so that they share one token; whoever may more than
/// the public, or whom the rules look at, has one of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pass {
    pub class: Class,
    /// Access revision of the entry.
    pub revision: i64,
    /// Version of its access control profile.
    pub rules: i64,
    /// Good until then: the entry's end, or the session's.
    pub until: Option<UnixMillis>,
    /// Good from this address only.
    pub address: Option<IpAddr>,
    /// Good while none of these has ended.
    pub sessions: Vec<Mark>,
}

/// Why somebody may not watch, with the playManifest error number of the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// 9: deleted or rejected
    Deleted,
    /// 12: nothing that plays
    WrongType,
    /// 2: outside `startDate`..`endDate`
    Scheduling,
    /// 3: a rule of its access control
    Restricted(Message),
    /// 13: waiting for moderation
    Moderation,
    /// 36: not live, or not for this session
    NotLive,
}

impl Refusal {
    /// Error number of the playManifest answer.
    pub fn number(&self) -> u16 {
        match self {
            Self::Scheduling => 2,
            Self::Restricted(_) => 3,
            Self::Deleted => 9,
            Self::WrongType => 12,
            Self::Moderation => 13,
            Self::NotLive => 36,
        }
    }
}

/// The one way we deliver, as rules that limit deliveries name it (contract: playback, playback context).
pub const DELIVERY_PROFILE: i64 = 1;

/// With what this visitor watches the entry's live signal now.
pub fn may_watch(entry: &Entry, profile: &Profile, visitor: &Visitor<'_>, now: UnixMillis) -> Result<Pass, Refusal> {
    if entry.status == status::DELETED {
        return Err(Refusal::Deleted);
    }
    let live = entry.live.as_ref().ok_or(Refusal::WrongType)?;
    let actor = visitor.actor;
    let shut = shut(entry, now);
    let skips = skips_scheduling(entry, actor);
    if let Some(refusal) = shut.clone().filter(|_| !skips) {
        return Err(refusal);
    }
    if let Some(message) = withheld(entry, profile, visitor) {
        return Err(Refusal::Restricted(message));
    }
    let class = if live.is_released() {
        Class::Public
    } else if actor.may_view_explicit_live(entry) {
        Class::Preview
    } else {
        return Err(Refusal::NotLive);
    };
    if !crate::live_state::is_live(entry, actor) {
        return Err(Refusal::NotLive);
    }
    // Who may watch for no other reason than the session's rights stops watching with the session.
    let beyond_the_public = class == Class::Preview || (skips && (entry.ends.is_some() || shut.is_some()));
    let by_session = beyond_the_public || profile.rules.bind_session();
    let ks = actor.ks.as_deref().filter(|_| by_session);
    let ends = entry.ends.filter(|_| !skips);
    let expires = ks.map(|ks| UnixMillis::from_seconds(ks.expires));
    let is_bound = profile.rules.bind_address() || ks.is_some_and(|ks| ks.privileges.has("iprestrict"));
    Ok(Pass {
        class,
        revision: entry.access_revision,
        rules: profile.version,
        until: [ends, expires].into_iter().flatten().min(),
        address: visitor.address.filter(|_| is_bound),
        sessions: ks.map(session::marks).unwrap_or_default(),
    })
}

/// The message of the rules that let nothing of this entry be played.
fn withheld(entry: &Entry, profile: &Profile, visitor: &Visitor<'_>) -> Option<Message> {
    let verdict = profile.rules.judge(&entry.id, visitor, Context::Play);
    (!plays(entry, &verdict)).then(|| verdict.messages.into_iter().next().unwrap_or_default())
}

/// Whether the verdict leaves anything to play: a live signal is one rendition, delivered in one way.
pub fn plays(entry: &Entry, verdict: &Verdict) -> bool {
    !verdict.is_blocked
        && verdict.allows_delivery(DELIVERY_PROFILE)
        && (entry.live.is_none() || verdict.allows_flavor(crate::flavor_params::SOURCE_PARAMS))
}

/// What keeps out everybody whose session does not say otherwise.
fn shut(entry: &Entry, now: UnixMillis) -> Option<Refusal> {
    if !is_scheduled_now(entry, now) {
        return Some(Refusal::Scheduling);
    }
    match entry.moderation_status {
        moderation::PENDING => Some(Refusal::Moderation),
        moderation::REJECTED => Some(Refusal::Deleted),
        _ => None,
    }
}

/// ADMIN, `sview:*` and `sview:<id>` skip scheduling and moderation.
pub fn skips_scheduling(entry: &Entry, actor: &Actor) -> bool {
    actor.partner == entry.partner
        && (actor.is_admin() || (actor.kind != SessionKind::None && actor.has_privilege("sview", entry.id.as_str())))
}

/// `startDate` ≤ now < `endDate`, as far as they are set.
pub fn is_scheduled_now(entry: &Entry, now: UnixMillis) -> bool {
    entry.starts.is_none_or(|starts| starts <= now) && entry.ends.is_none_or(|ends| now < ends)
}

/// Rejected, or waiting for a moderator.
pub fn is_moderated_away(entry: &Entry) -> bool {
    matches!(entry.moderation_status, moderation::PENDING | moderation::REJECTED)
}

/// What the media edge must know of an entry to refuse a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    pub entry: EntryId,
    pub revision: i64,
    pub released: bool,
    /// Its access control profile.
    pub profile: i64,
}

impl Release {
    /// `None` if the entry is no live entry.
    pub fn of(entry: &Entry) -> Option<Self> {
        let live = entry.live.as_ref()?;
        let released = live.is_released() && entry.status != status::DELETED;
        Some(Self { entry: entry.id.clone(), revision: entry.access_revision, released, profile: entry.access_control })
    }

    /// From the body of any `entry.*` or `live.*` event of a live entry, which all carry `revision`, `released` and `profile`.
    pub fn of_event(event: &store::Event) -> Option<Self> {
        let entry = event.entry.clone()?;
        let released = event.body.get("released")?.as_bool()?;
        Some(Self { entry, revision: event.body.int("revision")?, released, profile: event.body.int("profile")? })
    }
}

/// The releases of all live entries that have a signal or had one: what the edge starts with. Others come by event.
pub async fn releases(tx: &mut ReadTx) -> Result<Vec<Release>> {
    let sql = "SELECT id, access_revision, explicit_live, view_mode, access_control FROM entry WHERE kind = 7 AND status <> 3";
    let rows = tx.query(sql, args![]).await?;
    let read = |row: &store::Row| {
        let explicit: bool = row.get("explicit_live")?;
        Ok(Release {
            entry: row.get("id")?,
            revision: row.get("access_revision")?,
            released: !explicit || row.get::<i64>("view_mode")? == 1,
            profile: row.get("access_control")?,
        })
    };
    rows.iter().map(read).collect()
}
