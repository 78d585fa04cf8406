//! One live signal of an entry: two inputs, one packager, up to two tracks, one numbering.
//!
//! Belongs here: the life of the signal (waiting, on the air, interrupted, ended), who holds an input, the task that owns the
//! packager. Does not belong here: sockets, playlists, entries.
//!
//! Invariants
//! * the task is the only writer of tracks, inputs and state; readers see snapshots;
//! * signals reach the gatekeeper in order, and media does not wait for its answers;
//! * an encoder that stalls, floods or lies costs its own broadcast at most.

use crate::gate::{Gatekeeper, InputSlot, Signal};
use crate::selector::{Feed, Item, Selector};
use crate::tempo;
use crate::track::{Numbering, Track, TrackWriter, Window};
use base::{BroadcastKey, Clock, Stop};
use media::package::{self, Output, Packager, TrackKind};
use metrics::{counter, gauge};
use std::fmt;
use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Duration, Instant, sleep_until};
use tracing::{info, warn};

/// Times and sizes of a broadcast.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    pub package: package::Settings,
    pub window: Window,
    /// An input without media for this long is lost.
    pub signal_timeout: Duration,
    /// How long an interrupted broadcast waits for its encoder.
    pub rejoin_grace: Duration,
    /// The same after the encoder said goodbye.
    pub rejoin_grace_clean: Duration,
    /// How long an ended broadcast can still be read.
    pub linger: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            package: package::Settings::default(),
            window: Window::default(),
            signal_timeout: Duration::from_secs(3),
            rejoin_grace: Duration::from_secs(60),
            rejoin_grace_clean: Duration::from_secs(15),
            linger: Duration::from_secs(60),
        }
    }
}

/// Frames on their way from the encoders' tasks. When it is full the encoder's task waits, and so does its TCP peer.
const COMMANDS_MAX: usize = 128;
/// Signals on their way to the gatekeeper. When it is full the broadcast waits: 256 changes without an answer mean that
/// the rules are out of reach.
const SIGNALS_MAX: usize = 256;
/// Media the packager may take in without a part coming out, bytes. Beyond it the encoder's clock stands still or lies,
/// and it is dropped.
const UNPACKAGED_BYTES_MAX: usize = 48 << 20;

/// How often a broadcast looks for connections whose task died without a word.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Where a broadcast is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// An encoder is connected, nothing can be played yet.
    Waiting,
    OnAir,
    /// No media; the window stands still and the grace runs.
    Interrupted,
    /// Over; tracks can be read for a while.
    Ended,
}

/// What readers see of a broadcast at one moment.
#[derive(Clone, Debug)]
pub struct Picture {
    pub state: State,
    pub video: Option<Arc<Track>>,
    pub audio: Option<Arc<Track>>,
}

impl Picture {
    pub fn track(&self, kind: TrackKind) -> Option<&Arc<Track>> {
        match kind {
            TrackKind::Video => self.video.as_ref(),
            TrackKind::Audio => self.audio.as_ref(),
        }
    }
}

/// One live signal, as everybody but its task sees it.
pub struct Broadcast {
    key: BroadcastKey,
    commands: mpsc::Sender<Command>,
    picture: watch::Receiver<Picture>,
    numbering: Numbering,
}

/// The input is held by an encoder that delivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Busy;

/// Why an encoder must go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kick {
    /// Another encoder took its input over.
    TakenOver,
    /// It sent too much media without time passing.
    ClockStands,
    /// The grace ran out while it was connected and silent.
    Ended,
    /// The server stops.
    Stopping,
}

enum Command {
    Attach { slot: Option<InputSlot>, peer: IpAddr, reply: oneshot::Sender<Result<Input, Busy>> },
    Item { slot: InputSlot, id: u64, item: Item },
    Detach { slot: InputSlot, id: u64, clean: bool },
}

/// An encoder's hold on one input of a broadcast.
#[derive(Debug)]
pub struct Input {
    slot: InputSlot,
    id: u64,
    commands: mpsc::Sender<Command>,
    kicked: oneshot::Receiver<Kick>,
    gone: Option<Kick>,
}

