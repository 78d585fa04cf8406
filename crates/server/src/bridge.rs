//! Where the media plane and the control plane meet: the only file that knows both.
//!
//! Belongs here: broadcast keys ⇄ entries, the media plane's questions answered by the rules, facts about signals written down,
//! and the releases that media requests are checked against. Does not belong here: rules, media.

use api::{Delivery, encoder};
use base::{BroadcastKey, Clock, EntryId, Error, Kind, PartnerId, Result, UnixMillis};
use domain::access::{self, Pass, Release, RulesChange, Visitor};
use domain::session::{self, EndedMark};
use domain::{Caller, Catalog, Entry, Input, live_state};
use edge::{Access, Admission, Class, Denied, Doorkeeper, Edge, Releases, Visit};
use live::encoders::{Encoders, InputFacts, Note};
use live::gate::{Answer, Gatekeeper, InputSlot, PublishGrant, PublishRequest, Refusal, Signal};
use std::sync::Arc;
use std::time::Duration;
use tracing::{error, warn};

/// What an encoder may publish to: the first ingest of an entry. Others come with ladders of ingests.
const RENDITION: u32 = 1;

/// A fact that cannot be written is tried again this often, about five minutes in all, then given up with an error. The next fact of the
/// same broadcast, or the next start, corrects it.
const WRITE_TRIES: u32 = 70;
/// Pause before the second try; it grows by as much with each try, up to the longest.
const WRITE_PAUSE: Duration = Duration::from_millis(200);
const WRITE_PAUSE_MAX: Duration = Duration::from_secs(5);

/// Answers the media plane out of the rules, and tells the rules what happens to signals.
pub struct Bridge {
    catalog: Arc<Catalog>,
    clock: Arc<dyn Clock>,
}

impl Bridge {
    pub fn new(catalog: Arc<Catalog>, clock: Arc<dyn Clock>) -> Self {
        Self { catalog, clock }
    }

    async fn authenticate(&self, request: &PublishRequest) -> std::result::Result<PublishGrant, Refusal> {
        let named = request.stream.entry.as_deref().unwrap_or(&request.stream.key);
        if named != request.stream.key {
            return Err(Refusal::NamesDiffer);
        }
        let entry: EntryId = named.parse().map_err(|_| Refusal::UnknownStream)?;
        let token = request.stream.token.as_ref().ok_or(Refusal::WrongToken)?;
        let hot = domain::stream::authenticate(&self.catalog, &entry, token.reveal()).await.map_err(refusal)?;
        if request.stream.partner.as_ref().is_some_and(|partner| *partner != hot.entry.partner.to_string()) {
            return Err(Refusal::NamesDiffer);
        }
        if request.stream.rendition != RENDITION {
            return Err(Refusal::Forbidden);
        }
        Ok(PublishGrant { broadcast: BroadcastKey::from(&entry), input: request.stream.input, rendition: RENDITION })
    }

    async fn write(&self, entry: &EntryId, signal: Signal) -> Result<()> {
        let now = self.clock.now();
        let db = self.catalog.db();
        db.write(async |tx| match signal {
            Signal::Connected { input } => live_state::connected(tx, now, entry, of(input)).await,
            Signal::Flowing { input } => live_state::flowing(tx, now, entry, of(input)).await,
            Signal::Playable { input } => live_state::playable(tx, now, entry, of(input)).await,
            Signal::InputLost { input, clean } => live_state::input_lost(tx, now, entry, of(input), clean).await,
            Signal::Interrupted => live_state::interrupted(tx, now, entry).await,
            Signal::Rejoined => live_state::rejoined(tx, now, entry).await,
            Signal::Ended => live_state::ended(tx, now, entry).await,
        })
        .await
    }
}

impl Gatekeeper for Bridge {
    fn may_publish(&self, request: PublishRequest) -> Answer<'_, std::result::Result<PublishGrant, Refusal>> {
        Box::pin(async move { self.authenticate(&request).await })
    }

    fn on_signal(&self, broadcast: BroadcastKey, signal: Signal) -> Answer<'_, ()> {
        Box::pin(async move {
            let Ok(entry) = broadcast.as_str().parse::<EntryId>() else {
                return error!(%broadcast, "a broadcast that is no entry");
            };
            for attempt in 1..=WRITE_TRIES {
                match self.write(&entry, signal).await {
                    Ok(()) => return,
                    Err(error) if attempt < WRITE_TRIES => {
                        warn!(%entry, ?signal, %error, attempt, "signal not written, trying again");
                        tokio::time::sleep((WRITE_PAUSE * attempt).min(WRITE_PAUSE_MAX)).await;
                    }
                    Err(error) => error!(%entry, ?signal, %error, "signal not written"),
                }
            }
        })
    }
}

