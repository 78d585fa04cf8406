use crate::{House, NOW, refused, webcast};
use base::{EntryId, UnixMillis};
use domain::live_state::{self, Input, NodeStatus, WebcastState};
use domain::{Change, Entry, EntryPatch, entry};
use std::time::Duration;

fn at(seconds: u64) -> UnixMillis {
    NOW + Duration::from_secs(seconds)
}

/// What the media plane says, in the order it says it.
#[derive(Clone, Copy, Debug)]
enum Say {
    Connected(Input),
    Flowing(Input),
    Playable(Input),
    Lost(Input, bool),
    Interrupted,
    Rejoined,
    Ended,
}

async fn say(house: &House, id: &EntryId, seconds: u64, what: &[Say]) {
    for what in what {
        let now = at(seconds);
        let done = house.db().write(async |tx| match what {
            Say::Connected(input) => live_state::connected(tx, now, id, *input).await,
            Say::Flowing(input) => live_state::flowing(tx, now, id, *input).await,
            Say::Playable(input) => live_state::playable(tx, now, id, *input).await,
            Say::Lost(input, clean) => live_state::input_lost(tx, now, id, *input, *clean).await,
            Say::Interrupted => live_state::interrupted(tx, now, id).await,
            Say::Rejoined => live_state::rejoined(tx, now, id).await,
            Say::Ended => live_state::ended(tx, now, id).await,
        });
        done.await.unwrap_or_else(|error| panic!("{what:?}: {error}"));
    }
}

const START: [Say; 3] = [Say::Connected(Input::Primary), Say::Flowing(Input::Primary), Say::Playable(Input::Primary)];

async fn states(house: &House, entry: &Entry, seconds: u64) -> (WebcastState, WebcastState) {
    let hot = house.hot(entry).await;
    let facts = live_state::page_facts(&hot, at(seconds)).expect("live entry");
    (facts.state, facts.audience_state)
}

async fn go(house: &House, entry: &Entry, mode: i64) -> Entry {
    let admin = house.admin().await;
    let patch = EntryPatch {
        view_mode: Change::Set(mode),
        recording_status: Change::Set(if mode == 1 { 2 } else { 0 }),
        ..EntryPatch::default()
    };
    house.update(&admin, entry, patch).await.expect("updated")
}

#[tokio::test]
async fn an_explicit_webcast_from_schedule_to_end() {
    let house = House::open().await;
    let admin = house.admin().await;
    let mut patch = webcast(true);
    patch.start_date = Change::Set(at(100));
    let entry = house.add(&admin, patch).await.expect("added");
    let id = &entry.id;
    use WebcastState::*;
    assert_eq!(states(&house, &entry, 0).await, (Scheduled, Scheduled));
    assert_eq!(states(&house, &entry, 100).await, (Late, Late));
    say(&house, id, 50, &START[..2]).await;
    assert_eq!(live_state::live_status(&house.hot(&entry).await.entry), NodeStatus::Broadcasting);
    assert_eq!(states(&house, &entry, 50).await, (Scheduled, Scheduled));
    say(&house, id, 52, &START[2..]).await;
    assert_eq!(states(&house, &entry, 52).await, (Preview, Scheduled), "the audience knows nothing of a rehearsal");
    assert_eq!(states(&house, &entry, 101).await, (Preview, Late));
    let live = go(&house, &entry, 1).await;
    assert!(live.live.expect("live").broadcast_time.is_some());
    assert_eq!(states(&house, &entry, 101).await, (Live, Live));

    say(&house, id, 110, &[Say::Lost(Input::Primary, false), Say::Interrupted]).await;
    assert_eq!(states(&house, &entry, 111).await, (Interrupted, Interrupted));
    let hot = house.hot(&entry).await;
    assert_eq!(live_state::live_status(&hot), NodeStatus::Playable, "the entry stays playable in the grace");
    assert!(hot.live.as_ref().expect("live").is_released());
    let facts = live_state::page_facts(&hot, at(111)).expect("live entry");
    assert_eq!((facts.interrupted_at, facts.changes_at, facts.signal), (Some(at(110)), Some(at(170)), false));
    say(&house, id, 120, &[Say::Connected(Input::Primary)]).await;
    assert_eq!(states(&house, &entry, 120).await.0, Interrupted, "connecting is not yet a picture");
    say(&house, id, 121, &[Say::Flowing(Input::Primary), Say::Rejoined]).await;
    assert_eq!(states(&house, &entry, 121).await, (Live, Live));

    let revision = house.hot(&entry).await.access_revision;
    say(&house, id, 200, &[Say::Lost(Input::Primary, true), Say::Interrupted, Say::Ended, Say::Ended]).await;
    let hot = house.hot(&entry).await;
    let live = hot.live.as_ref().expect("live");
    assert_eq!((live.view_mode, live.recording_status, live.current_broadcast_start), (0, 0, None));
    assert_eq!(live.last_broadcast_end, Some(at(200)));
    assert_eq!(hot.access_revision, revision + 1, "once, however often it is told");
    assert_eq!(states(&house, &entry, 200).await, (Ended, Ended));
}