impl Input {
    pub fn slot(&self) -> InputSlot {
        self.slot
    }

    /// Hands one item to the broadcast; waits while its queue is full. An error says that the input is no longer ours.
    pub async fn send(&mut self, item: Item) -> Result<(), Kick> {
        if self.gone.is_none() {
            self.gone = self.kicked.try_recv().ok();
        }
        if let Some(kick) = self.gone {
            return Err(kick);
        }
        let command = Command::Item { slot: self.slot, id: self.id, item };
        self.commands.send(command).await.map_err(|_| Kick::Stopping)
    }

    /// Ends when the input is taken away. Cancel-safe.
    pub async fn kicked(&mut self) -> Kick {
        match self.gone {
            Some(kick) => kick,
            None => *self.gone.insert((&mut self.kicked).await.unwrap_or(Kick::Stopping)),
        }
    }

    /// Gives the input back. `clean`: the encoder said goodbye.
    pub async fn leave(self, clean: bool) {
        // If the broadcast is gone there is nobody to tell.
        let _ = self.commands.send(Command::Detach { slot: self.slot, id: self.id, clean }).await;
    }
}

impl Broadcast {
    pub fn key(&self) -> &BroadcastKey {
        &self.key
    }

    pub fn state(&self) -> State {
        self.picture.borrow().state
    }

    /// State and tracks of this moment.
    pub fn picture(&self) -> Picture {
        self.picture.borrow().clone()
    }

    pub fn track(&self, kind: TrackKind) -> Option<Arc<Track>> {
        self.picture.borrow().track(kind).cloned()
    }

    /// Video first.
    pub fn tracks(&self) -> Vec<Arc<Track>> {
        let picture = self.picture.borrow();
        picture.video.iter().chain(&picture.audio).cloned().collect()
    }

    /// Follows state and tracks.
    pub fn watch(&self) -> watch::Receiver<Picture> {
        self.picture.clone()
    }

    /// Bits per second of all tracks: peak and mean.
    pub fn bandwidth(&self) -> (u64, u64) {
        self.tracks().iter().fold((0, 0), |(peak, mean), track| {
            let (track_peak, track_mean) = track.view().index().bandwidth();
            (peak + track_peak, mean + track_mean)
        })
    }

    /// Whether an encoder may still come.
    pub(crate) fn is_open(&self) -> bool {
        !self.commands.is_closed()
    }

    /// The highest numbers in use, for the broadcast that follows.
    pub(crate) fn numbering(&self) -> Numbering {
        self.tracks().iter().map(|track| track.edge()).fold(self.numbering, |highest, edge| Numbering {
            msn: highest.msn.max(edge.msn),
            period: highest.period.max(edge.period),
            ..highest
        })
    }

    /// `None` when the broadcast has ended.
    pub(crate) async fn attach(&self, slot: Option<InputSlot>, peer: IpAddr) -> Option<Result<Input, Busy>> {
        let (reply, answer) = oneshot::channel();
        self.commands.send(Command::Attach { slot, peer, reply }).await.ok()?;
        answer.await.ok()
    }
}

impl fmt::Debug for Broadcast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Broadcast").field("key", &self.key).field("state", &self.state()).finish_non_exhaustive()
    }
}