fn of(input: InputSlot) -> Input {
    match input {
        InputSlot::Primary => Input::Primary,
        InputSlot::Backup => Input::Backup,
    }
}

fn refusal(error: Error) -> Refusal {
    match (error.kind, error.code) {
        (_, "LIVE_STREAM_INVALID_TOKEN") => Refusal::WrongToken,
        (Kind::NotFound, _) => Refusal::UnknownStream,
        (Kind::Denied | Kind::Conflict | Kind::Invalid, _) => Refusal::Forbidden,
        _ => {
            error!(%error, "cannot check a stream");
            Refusal::Unavailable
        }
    }
}

/// Opens the doors of playManifest by the rules.
pub struct Doors {
    catalog: Arc<Catalog>,
}

impl Doors {
    pub fn new(catalog: Arc<Catalog>) -> Self {
        Self { catalog }
    }

    async fn decide(&self, visit: Visit) -> std::result::Result<Admission, Denied> {
        let hot = match self.catalog.any_entry(&visit.entry).await {
            Ok(Some(hot)) => hot,
            Ok(None) => return Err(Denied::entry_not_found()),
            Err(error) => {
                error!(%error, "cannot read an entry");
                return Err(Denied::new(5, "File not found"));
            }
        };
        let partner = visit.partner.map_or(hot.entry.partner, PartnerId);
        if partner != hot.entry.partner {
            return Err(Denied::entry_not_found());
        }
        let caller = Caller { partner: Some(partner), address: visit.peer, uri: "", service: "playManifest" };
        let ks = visit.ks.as_ref().map(|ks| ks.reveal().as_str());
        let actor = self.catalog.actor(ks, &caller, visit.now).await.map_err(|error| {
            let expired = error.args.iter().any(|(name, value)| *name == "KSID" && value == "EXPIRED");
            if expired { Denied::new(31, "KS expired") } else { Denied::new(4, "Invalid KS") }
        })?;
        let profile = self.catalog.access_profile(&hot.entry).await.map_err(|error| {
            error!(%error, "cannot read access control");
            Denied::new(5, "File not found")
        })?;
        let visitor = Visitor {
            actor: &actor,
            address: visit.peer,
            referrer: visit.referrer.as_deref(),
            agent: visit.agent.as_deref(),
        };
        let pass = access::may_watch(&hot.entry, &profile, &visitor, visit.now).map_err(denied)?;
        Ok(admission(&hot.entry.id, &pass))
    }
}

impl Doorkeeper for Doors {
    fn admit(&self, visit: Visit) -> edge::manifest::Answer<'_, std::result::Result<Admission, Denied>> {
        Box::pin(self.decide(visit))
    }
}

fn denied(refusal: access::Refusal) -> Denied {
    let text = match &refusal {
        access::Refusal::Deleted => "Entry deleted or rejected",
        access::Refusal::WrongType => "Wrong entry type",
        access::Refusal::Scheduling => "Out of scheduling",
        access::Refusal::Restricted(_) => "Access control restricted",
        access::Refusal::Moderation => "Entry awaits moderation",
        access::Refusal::NotLive => "Entry is not live",
    };
    let denied = Denied::new(refusal.number(), text);
    match refusal {
        access::Refusal::Restricted(why) => Denied { access_control: Some(why.message), ..denied },
        _ => denied,
    }
}

fn admission(entry: &EntryId, pass: &Pass) -> Admission {
    Admission {
        broadcast: BroadcastKey::from(entry),
        class: match pass.class {
            access::Class::Public => Class::Public,
            access::Class::Preview => Class::Preview,
        },
        revision: pass.revision,
        rules: pass.rules,
        until: pass.until,
        address: pass.address,
        sessions: pass.sessions.iter().map(|mark| mark.0).collect(),
    }
}

/// What the API asks the edge: signed playback addresses for pages, and who watches.
pub struct Media {
    edge: Edge,
}

impl Media {
    pub fn new(edge: Edge) -> Self {
        Self { edge }
    }
}

