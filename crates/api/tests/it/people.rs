//! Signing in, users, roles and the account.

use crate::{EMAIL, PARTNER, PASSWORD, SECRET, Server, code};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use serde_json::{Value, json};
use std::net::SocketAddr;

/// The properties of `answer` that `expected` names must have those values.
#[track_caller]
fn has(answer: &Value, expected: Value) {
    for (key, value) in expected.as_object().expect("an object") {
        assert_eq!(&answer[key], value, "{key} in {answer}");
    }
}

/// Signs in from an address.
async fn sign_in_from(server: &Server, address: &str, email: &str, password: &str) -> Value {
    let args = json!({"loginId": email, "password": password, "format": 1});
    call_from(server, address, "user", "loginByLoginId", args).await
}

async fn call_from(server: &Server, address: &str, service: &str, action: &str, mut args: Value) -> Value {
    args["format"] = 1.into();
    let peer: SocketAddr = format!("{address}:5000").parse().expect("an address");
    let mut request = Request::post(format!("/api_v3/service/{service}/action/{action}"))
        .header("content-type", "application/json")
        .body(Body::from(args.to_string()))
        .expect("a request");
    request.extensions_mut().insert(ConnectInfo(peer));
    server.send(request).await.json()
}

async fn sign_in(server: &Server, email: &str, password: &str) -> Value {
    server.call("user", "loginByLoginId", "", json!({"loginId": email, "password": password})).await
}

#[tokio::test]
async fn an_administrator_signs_in() {
    let server = Server::start().await;
    for email in [EMAIL, "BOSS@example.COM"] {
        let ks = sign_in(&server, email, PASSWORD).await;
        let info = server.call("session", "get", ks.as_str().expect("a KS"), json!({})).await;
        has(
            &info,
            json!({"sessionType": 2, "partnerId": PARTNER, "userId": EMAIL, "privileges": "*", "expiry": 1_800_086_400}),
        );
    }
    let admin = server.admin().await;
    let user = server.call("user", "get", &admin, json!({"userId": EMAIL})).await;
    has(
        &user,
        json!({"id": EMAIL, "email": EMAIL, "isAdmin": true, "isAccountOwner": true, "loginEnabled": true, "status": 1,
            "lastLoginTime": 1_800_000_000}),
    );
    assert!(user.get("password").is_none());
    let args = json!({"partnerId": PARTNER, "userId": EMAIL, "password": PASSWORD, "expiry": 60, "privileges": ""});
    let ks = server.call("user", "login", "", args).await;
    let info = server.call("session", "get", ks.as_str().expect("a KS"), json!({})).await;
    has(&info, json!({"sessionType": 2, "userId": EMAIL, "expiry": 1_800_000_060}));
    let elsewhere = json!({"loginId": EMAIL, "password": PASSWORD, "partnerId": 999});
    assert_eq!(code(&server.call("user", "loginByLoginId", "", elsewhere).await), "USER_NOT_FOUND");
}

#[tokio::test]
async fn wrong_passwords_are_refused_and_then_not_looked_at() {
    let server = Server::start().await;
    let wrong = |answer: &Value| code(answer);
    assert_eq!(wrong(&sign_in_from(&server, "192.0.2.1", "nobody@example.com", PASSWORD).await), "USER_NOT_FOUND");
    for _ in 0..4 {
        assert_eq!(wrong(&sign_in_from(&server, "192.0.2.1", EMAIL, "wrong").await), "USER_WRONG_PASSWORD");
    }
    assert_eq!(wrong(&sign_in_from(&server, "192.0.2.1", EMAIL, "wrong").await), "LOGIN_RETRIES_EXCEEDED");
    assert_eq!(
        wrong(&sign_in_from(&server, "192.0.2.1", EMAIL, PASSWORD).await),
        "LOGIN_BLOCKED",
        "not even the right one"
    );
    // The other door to the same password is shut as well.
    let args = json!({"partnerId": PARTNER, "userId": EMAIL, "password": PASSWORD});
    assert_eq!(wrong(&call_from(&server, "192.0.2.1", "user", "login", args).await), "LOGIN_BLOCKED");
    let args = json!({"oldLoginId": EMAIL, "password": PASSWORD, "newPassword": "another passphrase"});
    assert_eq!(wrong(&call_from(&server, "192.0.2.1", "user", "updateLoginData", args).await), "LOGIN_BLOCKED");
    assert!(sign_in_from(&server, "192.0.2.2", EMAIL, PASSWORD).await.is_string(), "elsewhere it is open");
    server.clock.advance(180_000);
    assert!(sign_in_from(&server, "192.0.2.1", EMAIL, PASSWORD).await.is_string(), "and here after a while");
}

