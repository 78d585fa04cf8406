//! What everybody sees of a live entry, derived from facts and the time; and the commands by which the media plane adds facts.
//!
//! Contract: live, live status. Decisions: a lost signal keeps the entry playable for the grace; only then the resets run.
//!
//! Invariants
//! * `derive` is pure and the only place that decides the state;
//! * a node row exists exactly while an encoder is connected or its grace runs;
//! * the resets at the end run once, in the transaction that removes the last node.

mod command;
pub mod nodes;
pub(crate) mod rows;

pub use command::{connected, ended, flowing, input_lost, interrupted, playable, recover, rejoined, sweep};

use crate::actor::Actor;
use crate::entry::{Entry, Live, kind};
use crate::metadata::Metadata;
use base::{EntryId, UnixMillis};
use std::ops::Deref;
use std::time::Duration;

/// How long a vanished encoder may take to come back.
pub const REJOIN_GRACE: Duration = Duration::from_millis(60_000);
/// The same after the encoder said goodbye.
pub const REJOIN_GRACE_CLEAN: Duration = Duration::from_millis(15_000);

/// Which of the two ingest addresses an encoder used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    Primary,
    Backup,
}

/// Status of an entry server node; the values are the wire's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeStatus {
    Stopped = 0,
    Playable = 1,
    Broadcasting = 2,
    Authenticated = 3,
}

/// One encoder of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub input: Input,
    pub status: NodeStatus,
    /// The signal is gone since then; the grace runs.
    pub lost_at: Option<UnixMillis>,
    /// How long the grace is.
    pub grace: Duration,
    /// An encoder is connected now, whether or not media flows.
    pub connected: bool,
    /// Left by a process that died, and not playable since: nobody holds this broadcast any more.
    pub orphaned: bool,
    pub created_at: UnixMillis,
    pub updated_at: UnixMillis,
}

/// What the state depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    pub signal: Signal,
    pub released: bool,
    /// The audience has seen this webcast live, and that is over.
    pub was_live: bool,
    pub starts: Option<UnixMillis>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Nothing playable.
    Off,
    On,
    /// Was playable until `at`; counts as interrupted until `at + grace`.
    LostAt {
        at: UnixMillis,
        grace: Duration,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebcastState {
    Scheduled,
    /// Should have begun.
    Late,
    /// Signal present, not released; only who may manage sees this.
    Preview,
    Live,
    Interrupted,
    Ended,
}

impl WebcastState {
    pub fn name(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Late => "late",
            Self::Preview => "preview",
            Self::Live => "live",
            Self::Interrupted => "interrupted",
            Self::Ended => "ended",
        }
    }
}

/// What somebody who may manage the webcast sees now. Total, pure, and the only place that decides.
pub fn derive(facts: &Facts, now: UnixMillis) -> WebcastState {
    match facts.signal {
        Signal::On if facts.released => WebcastState::Live,
        Signal::On => WebcastState::Preview,
        Signal::LostAt { at, grace } if facts.released && now < at + grace => WebcastState::Interrupted,
        // The grace is over and its resets are about to be written: the page must not fall back to the schedule for that moment.
        Signal::LostAt { at, grace } if facts.released && counts(facts.starts, at + grace) => WebcastState::Ended,
        _ => without_signal(facts, now),
    }
}

/// What the audience sees now: the same, but nothing of a signal that is not released.
pub fn derive_for_audience(facts: &Facts, now: UnixMillis) -> WebcastState {
    match derive(facts, now) {
        WebcastState::Preview => without_signal(facts, now),
        state => state,
    }
}

fn without_signal(facts: &Facts, now: UnixMillis) -> WebcastState {
    if facts.was_live {
        return WebcastState::Ended;
    }
    if facts.starts.is_some_and(|starts| now >= starts) { WebcastState::Late } else { WebcastState::Scheduled }
}

/// When a webcast is planned: from its EventsProfile3 metadata, else from the entry's scheduling dates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    pub starts: Option<UnixMillis>,
    pub ends: Option<UnixMillis>,
    /// Olson name as stored; not checked.
    pub timezone: Option<String>,
}

/// An entry with everything a page or a player asks about, as the cache keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Hot {
    pub entry: Entry,
    pub schedule: Schedule,
    /// Its metadata records in the order of their ids, unless they are many or large.
    pub records: Option<Vec<Metadata>>,
}

impl Deref for Hot {
    type Target = Entry;
    fn deref(&self) -> &Entry {
        &self.entry
    }
}

/// The facts of the page `/e/{entryId}`. Which of them somebody may know is decided with [`PageFacts::state_for`].
#[derive(Clone, Debug, PartialEq)]
pub struct PageFacts {
    pub id: EntryId,
    pub name: String,
    pub description: Option<String>,
    /// As somebody sees it who may manage.
    pub state: WebcastState,
    /// As the audience sees it.
    pub audience_state: WebcastState,
    pub starts: Option<UnixMillis>,
    pub ends: Option<UnixMillis>,
    pub timezone: Option<String>,
    pub explicit_live: bool,
    pub released: bool,
    /// A playable signal is there now.
    pub signal: bool,
    pub interrupted_at: Option<UnixMillis>,
    pub access_revision: i64,
    /// The next moment at which time alone changes what the page shows (start or end reached, grace over); `None` if only events can.
    pub changes_at: Option<UnixMillis>,
}

