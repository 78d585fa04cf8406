use crate::{House, NOW, refused, webcast};
use base::{EntryId, UnixMillis};
use domain::access::{self, Class, Pass, Refusal, Release, Visitor};
use domain::live_state::{self, Input};
use domain::partner::{self, EXPLICIT_LIVE, PartnerPatch};
use domain::{Actor, Change, Entry, EntryPatch};
use std::time::Duration;

async fn put_on_air(house: &House, id: &EntryId) {
    let done = house.db().write(async |tx| {
        live_state::connected(tx, NOW, id, Input::Primary).await?;
        live_state::flowing(tx, NOW, id, Input::Primary).await?;
        live_state::playable(tx, NOW, id, Input::Primary).await
    });
    done.await.expect("on air");
}

/// Judged as `entry` stands there, also if the database knows it otherwise.
async fn pass_of(house: &House, entry: &Entry, actor: &Actor, now: UnixMillis) -> Result<Pass, Refusal> {
    let profile = house.catalog.access_profile(entry).await.expect("a profile");
    let visitor = Visitor { actor, address: None, referrer: None, agent: None };
    access::may_watch(entry, &profile, &visitor, now)
}

async fn class(house: &House, entry: &Entry, actor: &Actor, now: UnixMillis) -> Result<Class, Refusal> {
    pass_of(house, &house.hot(entry).await.entry, actor, now).await.map(|pass| pass.class)
}

/// The table of the live contract, row by row: explicit off, preview, allow-all.
#[tokio::test]
async fn who_may_watch_what() {
    let house = House::open().await;
    let admin = house.admin().await;
    let plain = house.add(&admin, webcast(false)).await.expect("added");
    let mut patch = webcast(true);
    patch.entitled_users_edit = Change::Set("eddie".to_owned());
    let preview = house.add(&admin, patch.clone()).await.expect("added");
    patch.view_mode = Change::Set(1);
    let released = house.add(&admin, patch).await.expect("added");
    for entry in [&plain, &preview, &released] {
        put_on_air(&house, &entry.id).await;
    }
    let restricted = format!("restrictexplicitliveview:{}", preview.id);
    let rows: Vec<(&str, Actor, bool)> = vec![
        ("no ks", Actor::nobody(admin.partner), false),
        ("widget", house.user("0", "widget:1").await, false),
        ("other user", house.user("zoe", "").await, false),
        ("other user with sview", house.user("zoe", "sview:*").await, false),
        ("owner", house.user("ann", "").await, true),
        ("owner, other case", house.user("ANN", "").await, true),
        ("entitled editor", house.user("eddie", "").await, true),
        ("restricted owner", house.user("ann", "restrictexplicitliveview:*").await, false),
        ("owner restricted for the entry only", house.user("ann", &restricted).await, true),
        ("stranger with the entry privilege", house.user("zoe", &restricted).await, false),
        ("admin", admin, true),
        ("admin of another partner", Actor::system(base::PartnerId(202)), false),
    ];
    for (name, actor, previews) in rows {
        let watch = async |entry| class(&house, entry, &actor, NOW).await;
        assert_eq!(watch(&plain).await, Ok(Class::Public), "{name}");
        assert_eq!(watch(&released).await, Ok(Class::Public), "{name}");
        let expected = if previews { Ok(Class::Preview) } else { Err(Refusal::NotLive) };
        assert_eq!(watch(&preview).await, expected, "{name}");
        assert_eq!(live_state::is_live(&house.hot(&preview).await.entry, &actor), previews, "{name}");
    }
}

/// The guides' wording, which an account may choose: the privilege gives the preview.
#[tokio::test]
async fn an_account_may_turn_the_privilege_round() {
    let house = House::open().await;
    let admin = house.admin().await;
    let preview = house.add(&admin, webcast(true)).await.expect("added");
    put_on_air(&house, &preview.id).await;
    let set = async |value: &str| {
        let settings = vec![(EXPLICIT_LIVE.to_owned(), value.to_owned())];
        partner::update(&house.catalog, &admin, NOW, PartnerPatch { settings, ..PartnerPatch::default() }).await
    };
    set("grants").await.expect("set");
    let own = format!("restrictexplicitliveview:{}", preview.id);
    let rows = [
        ("ann", "", true),
        ("ann", "restrictexplicitliveview:*", true),
        ("zoe", "", false),
        ("zoe", "sview:*", false),
        ("zoe", "restrictexplicitliveview:*", true),
        ("zoe", &own[..], true),
        ("zoe", "restrictexplicitliveview:0_other000", false),
    ];
    for (user, privileges, previews) in rows {
        let actor = house.user(user, privileges).await;
        let entry = &house.hot(&preview).await.entry;
        let expected = if previews { Ok(Class::Preview) } else { Err(Refusal::NotLive) };
        assert_eq!(class(&house, &preview, &actor, NOW).await, expected, "{user} {privileges}");
        assert_eq!(live_state::is_live(entry, &actor), previews, "{user} {privileges}");
    }
    refused(set("sometimes").await, "INVALID_FIELD_VALUE");
    set("restricts").await.expect("set");
    let zoe = house.user("zoe", "restrictexplicitliveview:*").await;
    assert_eq!(class(&house, &preview, &zoe, NOW).await, Err(Refusal::NotLive));
}

