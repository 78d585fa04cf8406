use crate::{House, NOW, refused, webcast};
use base::UnixMillis;
use domain::metadata::{self, NewProfile};
use domain::{Actor, Change, Filter, Pager};
use store::Value;

async fn profile(house: &House, actor: &Actor, system_name: &str) -> i64 {
    let filter = Filter::one("systemNameEqual", system_name);
    let page = house.db().read(async |tx| metadata::list_profiles(tx, actor, &filter, Pager::default()).await).await;
    page.expect("list").objects.first().expect("planted").id
}

const EVENT: &str = "<?xml version=\"1.0\"?>\n<metadata><StartTime>1700001000</StartTime><EndTime>1700004600</EndTime>\
     <Timezone>Europe/Berlin</Timezone></metadata>";

#[tokio::test]
async fn values_are_added_once_validated_and_versioned() {
    let house = House::open().await;
    let admin = house.admin().await;
    let entry = house.add(&admin, webcast(false)).await.expect("added");
    let id = entry.id.as_str();
    let events = profile(&house, &admin, "KMS_EVENTS3").await;
    let add = async |profile, object_type: &str, object: &str, xml: &str| {
        metadata::add(&house.catalog, &admin, NOW, profile, object_type, object, xml.to_owned()).await
    };
    refused(add(9999, "1", id, EVENT).await, "METADATA_PROFILE_NOT_FOUND");
    refused(add(events, "3", id, EVENT).await, "INCOMPATIBLE_METADATA_PROFILE_OBJECT_TYPE");
    refused(add(events, "1", "0_nothere1", EVENT).await, "METADATA_OBJECT_ID_NOT_FOUND");
    let invalid = add(events, "1", id, "<metadata><Nonsense/></metadata>").await.expect_err("invalid");
    assert_eq!(invalid.code, "INVALID_METADATA_DATA");
    assert!(invalid.args[0].1.contains("Element 'Nonsense'"), "{:?}", invalid.args);
    for hostile in ["<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><metadata>&x;</metadata>", "<metadata>", ""]
    {
        refused(add(events, "1", id, hostile).await, "INVALID_METADATA_DATA");
    }
    let added = add(events, "1", id, EVENT).await.expect("added");
    assert_eq!((added.version, added.profile_version, added.status, added.xml.as_str()), (1, 1, 1, EVENT));
    let again = add(events, "1", id, EVENT).await.expect_err("there already");
    assert_eq!((again.code, &again.args), ("METADATA_ALREADY_EXISTS", &vec![("ID", added.id.to_string())]));

    let update = async |xml: Option<&str>, version| {
        metadata::update(&house.catalog, &admin, NOW, added.id, xml.map(str::to_owned), version).await
    };
    assert_eq!(update(Some(EVENT), None).await.expect("same text").version, 1);
    refused(update(Some(EVENT), Some(7)).await, "INVALID_METADATA_VERSION");
    refused(update(Some("<metadata><EndTime/></metadata>"), None).await, "INVALID_METADATA_DATA");
    assert_eq!(update(Some("<metadata/>"), Some(1)).await.expect("changed").version, 2);
    assert_eq!(update(None, None).await.expect("nothing").version, 2);

    let list = async |properties: &[(&str, &str)]| {
        let properties = properties.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect();
        let filter = Filter { properties, order_by: None };
        house.db().read(async |tx| metadata::list(tx, &admin, &filter, Pager::default()).await).await
    };
    refused(list(&[]).await, "MUST_FILTER_ON_OBJECT_ID");
    assert_eq!(list(&[("objectIdEqual", id)]).await.expect("list").total, 1);
    assert_eq!(list(&[("objectIdIn", id), ("metadataProfileIdEqual", "9999")]).await.expect("list").total, 0);
    let mine = metadata::delete;
    house.db().write(async |tx| mine(tx, &admin, NOW, added.id).await).await.expect("deleted");
    let gone = house.db().read(async |tx| metadata::get(tx, &admin, added.id).await).await;
    refused(gone, "METADATA_NOT_FOUND");
    add(events, "1", id, EVENT).await.expect("added again after deletion");
}

#[tokio::test]
async fn the_event_profile_plans_the_webcast() {
    let house = House::open().await;
    let admin = house.admin().await;
    let entry = house.add(&admin, webcast(false)).await.expect("added");
    assert_eq!(house.hot(&entry).await.schedule.starts, None);
    let events = profile(&house, &admin, "KMS_EVENTS3").await;
    let id = entry.id.as_str();
    let added = metadata::add(&house.catalog, &admin, NOW, events, "1", id, EVENT.to_owned()).await.expect("added");
    let schedule = house.hot(&entry).await.schedule.clone();
    assert_eq!(schedule.starts, Some(UnixMillis::from_seconds(1_700_001_000)), "the page knows at once");
    assert_eq!(schedule.ends, Some(UnixMillis::from_seconds(1_700_004_600)));
    assert_eq!(schedule.timezone.as_deref(), Some("Europe/Berlin"));
    metadata::update(&house.catalog, &admin, NOW, added.id, Some("<metadata/>".to_owned()), None)
        .await
        .expect("updated");
    assert_eq!(house.hot(&entry).await.schedule.starts, None);
}

#[tokio::test]
async fn two_at_once_make_one_value() {
    let house = House::open().await;
    let admin = house.admin().await;
    let entry = house.add(&admin, webcast(false)).await.expect("added");
    let events = profile(&house, &admin, "KMS_EVENTS3").await;
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let (catalog, admin, id) = (house.catalog.clone(), admin.clone(), entry.id.to_string());
            tokio::spawn(async move { metadata::add(&catalog, &admin, NOW, events, "1", &id, EVENT.to_owned()).await })
        })
        .collect();
    let mut added = 0;
    for task in tasks {
        match task.await.expect("no panic") {
            Ok(_) => added += 1,
            Err(error) => assert_eq!(error.code, "METADATA_ALREADY_EXISTS"),
        }
    }
    assert_eq!(added, 1);
}

