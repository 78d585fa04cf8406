use crate::{House, NOW, refused, webcast};
use base::{EntryId, UnixMillis};
use domain::access::{self, Class, Context, ProfilePatch, Refusal, Rules, Visitor, profile};
use domain::live_state::{self, Input};
use domain::session::EndedMark;
use domain::{Actor, Change, Entry, EntryPatch};
use serde_json::{Value as Json, json};
use std::net::IpAddr;

fn values(class: &str, not: bool, values: &[&str]) -> Json {
    let values: Vec<Json> =
        values.iter().map(|value| json!({ "objectType": "KalturaStringValue", "value": value })).collect();
    let list = if class == "KalturaAuthenticatedCondition" { "privileges" } else { "values" };
    json!({ "objectType": class, "not": not, list: values })
}

fn block(conditions: Json) -> Json {
    json!({ "objectType": "KalturaRule", "conditions": conditions,
        "actions": [{ "objectType": "KalturaAccessControlBlockAction" }] })
}

fn id() -> EntryId {
    "0_abcd1234".parse().expect("an id")
}

fn at(text: &str) -> Option<IpAddr> {
    Some(text.parse().expect("an address"))
}

#[tokio::test]
async fn each_condition_judges_what_it_names() {
    let house = House::open().await;
    let nobody = Actor::nobody(crate::PARTNER);
    let guest = Visitor { actor: &nobody, address: None, referrer: None, agent: None };
    let (zoe, invited, widget, admin) = (
        house.user("zoe", "").await,
        house.user("zoe", "sview:0_abcd1234").await,
        house.user("0", "widget:1").await,
        house.admin().await,
    );
    let of = |actor| Visitor { actor, ..guest };
    let from = |address| Visitor { address: at(address), ..guest };
    let on = |referrer| Visitor { referrer: Some(referrer), ..guest };
    let with = |agent| Visitor { agent: Some(agent), ..guest };
    let long = "a".repeat(100_000);
    const ADDRESS: &str = "KalturaIpAddressCondition";
    const SITE: &str = "KalturaSiteCondition";
    const AGENT: &str = "KalturaUserAgentCondition";
    const SESSION: &str = "KalturaAuthenticatedCondition";
    const COUNTRY: &str = "KalturaCountryCondition";
    // (condition, who, whether the rule applies)
    let cases = [
        (values(ADDRESS, false, &["192.0.2.1", "198.51.100.0/24"]), from("198.51.100.7"), true),
        (values(ADDRESS, false, &["192.0.2.1", "198.51.100.0/24"]), from("192.0.2.2"), false),
        (values(ADDRESS, true, &["192.0.2.1-192.0.2.9"]), from("::ffff:192.0.2.2"), false),
        (values(ADDRESS, true, &["192.0.2.1-192.0.2.9"]), from("2001:db8::1"), true),
        (values(ADDRESS, true, &["192.0.2.1"]), guest, true),
        (values(SITE, true, &["example.com"]), on("https://www.example.com/a?b"), false),
        (values(SITE, true, &["example.com"]), on("https://example.com.evil.test/"), true),
        (values(SITE, true, &["example.com"]), guest, true),
        (values(SITE, false, &["evil.test"]), guest, false),
        (values(AGENT, false, &["curl|wget"]), with("Curl/8.0"), true),
        (values(AGENT, false, &["^Mozilla.*Chrome/"]), with("Mozilla/5.0 Chrome/126"), true),
        (values(AGENT, false, &["^Chrome"]), with("Mozilla/5.0 Chrome/126"), false),
        (values(AGENT, false, &["(a+)+$"]), with(&long), true),
        (values(SESSION, true, &["sview"]), guest, true),
        (values(SESSION, true, &["sview"]), of(&zoe), true),
        (values(SESSION, true, &["sview"]), of(&invited), false),
        (values(SESSION, true, &["sview:0_other123", "sview"]), of(&invited), false),
        (values(SESSION, true, &["sview"]), of(&admin), false),
        (values(SESSION, true, &[]), of(&zoe), false),
        (values(SESSION, true, &[]), of(&widget), true),
        (values(COUNTRY, true, &["DE"]), guest, true),
        (values(COUNTRY, false, &["DE"]), guest, false),
        (json!({ "objectType": "KalturaFieldMatchCondition", "not": true }), guest, false),
        (json!({ "objectType": "KalturaFieldMatchCondition" }), guest, false),
    ];
    for (condition, visitor, applies) in cases {
        let rules = Rules::read(&json!([block(json!([condition]))])).expect("readable");
        assert_eq!(rules.judge(&id(), &visitor, Context::Play).is_blocked, applies, "{condition} {visitor:?}");
    }
}