#[tokio::test]
async fn schedule_and_moderation_keep_people_out_but_not_those_with_sview() {
    let house = House::open().await;
    let admin = house.admin().await;
    let mut patch = webcast(false);
    patch.start_date = Change::Set(NOW + Duration::from_secs(100));
    patch.end_date = Change::Set(NOW + Duration::from_secs(200));
    let entry = house.add(&admin, patch).await.expect("added");
    put_on_air(&house, &entry.id).await;
    let hot = house.hot(&entry).await.entry.clone();
    let viewer = house.user("zoe", "").await;
    let at = |seconds: u64| -> UnixMillis { NOW + Duration::from_secs(seconds) };
    assert_eq!(class(&house, &hot, &viewer, at(99)).await, Err(Refusal::Scheduling));
    assert_eq!(class(&house, &hot, &viewer, at(100)).await, Ok(Class::Public));
    assert_eq!(class(&house, &hot, &viewer, at(200)).await, Err(Refusal::Scheduling));
    let invited = house.user("zoe", &format!("sview:{}", entry.id)).await;
    assert_eq!(class(&house, &hot, &invited, at(99)).await, Ok(Class::Public));
    assert_eq!(class(&house, &hot, &admin, at(99)).await, Ok(Class::Public));
    for (moderation_status, refusal) in [(3, Refusal::Deleted), (1, Refusal::Moderation)] {
        let moderated = domain::Entry { moderation_status, ..hot.clone() };
        assert_eq!(pass_of(&house, &moderated, &viewer, at(150)).await, Err(refusal));
    }
}

#[tokio::test]
async fn the_edge_learns_every_release_from_the_log() {
    let house = House::open().await;
    let admin = house.admin().await;
    let entry = house.add(&admin, webcast(true)).await.expect("added");
    put_on_air(&house, &entry.id).await;
    let start = house.db().log().last();
    let at_start = house.db().read(async |tx| access::releases(tx).await).await.expect("releases");
    assert_eq!(
        at_start,
        [Release { entry: entry.id.clone(), revision: 1, released: false, profile: entry.access_control }]
    );
    for mode in [1, 0, 1] {
        let patch = EntryPatch { view_mode: Change::Set(mode), ..EntryPatch::default() };
        house.update(&admin, &entry, patch).await.expect("updated");
    }
    house.db().write(async |tx| live_state::ended(tx, NOW, &entry.id).await).await.expect("ended");
    let (events, _) = house.db().log().tail(house.db(), start, &store::Filter::entry(&entry.id)).await.expect("tail");
    let mut told: Vec<(bool, i64)> = events
        .iter()
        .filter_map(|event| Release::of_event(event))
        .map(|release| (release.released, release.revision))
        .collect();
    told.dedup();
    assert_eq!(told, [(true, 1), (false, 2), (true, 2), (false, 3)]);
}

#[tokio::test]
async fn what_moves_access_raises_the_revision_and_the_rest_does_not() {
    let house = House::open().await;
    let admin = house.admin().await;
    let entry = house.add(&admin, webcast(false)).await.expect("added");
    let mut revision = entry.access_revision;
    let steps: Vec<(EntryPatch, bool)> = vec![
        (EntryPatch { name: Change::Set("New name".to_owned()), ..EntryPatch::default() }, false),
        (EntryPatch { start_date: Change::Set(NOW), ..EntryPatch::default() }, true),
        (EntryPatch { entitled_users_edit: Change::Set("eddie".to_owned()), ..EntryPatch::default() }, true),
        (EntryPatch { user_id: Change::Set("bob".to_owned()), ..EntryPatch::default() }, true),
        (EntryPatch { tags: Change::Set("x".to_owned()), ..EntryPatch::default() }, false),
    ];
    for (patch, rises) in steps {
        let updated = house.update(&admin, &entry, patch.clone()).await.expect("updated");
        assert_eq!(updated.access_revision, revision + i64::from(rises), "{patch:?}");
        revision = updated.access_revision;
    }
}