/// Makes a broadcast, the task that runs it, and the task that tells its signals. Both tasks end by themselves.
pub(crate) fn new(
    key: BroadcastKey,
    gate: Arc<dyn Gatekeeper>,
    clock: Arc<dyn Clock>,
    settings: Settings,
    stop: Stop,
    after: Option<Numbering>,
) -> (Arc<Broadcast>, impl Future<Output = ()> + Send, impl Future<Output = ()> + Send) {
    let (commands, receiver) = mpsc::channel(COMMANDS_MAX);
    let (signals, signal_queue) = mpsc::channel(SIGNALS_MAX);
    let (picture, readers) = watch::channel(Picture { state: State::Waiting, video: None, audio: None });
    let numbering = Numbering::starting(clock.now(), after);
    let run = Run {
        key: key.clone(),
        clock,
        settings,
        stop,
        commands: receiver,
        own_commands: commands.downgrade(),
        signals,
        picture,
        numbering,
        selector: Selector::default(),
        packager: Packager::new(settings.package),
        lanes: [None, None],
        writers: [None, None],
        phase: Phase::Waiting,
        next_id: 0,
        unpackaged: 0,
        playable: false,
        feeds: Vec::new(),
        outputs: Vec::new(),
    };
    let broadcast = Arc::new(Broadcast { key: key.clone(), commands, picture: readers, numbering });
    (broadcast, run.run(), tell(gate, key, signal_queue))
}

/// Passes signals on, one after the other.
async fn tell(gate: Arc<dyn Gatekeeper>, key: BroadcastKey, mut signals: mpsc::Receiver<Signal>) {
    while let Some(signal) = signals.recv().await {
        gate.on_signal(key.clone(), signal).await;
    }
}

/// One encoder that holds an input.
struct Lane {
    id: u64,
    peer: IpAddr,
    kick: oneshot::Sender<Kick>,
    /// Media last came, or the encoder connected.
    heard: Instant,
    flowing: bool,
    playable: bool,
    /// The gatekeeper was told that it is lost, though its connection is still there.
    silent: bool,
}

#[derive(Clone, Copy, Debug)]
enum Phase {
    Waiting,
    OnAir,
    /// The input on the air is gone, another one may take over until then.
    Failing {
        until: Instant,
        grace: Duration,
    },
    Interrupted {
        until: Instant,
    },
}

/// Why the task ended.
enum End {
    Over,
    Stopped,
}

struct Run {
    key: BroadcastKey,
    clock: Arc<dyn Clock>,
    settings: Settings,
    stop: Stop,
    commands: mpsc::Receiver<Command>,
    own_commands: mpsc::WeakSender<Command>,
    signals: mpsc::Sender<Signal>,
    picture: watch::Sender<Picture>,
    numbering: Numbering,
    selector: Selector,
    packager: Packager,
    lanes: [Option<Lane>; 2],
    writers: [Option<TrackWriter>; 2],
    phase: Phase,
    next_id: u64,
    unpackaged: usize,
    /// The tracks of this period can be played.
    playable: bool,
    feeds: Vec<Feed>,
    outputs: Vec<Output>,
}

impl Run {
    async fn run(mut self) {
        gauge!("plenary_live_broadcasts").increment(1.0);
        let end = self.follow().await;
        // Whoever is still in the queue finds its answer gone, and opens the next broadcast.
        self.commands.close();
        while self.commands.recv().await.is_some() {}
        self.packager.end(&mut self.outputs);
        self.show();
        let kick = match end {
            End::Over => Kick::Ended,
            End::Stopped => Kick::Stopping,
        };
        for lane in self.lanes.iter_mut().filter_map(Option::take) {
            let _ = lane.kick.send(kick);
        }
        let was_live = self.writers.iter().any(Option::is_some);
        if let End::Over = end {
            for writer in self.writers.iter_mut().flatten() {
                writer.end();
            }
            self.picture.send_modify(|picture| picture.state = State::Ended);
            self.signal(Signal::Ended).await;
            info!(broadcast = %self.key, was_live, "broadcast ended");
        }
        gauge!("plenary_live_broadcasts").decrement(1.0);
        if was_live {
            let linger = sleep_until(tempo::now() + self.settings.linger);
            tokio::select! {
                biased;
                () = self.stop.requested() => {}
                () = linger => {}
            }
        }
    }

