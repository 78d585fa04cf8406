use crate::{House, NOW, PARTNER, SECRET, caller, refused};
use base::{Secret, UnixMillis};
use domain::guard::Attempt;
use domain::role::{self, RolePatch};
use domain::session::app_token::{self, AppTokenPatch, HashType, StartSession};
use domain::session::{self, NewKs, Start};
use domain::user::{self, UserPatch};
use domain::{Caller, Change, Columns, Filter, Pager, SessionKind};
use std::time::Duration;

fn start(secret: &str, kind: i64) -> Start {
    Start {
        secret: Secret::new(secret.to_owned()),
        user: "ann".to_owned(),
        kind,
        partner: Some(PARTNER),
        expiry: 3600,
        privileges: None,
    }
}

fn reason(error: &base::Error) -> &str {
    error.args.iter().find(|(name, _)| *name == "KSID").map_or("", |(_, value)| value)
}

#[tokio::test]
async fn only_the_right_secret_starts_a_session() {
    let house = House::open().await;
    let partner = house.catalog.partner(PARTNER).await.expect("reads").expect("there");
    let user_secret = partner.secret.reveal().clone();
    let cases = [
        ("admin secret, admin", start(SECRET, 2), true),
        ("admin secret, user", start(SECRET, 0), true),
        ("user secret, user", start(&user_secret, 0), true),
        ("user secret, admin", start(&user_secret, 2), false),
        ("wrong", start("wrong", 0), false),
        ("empty", start("", 2), false),
        ("no partner", Start { partner: None, ..start(SECRET, 2) }, false),
        ("unknown partner", Start { partner: Some(base::PartnerId(999)), ..start(SECRET, 2) }, false),
    ];
    for (name, args, ok) in cases {
        let result = session::start(&house.catalog, NOW, Attempt::unlimited(), args).await;
        assert_eq!(result.is_ok(), ok, "{name}");
        if let Err(error) = result {
            assert_eq!(error.code, "START_SESSION_ERROR", "{name}");
        }
    }
    let with = |privileges: &str| Start { privileges: Some(privileges.to_owned()), ..start(SECRET, 2) };
    refused(
        session::start(&house.catalog, NOW, Attempt::unlimited(), with("setrole:NO_SUCH_ROLE")).await,
        "UNKNOWN_ROLE_ID",
    );
    refused(session::start(&house.catalog, NOW, Attempt::unlimited(), with("setrole:-4")).await, "INVALID_SET_ROLE");
    refused(
        session::start(&house.catalog, NOW, Attempt::unlimited(), with("actionslimit:0")).await,
        "INVALID_ACTIONS_LIMIT",
    );
}

#[tokio::test]
async fn the_kind_of_session_decides_what_it_may_call() {
    let house = House::open().await;
    let admin = house.admin().await;
    assert_eq!(admin.kind, SessionKind::Admin);
    assert!(admin.may(Columns::NOBODY), "admin may what no column opens");
    let user = house.user("ann", "").await;
    assert!(user.may(Columns::W.and(Columns::U)) && !user.may(Columns::R));
    let producer = house.user("ann", "setrole:WEBCAST_PRODUCER_DEVICE_ROLE").await;
    assert!(producer.may(Columns::R) && !producer.may(Columns::NOBODY));
    let bound = house.enter(&house.ks(2, "admin", "setrole:PLAYBACK_BASE_ROLE").await, NOW).await.expect("admitted");
    assert!(bound.may(Columns::P) && !bound.may(Columns::U), "an admin with a role is limited by it");
    let less = house.user("ann", "restrictingrole:WIDGET_SESSION_ROLE").await;
    assert!(less.may(Columns::W.and(Columns::U)) && !less.may(Columns::U), "what both roles may");
    let nobody = house.catalog.actor(None, &caller(), NOW).await.expect("nobody");
    assert!(nobody.may(Columns::N) && !nobody.may(Columns::W));
    let unknown = Caller { partner: Some(base::PartnerId(999)), ..caller() };
    refused(house.catalog.actor(None, &unknown, NOW).await, "MISSING_KS");
    let widget = session::start_widget(&house.catalog, NOW, "_101", 60).await.expect("widget");
    let widget = house.enter(&widget.ks, NOW).await.expect("admitted");
    assert_eq!(widget.kind, SessionKind::Widget);
    refused(session::start_widget(&house.catalog, NOW, "_999", 60).await, "INVALID_WIDGET_ID");
    refused(session::start_widget(&house.catalog, NOW, "101", 60).await, "INVALID_WIDGET_ID");
}