#[tokio::test]
async fn an_unknown_login_is_limited_like_a_known_one() {
    let server = Server::start().await;
    let mut codes = Vec::new();
    for _ in 0..6 {
        codes.push(code(&sign_in_from(&server, "192.0.2.1", "nobody@example.com", "x").await));
    }
    assert_eq!(codes[..4], ["USER_NOT_FOUND"; 4]);
    assert_eq!(codes[4..], ["LOGIN_RETRIES_EXCEEDED", "LOGIN_BLOCKED"]);
}

#[tokio::test]
async fn logins_come_and_go() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let ann = json!({"objectType": "KalturaUser", "id": "ann", "screenName": "Ann"});
    server.call("user", "add", &admin, json!({"user": ann})).await;
    let enable = async |args: Value| server.call("user", "enableLogin", &admin, args).await;
    let cases = [
        (json!({"userId": "ghost", "loginId": "a@example.com", "password": "passw0rd!"}), "USER_NOT_FOUND"),
        (json!({"userId": "ann", "loginId": "no address", "password": "passw0rd!"}), "USER_NOT_FOUND"),
        (json!({"userId": "ann", "loginId": "a@example.com"}), "PROPERTY_VALIDATION_CANNOT_BE_NULL"),
        (json!({"userId": "ann", "loginId": "a@example.com", "password": "short"}), "PASSWORD_STRUCTURE_INVALID"),
        (json!({"userId": "ann", "loginId": EMAIL, "password": "passw0rd!"}), "USER_DATA_ERROR"),
        (json!({"userId": EMAIL, "loginId": "b@example.com", "password": "passw0rd!"}), "USER_LOGIN_ALREADY_ENABLED"),
    ];
    for (args, expected) in cases {
        assert_eq!(code(&enable(args.clone()).await), expected, "{args}");
    }
    let enabled = enable(json!({"userId": "ann", "loginId": "Ann@example.com", "password": "passw0rd!"})).await;
    has(&enabled, json!({"id": "ann", "loginEnabled": true, "email": "Ann@example.com"}));
    let found = server.call("user", "getByLoginId", &admin, json!({"loginId": "ann@example.com"})).await;
    has(&found, json!({"id": "ann"}));
    let missing = server.call("user", "getByLoginId", &admin, json!({"loginId": "zoe@example.com"})).await;
    assert_eq!(code(&missing), "LOGIN_DATA_NOT_FOUND");

    // A user's session is a user's, and asks for no more than the user has.
    let args = json!({"loginId": "ann@example.com", "password": "passw0rd!", "partnerId": PARTNER,
        "privileges": "*,edit:*,setrole:PARTNER_ADMIN_ROLE,iprestrict:192.0.2.1,mine:1"});
    let ks = server.call("user", "loginByLoginId", "", args).await;
    let info = server.call("session", "get", &admin, json!({"session": ks})).await;
    has(&info, json!({"sessionType": 0, "userId": "ann", "privileges": "iprestrict:192.0.2.1,mine:1"}));

    let change = json!({"oldLoginId": "ann@example.com", "password": "passw0rd!", "newLoginId": "ann2@example.com",
        "newPassword": "n3w passw0rd", "newFirstName": "Ann", "newLastName": "Example"});
    assert_eq!(server.call("user", "updateLoginData", "", change.clone()).await, Value::Null);
    assert_eq!(code(&server.call("user", "updateLoginData", "", change).await), "USER_NOT_FOUND");
    assert_eq!(code(&sign_in(&server, "ann2@example.com", "passw0rd!").await), "USER_WRONG_PASSWORD");
    assert!(sign_in(&server, "ann2@example.com", "n3w passw0rd").await.is_string());
    let taken = json!({"oldLoginId": "ann2@example.com", "password": "n3w passw0rd", "newLoginId": EMAIL});
    assert_eq!(code(&server.call("user", "updateLoginData", "", taken).await), "USER_DATA_ERROR");
    let user = server.call("user", "get", &admin, json!({"userId": "ann"})).await;
    has(&user, json!({"email": "ann2@example.com", "fullName": "Ann Example"}));

    let update =
        async |user: Value| server.call("user", "update", &admin, json!({"userId": "ann", "user": user})).await;
    update(json!({"status": 0})).await;
    assert_eq!(code(&sign_in(&server, "ann2@example.com", "n3w passw0rd").await), "USER_IS_BLOCKED");
    update(json!({"status": 1})).await;
    let disable = async |args: Value| server.call("user", "disableLogin", &admin, args).await;
    has(&disable(json!({"loginId": "ann2@example.com"})).await, json!({"id": "ann", "loginEnabled": false}));
    assert_eq!(code(&disable(json!({"userId": "ann"})).await), "USER_LOGIN_ALREADY_DISABLED");
    assert_eq!(code(&sign_in(&server, "ann2@example.com", "n3w passw0rd").await), "USER_NOT_FOUND");
    has(
        &enable(json!({"userId": "ann", "loginId": "ann2@example.com", "password": "passw0rd!"})).await,
        json!({"loginEnabled": true}),
    );
}