    async fn follow(&mut self) -> End {
        let stop = self.stop.clone();
        loop {
            let deadline = self.deadline();
            let command = tokio::select! {
                biased;
                () = stop.requested() => return End::Stopped,
                command = self.commands.recv() => command,
                () = sleep_until(deadline) => {
                    if self.on_time(tempo::now()).await {
                        return End::Over;
                    }
                    continue;
                }
            };
            match command {
                Some(Command::Item { slot, id, item }) => self.on_item(slot, id, item).await,
                Some(Command::Attach { slot, peer, reply }) => self.on_attach(slot, peer, reply).await,
                Some(Command::Detach { slot, id, clean }) => {
                    if self.holds(slot, id) {
                        self.on_lost(slot, clean, tempo::now()).await;
                    }
                }
                // Every handle is gone; the registry keeps one, so this is its end.
                None => return End::Stopped,
            }
            if matches!(self.phase, Phase::Waiting) && self.lanes.iter().all(Option::is_none) && self.next_id > 0 {
                return End::Over;
            }
        }
    }

    fn holds(&self, slot: InputSlot, id: u64) -> bool {
        self.lanes[slot.index()].as_ref().is_some_and(|lane| lane.id == id)
    }

    /// When something has to be looked at, if nothing comes before.
    fn deadline(&self) -> Instant {
        let now = tempo::now();
        let flowing = self.lanes.iter().flatten().filter(|lane| lane.flowing);
        let silence = flowing.map(|lane| lane.heard + self.settings.signal_timeout);
        let phase = match self.phase {
            Phase::Waiting | Phase::OnAir => None,
            Phase::Failing { until, .. } | Phase::Interrupted { until } => Some(until),
        };
        silence.chain(phase).min().unwrap_or(now + LOOK_EVERY).clamp(now, now + LOOK_EVERY)
    }

    /// Looks at what time has done. `true` when the broadcast is over.
    async fn on_time(&mut self, now: Instant) -> bool {
        for slot in InputSlot::ALL {
            let Some(lane) = &mut self.lanes[slot.index()] else { continue };
            if lane.kick.is_closed() {
                // Its connection's task died without a word.
                self.on_lost(slot, false, now).await;
            } else if lane.flowing && now >= lane.heard + self.settings.signal_timeout {
                let silent_ms = now.saturating_duration_since(lane.heard).as_millis() as u64;
                lane.flowing = false;
                lane.playable = false;
                lane.silent = true;
                warn!(broadcast = %self.key, input = slot.name(), silent_ms, "encoder fell silent");
                counter!("plenary_ingest_stalls_total").increment(1);
                self.signal(Signal::InputLost { input: slot, clean: false }).await;
                if self.selector.silence(slot) {
                    self.off_air(false, now).await;
                }
            }
        }
        match self.phase {
            Phase::Waiting => self.lanes.iter().all(Option::is_none) && self.next_id > 0,
            Phase::OnAir => false,
            Phase::Failing { until, grace } => {
                if now >= until {
                    self.interrupt(now, grace).await;
                }
                false
            }
            Phase::Interrupted { until } => now >= until,
        }
    }

    async fn on_attach(
        &mut self,
        wished: Option<InputSlot>,
        peer: IpAddr,
        reply: oneshot::Sender<Result<Input, Busy>>,
    ) {
        let now = tempo::now();
        let may_take = |lane: &Option<Lane>| {
            lane.as_ref().is_none_or(|lane| {
                lane.peer == peer
                    || lane.kick.is_closed()
                    || now.saturating_duration_since(lane.heard) > self.settings.signal_timeout
            })
        };
        let slot = match wished {
            Some(slot) => may_take(&self.lanes[slot.index()]).then_some(slot),
            None => {
                let free = InputSlot::ALL.into_iter().find(|slot| self.lanes[slot.index()].is_none());
                free.or_else(|| InputSlot::ALL.into_iter().find(|slot| may_take(&self.lanes[slot.index()])))
            }
        };
        let Some(slot) = slot else {
            let _ = reply.send(Err(Busy));
            return;
        };
        self.next_id += 1;
        let id = self.next_id;
        let (kick, kicked) = oneshot::channel();
        let Some(commands) = self.own_commands.upgrade() else { return };
        let input = Input { slot, id, commands, kicked, gone: None };
        if let Some(old) = self.lanes[slot.index()].take() {
            info!(broadcast = %self.key, input = slot.name(), "encoder taken over");
            counter!("plenary_ingest_takeovers_total").increment(1);
            let _ = old.kick.send(Kick::TakenOver);
            if !old.silent {
                self.signal(Signal::InputLost { input: slot, clean: false }).await;
            }
            if self.selector.detach(slot) {
                // The new one is here already: give it time to its first keyframe before anybody is told.
                self.fail_over(now, self.settings.rejoin_grace);
            }
        }
        let lane = Lane { id, peer, kick, heard: now, flowing: false, playable: false, silent: false };
        self.lanes[slot.index()] = Some(lane);
        self.selector.attach(slot);
        if let Err(Ok(input)) = reply.send(Ok(input)) {
            // The connection went away while it asked.
            self.lanes[slot.index()] = None;
            self.selector.detach(slot);
            drop(input);
            return;
        }
        self.signal(Signal::Connected { input: slot }).await;
    }