#[tokio::test]
async fn ending_by_hand_ends_it_for_the_audience_while_the_encoder_runs_on() {
    let house = House::open().await;
    let entry = house.add(&house.admin().await, webcast(true)).await.expect("added");
    say(&house, &entry.id, 0, &START).await;
    go(&house, &entry, 1).await;
    go(&house, &entry, 0).await;
    assert_eq!(states(&house, &entry, 5).await, (WebcastState::Preview, WebcastState::Ended));
    go(&house, &entry, 1).await;
    assert_eq!(states(&house, &entry, 6).await, (WebcastState::Live, WebcastState::Live), "and may go on again");
}

#[tokio::test]
async fn a_rehearsal_is_not_the_webcast() {
    let house = House::open().await;
    let mut patch = webcast(true);
    patch.start_date = Change::Set(at(100_000));
    let entry = house.add(&house.admin().await, patch).await.expect("added");
    say(&house, &entry.id, 0, &START).await;
    say(&house, &entry.id, 60, &[Say::Lost(Input::Primary, true), Say::Interrupted, Say::Ended]).await;
    assert_eq!(states(&house, &entry, 61).await.1, WebcastState::Scheduled);
}

#[tokio::test]
async fn a_plain_entry_is_live_with_its_signal_and_ended_after_it() {
    let house = House::open().await;
    let entry = house.add(&house.admin().await, webcast(false)).await.expect("added");
    assert_eq!(states(&house, &entry, 0).await.1, WebcastState::Scheduled);
    say(&house, &entry.id, 1, &START).await;
    assert_eq!(states(&house, &entry, 2).await.1, WebcastState::Live);
    let live = house.hot(&entry).await.live.clone().expect("live");
    assert_eq!((live.first_broadcast, live.broadcast_time), (Some(at(1)), Some(at(1))));
    say(&house, &entry.id, 9, &[Say::Lost(Input::Primary, true), Say::Interrupted, Say::Ended]).await;
    assert_eq!(states(&house, &entry, 10).await.1, WebcastState::Ended);
    say(&house, &entry.id, 20, &START).await;
    assert_eq!(states(&house, &entry, 21).await.1, WebcastState::Live);
    assert_eq!(house.hot(&entry).await.live.clone().expect("live").first_broadcast, Some(at(1)), "the first stays");
}

