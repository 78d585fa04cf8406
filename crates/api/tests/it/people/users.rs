//! Users and their roles.

use super::{has, sign_in};
use crate::{EMAIL, PARTNER, Server, code};
use serde_json::{Value, json};

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