    async fn on_lost(&mut self, slot: InputSlot, clean: bool, now: Instant) {
        let Some(lane) = self.lanes[slot.index()].take() else { return };
        if !lane.silent {
            self.signal(Signal::InputLost { input: slot, clean }).await;
        }
        let was_active = self.selector.detach(slot);
        match &mut self.phase {
            _ if was_active => self.off_air(clean, now).await,
            // A silent encoder says goodbye: the longer wait has lost its reason.
            Phase::Interrupted { until } if clean && self.lanes.iter().all(Option::is_none) => {
                *until = (*until).min(now + self.settings.rejoin_grace_clean);
            }
            _ => {}
        }
    }

    /// The input on the air is gone.
    async fn off_air(&mut self, clean: bool, now: Instant) {
        let grace = if clean { self.settings.rejoin_grace_clean } else { self.settings.rejoin_grace };
        self.fail_over(now, grace);
        if !self.lanes.iter().flatten().any(|lane| lane.flowing) {
            self.interrupt(now, grace).await;
        }
    }

    fn fail_over(&mut self, now: Instant, grace: Duration) {
        self.packager.end(&mut self.outputs);
        self.show();
        self.playable = false;
        // When nothing was on the air, nothing fails.
        if let Phase::OnAir = self.phase {
            self.phase = Phase::Failing { until: now + self.settings.signal_timeout, grace };
        }
    }

    /// Nothing comes any more. A second loss before pictures were back does not prolong the grace.
    async fn interrupt(&mut self, now: Instant, grace: Duration) {
        let Phase::Failing { .. } = self.phase else { return };
        self.phase = Phase::Interrupted { until: now + grace };
        self.picture.send_modify(|picture| picture.state = State::Interrupted);
        warn!(broadcast = %self.key, grace_ms = grace.as_millis() as u64, "signal interrupted");
        counter!("plenary_live_interruptions_total").increment(1);
        self.signal(Signal::Interrupted).await;
    }

    async fn on_item(&mut self, slot: InputSlot, id: u64, item: Item) {
        if !self.holds(slot, id) {
            return;
        }
        let now = tempo::now();
        let Some(lane) = &mut self.lanes[slot.index()] else { return };
        if item.is_media() {
            lane.heard = now;
            if !lane.flowing {
                lane.flowing = true;
                lane.silent = false;
                self.signal(Signal::Flowing { input: slot }).await;
            }
        }
        let mut feeds = std::mem::take(&mut self.feeds);
        self.selector.take(slot, item, now, self.clock.now(), &mut feeds);
        for feed in feeds.drain(..) {
            match feed {
                Feed::Begin { wall, video, audio } => {
                    let lineup = [video.is_some(), audio.is_some()];
                    self.packager.begin(wall, video, audio, &mut self.outputs);
                    self.line_up(lineup);
                }
                Feed::Video(frame) => {
                    self.unpackaged += frame.data.len();
                    self.packager.video(frame, &mut self.outputs);
                }
                Feed::Audio(frame) => {
                    self.unpackaged += frame.data.len();
                    self.packager.audio(frame, &mut self.outputs);
                }
            }
        }
        self.feeds = feeds;
        if !self.outputs.is_empty() {
            self.show();
        }
        if self.selector.active() == Some(slot) && !self.playable {
            self.look_playable(slot).await;
        }
        if self.unpackaged > UNPACKAGED_BYTES_MAX {
            self.unpackaged = 0;
            warn!(broadcast = %self.key, input = slot.name(), "encoder dropped: its time stands still");
            counter!("plenary_ingest_ended_total", "reason" => "clock_stands").increment(1);
            if let Some(lane) = self.lanes[slot.index()].take() {
                let _ = lane.kick.send(Kick::ClockStands);
                self.signal(Signal::InputLost { input: slot, clean: false }).await;
                if self.selector.detach(slot) {
                    self.off_air(false, now).await;
                }
            }
        }
    }