#[tokio::test]
async fn two_inputs_are_one_broadcast() {
    let house = House::open().await;
    let entry = house.add(&house.admin().await, webcast(false)).await.expect("added");
    let id = &entry.id;
    say(&house, id, 0, &START).await;
    say(&house, id, 1, &[Say::Connected(Input::Backup), Say::Flowing(Input::Backup)]).await;
    let details = live_state::details(&house.hot(&entry).await.entry).expect("live entry");
    assert_eq!((details.primary_status, details.secondary_status), (NodeStatus::Playable, NodeStatus::Broadcasting));
    say(&house, id, 2, &[Say::Lost(Input::Primary, false)]).await;
    let details = live_state::details(&house.hot(&entry).await.entry).expect("live entry");
    assert_eq!((details.primary_status, details.secondary_status), (NodeStatus::Stopped, NodeStatus::Playable));
    assert_eq!(states(&house, &entry, 3).await.1, WebcastState::Live);
    say(&house, id, 4, &[Say::Lost(Input::Backup, false), Say::Interrupted]).await;
    assert_eq!(states(&house, &entry, 5).await.1, WebcastState::Interrupted);
    say(&house, id, 6, &[Say::Connected(Input::Primary), Say::Flowing(Input::Primary), Say::Rejoined]).await;
    let details = live_state::details(&house.hot(&entry).await.entry).expect("live entry");
    assert_eq!((details.primary_status, details.secondary_status), (NodeStatus::Playable, NodeStatus::Stopped));
}

#[tokio::test]
async fn an_encoder_that_never_showed_a_picture_leaves_no_trace() {
    let house = House::open().await;
    let entry = house.add(&house.admin().await, webcast(false)).await.expect("added");
    say(&house, &entry.id, 0, &[Say::Connected(Input::Primary), Say::Lost(Input::Primary, false), Say::Ended]).await;
    let hot = house.hot(&entry).await;
    assert!(hot.nodes.is_empty());
    assert_eq!(states(&house, &entry, 1).await.1, WebcastState::Scheduled);
}

#[tokio::test]
async fn broadcasting_forbids_some_changes_and_deletion() {
    let house = House::open().await;
    let admin = house.admin().await;
    let mut patch = webcast(true);
    patch.dvr_window = Change::Set(60);
    let entry = house.add(&admin, patch).await.expect("added");
    say(&house, &entry.id, 0, &START).await;
    let with = |change: &dyn Fn(&mut EntryPatch)| {
        let mut patch = EntryPatch::default();
        change(&mut patch);
        patch
    };
    let mut options = store::Doc::default();
    options.insert("shouldCopyEntitlement".to_owned(), true.into());
    let forbidden: Vec<(&str, EntryPatch)> = vec![
        ("dvrStatus", with(&|p| p.dvr_status = Change::Set(1))),
        ("dvrWindow", with(&|p| p.dvr_window = Change::Set(90))),
        ("recordStatus", with(&|p| p.record_status = Change::Set(2))),
        ("conversionProfileId", with(&|p| p.conversion_profile_id = Change::Set(1004))),
        ("explicitLive", with(&|p| p.explicit_live = Change::Set(false))),
        ("recordingOptions", with(&|p| p.recording_options = Change::Set(options.clone()))),
    ];
    for (field, patch) in forbidden {
        let error = house.update(&admin, &entry, patch).await.expect_err(field);
        assert_eq!(error.code, "CANNOT_UPDATE_FIELDS_WHILE_ENTRY_BROADCASTING");
        assert_eq!(error.args, [("FIELD", field.to_owned())]);
    }
    let same = with(&|p| (p.dvr_window, p.explicit_live) = (Change::Set(60), Change::Set(true)));
    house.update(&admin, &entry, same).await.expect("the same values are fine");
    let id = entry.id.as_str();
    let delete = async || house.db().write(async |tx| entry::delete(tx, &admin, NOW, id, &[7]).await).await;
    refused(delete().await, "CANNOT_DELETE_LIVE_ENTRY_WHILE_STREAMING");
    say(&house, &entry.id, 5, &[Say::Lost(Input::Primary, false), Say::Interrupted]).await;
    delete().await.expect("no encoder is connected");
    say(&house, &entry.id, 65, &[Say::Ended, Say::Rejoined, Say::Connected(Input::Primary)]).await;
}