#[tokio::test]
async fn a_profile_of_the_accounts_own() {
    let house = House::open().await;
    let admin = house.admin().await;
    let xsd = |element: &str| {
        format!(
            r#"<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema"><xsd:element name="metadata"><xsd:complexType><xsd:sequence>
            <xsd:element name="{element}" type="xsd:string" minOccurs="0"/></xsd:sequence></xsd:complexType></xsd:element></xsd:schema>"#
        )
    };
    let new = || NewProfile {
        object_type: Change::Set("1".to_owned()),
        name: Change::Set("Own".to_owned()),
        ..NewProfile::default()
    };
    let add = async |new, xsd: String| metadata::add_profile(&house.catalog, &admin, NOW, new, xsd, None).await;
    refused(add(new(), "<nonsense/>".to_owned()).await, "INVALID_METADATA_PROFILE_SCHEMA");
    refused(add(NewProfile::default(), xsd("A")).await, "PROPERTY_VALIDATION_CANNOT_BE_NULL");
    let own = add(new(), xsd("A")).await.expect("added");
    let entry = house.add(&admin, webcast(false)).await.expect("added");
    let id = entry.id.as_str();
    let xml = "<metadata><A>x</A></metadata>";
    let value = metadata::add(&house.catalog, &admin, NOW, own.id, "1", id, xml.to_owned()).await.expect("valid");
    let same =
        metadata::update_profile(&house.catalog, &admin, NOW, own.id, NewProfile::default(), Some(xsd("A")), None);
    assert_eq!(same.await.expect("same").version, 1);
    let change = async |xsd: String| {
        metadata::update_profile(&house.catalog, &admin, NOW, own.id, NewProfile::default(), Some(xsd), None).await
    };
    let unable = change(xsd("B")).await.expect_err("a record does not fit");
    assert_eq!(unable.code, "METADATA_UNABLE_TO_TRANSFORM");
    assert!(unable.args[0].1.contains("Element 'A'"), "{:?}", unable.args);
    let get = async |id| house.db().read(async |tx| metadata::get(tx, &admin, id).await).await.expect("there");
    assert_eq!(get(value.id).await.profile_version, 1, "nothing changed");
    let both = xsd("A")
        .replace("</xsd:sequence>", r#"<xsd:element name="B" type="xsd:string" minOccurs="0"/></xsd:sequence>"#);
    assert_eq!(change(both).await.expect("fits").version, 2);
    let moved = get(value.id).await;
    assert_eq!((moved.profile_version, moved.version), (2, 1), "the record is one of the new version");
    let update = |xml: &str| metadata::update(&house.catalog, &admin, NOW, value.id, Some(xml.to_owned()), None);
    refused(update("<metadata><C>y</C></metadata>").await, "INVALID_METADATA_DATA");
    assert_eq!(update("<metadata><B>y</B></metadata>").await.expect("valid").version, 2);
    let revert = async |version| metadata::revert(&house.catalog, &admin, NOW, own.id, version).await;
    refused(revert(1).await, "METADATA_UNABLE_TO_TRANSFORM");
    refused(revert(7).await, "INVALID_METADATA_VERSION");
    update("<metadata/>").await.expect("valid");
    let reverted = revert(1).await.expect("fits again");
    assert_eq!((reverted.version, reverted.xsd), (3, xsd("A")));
    house.db().write(async |tx| metadata::delete_profile(tx, &admin, NOW, own.id).await).await.expect("deleted");
    let gone = house.db().read(async |tx| metadata::get(tx, &admin, value.id).await).await;
    refused(gone, "METADATA_NOT_FOUND");
}

#[tokio::test]
async fn fields_of_a_profile_are_its_searchable_leaves() {
    let house = House::open().await;
    let admin = house.admin().await;
    let events = profile(&house, &admin, "KMS_EVENTS3").await;
    let fields = house.db().read(async |tx| metadata::list_fields(tx, &admin, events).await).await.expect("fields");
    let keys: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
    assert_eq!(keys[..4], ["StartTime", "EndTime", "Timezone", "PresenterId"]);
    assert_eq!(fields[0].x_path, "/*[local-name()='metadata']/*[local-name()='StartTime']");
    assert_eq!(fields[0].label, "Start time");
}

#[tokio::test]
async fn a_record_written_while_the_schema_changes_fits_the_new_one() {
    let house = House::open().await;
    let admin = house.admin().await;
    let entry = house.add(&admin, webcast(false)).await.expect("added");
    let events = profile(&house, &admin, "KMS_EVENTS3").await;
    let planted = house.db().read(async |tx| metadata::get_profile(tx, &admin, events).await).await.expect("there");
    let strict = planted.xsd.replace(r#"name="EndTime" minOccurs="0""#, r#"name="EndTime" minOccurs="1""#);
    assert_ne!(strict, planted.xsd);
    let without = "<metadata><StartTime>5</StartTime></metadata>".to_owned();
    let change =
        metadata::update_profile(&house.catalog, &admin, NOW, events, NewProfile::default(), Some(strict), None);
    let write = metadata::add(&house.catalog, &admin, NOW, events, "1", entry.id.as_str(), without);
    let (changed, written) = tokio::join!(change, write);
    // Whoever was quicker, both cannot be.
    assert!(changed.is_ok() != written.is_ok(), "{changed:?} {written:?}");
}