#[tokio::test]
async fn a_ks_is_checked_in_the_contracts_order() {
    let house = House::open().await;
    let cases = [
        ("", UnixMillis::from_seconds(1_700_086_399), "", true),
        ("", UnixMillis::from_seconds(1_700_086_400), "EXPIRED", false),
        ("iprestrict:10.0.0.1", NOW, "EXCEEDED_RESTRICTED_IP", false),
        ("iprestrict:10.0.0.1/10.0.0.2", NOW, "", true),
        ("urirestrict:/api_v3/*", NOW, "", true),
        ("urirestrict:/other|/api_v3/service/x", NOW, "", true),
        ("urirestrict:/other*", NOW, "EXCEEDED_RESTRICTED_URI", false),
    ];
    for (privileges, now, expected, ok) in cases {
        let ks = house.ks(0, "ann", privileges).await;
        let address = Some("10.0.0.2".parse().expect("address"));
        let result = house.catalog.actor(Some(&ks), &Caller { address, ..caller() }, now).await;
        assert_eq!(result.is_ok(), ok, "{privileges}");
        if let Err(error) = result {
            assert_eq!((error.code, reason(&error)), ("INVALID_KS", expected), "{privileges}");
        }
    }
    let forged = house.enter("djJ8MTAxfG5vbnNlbnNlIGFuZCBtb3I=", NOW).await.expect_err("forged");
    assert_eq!((forged.code, reason(&forged)), ("INVALID_KS", "djJ8MTAxfG5vbnNlbnNlIGFuZCBtb3I="));
    let ks = house.ks(0, "ann", "").await;
    let elsewhere = Caller { partner: Some(base::PartnerId(202)), ..caller() };
    refused(house.catalog.actor(Some(&ks), &elsewhere, NOW).await, "SERVICE_FORBIDDEN");
}

#[tokio::test]
async fn an_ended_session_stays_ended_also_after_a_restart() {
    let house = House::open().await;
    let (ended, other) = (house.ks(0, "ann", "").await, house.ks(0, "ann", "").await);
    let family = [house.ks(0, "a", "sessionid:fam").await, house.ks(0, "b", "sessionid:fam").await];
    let actor = house.enter(&ended, NOW).await.expect("still valid");
    session::end(&house.catalog, &actor, NOW).await.expect("ended");
    let actor = house.enter(&family[0], NOW).await.expect("still valid");
    session::end(&house.catalog, &actor, NOW).await.expect("ended");
    let nobody = house.catalog.actor(None, &caller(), NOW).await.expect("nobody");
    session::end(&house.catalog, &nobody, NOW).await.expect("nothing to end");
    let check = async |house: &House| {
        for ks in [&ended, &family[0], &family[1]] {
            assert_eq!(reason(&house.enter(ks, NOW).await.expect_err("ended")), "LOGOUT");
        }
        assert!(house.enter(&other, NOW).await.is_ok());
    };
    check(&house).await;
    let house = house.reopen().await;
    check(&house).await;
}