#[tokio::test]
async fn guessed_secrets_are_slowed_here_and_not_elsewhere() {
    let server = Server::start().await;
    let start = async |address: &str, secret: &str| {
        let args = json!({"secret": secret, "partnerId": PARTNER, "type": 2});
        call_from(&server, address, "session", "start", args).await
    };
    for _ in 0..20 {
        assert_eq!(code(&start("192.0.2.1", "guess").await), "START_SESSION_ERROR");
    }
    let began = tokio::time::Instant::now();
    assert!(start("192.0.2.2", SECRET).await.is_string());
    assert!(began.elapsed().as_millis() < 900, "elsewhere nobody waits");
    assert!(start("192.0.2.1", SECRET).await.is_string(), "a right one passes");
    assert!(began.elapsed().as_millis() >= 1000, "after a wait");

    // Tokens are guessed through the same narrow door.
    let widget = server.widget().await;
    let args = json!({"id": "0_missing0", "tokenHash": "0", "ks": widget});
    for _ in 0..20 {
        let answer = call_from(&server, "192.0.2.3", "appToken", "startSession", args.clone()).await;
        assert_eq!(code(&answer), "APP_TOKEN_ID_NOT_FOUND");
    }
    let began = tokio::time::Instant::now();
    call_from(&server, "192.0.2.3", "appToken", "startSession", args.clone()).await;
    assert!(began.elapsed().as_millis() >= 1000, "slowed");
}