#[test]
fn rules_run_in_order_and_their_conditions_together() {
    let nobody = Actor::nobody(crate::PARTNER);
    let visitor = Visitor { actor: &nobody, address: at("192.0.2.1"), referrer: None, agent: Some("curl") };
    let address = values("KalturaIpAddressCondition", false, &["192.0.2.1"]);
    let agent = |text: &str| values("KalturaUserAgentCondition", false, &[text]);
    let judge = |rules: Json| Rules::read(&rules).expect("readable").judge(&id(), &visitor, Context::Play);
    assert!(judge(json!([block(json!([address, agent("curl")]))])).is_blocked);
    assert!(!judge(json!([block(json!([address, agent("wget")]))])).is_blocked, "all of them must hold");
    assert!(judge(json!([block(json!([]))])).is_blocked, "no conditions: always");
    assert!(!judge(json!([])).is_blocked);

    let mut stops = block(json!([address]));
    stops["actions"] = json!([{ "objectType": "KalturaAccessControlPreviewAction", "limit": 30 },
        { "objectType": "KalturaSomethingAction", "x": 1 }]);
    stops["stopProcessing"] = true.into();
    let verdict = judge(json!([stops, block(json!([]))]));
    assert!(!verdict.is_blocked, "what comes after is not looked at");
    assert_eq!((verdict.preview, verdict.actions.len()), (Some(30), 2));

    let limit = |class: &str, ids: &str, list: &str, is_blocked: bool| {
        let action = json!({ "objectType": class, ids: list, "isBlockedList": is_blocked });
        judge(json!([{ "objectType": "KalturaRule", "actions": [action] }]))
    };
    let flavors = |list: &str, is_blocked: bool| {
        limit("KalturaAccessControlLimitFlavorsAction", "flavorParamsIds", list, is_blocked).allows_flavor(32)
    };
    assert_eq!(
        (flavors("32,33", false), flavors("33", false), flavors("33", true), flavors("32", true)),
        (true, false, true, false)
    );
    let class = "KalturaAccessControlLimitDeliveryProfilesAction";
    assert!(!limit(class, "deliveryProfileIds", "7, 8", false).allows_delivery(1));

    let mut elsewhere = block(json!([]));
    elsewhere["contexts"] = json!([{ "objectType": "KalturaContextTypeHolder", "type": 3 }]);
    let rules = Rules::read(&json!([elsewhere])).expect("readable");
    assert!(!rules.judge(&id(), &visitor, Context::Play).is_blocked);
    assert!(rules.judge(&id(), &visitor, Context::Thumbnail).is_blocked);
}

#[test]
fn a_rule_says_why_in_its_own_words_or_in_the_usual_ones() {
    let nobody = Actor::nobody(crate::PARTNER);
    let visitor = Visitor { actor: &nobody, address: None, referrer: None, agent: None };
    let why = |rule: Json| {
        let verdict = Rules::read(&json!([rule])).expect("readable").judge(&id(), &visitor, Context::Play);
        verdict.messages.into_iter().map(|message| (message.code, message.message)).collect::<Vec<_>>()
    };
    for (class, code) in [
        ("KalturaCountryCondition", "COUNTRY_RESTRICTED"),
        ("KalturaSiteCondition", "SITE_RESTRICTED"),
        ("KalturaIpAddressCondition", "IP_RESTRICTED"),
        ("KalturaAuthenticatedCondition", "SESSION_RESTRICTED"),
        ("KalturaUserAgentCondition", "USER_AGENT_RESTRICTED"),
    ] {
        let told = why(block(json!([values(class, true, &["192.0.2.1"])])));
        assert_eq!((told.len(), told[0].0.as_str()), (1, code));
        assert!(told[0].1.contains("\nWe're sorry"), "{told:?}");
    }
    let mut own = block(json!([values("KalturaSiteCondition", true, &["example.com"])]));
    own["code"] = "STAFF_ONLY".into();
    own["message"] = "For staff".into();
    assert_eq!(why(own), [("STAFF_ONLY".to_owned(), "For staff".to_owned())]);
    assert_eq!(why(block(json!([]))), []);
}

#[test]
fn what_would_protect_nobody_is_refused() {
    for (class, value) in [
        ("KalturaIpAddressCondition", "the office"),
        ("KalturaIpAddressCondition", "192.0.2.0/40"),
        ("KalturaUserAgentCondition", "(unclosed"),
        ("KalturaUserAgentCondition", "(a)\\1"),
        ("KalturaUserAgentCondition", "((a{1,500}){1,500}){1,500}"),
    ] {
        let error = Rules::read(&json!([block(json!([values(class, false, &[value])]))])).expect_err(value);
        assert_eq!(error.code, "PROPERTY_VALIDATION_WRONG_FORMAT", "{value}");
        assert!(error.args.iter().any(|(_, arg)| *arg == format!("{class}::values")), "{error:?}");
    }
    let patterns: Vec<String> = (0..51).map(|number| format!("agent{number}")).collect();
    let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
    let many = json!([block(json!([values("KalturaUserAgentCondition", false, &patterns)]))]);
    assert_eq!(Rules::read(&many).expect_err("too many").code, "PROPERTY_VALIDATION_MAX_LENGTH");
    let many: Vec<Json> = (0..101).map(|_| block(json!([]))).collect();
    assert_eq!(Rules::read(&many.into()).expect_err("too many").code, "PROPERTY_VALIDATION_MAX_LENGTH");
}