#[tokio::test]
async fn a_crash_on_air_becomes_a_lost_signal_whose_grace_and_resets_still_run() {
    let house = House::open().await;
    let admin = house.admin().await;
    let (seen, rehearsed) = (
        house.add(&admin, webcast(true)).await.expect("added"),
        house.add(&admin, webcast(true)).await.expect("added"),
    );
    say(&house, &seen.id, 0, &START).await;
    say(&house, &rehearsed.id, 0, &START[..1]).await;
    go(&house, &seen, 1).await;
    let house = house.reopen().await;
    let next = live_state::recover(house.db(), at(30)).await.expect("recovers");
    assert_eq!(next, Some(at(90)));
    assert_eq!(states(&house, &seen, 31).await.1, WebcastState::Interrupted);
    assert!(house.hot(&rehearsed).await.nodes.is_empty(), "what never was playable is over");
    assert_eq!(live_state::sweep(house.db(), at(89)).await.expect("too early"), Some(at(90)));
    assert_eq!(states(&house, &seen, 89).await.1, WebcastState::Interrupted);
    assert_eq!(live_state::sweep(house.db(), at(90)).await.expect("over"), None);
    assert_eq!(states(&house, &seen, 90).await.1, WebcastState::Ended);
    assert_eq!(house.hot(&seen).await.live.clone().expect("live").view_mode, 0);
}

#[tokio::test]
async fn an_encoder_that_rejoins_after_a_crash_is_not_swept_away() {
    let house = House::open().await;
    let entry = house.add(&house.admin().await, webcast(false)).await.expect("added");
    say(&house, &entry.id, 0, &START).await;
    let house = house.reopen().await;
    live_state::recover(house.db(), at(30)).await.expect("recovers");
    say(&house, &entry.id, 40, &START).await;
    assert_eq!(live_state::sweep(house.db(), at(500)).await.expect("nothing left"), None);
    assert_eq!(states(&house, &entry, 500).await.1, WebcastState::Live);
}

#[tokio::test]
async fn an_encoder_that_only_knocks_after_a_crash_does_not_end_the_grace() {
    let house = House::open().await;
    let entry = house.add(&house.admin().await, webcast(true)).await.expect("added");
    let id = &entry.id;
    say(&house, id, 0, &START).await;
    go(&house, &entry, 1).await;
    let house = house.reopen().await;
    live_state::recover(house.db(), at(30)).await.expect("recovers");
    // On the input it had, and on the other one.
    for (seconds, input) in [(40, Input::Primary), (50, Input::Backup)] {
        say(&house, id, seconds, &[Say::Connected(input), Say::Lost(input, true), Say::Ended]).await;
        assert_eq!(states(&house, &entry, seconds).await.1, WebcastState::Interrupted, "{input:?}");
        assert!(house.hot(&entry).await.live.as_ref().expect("live").is_released());
    }
    say(&house, id, 60, &[Say::Connected(Input::Backup)]).await;
    say(&house, id, 61, &[Say::Connected(Input::Primary), Say::Lost(Input::Primary, false)]).await;
    assert_eq!(states(&house, &entry, 61).await.1, WebcastState::Interrupted, "nobody sends a picture");
    say(&house, id, 70, &[Say::Flowing(Input::Backup), Say::Playable(Input::Backup)]).await;
    assert_eq!(states(&house, &entry, 70).await.1, WebcastState::Live, "back on the other input");
    let details = live_state::details(&house.hot(&entry).await.entry).expect("live entry");
    assert_eq!((details.primary_status, details.secondary_status), (NodeStatus::Stopped, NodeStatus::Playable));
    assert_eq!(live_state::sweep(house.db(), at(500)).await.expect("nothing left"), None);
    assert_eq!(states(&house, &entry, 500).await.1, WebcastState::Live);
}

