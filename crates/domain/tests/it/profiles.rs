use crate::{House, NOW, refused};
use domain::partner::{FirstPartner, first_start};
use domain::uiconf::{self, UiConfPatch};
use domain::{Actor, Change, Filter, Pager, conversion_profile, user};
use store::Doc;

#[tokio::test]
async fn the_first_start_happens_once() {
    let house = House::open().await;
    let again = first_start(&house.catalog, NOW, FirstPartner::default()).await.expect("no error");
    assert!(again.is_none());
    let reserved = FirstPartner { id: Some(base::PartnerId(99)), ..FirstPartner::default() };
    assert!(first_start(&house.catalog, NOW, reserved).await.is_err());
}

#[tokio::test]
async fn guides_find_the_conversion_profiles_they_ask_for() {
    let house = House::open().await;
    let admin = house.admin().await;
    let list = async |filter: Filter| {
        let page =
            house.db().read(async |tx| conversion_profile::list(tx, &admin, &filter, Pager::default()).await).await;
        page.expect("list").objects
    };
    for (name, params) in
        [("Default_Live", "32,33,34,35"), ("Passthrough_Live", "32,36,37"), ("KMS54_NEW_DOC_CONV_IMAGE_WIDE", "0")]
    {
        let found = list(Filter::one("systemNameEqual", name)).await;
        assert_eq!(found.len(), 1, "{name}");
        assert_eq!(found[0].params_ids(), params);
    }
    let all = list(Filter::default()).await;
    assert_eq!(all.len(), 4);
    assert_eq!(all[0].kind, conversion_profile::kind::MEDIA, "the first of an unfiltered list is a media profile");
    assert_eq!(list(Filter::one("typeEqual", "2")).await.len(), 2);
    let live = list(Filter::one("systemNameEqual", "Default_Live")).await[0].id;
    let params = Filter::one("conversionProfileIdEqual", live);
    let page = house
        .db()
        .read(async |tx| conversion_profile::list_params(tx, &admin, &params, None, Pager::default()).await)
        .await;
    let params = page.expect("params").objects;
    assert_eq!(
        params.iter().map(|params| (params.params_id, params.origin)).collect::<Vec<_>>(),
        [(32, 1), (33, 0), (34, 0), (35, 0)]
    );
}

#[tokio::test]
async fn guides_find_the_ui_confs_they_ask_for() {
    let house = House::open().await;
    let admin = house.admin().await;
    let templates = async |filter: Filter| {
        let page = house.db().read(async |tx| uiconf::list_templates(tx, &filter, Pager::default()).await).await;
        page.expect("list").objects
    };
    let webcasting = templates(Filter::one("objTypeEqual", 21_i64)).await;
    assert_eq!(webcasting.len(), 1);
    let config: serde_json::Value =
        serde_json::from_str(webcasting[0].doc.text("config").expect("config")).expect("json");
    for system in ["osx", "windows"] {
        assert!(config[system]["recommendedVersionUrl"].is_string(), "{system}");
    }
    let player = Filter::one("nameLike", "MediaSpace Webcast Player");
    let page =
        house.db().read(async |tx| uiconf::list(tx, &admin, &player, Pager::default()).await).await.expect("list");
    assert_eq!(page.total, 1);
    let player = &page.objects[0];
    let vars: serde_json::Value = serde_json::from_str(player.doc.text("confVars").expect("confVars")).expect("json");
    assert_eq!(vars["kaltura-ovp-player"], "{latest}");
    let nobody = Actor::nobody(base::PartnerId::TEMPLATE);
    let get = async |actor: &Actor, id| house.db().read(async |tx| uiconf::get(tx, actor, id).await).await;
    assert!(get(&nobody, player.id).await.is_ok(), "players have no KS");
    assert!(get(&admin, webcasting[0].id).await.is_ok(), "templates are everybody's");
    refused(get(&Actor::system(base::PartnerId(202)), player.id).await, "INVALID_UI_CONF_ID");
}

#[tokio::test]
async fn ui_confs_are_made_changed_copied_and_deleted() {
    let house = House::open().await;
    let admin = house.admin().await;
    let write =
        async |patch: UiConfPatch| house.db().write(async |tx| uiconf::add(tx, &admin, NOW, patch.clone()).await).await;
    refused(write(UiConfPatch::default()).await, "PROPERTY_VALIDATION_CANNOT_BE_NULL");
    let patch = UiConfPatch {
        name: Change::Set("Mine".to_owned()),
        creation_mode: Change::Set(2),
        doc: Doc::default().with("confVars", "{}").with("width", 100),
        ..UiConfPatch::default()
    };
    let made = write(patch).await.expect("added");
    let vars = UiConfPatch { doc: Doc::default().with("confVars", "{\"a\":1}"), ..UiConfPatch::default() };
    let changed = house
        .db()
        .write(async |tx| uiconf::update(tx, &admin, NOW, made.id, vars.clone()).await)
        .await
        .expect("updated");
    assert_eq!(
        (changed.doc.text("confVars"), changed.doc.int("width"), changed.version),
        (Some("{\"a\":1}"), Some(100), 2)
    );
    let copy = house.db().write(async |tx| uiconf::copy(tx, &admin, NOW, made.id).await).await.expect("copied");
    assert_ne!(copy.id, made.id);
    house.db().write(async |tx| uiconf::delete(tx, &admin, NOW, made.id).await).await.expect("deleted");
    let gone = house.db().read(async |tx| uiconf::get(tx, &admin, made.id).await).await;
    refused(gone, "INVALID_UI_CONF_ID");
    let template =
        house.db().read(async |tx| uiconf::list_templates(tx, &Filter::default(), Pager::default()).await).await;
    let template = template.expect("list").objects[0].id;
    let theirs = house.db().write(async |tx| uiconf::delete(tx, &admin, NOW, template).await).await;
    refused(theirs, "INVALID_UI_CONF_ID");
}

#[tokio::test]
async fn users_come_into_being_on_demand() {
    let house = House::open().await;
    let ann = house.user("Ann@example.com", "").await;
    let get = async |id: Option<&str>| user::get(&house.catalog, &ann, NOW, id).await;
    refused(get(Some("nobody")).await, "INVALID_USER_ID");
    assert_eq!(get(None).await.expect("made").id.as_str(), "Ann@example.com");
    assert_eq!(get(Some("ann@EXAMPLE.com")).await.expect("the same").id.as_str(), "Ann@example.com");
    let widget = house.user("0", "widget:1").await;
    refused(user::get(&house.catalog, &widget, NOW, None).await, "INVALID_USER_ID");
}