async fn on_air(house: &House, patch: EntryPatch) -> Entry {
    let entry = house.add(&house.admin().await, patch).await.expect("added");
    let done = house.db().write(async |tx| {
        live_state::connected(tx, NOW, &entry.id, Input::Primary).await?;
        live_state::playable(tx, NOW, &entry.id, Input::Primary).await
    });
    done.await.expect("on air");
    entry
}

async fn with_rules(house: &House, rules: Json) -> i64 {
    let patch =
        ProfilePatch { name: Change::Set("Rules".to_owned()), rules: Change::Set(rules), ..ProfilePatch::default() };
    let admin = house.admin().await;
    let added = house.db().write(async |tx| profile::add(tx, &admin, NOW, patch.clone()).await).await;
    added.expect("added").id
}

async fn pass(house: &House, entry: &Entry, actor: &Actor, address: Option<IpAddr>) -> Result<access::Pass, Refusal> {
    let hot = house.hot(entry).await;
    let profile = house.catalog.access_profile(&hot).await.expect("a profile");
    let visitor = Visitor { actor, address, referrer: None, agent: None };
    access::may_watch(&hot, &profile, &visitor, NOW)
}

#[tokio::test]
async fn a_pass_is_shared_unless_somebody_may_more_than_the_public_or_is_looked_at() {
    let house = House::open().await;
    let (admin, zoe, home) = (house.admin().await, house.user("zoe", "").await, at("192.0.2.1"));
    let nobody = Actor::nobody(crate::PARTNER);
    let expires = |actor: &Actor| actor.ks.as_ref().map(|ks| UnixMillis::from_seconds(ks.expires));

    let open = on_air(&house, webcast(false)).await;
    let shared = pass(&house, &open, &nobody, home).await.expect("open");
    assert_eq!((shared.until, shared.address, shared.sessions.len()), (None, None, 0));
    for actor in [&admin, &zoe] {
        assert_eq!(pass(&house, &open, actor, at("192.0.2.2")).await.as_ref(), Ok(&shared));
    }

    let ends = NOW + std::time::Duration::from_secs(60);
    let ending = on_air(&house, EntryPatch { end_date: Change::Set(ends), ..webcast(false) }).await;
    let shared = pass(&house, &ending, &zoe, home).await.expect("open");
    assert_eq!((shared.until, shared.sessions.len()), (Some(ends), 0), "for everybody until the end");
    let beyond = pass(&house, &ending, &admin, home).await.expect("open");
    assert_eq!((beyond.until, beyond.sessions.len()), (expires(&admin), 1), "beyond the end with the session");

    let preview = on_air(&house, webcast(true)).await;
    let manager = house.user("ann", "sessionid:0_family00").await;
    let own = pass(&house, &preview, &manager, home).await.expect("a preview");
    assert_eq!((own.class, own.until, own.sessions.len(), own.address), (Class::Preview, expires(&manager), 2, None));
    assert_ne!(own.sessions, pass(&house, &preview, &admin, home).await.expect("a preview").sessions);

    let office =
        with_rules(&house, json!([block(json!([values("KalturaIpAddressCondition", true, &["192.0.2.0/24"])]))])).await;
    let entry = on_air(&house, EntryPatch { access_control_id: Change::Set(office), ..webcast(false) }).await;
    assert_eq!(pass(&house, &entry, &nobody, home).await.expect("at the office").address, home);
    let refusal = pass(&house, &entry, &admin, at("198.51.100.1")).await.expect_err("rules are for administrators too");
    assert!(refusal.number() == 3 && matches!(&refusal, Refusal::Restricted(why) if why.code == "IP_RESTRICTED"));

    let members =
        with_rules(&house, json!([block(json!([values("KalturaAuthenticatedCondition", true, &["sview"])]))])).await;
    let entry = on_air(&house, EntryPatch { access_control_id: Change::Set(members), ..webcast(false) }).await;
    let member = house.user("zoe", "sview:*").await;
    let own = pass(&house, &entry, &member, home).await.expect("a member");
    assert_eq!((own.until, own.sessions.len(), own.address), (expires(&member), 1, None));
    assert!(pass(&house, &entry, &zoe, home).await.is_err());
}