    /// A period began with these tracks; the others will get nothing more.
    fn line_up(&mut self, lineup: [bool; 2]) {
        self.show();
        self.playable = false;
        for (writer, stays) in self.writers.iter_mut().zip(lineup) {
            if let Some(mut gone) = writer.take_if(|_| !stays) {
                gone.end();
            }
        }
        self.show_tracks();
    }

    /// Tells when every track of the period has its first part.
    async fn look_playable(&mut self, slot: InputSlot) {
        let mut writers = self.writers.iter().flatten().peekable();
        if writers.peek().is_none() || !writers.all(TrackWriter::has_begun) {
            return;
        }
        self.playable = true;
        let before = std::mem::replace(&mut self.phase, Phase::OnAir);
        self.picture.send_if_modified(|picture| std::mem::replace(&mut picture.state, State::OnAir) != State::OnAir);
        match before {
            Phase::Waiting => info!(broadcast = %self.key, input = slot.name(), "signal started"),
            Phase::Interrupted { .. } => {
                info!(broadcast = %self.key, input = slot.name(), "signal rejoined");
                self.signal(Signal::Rejoined).await;
            }
            Phase::Failing { .. } => info!(broadcast = %self.key, input = slot.name(), "input changed"),
            Phase::OnAir => info!(broadcast = %self.key, input = slot.name(), "period began"),
        }
        let Some(lane) = &mut self.lanes[slot.index()] else { return };
        if !std::mem::replace(&mut lane.playable, true) {
            self.signal(Signal::Playable { input: slot }).await;
        }
    }

    /// Moves the packager's outputs into the tracks and wakes their readers once.
    fn show(&mut self) {
        let mut outputs = std::mem::take(&mut self.outputs);
        let mut tracks_changed = false;
        for mut output in outputs.drain(..) {
            self.numbering.shift(&mut output);
            let kind = output.track();
            if let Output::Part { .. } = output {
                self.unpackaged = 0;
            }
            let writer = &mut self.writers[usize::from(kind == TrackKind::Audio)];
            if let (None, Output::Init { info, .. }) = (&writer, &output) {
                let target_s = self.packager.target_duration_s();
                *writer = Some(TrackWriter::new(info.clone(), target_s, self.numbering, self.settings.window));
                tracks_changed = true;
            }
            if let Some(writer) = writer {
                writer.apply(&output);
            }
        }
        self.outputs = outputs;
        self.writers.iter_mut().flatten().for_each(TrackWriter::publish);
        if tracks_changed {
            self.show_tracks();
        }
    }

    fn show_tracks(&mut self) {
        let [video, audio] = &self.writers;
        let track = |writer: &Option<TrackWriter>| writer.as_ref().map(|writer| writer.track().clone());
        let (video, audio) = (track(video), track(audio));
        self.picture.send_modify(|picture| (picture.video, picture.audio) = (video, audio));
    }

    async fn signal(&self, signal: Signal) {
        // The receiver only goes with the program.
        let _ = self.signals.send(signal).await;
    }
}