impl PageFacts {
    pub fn state_for(&self, may_manage: bool) -> WebcastState {
        if may_manage { self.state } else { self.audience_state }
    }
}

/// How much earlier than planned a webcast may begin and still count as that webcast.
const EARLY_START: Duration = Duration::from_secs(3600);

/// Whether what ended then was the planned webcast, and not an earlier test.
fn counts(starts: Option<UnixMillis>, ended: UnixMillis) -> bool {
    starts.is_none_or(|starts| ended >= starts - EARLY_START)
}

/// The facts behind the state. `None` if the entry is no live entry.
pub fn facts(hot: &Hot) -> Option<Facts> {
    let live = hot.live.as_ref()?;
    let starts = hot.schedule.starts;
    let was_live = live.ended_at.is_some_and(|ended| counts(starts, ended));
    Some(Facts { signal: signal(&hot.entry), released: live.is_released(), was_live, starts })
}

/// The page's facts. `None` if the entry is no live entry.
pub fn page_facts(hot: &Hot, now: UnixMillis) -> Option<PageFacts> {
    let facts = facts(hot)?;
    let live = hot.live.as_ref()?;
    let (interrupted_at, grace_ends) = match facts.signal {
        Signal::LostAt { at, grace } if now < at + grace => (Some(at), Some(at + grace)),
        _ => (None, None),
    };
    let ahead = |at: Option<UnixMillis>| at.filter(|at| now < *at);
    Some(PageFacts {
        id: hot.id.clone(),
        name: hot.name.clone(),
        description: hot.description.clone(),
        state: derive(&facts, now),
        audience_state: derive_for_audience(&facts, now),
        starts: hot.schedule.starts,
        ends: hot.schedule.ends,
        timezone: hot.schedule.timezone.clone(),
        explicit_live: live.explicit_live,
        released: facts.released,
        signal: facts.signal == Signal::On,
        interrupted_at,
        access_revision: hot.access_revision,
        // The entry's own dates open and close the picture, whatever the schedule says.
        changes_at: [grace_ends, ahead(facts.starts), ahead(hot.starts), ahead(hot.ends)].into_iter().flatten().min(),
    })
}

fn signal(entry: &Entry) -> Signal {
    let playable = || entry.nodes.iter().filter(|node| node.status == NodeStatus::Playable);
    if playable().any(|node| node.lost_at.is_none()) {
        return Signal::On;
    }
    let lost = playable().filter_map(|node| node.lost_at.map(|at| (at, node.grace)));
    lost.max_by_key(|(at, grace)| *at + *grace).map_or(Signal::Off, |(at, grace)| Signal::LostAt { at, grace })
}

/// `entry.liveStatus`: the best of the nodes, whatever the view mode.
pub fn live_status(entry: &Entry) -> NodeStatus {
    let rank = |status: NodeStatus| match status {
        NodeStatus::Stopped => 0,
        NodeStatus::Authenticated => 1,
        NodeStatus::Broadcasting => 2,
        NodeStatus::Playable => 3,
    };
    entry.nodes.iter().map(|node| node.status).max_by_key(|status| rank(*status)).unwrap_or(NodeStatus::Stopped)
}

/// The status as this session sees it: an unreleased signal does not exist for who may not preview.
pub fn live_status_for(entry: &Entry, actor: &Actor) -> NodeStatus {
    let hidden = entry.live.as_ref().is_some_and(|live| !live.is_released()) && !actor.may_view_explicit_live(entry);
    if hidden { NodeStatus::Stopped } else { live_status(entry) }
}

/// `liveStream.isLive`.
pub fn is_live(entry: &Entry, actor: &Actor) -> bool {
    live_status_for(entry, actor) == NodeStatus::Playable
}

/// `redirectEntryId` as this session sees it: null while something is on air for it.
pub fn redirect<'a>(entry: &'a Entry, actor: &Actor) -> Option<&'a EntryId> {
    let on_air = entry.kind == kind::LIVE_STREAM && live_status_for(entry, actor) != NodeStatus::Stopped;
    entry.redirect.as_ref().filter(|_| !on_air)
}

/// Answer of `liveStream.getDetails`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Details {
    pub primary_status: NodeStatus,
    pub secondary_status: NodeStatus,
    pub view_mode: i64,
    pub was_broadcast: bool,
    /// 1 OFFLINE, 2 PREVIEW, 3 LIVE
    pub broadcast_status: i64,
}

/// `None` if the entry is no live entry.
pub fn details(entry: &Entry) -> Option<Details> {
    let live: &Live = entry.live.as_ref()?;
    let of = |input: Input| {
        let node = entry.nodes.iter().find(|node| node.input == input);
        node.map_or(NodeStatus::Stopped, |node| node.status)
    };
    let broadcast_status = match live_status(entry) {
        NodeStatus::Playable if live.view_mode == 1 => 3,
        NodeStatus::Playable => 2,
        _ => 1,
    };
    Some(Details {
        primary_status: of(Input::Primary),
        secondary_status: of(Input::Backup),
        view_mode: live.view_mode,
        was_broadcast: live.broadcast_time.is_some(),
        broadcast_status,
    })
}