#[tokio::test]
async fn users_are_added_changed_listed_and_deleted() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let add = async |user: Value| server.call("user", "add", &admin, json!({"user": user})).await;
    let added = add(json!({"objectType": "KalturaUser", "id": "Ann", "firstName": "Ann", "lastName": "Example",
        "email": "ann@example.com", "tags": "staff, berlin", "title": "Dr", "registrationInfo": "{\"a\":1}", "partnerData": "x"}))
    .await;
    has(
        &added,
        json!({"objectType": "KalturaUser", "id": "Ann", "partnerId": PARTNER, "status": 1, "type": 0, "isAdmin": false,
            "loginEnabled": false, "fullName": "Ann Example", "title": "Dr", "registrationInfo": "{\"a\":1}", "partnerData": "x",
            "createdAt": 1_800_000_000, "updatedAt": 1_800_000_000}),
    );
    let bad = [
        (json!({"id": "ann"}), "DUPLICATE_USER_BY_ID"),
        (json!({"screenName": "nobody"}), "PROPERTY_VALIDATION_CANNOT_BE_NULL"),
        (json!({"id": " "}), "INVALID_FIELD_VALUE"),
        (json!({"id": "0"}), "INVALID_FIELD_VALUE"),
        (json!({"id": "a,b"}), "INVALID_FIELD_VALUE"),
        (json!({"id": "x".repeat(101)}), "INVALID_FIELD_VALUE"),
        (json!({"id": "boss2", "isAdmin": true}), "PROPERTY_VALIDATION_CANNOT_BE_NULL"),
        (json!({"id": "zoe", "roleIds": "77"}), "USER_ROLE_NOT_FOUND"),
        (json!({"id": "zoe", "loginEnabled": true}), "PROPERTY_VALIDATION_CANNOT_BE_NULL"),
        (json!({"id": "zoe", "email": "z@example.com", "password": "short"}), "PASSWORD_STRUCTURE_INVALID"),
        (json!({"id": "zoe", "createdAt": 5}), "PROPERTY_VALIDATION_NOT_UPDATABLE"),
    ];
    for (user, expected) in bad {
        assert_eq!(code(&add(user.clone()).await), expected, "{user}");
    }
    server.clock.advance(60_000);
    has(
        &add(json!({"email": "Bob@example.com", "screenName": "Bobby", "tags": "guest"})).await,
        json!({"id": "Bob@example.com"}),
    );
    has(
        &add(json!({"id": "boss2", "isAdmin": true, "email": "b2@example.com", "firstName": "B", "lastName": "Two",
            "password": "correct horse battery"}))
        .await,
        json!({"loginEnabled": true, "isAdmin": true, "isAccountOwner": false}),
    );
    assert!(sign_in(&server, "b2@example.com", "correct horse battery").await.is_string());

    let list = async |filter: Value| {
        let found = server.call("user", "list", &admin, json!({"filter": filter})).await;
        let ids = found["objects"].as_array().unwrap_or_else(|| panic!("no list: {found}")).iter();
        let ids: Vec<String> = ids.map(|user| user["id"].as_str().expect("an id").to_owned()).collect();
        assert_eq!(found["totalCount"], ids.len());
        ids.join(" ")
    };
    let filters = [
        (json!({"orderBy": "+id"}), "Ann Bob@example.com boss2 boss@example.com"),
        (json!({"idEqual": "ANN"}), "Ann"),
        (json!({"idIn": "ann,bob@example.com,nobody", "orderBy": "-id"}), "Bob@example.com Ann"),
        (json!({"isAdminEqual": 1, "orderBy": "+createdAt"}), "boss@example.com boss2"),
        (json!({"isAdminEqual": false, "orderBy": "+id"}), "Ann Bob@example.com"),
        (json!({"loginEnabledEqual": 0, "orderBy": "+id"}), "Ann Bob@example.com"),
        (json!({"screenNameStartsWith": "bob"}), "Bob@example.com"),
        (json!({"screenNameLike": "obb"}), "Bob@example.com"),
        (json!({"screenNameStartsWith": "obb"}), ""),
        (json!({"firstNameOrLastNameStartsWith": "exa"}), "Ann"),
        (json!({"idOrScreenNameStartsWith": "bo", "orderBy": "+id"}), "Bob@example.com boss2 boss@example.com"),
        (json!({"emailStartsWith": "ann@"}), "Ann"),
        (json!({"tagsMultiLikeOr": "berlin,guest", "orderBy": "+id"}), "Ann Bob@example.com"),
        (json!({"tagsMultiLikeAnd": "berlin,staff"}), "Ann"),
        (json!({"createdAtGreaterThanOrEqual": 1_800_000_060, "orderBy": "+id"}), "Bob@example.com boss2"),
        (json!({"statusEqual": 2}), ""),
    ];
    for (filter, expected) in filters {
        assert_eq!(list(filter.clone()).await, expected, "{filter}");
    }

    let update =
        async |id: &str, user: Value| server.call("user", "update", &admin, json!({"userId": id, "user": user})).await;
    has(&update("ann", json!({"screenName": "A", "title__null": ""})).await, json!({"screenName": "A", "id": "Ann"}));
    assert!(server.call("user", "get", &admin, json!({"userId": "ann"})).await.get("title").is_none());
    assert_eq!(code(&update("ann", json!({"id": "other"})).await), "PROPERTY_VALIDATION_NOT_UPDATABLE");
    assert_eq!(code(&update("nobody", json!({})).await), "INVALID_USER_ID");
    for change in [json!({"status": 0}), json!({"isAdmin": false})] {
        assert_eq!(code(&update(EMAIL, change).await), "CANNOT_DELETE_OR_BLOCK_ROOT_ADMIN_USER");
    }
    let delete = async |id: &str| server.call("user", "delete", &admin, json!({"userId": id})).await;
    assert_eq!(code(&delete(EMAIL).await), "CANNOT_DELETE_OR_BLOCK_ROOT_ADMIN_USER");
    has(&delete("boss2").await, json!({"id": "boss2", "status": 2, "loginEnabled": false}));
    assert_eq!(code(&delete("boss2").await), "INVALID_USER_ID");
    assert_eq!(code(&sign_in(&server, "b2@example.com", "correct horse battery").await), "USER_NOT_FOUND");
    assert_eq!(list(json!({"statusEqual": 2})).await, "boss2");
    has(&add(json!({"id": "BOSS2"})).await, json!({"id": "BOSS2", "status": 1, "isAdmin": false}));
}