#[tokio::test]
async fn an_encoder_that_is_connected_and_silent_when_the_grace_of_a_crash_ends_is_too_late() {
    let house = House::open().await;
    let entry = house.add(&house.admin().await, webcast(true)).await.expect("added");
    say(&house, &entry.id, 0, &START).await;
    go(&house, &entry, 1).await;
    let house = house.reopen().await;
    live_state::recover(house.db(), at(30)).await.expect("recovers");
    say(&house, &entry.id, 80, &[Say::Connected(Input::Primary)]).await;
    assert_eq!(live_state::sweep(house.db(), at(90)).await.expect("over"), None);
    assert_eq!(states(&house, &entry, 90).await.1, WebcastState::Ended);
}

#[tokio::test]
async fn an_encoder_that_falls_silent_and_speaks_again_is_connected_all_the_while() {
    let house = House::open().await;
    let admin = house.admin().await;
    let entry = house.add(&admin, webcast(false)).await.expect("added");
    let id = &entry.id;
    say(&house, id, 0, &START).await;
    say(&house, id, 1, &[Say::Connected(Input::Backup), Say::Flowing(Input::Backup)]).await;
    say(&house, id, 2, &[Say::Lost(Input::Primary, false)]).await;
    say(&house, id, 9, &[Say::Flowing(Input::Primary)]).await;
    say(&house, id, 10, &[Say::Lost(Input::Backup, false)]).await;
    assert_eq!(states(&house, &entry, 11).await.1, WebcastState::Live, "the first input carries on");
    let delete = house.db().write(async |tx| entry::delete(tx, &admin, NOW, id.as_str(), &[7]).await).await;
    refused(delete, "CANNOT_DELETE_LIVE_ENTRY_WHILE_STREAMING");
}

#[tokio::test]
async fn between_the_end_of_the_grace_and_its_resets_the_page_says_ended() {
    let house = House::open().await;
    let mut patch = webcast(true);
    patch.start_date = Change::Set(at(100));
    let entry = house.add(&house.admin().await, patch).await.expect("added");
    say(&house, &entry.id, 100, &START).await;
    go(&house, &entry, 1).await;
    say(&house, &entry.id, 110, &[Say::Lost(Input::Primary, false), Say::Interrupted]).await;
    assert_eq!(states(&house, &entry, 169).await.1, WebcastState::Interrupted);
    assert_eq!(states(&house, &entry, 170).await.1, WebcastState::Ended, "not late again");
}

#[tokio::test]
async fn a_page_is_looked_at_again_when_the_entrys_own_dates_are_reached() {
    let house = House::open().await;
    let mut patch = webcast(false);
    (patch.start_date, patch.end_date) = (Change::Set(at(100)), Change::Set(at(200)));
    let entry = house.add(&house.admin().await, patch).await.expect("added");
    let hot = house.hot(&entry).await;
    let changes_at = |seconds| live_state::page_facts(&hot, at(seconds)).expect("live entry").changes_at;
    assert_eq!((changes_at(0), changes_at(100), changes_at(200)), (Some(at(100)), Some(at(200)), None));
}

#[tokio::test]
async fn the_grace_goes_over_to_the_other_input() {
    let house = House::open().await;
    let entry = house.add(&house.admin().await, webcast(false)).await.expect("added");
    let id = &entry.id;
    say(&house, id, 0, &START).await;
    say(&house, id, 10, &[Say::Lost(Input::Primary, false), Say::Interrupted]).await;
    say(&house, id, 20, &[Say::Connected(Input::Primary), Say::Connected(Input::Backup)]).await;
    say(&house, id, 30, &[Say::Lost(Input::Primary, false)]).await;
    assert_eq!(states(&house, &entry, 31).await.1, WebcastState::Interrupted, "no picture, and not yet over");
    assert_eq!(states(&house, &entry, 70).await.1, WebcastState::Ended);
    say(&house, id, 40, &[Say::Flowing(Input::Backup), Say::Rejoined, Say::Playable(Input::Backup)]).await;
    assert_eq!(states(&house, &entry, 71).await.1, WebcastState::Live);
}