#[tokio::test]
async fn strangers_cannot_make_us_remember_sessions() {
    let house = House::open().await;
    let last = house.db().log().last();
    for seconds in 1..=3 {
        let widget = session::start_widget(&house.catalog, NOW, "_101", 60 * seconds).await.expect("widget").ks;
        let guest = house.enter(&widget, NOW).await.expect("admitted");
        session::end(&house.catalog, &guest, NOW).await.expect("a no-op");
        house.enter(&widget, NOW).await.expect("widget sessions are not checked for their end");
    }
    assert_eq!(house.db().log().last(), last, "nothing was written");
}

#[tokio::test]
async fn an_actions_limit_counts_over_restarts() {
    let house = House::open().await;
    let ks = house.ks(0, "ann", "actionslimit:2").await;
    assert!(house.enter(&ks, NOW).await.is_ok());
    let house = house.reopen().await;
    assert!(house.enter(&ks, NOW).await.is_ok());
    assert_eq!(reason(&house.enter(&ks, NOW).await.expect_err("used up")), "EXCEEDED_ACTIONS_LIMIT");
}

#[tokio::test]
async fn ks_made_by_clients_in_either_version_are_accepted() {
    let house = House::open().await;
    let user = "ann".parse().expect("short");
    let privileges = session::privileges::Privileges::parse("sview:*,setrole:PLAYBACK_BASE_ROLE");
    let new = NewKs {
        partner: PARTNER,
        user: &user,
        kind: 0,
        expires: NOW.seconds() + 10,
        privileges: &privileges,
        master: None,
        additional: None,
    };
    let secret = Secret::new(SECRET.to_owned());
    for ks in [new.seal_v1(&secret, 7).expect("plain"), new.seal_v2(&secret, [7; 16])] {
        let actor = house.enter(&ks, NOW).await.expect("admitted");
        assert_eq!(actor.user, user);
        assert!(actor.has_privilege("sview", "0_whatever"));
    }
    let unknown = session::privileges::Privileges::parse("setrole:NO_SUCH_ROLE");
    let ks = NewKs { privileges: &unknown, ..new }.seal_v2(&secret, [7; 16]);
    refused(house.enter(&ks, NOW).await, "INVALID_OBJECT_ID");
}

#[tokio::test]
async fn session_get_tells_what_a_ks_says() {
    let house = House::open().await;
    let admin = house.admin().await;
    let ks = house.ks(0, "ann", "sview:*,custom:1").await;
    let info = session::info(&house.catalog, &admin, NOW, Some(&ks)).await.expect("info");
    assert_eq!((info.user.as_str(), info.kind, info.privileges.as_str()), ("ann", 0, "sview:*,custom:1"));
    assert_eq!(info.expiry, NOW.seconds() + 86_400);
    assert_eq!(info.ks, None);
    assert_eq!(session::info(&house.catalog, &admin, NOW, None).await.expect("own").user, "admin");
}