#[tokio::test]
async fn people_see_themselves_and_producers_see_everybody() {
    let server = Server::start().await;
    let admin = server.admin().await;
    server.call("user", "add", &admin, json!({"user": {"id": "ann", "email": "ann@example.com"}})).await;
    let get = async |ks: &str, id: &str| code(&server.call("user", "get", ks, json!({"userId": id})).await);
    let eve = server.ks("eve", 0, "").await;
    assert_eq!(get(&eve, "ann").await, "INVALID_USER_ID", "as if there were none");
    has(&server.call("user", "get", &eve, json!({})).await, json!({"id": "eve"}));
    let producer = server.ks("prod", 0, "setrole:WEBCAST_PRODUCER_DEVICE_ROLE").await;
    has(&server.call("user", "get", &producer, json!({"userId": "ann"})).await, json!({"id": "ann"}));
    assert_eq!(get(&server.widget().await, "ann").await, "SERVICE_FORBIDDEN");
}

#[tokio::test]
async fn who_is_limited_by_a_role_does_not_make_administrators() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let role = json!({"userRole": {"name": "Personnel", "systemName": "PERSONNEL",
        "permissionNames": "ADMIN_USER_BASE,ADMIN_USER_ADD,ADMIN_USER_UPDATE,ADMIN_USER_DELETE,ACCOUNT_BASE"}});
    let id = server.call("userRole", "add", &admin, role).await["id"].as_i64().expect("an id");
    let clerk = server.ks("clerk", 2, "setrole:PERSONNEL").await;
    let add = async |user: Value| code(&server.call("user", "add", &clerk, json!({"user": user})).await);
    has(&server.call("user", "add", &clerk, json!({"user": {"id": "plain"}})).await, json!({"id": "plain"}));
    let names = json!({"id": "evil", "isAdmin": true, "email": "e@example.com", "firstName": "E", "lastName": "Vil"});
    assert_eq!(add(names).await, "SERVICE_FORBIDDEN");
    assert_eq!(add(json!({"id": "evil", "roleIds": id.to_string()})).await, "SERVICE_FORBIDDEN");
    for (action, args) in [
        ("update", json!({"userId": EMAIL, "user": {"firstName": "x"}})),
        ("delete", json!({"userId": EMAIL})),
        ("disableLogin", json!({"userId": EMAIL})),
    ] {
        assert_eq!(code(&server.call("user", action, &clerk, args).await), "SERVICE_FORBIDDEN", "{action}");
    }
    let own = server.call("partner", "getInfo", &clerk, json!({})).await;
    has(&own, json!({"id": PARTNER}));
    assert!(own.get("adminSecret").is_none(), "{own}");
    assert_eq!(code(&server.call("liveStream", "list", &clerk, json!({})).await), "SERVICE_FORBIDDEN");
}

