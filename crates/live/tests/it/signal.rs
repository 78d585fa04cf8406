//! The life of a signal in simulated time: grace, rejoin, backup, takeover, end.

use crate::house::{House, go_on, item, play, settle};
use live::{Form, Input, InputSlot, Item, Kick, OpenError, Signal, State, TrackKind};
use testkit::playlist::Playlist;
use testkit::synth::{self, Show};
use tokio::time::{Duration, sleep};

use InputSlot::{Backup, Primary};
use Signal::{Connected, Ended, Flowing, InputLost, Interrupted, Playable, Rejoined};

fn playlist(house: &House, kind: TrackKind, form: Form) -> Playlist {
    let track = house.broadcast().track(kind).expect("the track is there");
    let view = track.view();
    Playlist::parse(std::str::from_utf8(&view.playlist(form).plain).expect("playlists are text"))
}

fn all_playlists(house: &House) -> Vec<Playlist> {
    [TrackKind::Video, TrackKind::Audio]
        .into_iter()
        .flat_map(|kind| [Form::LowLatency, Form::Plain].map(|form| playlist(house, kind, form)))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_signal_starts_with_its_first_part_and_is_told_in_order() {
    let house = House::new();
    let mut input = house.open(None, 1).await.expect("free");
    let mut show = Show::new(1_000_000);
    play(&mut input, &mut show, 1).await.expect("taken");
    settle().await;
    assert_eq!(
        house.gate.take(),
        [Connected { input: Primary }, Flowing { input: Primary }, Playable { input: Primary }]
    );
    assert_eq!(house.broadcast().state(), State::OnAir);
    let list = playlist(&house, TrackKind::Video, Form::LowLatency);
    assert!(list.segments[0].gap, "a complete segment stands before the first one");
    assert!(list.segments[1].parts.len() >= 4, "200 ms parts of one second: {list:?}");
    assert!(list.segments[1].parts[0].independent);
    let (peak, mean) = house.broadcast().bandwidth();
    assert!(peak > 0 && mean > 0, "known from the first parts on");
}

#[tokio::test(start_paused = true)]
async fn the_window_lists_twelve_seconds_and_memory_stays_bounded() {
    let house = House::new();
    let mut input = house.open(None, 1).await.expect("free");
    play(&mut input, &mut Show::new(0), 60).await.expect("taken");
    settle().await;
    for list in all_playlists(&house) {
        let listed: f64 = list.segments.iter().filter(|segment| segment.uri.is_some()).map(|s| s.seconds).sum();
        assert!((12.0..=14.5).contains(&listed), "{listed} s listed");
    }
    let track = house.broadcast().track(TrackKind::Video).expect("there");
    let view = track.view();
    let rate = view.index().bandwidth().1 as usize / 8;
    assert!(view.bytes() < rate * 20, "{} bytes at {rate} bytes/s", view.bytes());
    let list = playlist(&house, TrackKind::Video, Form::Plain);
    for segment in &list.segments {
        let bytes = view.segment(segment.msn).expect("what is listed can be had");
        assert_eq!(bytes.parts.iter().map(bytes::Bytes::len).sum::<usize>(), bytes.bytes());
    }
    assert!(view.segment(list.first_msn - 1).is_some(), "a late request still finds what was just listed");
    assert!(view.segment(list.first_msn - 5).is_none());
}

#[tokio::test(start_paused = true)]
async fn a_rejoin_within_the_grace_goes_on_with_one_discontinuity_everywhere() {
    for clean in [false, true] {
        let house = House::new();
        let mut input = house.open(None, 1).await.expect("free");
        play(&mut input, &mut Show::new(5_000), 9).await.expect("taken");
        settle().await;
        house.gate.take();
        let before = all_playlists(&house);
        input.leave(clean).await;
        settle().await;
        assert_eq!(
            house.gate.take(),
            [InputLost { input: Primary, clean }, Interrupted],
            "at once when the socket closes"
        );
        assert_eq!(house.broadcast().state(), State::Interrupted);
        let standing = all_playlists(&house);
        assert!(standing.iter().all(|list| !list.ended));

        sleep(Duration::from_secs(10)).await;
        assert_eq!(standing, all_playlists(&house), "the window stands still");

        let mut input = house.open(None, 1).await.expect("free again");
        play(&mut input, &mut Show::new(77_000), 5).await.expect("taken");
        settle().await;
        assert_eq!(
            house.gate.take(),
            [Connected { input: Primary }, Flowing { input: Primary }, Rejoined, Playable { input: Primary }]
        );
        let after = all_playlists(&house);
        let broken: Vec<_> = after.iter().map(Playlist::discontinuities).collect();
        let [msn] = broken[0][..] else { panic!("one discontinuity: {broken:?}") };
        assert!(broken.iter().all(|found| found == &broken[0]), "the same segment everywhere: {broken:?}");
        for (list, standing) in after.iter().zip(&standing) {
            assert_eq!(msn, standing.last_msn() + 1, "the next number");
            let (old, new) = (list.segment(msn - 1).expect("listed"), list.segment(msn).expect("listed"));
            assert_ne!(old.map, new.map, "a new init segment");
            assert!(new.pdt > old.pdt && new.pdt.is_some(), "a new wall-clock time");
        }
        assert!(before[0].last_msn() <= msn);
        // Later the discontinuity slides out and is counted.
        go_on(&mut input, &mut Show::new(82_000), 40).await.expect("taken");
        settle().await;
        for (list, before) in all_playlists(&house).iter().zip(&before) {
            assert!(list.discontinuities().is_empty());
            assert_eq!(list.discontinuity_sequence, before.discontinuity_sequence + 1);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn when_the_grace_runs_out_the_broadcast_ends_and_can_be_read_for_a_minute() {
    for (clean, grace_s) in [(false, 60), (true, 15)] {
        let house = House::new();
        let mut input = house.open(None, 1).await.expect("free");
        play(&mut input, &mut Show::new(0), 4).await.expect("taken");
        input.leave(clean).await;
        settle().await;
        house.gate.take();
        let before = all_playlists(&house);
        let last = before[0].last_msn();
        sleep(Duration::from_secs(grace_s - 1)).await;
        assert_eq!(house.gate.take(), [], "still in grace");
        sleep(Duration::from_secs(2)).await;
        assert_eq!(house.gate.take(), [Ended]);
        assert_eq!(house.broadcast().state(), State::Ended);
        assert!(all_playlists(&house).iter().all(|list| list.ended));
        sleep(Duration::from_secs(57)).await;
        assert!(house.registry.get(&crate::house::key()).is_some());
        // The next broadcast of the entry may begin meanwhile, and its numbers go on.
        let mut input = house.open(None, 1).await.expect("a new broadcast");
        play(&mut input, &mut Show::new(0), 4).await.expect("taken");
        settle().await;
        let lists = all_playlists(&house);
        assert!(lists[0].first_msn > last && lists.iter().all(|list| !list.ended));
        assert!(lists[0].discontinuity_sequence > before[0].discontinuity_sequence, "no number means two timelines");
        input.leave(true).await;
        sleep(Duration::from_secs(80)).await;
        assert!(house.registry.get(&crate::house::key()).is_none(), "gone after a minute");
    }
}

#[tokio::test(start_paused = true)]
async fn silence_interrupts_and_sound_of_the_same_encoder_rejoins() {
    let house = House::new();
    let mut input = house.open(None, 1).await.expect("free");
    let mut show = Show::new(0);
    play(&mut input, &mut show, 4).await.expect("taken");
    house.gate.take();
    sleep(Duration::from_millis(2_800)).await;
    assert_eq!(house.gate.take(), []);
    sleep(Duration::from_millis(500)).await;
    assert_eq!(house.gate.take(), [InputLost { input: Primary, clean: false }, Interrupted]);
    // The encoder's own clock ran on.
    go_on(&mut input, &mut Show::new(7_300), 3).await.expect("still ours");
    settle().await;
    assert_eq!(house.gate.take(), [Flowing { input: Primary }, Rejoined, Playable { input: Primary }]);
    assert_eq!(playlist(&house, TrackKind::Video, Form::Plain).discontinuities().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_silent_encoder_is_sent_away_when_the_grace_runs_out() {
    let house = House::new();
    let mut input = house.open(None, 1).await.expect("free");
    play(&mut input, &mut Show::new(0), 4).await.expect("taken");
    assert_eq!(input.kicked().await, Kick::Ended);
}

#[tokio::test(start_paused = true)]
async fn the_backup_takes_over_at_its_next_keyframe_and_keeps_the_air() {
    let house = House::new();
    let mut primary = house.open(Some(Primary), 1).await.expect("free");
    let mut backup = house.open(Some(Backup), 2).await.expect("free");
    let mut backup_show = Show::new(900_000);
    let mut show = Show::new(0);
    let both = tokio::join!(play(&mut primary, &mut show, 5), play(&mut backup, &mut backup_show, 5));
    assert_eq!(both, (Ok(()), Ok(())));
    settle().await;
    house.gate.take();
    primary.leave(false).await;
    settle().await;
    assert_eq!(house.gate.take(), [InputLost { input: Primary, clean: false }], "nobody is told of an interruption");
    go_on(&mut backup, &mut backup_show, 4).await.expect("ours");
    settle().await;
    assert_eq!(house.gate.take(), [Playable { input: Backup }]);
    assert_eq!(house.broadcast().state(), State::OnAir);
    let lists = all_playlists(&house);
    assert_eq!(lists[0].discontinuities().len(), 1);
    assert!(lists.iter().all(|list| list.discontinuities() == lists[0].discontinuities()));

    // The primary comes back and waits.
    let mut primary = house.open(Some(Primary), 1).await.expect("free again");
    let mut show = Show::new(0);
    let both = tokio::join!(play(&mut primary, &mut show, 3), go_on(&mut backup, &mut backup_show, 3));
    assert_eq!(both, (Ok(()), Ok(())));
    settle().await;
    assert_eq!(house.gate.take(), [Connected { input: Primary }, Flowing { input: Primary }]);
    assert_eq!(all_playlists(&house)[0].discontinuities().len(), 1, "no change without need");
}

#[tokio::test(start_paused = true)]
async fn a_busy_input_is_refused_unless_its_encoder_is_silent_or_the_same() {
    let house = House::new();
    let mut old = house.open(Some(Primary), 1).await.expect("free");
    play(&mut old, &mut Show::new(0), 2).await.expect("taken");
    assert_eq!(house.open(Some(Primary), 2).await.map(drop), Err(OpenError::Busy));

    // The same address takes over at once.
    let mut same = house.open(Some(Primary), 1).await.expect("the same encoder again");
    assert_eq!(old.kicked().await, Kick::TakenOver);
    assert_eq!(old.send(item(Show::new(0).next().expect("endless"))).await, Err(Kick::TakenOver));
    play(&mut same, &mut Show::new(0), 2).await.expect("taken");
    settle().await;
    assert!(!house.gate.take().contains(&Interrupted), "nobody saw it");

    // Another one takes over after silence.
    sleep(Duration::from_millis(2_900)).await;
    assert_eq!(house.open(Some(Primary), 2).await.map(drop), Err(OpenError::Busy));
    sleep(Duration::from_millis(200)).await;
    let mut other = house.open(Some(Primary), 2).await.expect("silent for over 3 s");
    assert_eq!(same.kicked().await, Kick::TakenOver);
    play(&mut other, &mut Show::new(0), 2).await.expect("taken");
}

#[tokio::test(start_paused = true)]
async fn without_a_wish_the_first_free_input_is_taken() {
    let house = House::new();
    let first = house.open(None, 1).await.expect("free");
    let second = house.open(None, 2).await.expect("free");
    assert_eq!((first.slot(), second.slot()), (Primary, Backup));
    assert_eq!(house.open(None, 3).await.map(drop), Err(OpenError::Busy));
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_dies_without_a_word_is_noticed() {
    let house = House::new();
    let input: Input = house.open(Some(Primary), 1).await.expect("free");
    drop(input);
    sleep(Duration::from_secs(6)).await;
    assert_eq!(house.gate.take(), [Connected { input: Primary }, InputLost { input: Primary, clean: false }, Ended]);
    assert!(house.registry.is_empty(), "nothing was on the air, nothing lingers");
}

#[tokio::test(start_paused = true)]
async fn one_track_alone_is_enough() {
    for (kind, show) in [(TrackKind::Video, Show::video_only(0)), (TrackKind::Audio, Show::audio_only(0))] {
        let house = House::new();
        let mut input = house.open(None, 1).await.expect("free");
        match kind {
            TrackKind::Video => input.send(Item::VideoConfig(synth::video_config())).await.expect("ours"),
            TrackKind::Audio => input.send(Item::AudioConfig(synth::audio_config())).await.expect("ours"),
        }
        go_on(&mut input, &mut show.clone(), 3).await.expect("ours");
        settle().await;
        let kinds: Vec<_> = house.broadcast().tracks().iter().map(|track| track.kind()).collect();
        assert_eq!(kinds, [kind]);
        assert!(house.gate.take().contains(&Playable { input: Primary }));
    }
}

#[tokio::test(start_paused = true)]
async fn a_new_configuration_is_a_new_period_at_the_next_keyframe() {
    let house = House::new();
    let mut input = house.open(None, 1).await.expect("free");
    let mut show = Show::new(0);
    play(&mut input, &mut show, 4).await.expect("ours");
    // The same again means nothing.
    play(&mut input, &mut show, 4).await.expect("ours");
    settle().await;
    assert!(playlist(&house, TrackKind::Video, Form::Plain).discontinuities().is_empty());
    let mut other = synth::AVCC.to_vec();
    *other.last_mut().expect("not empty") = 0;
    other[1] = 0x4d; // Main profile in the record
    let config = media::codec::h264::config(&other).expect("still a record");
    input.send(Item::VideoConfig(config)).await.expect("ours");
    go_on(&mut input, &mut show, 4).await.expect("ours");
    settle().await;
    let lists = all_playlists(&house);
    assert_eq!(lists[0].discontinuities().len(), 1);
    assert!(lists.iter().all(|list| list.discontinuities() == lists[0].discontinuities()));
    assert!(!house.gate.take().contains(&Interrupted));
}

#[tokio::test(start_paused = true)]
async fn an_encoder_whose_clock_stands_still_cannot_fill_the_memory() {
    let house = House::new();
    let mut input = house.open(None, 1).await.expect("free");
    input.send(Item::VideoConfig(synth::video_config())).await.expect("ours");
    input.send(Item::AudioConfig(synth::audio_config())).await.expect("ours");
    let data = synth::picture(true, 1, 1 << 20);
    let mut result = Ok(());
    for _ in 0..400 {
        let frame = media::VideoFrame { dts_ms: 5, pts_ms: 5, key: true, data: data.clone() };
        result = input.send(Item::Video(frame)).await;
        settle().await;
        if result.is_err() {
            break;
        }
    }
    let held: usize = house.broadcast().tracks().iter().map(|track| track.view().bytes()).sum();
    assert!(held <= 97 << 20, "of 400 MiB: {result:?}, {held} bytes");
}

#[tokio::test(start_paused = true)]
async fn a_thousand_readers_share_one_text_and_wake_on_every_part() {
    let house = House::new();
    let mut input = house.open(None, 1).await.expect("free");
    let mut show = Show::new(0);
    play(&mut input, &mut show, 2).await.expect("ours");
    settle().await;
    let track = house.broadcast().track(TrackKind::Video).expect("there");
    let edge = track.edge();
    let mut readers = tokio::task::JoinSet::new();
    for _ in 0..1000 {
        let track = track.clone();
        readers.spawn(async move {
            let view = track.wait(|view| view.has(edge.msn, Some(edge.parts))).await;
            view.playlist(Form::LowLatency).plain.as_ptr() as usize
        });
    }
    settle().await;
    go_on(&mut input, &mut show, 1).await.expect("ours");
    let texts: std::collections::BTreeSet<usize> = readers.join_all().await.into_iter().collect();
    assert!(texts.len() <= 2, "{} texts for one edge", texts.len());
}

#[tokio::test(start_paused = true)]
async fn stopping_sends_encoders_away_and_drains() {
    let house = House::new();
    let mut input = house.open(None, 1).await.expect("free");
    play(&mut input, &mut Show::new(0), 2).await.expect("taken");
    house.stopper.stop();
    assert_eq!(input.kicked().await, Kick::Stopping);
    house.registry.drained().await;
    assert_eq!(house.open(None, 1).await.map(drop), Err(OpenError::Stopping));
}