#[tokio::test]
async fn an_app_token_makes_sessions_with_its_privileges_and_only_allowed_wishes() {
    let house = House::open().await;
    let admin = house.admin().await;
    let widget = session::start_widget(&house.catalog, NOW, "_101", 3600).await.expect("widget").ks;
    let guest = house.enter(&widget, NOW).await.expect("admitted");
    for kind in [HashType::Md5, HashType::Sha1, HashType::Sha256, HashType::Sha512] {
        let patch = AppTokenPatch {
            session_type: Change::Set(0),
            session_user_id: Change::Set("producer".to_owned()),
            session_duration: Change::Set(600),
            session_privileges: Change::Set("setrole:WEBCAST_PRODUCER_DEVICE_ROLE,edit:*,mine:a".to_owned()),
            hash_type: Change::Set(kind.name().to_owned()),
            ..AppTokenPatch::default()
        };
        let token = app_token::add(&house.catalog, &admin, NOW, patch).await.expect("added");
        let args = StartSession {
            id: token.id.clone(),
            token_hash: kind.hash(&widget, token.token.reveal()),
            caller_ks: widget.clone(),
            user: Some("somebody else".to_owned()),
            kind: Some(2),
            expiry: Some(86_400),
            privileges: Some("edit:0_abcd1234,list:*,appid:app,mine:b,*,_e:9999999999".to_owned()),
        };
        let info = app_token::start_session(&house.catalog, &guest, NOW, Attempt::unlimited(), args.clone())
            .await
            .expect("session");
        let id = &token.id;
        let expected = format!(
            "sessionid:{id},apptoken:{id},setrole:WEBCAST_PRODUCER_DEVICE_ROLE,edit:0_abcd1234,mine:a,appid:app"
        );
        assert_eq!(info.privileges, expected, "reserved names and `*` are dropped, a token's own `*` may be narrowed");
        assert_eq!((info.user.as_str(), info.kind, info.expiry), ("producer", 0, NOW.seconds() + 600));
        let actor = house.enter(info.ks.as_deref().expect("filled"), NOW).await.expect("admitted");
        assert!(actor.may(Columns::R) && !actor.is_admin());

        let wrong = StartSession { token_hash: kind.hash("other ks", token.token.reveal()), ..args.clone() };
        refused(
            app_token::start_session(&house.catalog, &guest, NOW, Attempt::unlimited(), wrong).await,
            "INVALID_APP_TOKEN_HASH",
        );
        app_token::delete(&house.catalog, &admin, NOW, &token.id).await.expect("deleted");
        let over = house.enter(info.ks.as_deref().expect("filled"), NOW).await.expect_err("ended with its token");
        assert_eq!(reason(&over), "LOGOUT");
        refused(
            app_token::start_session(&house.catalog, &guest, NOW, Attempt::unlimited(), args).await,
            "APP_TOKEN_ID_NOT_FOUND",
        );
    }
}

#[tokio::test]
async fn app_tokens_expire_and_are_listed() {
    let house = House::open().await;
    let admin = house.admin().await;
    let widget = session::start_widget(&house.catalog, NOW, "_101", 3600).await.expect("widget").ks;
    let guest = house.enter(&widget, NOW).await.expect("admitted");
    let patch = AppTokenPatch { expiry: Change::Set(NOW.seconds() + 60), ..AppTokenPatch::default() };
    let token = app_token::add(&house.catalog, &admin, NOW, patch).await.expect("added");
    let args = StartSession {
        id: token.id.clone(),
        token_hash: HashType::Sha1.hash(&widget, token.token.reveal()),
        caller_ks: widget,
        user: None,
        kind: None,
        expiry: None,
        privileges: None,
    };
    let info = app_token::start_session(&house.catalog, &guest, NOW, Attempt::unlimited(), args.clone())
        .await
        .expect("session");
    assert_eq!(info.expiry, NOW.seconds() + 60, "no session outlives its token");
    let later = NOW + Duration::from_secs(60);
    refused(
        app_token::start_session(&house.catalog, &guest, later, Attempt::unlimited(), args).await,
        "APP_TOKEN_EXPIRED",
    );
    let listed = app_token::list(&house.catalog, &admin, &Filter::default(), Pager::default()).await.expect("list");
    assert_eq!(listed.total, 1);
    assert_eq!(listed.objects[0].token.reveal(), token.token.reveal());
    let bad = AppTokenPatch { hash_type: Change::Set("ROT13".to_owned()), ..AppTokenPatch::default() };
    refused(app_token::update(&house.catalog, &admin, NOW, &token.id, bad).await, "INVALID_ENUM_VALUE");
}

#[tokio::test]
async fn secrets_are_not_in_the_files_and_a_lost_key_is_told() {
    let house = House::open().await;
    house.db().flush().await.expect("flushed");
    let dir = house.dir.path().to_owned();
    for file in std::fs::read_dir(&dir).expect("folder") {
        let path = file.expect("file").path();
        let bytes = std::fs::read(&path).expect("reads");
        let found = bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes());
        assert!(!found, "the admin secret is readable in {}", path.display());
    }
    std::fs::remove_file(dir.join("instance.key")).expect("removed");
    let House { catalog, dir } = house;
    drop(catalog);
    let db = loop {
        match store::Db::open(dir.path(), store::Options::default()).await {
            Ok(db) => break db,
            Err(_) => tokio::task::yield_now().await,
        }
    };
    let error = domain::Catalog::open(db, dir.path(), NOW).await.expect_err("the key is lost");
    assert!(error.story().contains("instance.key is missing"), "{error}");
}