#[tokio::test]
async fn roles_and_permissions_are_listed() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let add = async |role: Value| server.call("userRole", "add", &admin, json!({"userRole": role})).await;
    let made = add(json!({"objectType": "KalturaUserRole", "name": "Studio", "systemName": "STUDIO", "permissionNames": "LIVE_STREAM_ADD, X"})).await;
    has(
        &made,
        json!({"objectType": "KalturaUserRole", "name": "Studio", "systemName": "STUDIO", "status": 1, "partnerId": PARTNER,
            "permissionNames": "LIVE_STREAM_ADD,X", "createdAt": 1_800_000_000}),
    );
    assert_eq!(code(&add(json!({"description": "no name"})).await), "PROPERTY_VALIDATION_CANNOT_BE_NULL");
    let id = made["id"].as_i64().expect("an id");
    let ks = server.ks("ann", 0, &format!("setrole:{id}")).await;
    assert_eq!(server.call("permission", "getCurrentPermissions", &ks, json!({})).await, "LIVE_STREAM_ADD");
    let entry = json!({"liveStreamEntry": {"objectType": "KalturaLiveStreamEntry", "name": "x", "mediaType": 201}, "sourceType": "32"});
    has(&server.call("liveStream", "add", &ks, entry).await, json!({"userId": "ann"}));
    assert_eq!(code(&server.call("liveStream", "list", &ks, json!({})).await), "SERVICE_FORBIDDEN");

    let on = async |action: &str, args: Value| server.call("userRole", action, &admin, args).await;
    let update = json!({"userRoleId": id, "userRole": {"permissionNames": "BASE_USER_SESSION_PERMISSION"}});
    has(&on("update", update).await, json!({"permissionNames": "BASE_USER_SESSION_PERMISSION", "name": "Studio"}));
    assert!(server.call("liveStream", "list", &ks, json!({})).await["totalCount"].is_number(), "felt at once");
    has(&on("clone", json!({"userRoleId": 7})).await, json!({"partnerId": PARTNER, "name": "Webcast producer copy"}));
    let listed = on("list", json!({"filter": {"systemNameIn": "STUDIO,PLAYBACK_BASE_ROLE"}})).await;
    assert_eq!((listed["totalCount"].clone(), listed["objects"][0]["partnerId"].clone()), (2.into(), 0.into()));
    has(&on("delete", json!({"userRoleId": id})).await, json!({"status": 3}));
    for (action, args) in [
        ("get", json!({"userRoleId": id})),
        ("delete", json!({"userRoleId": 7})),
        ("update", json!({"userRoleId": 99, "userRole": {}})),
    ] {
        assert_eq!(code(&on(action, args).await), "INVALID_OBJECT_ID", "{action}");
    }
    assert_eq!(
        code(&server.call("liveStream", "list", &ks, json!({})).await),
        "INVALID_OBJECT_ID",
        "its session is nobody's"
    );

    let found = server.call("permission", "get", &admin, json!({"permissionName": "LIVE_STREAM_ADD"})).await;
    has(
        &found,
        json!({"objectType": "KalturaPermission", "name": "LIVE_STREAM_ADD", "type": 1, "status": 1, "partnerId": 0}),
    );
    let missing = server.call("permission", "get", &admin, json!({"permissionName": "NO_SUCH"})).await;
    assert_eq!(code(&missing), "INVALID_OBJECT_ID");
    let filter = json!({"filter": {"nameIn": "LIVE_STREAM_ADD,PUSH_PUBLISH"}, "pager": {"pageSize": 1}});
    let listed = server.call("permission", "list", &admin, filter).await;
    assert_eq!((listed["totalCount"].clone(), listed["objects"].as_array().map(Vec::len)), (2.into(), Some(1)));
    let all = server.call("permission", "getCurrentPermissions", &admin, json!({})).await;
    assert!(all.as_str().is_some_and(|names| names.contains("ACCOUNT_BASE") && names.contains("LIVE_STREAM_DELETE")));
    assert_eq!(
        server.call("permission", "getCurrentPermissions", &server.widget().await, json!({})).await,
        "WIDGET_SESSION_PERMISSION"
    );
}