impl Delivery for Media {
    fn live(&self, entry: &EntryId, pass: &Pass) -> String {
        self.edge.master_path(&admission(entry, pass), live::Form::LowLatency)
    }

    fn viewers(&self, entry: &EntryId) -> usize {
        self.edge.viewers(&BroadcastKey::from(entry))
    }
}

/// What the media plane knows of encoders, for pages.
pub struct Reports {
    encoders: Encoders,
}

impl Reports {
    pub fn new(encoders: Encoders) -> Self {
        Self { encoders }
    }
}

impl encoder::Encoders for Reports {
    fn report(&self, entry: &Entry, strays: bool, now: UnixMillis) -> encoder::Report {
        let partner = strays.then_some(entry.partner.0);
        let report = self.encoders.report(&BroadcastKey::from(&entry.id), partner, now);
        let [primary, backup] = report.inputs.map(|facts| facts.map(sending));
        encoder::Report { primary, backup, notes: report.notes.into_iter().map(note).collect() }
    }
}

fn sending(facts: InputFacts) -> encoder::Sending {
    let InputFacts { peer, since, heard_at, video, audio } = facts;
    let video = video.map(|video| encoder::Video {
        codec: video.codec,
        size: video.size,
        frames_per_s: video.frames_per_s,
        bits_per_s: video.bits_per_s,
        keyframe_ms: video.keyframe_ms,
        since_keyframe_ms: video.since_keyframe_ms,
        has_keyframe: video.has_keyframe,
    });
    let audio =
        audio.map(|audio| encoder::Audio { codec: audio.codec, format: audio.format, bits_per_s: audio.bits_per_s });
    encoder::Sending { peer, since, heard_at, video, audio }
}

fn note(note: Note) -> encoder::Note {
    let Note { what, input, peer, detail, asked_for, first_at, last_at, times } = note;
    let asked_for = asked_for.map(|entry| entry.to_string());
    encoder::Note { what, input: input.map(of), peer, detail, asked_for, first_at, last_at, times }
}

/// Loads who may watch and keeps it true: each change reaches the media requests when it commits, before its caller is answered.
pub async fn follow_releases(catalog: &Catalog, releases: Arc<Releases>, now: UnixMillis) -> Result<()> {
    let set = |releases: &Releases, release: Release| {
        let access = Access { revision: release.revision, released: release.released, profile: release.profile };
        releases.set(BroadcastKey::from(&release.entry), access);
    };
    let rule = |releases: &Releases, change: RulesChange| match change {
        RulesChange::Version { profile, version } => releases.set_rules(profile, version),
        RulesChange::Moved { profile, to } => releases.move_rules(profile, to),
    };
    let followed = releases.clone();
    catalog.db().observe(move |event| {
        if let Some(release) = Release::of_event(event) {
            set(&followed, release);
        }
        if let Some(change) = RulesChange::of_event(event) {
            rule(&followed, change);
        }
        if let Some(ended) = EndedMark::of_event(event) {
            followed.end_session(ended.mark.0, ended.until, event.at);
        }
        if event.kind == "entry.deleted"
            && let Some(entry) = &event.entry
        {
            followed.remove(&BroadcastKey::from(entry));
        }
    });
    for change in catalog.db().read(async |tx| access::profile::versions(tx).await).await? {
        rule(&releases, change);
    }
    for ended in catalog.db().read(async |tx| session::ended(tx).await).await? {
        releases.end_session(ended.mark.0, ended.until, now);
    }
    for release in catalog.db().read(async |tx| access::releases(tx).await).await? {
        if releases.get(&BroadcastKey::from(&release.entry)).is_none() {
            set(&releases, release);
        }
    }
    Ok(())
}

/// Ends broadcasts whose process died and whose encoder did not come back within the grace.
pub async fn sweep_orphans(catalog: Arc<Catalog>, clock: Arc<dyn Clock>, first: Option<UnixMillis>, stop: base::Stop) {
    let mut due = first;
    while let Some(at) = due {
        tokio::select! {
            biased;
            () = stop.requested() => return,
            () = tokio::time::sleep(at.since(clock.now())) => {}
        }
        due = match live_state::sweep(catalog.db(), clock.now()).await {
            Ok(next) => next,
            Err(error) => {
                error!(%error, "cannot end lost broadcasts");
                Some(clock.now() + Duration::from_secs(5))
            }
        };
    }
}