#[tokio::test]
async fn an_end_spares_what_the_family_is_issued_later() {
    let house = House::open().await;
    let family = async |now: UnixMillis| {
        let args = Start { privileges: Some("sessionid:fam".to_owned()), ..start(SECRET, 0) };
        session::start(&house.catalog, now, Attempt::unlimited(), args).await.expect("a session")
    };
    let (earlier, end, later) = (NOW, NOW + Duration::from_secs(5), NOW + Duration::from_millis(5001));
    let (first, second) = (family(earlier).await, family(earlier).await);
    // Whoever makes a KS without us does not say when.
    let (user, privileges) = ("ann".parse().expect("short"), session::privileges::Privileges::parse("sessionid:fam"));
    let new = NewKs {
        partner: PARTNER,
        user: &user,
        kind: 0,
        expires: NOW.seconds() + 50_000,
        privileges: &privileges,
        master: None,
        additional: None,
    };
    let foreign = new.seal_v2(&Secret::new(SECRET.to_owned()), [7; 16]);
    let actor = house.enter(&first, end).await.expect("still valid");
    session::end(&house.catalog, &actor, end).await.expect("ended");
    let third = family(later).await;
    assert_eq!(house.enter(&third, later).await.expect("goes on").privileges.to_string(), "sessionid:fam");
    for ks in [&first, &second, &foreign] {
        assert_eq!(reason(&house.enter(ks, later).await.expect_err("ended")), "LOGOUT");
    }
    // A second end reaches further, also after a restart.
    let actor = house.enter(&third, later).await.expect("still valid");
    session::end(&house.catalog, &actor, later).await.expect("ended");
    let house = house.reopen().await;
    for ks in [&first, &third] {
        assert_eq!(reason(&house.enter(ks, later).await.expect_err("ended")), "LOGOUT");
    }
}

#[tokio::test]
async fn what_has_expired_is_forgotten_while_running() {
    let house = House::open().await;
    for number in 0..3 {
        let ks = house.ks(0, "ann", &format!("sessionid:fam{number},actionslimit:5")).await;
        let actor = house.enter(&ks, NOW).await.expect("valid");
        session::end(&house.catalog, &actor, NOW).await.expect("ended");
    }
    let rows = async || {
        let sql = "SELECT (SELECT count(*) FROM ended_session) + (SELECT count(*) FROM session_use) AS rows";
        let row = house.db().read(async |tx| tx.query_one(sql, Vec::new()).await).await.expect("reads");
        row.expect("a row").get::<i64>("rows").expect("a number")
    };
    assert_eq!(rows().await, 9, "a KS, its family and its count, three times");
    house.catalog.forget_over(NOW + Duration::from_secs(86_000)).await.expect("nothing to do");
    assert_eq!(rows().await, 9, "they could still be used");
    let more = house.catalog.forget_over(NOW + Duration::from_secs(86_401)).await.expect("forgotten");
    assert_eq!((rows().await, more), (0, false));
}