#[tokio::test]
async fn the_account_is_read_and_changed() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let get = async |args: Value| server.call("partner", "get", &admin, args).await;
    let own = get(json!({})).await;
    has(
        &own,
        json!({"objectType": "KalturaPartner", "id": PARTNER, "status": 1, "adminEmail": EMAIL, "adminSecret": SECRET,
            "createdAt": 1_800_000_000}),
    );
    assert_eq!(own["additionalParams"][0]["key"], "restrictExplicitLiveView");
    assert_eq!(own["additionalParams"][0]["value"], "restricts");
    assert_eq!(server.call("partner", "getInfo", &admin, json!({})).await, own);
    assert_eq!(get(json!({"id": PARTNER})).await, own);
    assert_eq!(code(&get(json!({"id": 999})).await), "UNKNOWN_PARTNER_ID");

    let update = async |args: Value| server.call("partner", "update", &admin, args).await;
    let changed =
        update(json!({"partner": {"name": "House", "website": "https://example.com", "description": ""}})).await;
    has(&changed, json!({"name": "House", "website": "https://example.com"}));
    has(&update(json!({"partner": {"website": ""}})).await, json!({"website": "https://example.com"}));
    has(&update(json!({"partner": {"website": ""}, "allowEmpty": true})).await, json!({"website": ""}));
    assert_eq!(code(&update(json!({"partner": {"adminSecret": "mine"}})).await), "PROPERTY_VALIDATION_NOT_UPDATABLE");
    let setting =
        |value: &str| json!({"partner": {"additionalParams": [{"key": "restrictExplicitLiveView", "value": value}]}});
    assert_eq!(update(setting("grants")).await["additionalParams"][0]["value"], "grants");
    assert_eq!(code(&update(setting("maybe")).await), "INVALID_FIELD_VALUE");

    // The privilege now gives the preview.
    let id = server.live(json!({"explicitLive": 1})).await;
    let viewer = server.ks("zoe", 0, &format!("restrictexplicitliveview:{id}")).await;
    crate::native::on_air(&server, &id).await;
    let is_live = async |ks: &str| server.call("liveStream", "isLive", ks, json!({"id": id})).await;
    assert_eq!((is_live(&viewer).await, is_live("").await), (true.into(), false.into()));
    update(setting("restricts")).await;
    assert_eq!(is_live(&viewer).await, false);

    let secrets = async |email: &str, password: &str, partner: i64| {
        let args = json!({"partnerId": partner, "adminEmail": email, "cmsPassword": password});
        server.call("partner", "getSecrets", "", args).await
    };
    has(&secrets(EMAIL, PASSWORD, PARTNER).await, json!({"id": PARTNER, "adminSecret": SECRET}));
    assert_eq!(code(&secrets(EMAIL, "wrong", PARTNER).await), "USER_WRONG_PASSWORD");
    assert_eq!(code(&secrets(EMAIL, PASSWORD, 999).await), "USER_NOT_FOUND");
    let user = json!({"user": {"id": "ann2", "email": "ann@example.com", "password": "passw0rd!"}});
    server.call("user", "add", &admin, user).await;
    assert_eq!(code(&secrets("ann@example.com", "passw0rd!", PARTNER).await), "ACCESS_UNAUTHORIZED");

    let ann = server.ks("ann", 0, "").await;
    let list = server.call("partner", "listPartnersForUser", &ann, json!({})).await;
    assert_eq!((list["totalCount"].clone(), list["objects"][0]["id"].clone()), (1.into(), PARTNER.into()));
    assert!(list["objects"][0].get("adminSecret").is_none(), "{list}");
}

