//! Signing in, and what becomes of guesses.

use super::{call_from, has, sign_in, sign_in_from};
use crate::{EMAIL, PARTNER, PASSWORD, SECRET, Server, code};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::timeout;

/// A slowed guess is checked after a second.
const HALF_A_WAIT: Duration = Duration::from_millis(500);

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
    // Whoever does not want to wait gives the waiting place back.
    assert!(timeout(HALF_A_WAIT, start("192.0.2.1", SECRET)).await.is_err(), "a wait");
    assert!(start("192.0.2.1", SECRET).await.is_string(), "and then a right one passes");
    assert!(start("192.0.2.2", SECRET).await.is_string(), "elsewhere too");

    // Tokens are guessed through the same narrow door.
    let widget = server.widget().await;
    let args = json!({"id": "0_missing0", "tokenHash": "0", "ks": widget});
    for _ in 0..20 {
        let answer = call_from(&server, "192.0.2.3", "appToken", "startSession", args.clone()).await;
        assert_eq!(code(&answer), "APP_TOKEN_ID_NOT_FOUND");
    }
    let slowed = timeout(HALF_A_WAIT, call_from(&server, "192.0.2.3", "appToken", "startSession", args.clone())).await;
    assert!(slowed.is_err());
}