#[tokio::test]
async fn an_accounts_roles_decide_by_setrole_and_by_user() {
    let house = House::open().await;
    let admin = house.admin().await;
    let patch = RolePatch {
        name: Change::Set("Streamer".to_owned()),
        system_name: Change::Set("STREAMER".to_owned()),
        permission_names: Change::Set("LIVE_STREAM_ADD, BASE_USER_SESSION_PERMISSION,SOMETHING_ELSE".to_owned()),
        ..RolePatch::default()
    };
    let made = house.db().write(async |tx| role::add(tx, &admin, NOW, patch.clone()).await).await.expect("added");
    assert!(made.id > 10_000 && made.permission_names.ends_with("SOMETHING_ELSE"));
    let may = |actor: &domain::Actor| actor.may_call(Columns::NOBODY, "liveStream->add");
    for named in ["STREAMER".to_owned(), made.id.to_string()] {
        let streamer = house.user("ann", &format!("setrole:{named}")).await;
        assert!(may(&streamer) && streamer.may(Columns::U) && !streamer.may(Columns::NOBODY), "{named}");
    }
    let both = house.user("ann", "setrole:STREAMER/WEBCAST_PRODUCER_DEVICE_ROLE").await;
    assert!(may(&both) && both.may(Columns::R), "roles add up");
    assert!(!may(&house.user("ann", "setrole:STREAMER,restrictingrole:PLAYBACK_BASE_ROLE").await));
    let admin_bound = house.enter(&house.ks(2, "admin", "setrole:STREAMER").await, NOW).await.expect("admitted");
    assert!(may(&admin_bound) && !admin_bound.may(Columns::NOBODY), "an admin with a role is limited by it");
    assert_eq!(admin_bound.permission_names(), ["BASE_USER_SESSION_PERMISSION", "LIVE_STREAM_ADD"]);

    // The user's own roles count where no role is set.
    let user = UserPatch {
        id: Change::Set("Zoe".to_owned()),
        role_ids: Change::Set(made.id.to_string()),
        ..UserPatch::default()
    };
    user::add(&house.catalog, &admin, NOW, user, None, false).await.expect("added");
    assert!(may(&house.user("ZOE", "").await), "whatever the case");
    assert!(!may(&house.user("zoe", "setrole:PLAYBACK_BASE_ROLE").await));
    let unknown = UserPatch { role_ids: Change::Set("77".to_owned()), ..UserPatch::default() };
    refused(user::update(&house.catalog, &admin, NOW, "zoe", unknown).await, "USER_ROLE_NOT_FOUND");

    // A change is felt at once, and a deleted role grants nothing.
    let more = RolePatch { permission_names: Change::Set("*".to_owned()), ..RolePatch::default() };
    house.db().write(async |tx| role::update(tx, &admin, NOW, made.id, more.clone()).await).await.expect("changed");
    assert!(house.user("zoe", "").await.is_unlimited());
    house.db().write(async |tx| role::delete(tx, &admin, NOW, made.id).await).await.expect("deleted");
    let left = house.user("zoe", "").await;
    assert!(!may(&left) && !left.may(Columns::U));
    let ks = NewKs {
        partner: PARTNER,
        user: &"ann".parse().expect("short"),
        kind: 0,
        expires: NOW.seconds() + 10,
        privileges: &session::privileges::Privileges::parse("setrole:STREAMER"),
        master: None,
        additional: None,
    };
    let ks = ks.seal_v2(&Secret::new(SECRET.to_owned()), [7; 16]);
    refused(house.enter(&ks, NOW).await, "INVALID_OBJECT_ID");
    let cleared = UserPatch { role_ids: Change::Set(String::new()), ..UserPatch::default() };
    user::update(&house.catalog, &admin, NOW, "zoe", cleared).await.expect("changed");
    assert!(house.user("zoe", "").await.may(Columns::U), "back to what users have");

    // Partner 0's are everybody's to read and nobody's to change.
    let system = house.db().read(async |tx| role::get(tx, &admin, 6).await).await.expect("there");
    assert_eq!(system.system_name.as_deref(), Some("PLAYBACK_BASE_ROLE"));
    refused(house.db().write(async |tx| role::delete(tx, &admin, NOW, 6).await).await, "INVALID_OBJECT_ID");
    let copy = house.db().write(async |tx| role::copy(tx, &admin, NOW, 6).await).await.expect("copied");
    assert_eq!((copy.partner, copy.system_name, copy.permission_names), (PARTNER, None, system.permission_names));
}