#[tokio::test]
async fn sessions_end_by_hash_and_by_family() {
    let server = Server::start().await;
    let lives = async |ks: &str| {
        let answer = server.call("baseEntry", "count", ks, json!({})).await;
        if answer.is_number() { String::new() } else { answer["args"]["KSID"].as_str().unwrap_or_default().to_owned() }
    };
    let (one, other) = (server.ks("ann", 0, "").await, server.ks("ann", 0, "").await);
    server.call("session", "end", &one, json!({})).await;
    assert_eq!((lives(&one).await.as_str(), lives(&other).await.as_str()), ("LOGOUT", ""));
    assert_eq!(server.call("session", "end", "", json!({})).await, Value::Null, "nothing to end");

    let admin = server.admin().await;
    let token = server.call("appToken", "add", &admin, json!({"appToken": {"hashType": "SHA256"}})).await;
    let id = token["id"].as_str().expect("an id").to_owned();
    let start = async || {
        let widget = server.widget().await;
        let secret = token["token"].as_str().expect("a token");
        let hash = domain::session::app_token::HashType::Sha256.hash(&widget, secret);
        let args = json!({"id": id, "tokenHash": hash, "userId": "viewer"});
        server.call("appToken", "startSession", &widget, args).await["ks"].as_str().expect("a KS").to_owned()
    };
    let (first, second) = (start().await, start().await);
    server.clock.advance(1);
    server.call("session", "end", &first, json!({})).await;
    server.clock.advance(1);
    let third = start().await;
    assert_eq!([lives(&first).await, lives(&second).await, lives(&third).await], ["LOGOUT", "LOGOUT", ""]);
    server.call("appToken", "delete", &admin, json!({"id": id})).await;
    assert_eq!(lives(&third).await, "LOGOUT", "the token is gone, and all it gave out");
    let refused = server.call("session", "impersonateByKs", &admin, json!({"session": admin})).await;
    assert_eq!(
        (code(&refused), refused["args"]["SERVICE"].clone()),
        ("SERVICE_FORBIDDEN".to_owned(), "session->impersonateByKs".into())
    );
}

#[tokio::test]
async fn a_session_holds_for_its_addresses_its_uses_and_its_time() {
    let server = Server::start().await;
    let count = async |address: &str, ks: &str| {
        let answer = call_from(&server, address, "baseEntry", "count", json!({"ks": ks})).await;
        if answer.is_number() {
            "counted".to_owned()
        } else {
            answer["args"]["KSID"].as_str().unwrap_or_default().to_owned()
        }
    };
    let at_home = server.ks("eve", 0, "iprestrict:192.0.2.7/192.0.2.8").await;
    assert_eq!(count("192.0.2.8", &at_home).await, "counted");
    assert_eq!(count("192.0.2.9", &at_home).await, "EXCEEDED_RESTRICTED_IP");
    let here = server.ks("eve", 0, "urirestrict:/api_v3/service/baseEntry/*|/other").await;
    assert_eq!(count("192.0.2.1", &here).await, "counted");
    let elsewhere = server.call("media", "count", &here, json!({})).await;
    assert_eq!(elsewhere["args"]["KSID"], "EXCEEDED_RESTRICTED_URI");
    let twice = server.ks("eve", 0, "actionslimit:2").await;
    let uses = [count("192.0.2.1", &twice).await, count("192.0.2.2", &twice).await, count("192.0.2.1", &twice).await];
    assert_eq!(uses, ["counted", "counted", "EXCEEDED_ACTIONS_LIMIT"]);
    server.clock.advance(86_400_000);
    assert_eq!(count("192.0.2.8", &at_home).await, "EXPIRED");
}