#[tokio::test]
async fn profiles_come_change_and_go_with_their_entries() {
    let house = House::open().await;
    let admin = house.admin().await;
    let list = house
        .db()
        .read(async |tx| profile::list(tx, &admin, &domain::Filter::default(), domain::Pager::default()).await);
    let default = list.await.expect("listed").objects.remove(0);
    assert!(default.is_default && default.rules == json!([]));
    let deny = json!([block(json!([]))]);
    let id = with_rules(&house, deny.clone()).await;
    let entry = on_air(&house, EntryPatch { access_control_id: Change::Set(id), ..webcast(false) }).await;
    let nobody = Actor::nobody(crate::PARTNER);
    assert!(pass(&house, &entry, &nobody, None).await.is_err());

    let change = async |id: i64, patch: ProfilePatch| {
        house.db().write(async |tx| profile::update(tx, &admin, NOW, id, patch.clone()).await).await
    };
    let opened =
        change(id, ProfilePatch { rules: Change::Set(json!([])), ..ProfilePatch::default() }).await.expect("updated");
    let first = pass(&house, &entry, &nobody, None).await.expect("open");
    assert_eq!(first.rules, opened.version, "the cache follows");
    let renamed = change(id, ProfilePatch { name: Change::Set("Open".to_owned()), ..ProfilePatch::default() }).await;
    assert_eq!(renamed.expect("updated").version, opened.version, "only rules make a version");
    let bad = json!([block(json!([values("KalturaIpAddressCondition", false, &["x"])]))]);
    refused(
        change(id, ProfilePatch { rules: Change::Set(bad), ..ProfilePatch::default() }).await,
        "PROPERTY_VALIDATION_WRONG_FORMAT",
    );
    refused(change(999, ProfilePatch::default()).await, "ACCESS_CONTROL_ID_NOT_FOUND");

    let delete = async |id: i64| house.db().write(async |tx| profile::delete(tx, &admin, NOW, id).await).await;
    refused(delete(default.id).await, "CANNOT_DELETE_DEFAULT_ACCESS_CONTROL");
    delete(id).await.expect("deleted");
    assert_eq!(house.hot(&entry).await.access_control, default.id);
    assert_ne!(pass(&house, &entry, &nobody, None).await.expect("open").rules, first.rules, "older tokens are void");
    refused(delete(id).await, "ACCESS_CONTROL_ID_NOT_FOUND");

    let denied = with_rules(&house, deny).await;
    change(denied, ProfilePatch { is_default: Change::Set(true), ..ProfilePatch::default() }).await.expect("updated");
    delete(default.id).await.expect("no longer the default");
    assert_eq!(house.hot(&entry).await.access_control, denied);
    assert!(pass(&house, &entry, &nobody, None).await.is_err());
    let next = house.add(&admin, webcast(false)).await.expect("added");
    assert_eq!(next.access_control, denied, "new entries get the default");
    let unknown = EntryPatch { access_control_id: Change::Set(id), ..webcast(false) };
    refused(house.add(&admin, unknown).await, "ACCESS_CONTROL_ID_NOT_FOUND");
}

#[tokio::test]
async fn a_child_is_protected_as_its_parent_is() {
    let house = House::open().await;
    let admin = house.admin().await;
    let id = with_rules(&house, json!([])).await;
    let parent = house.add(&admin, webcast(false)).await.expect("added");
    let patch = EntryPatch { parent_entry_id: Change::Set(parent.id.to_string()), ..webcast(false) };
    let child = house.add(&admin, patch).await.expect("added");
    assert_eq!(child.access_control, parent.access_control);
    let patch = EntryPatch { access_control_id: Change::Set(id), ..EntryPatch::default() };
    house.update(&admin, &parent, patch).await.expect("updated");
    assert_eq!(house.hot(&child).await.access_control, id);
}

#[tokio::test]
async fn who_keeps_marks_of_a_session_hears_of_its_end() {
    let house = House::open().await;
    let manager = house.user("ann", "sessionid:0_family00").await;
    let marks = domain::session::marks(manager.ks.as_ref().expect("a KS"));
    let start = house.db().log().last();
    domain::session::end(&house.catalog, &manager, NOW).await.expect("ended");
    let (events, _) = house.db().log().tail(house.db(), start, &store::Filter::default()).await.expect("events");
    let told: Vec<_> = events.iter().filter_map(|event| EndedMark::of_event(event)).collect();
    assert_eq!(told.iter().map(|ended| ended.mark).collect::<Vec<_>>(), marks);
    let mut kept = house.db().read(async |tx| domain::session::ended(tx).await).await.expect("read");
    kept.sort_by_key(|ended| marks.iter().position(|mark| *mark == ended.mark));
    assert_eq!(kept, told, "and after a restart");
    let other = house.user("ann", "").await;
    assert!(!domain::session::marks(other.ks.as_ref().expect("a KS")).iter().any(|mark| marks.contains(mark)));
}
