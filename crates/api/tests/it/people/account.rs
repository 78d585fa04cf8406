//! The account and where, how long and how often its sessions hold.

use super::{call_from, has};
use crate::{EMAIL, PARTNER, PASSWORD, SECRET, Server, code};
use serde_json::{Value, json};

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
