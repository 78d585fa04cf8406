//! Metadata profiles and records, as clients write them: texts, files, versions.

use crate::{Server, code};
use serde_json::{Value, json};

fn schema(elements: &[&str]) -> String {
    let elements: String = elements
        .iter()
        .map(|name| format!(r#"<xsd:element name="{name}" type="xsd:string" minOccurs="0"><xsd:annotation><xsd:appinfo><label>The {name}</label><searchable>true</searchable></xsd:appinfo></xsd:annotation></xsd:element>"#))
        .collect();
    format!(
        r#"<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema"><xsd:element name="metadata"><xsd:complexType><xsd:sequence>{elements}</xsd:sequence></xsd:complexType></xsd:element></xsd:schema>"#
    )
}

#[tokio::test]
async fn profiles_and_records_come_from_files_too() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let entry = server.live(json!({})).await;
    let new = json!({"metadataProfile": {"name": "Own", "metadataObjectType": 1, "systemName": "OWN"}});
    let xsd = schema(&["A"]);
    let profile = server
        .upload(
            "metadata_metadataProfile",
            "addFromFile",
            &admin,
            new.clone(),
            &[("xsdFile", xsd.as_bytes()), ("viewsFile", b"<views/>")],
        )
        .await;
    assert_eq!(
        (profile["xsd"].clone(), profile["views"].clone(), profile["version"].clone()),
        (json!(xsd), json!("<views/>"), json!(1)),
        "{profile}"
    );
    let id = profile["id"].as_i64().expect("an id");
    let served =
        server.get(&format!("/api_v3/service/metadata_metadataprofile/action/serveView/id/{id}?ks={admin}")).await;
    assert_eq!(
        (served.text(), served.header("content-type").to_owned()),
        ("<views/>".to_owned(), "text/xml".to_owned())
    );
    let call = async |action: &str, args: Value, files: &[(&str, &[u8])]| {
        server.upload("metadata_metadataProfile", action, &admin, args, files).await
    };
    let views = call("updateViewsFromFile", json!({"id": id}), &[("viewsFile", b"<other/>")]).await;
    assert_eq!((views["views"].clone(), views["version"].clone()), ("<other/>".into(), 1.into()));
    let fields = server.call("metadata_metadataProfile", "listFields", &admin, json!({"metadataProfileId": id})).await;
    assert_eq!(
        fields,
        json!({"objectType": "KalturaMetadataProfileFieldListResponse", "totalCount": 1, "objects": [{"objectType": "KalturaMetadataProfileField",
            "id": 1, "xPath": "/*[local-name()='metadata']/*[local-name()='A']", "key": "A", "label": "The A"}]})
    );

    // With a mark of the byte order, which is no part of the text.
    let xml = "\u{feff}<metadata><A>x</A></metadata>".as_bytes();
    let of = json!({"metadataProfileId": id, "objectType": 1, "objectId": entry});
    let record = server.upload("metadata_metadata", "addFromFile", &admin, of.clone(), &[("xmlFile", xml)]).await;
    assert_eq!(record["xml"], "<metadata><A>x</A></metadata>", "{record}");
    let number = record["id"].clone();
    let update = async |xml: &[u8]| {
        server.upload("metadata_metadata", "updateFromFile", &admin, json!({"id": number}), &[("xmlFile", xml)]).await
    };
    assert_eq!(update(b"<metadata><A>y</A></metadata>").await["version"], 2);
    assert_eq!(code(&update(b"<metadata><B/></metadata>").await), "INVALID_METADATA_DATA");
    assert_eq!(code(&update(b"\xff\xfe<\0m\0").await), "INVALID_METADATA_DATA", "no UTF-8");
    let unchanged = server.call("metadata_metadata", "updateFromFile", &admin, json!({"id": number})).await;
    assert_eq!(unchanged["version"], 2, "no file, no change");
    assert_eq!(code(&server.call("metadata_metadata", "addFromFile", &admin, of).await), "UPLOAD_ERROR");

    let define = async |elements: &[&str]| {
        call("updateDefinitionFromFile", json!({"id": id}), &[("xsdFile", schema(elements).as_bytes())]).await
    };
    let unable = define(&["B"]).await;
    assert_eq!(code(&unable), "METADATA_UNABLE_TO_TRANSFORM");
    assert!(unable["message"].as_str().is_some_and(|text| text.contains("Element 'A'")), "{unable}");
    assert_eq!(define(&["A", "B"]).await["version"], 2);
    assert_eq!(
        server.call("metadata_metadata", "get", &admin, json!({"id": number})).await["metadataProfileVersion"],
        2
    );
    let revert = async |version: i64| {
        server.call("metadata_metadataProfile", "revert", &admin, json!({"id": id, "toVersion": version})).await
    };
    let reverted = revert(1).await;
    assert_eq!((reverted["version"].clone(), reverted["xsd"].clone()), (3.into(), json!(xsd)));
    assert_eq!(code(&revert(9).await), "INVALID_METADATA_VERSION");
    assert_eq!(
        code(&call("addFromFile", new.clone(), &[("xsdFile", b"<a/>")]).await),
        "INVALID_METADATA_PROFILE_SCHEMA"
    );
    assert_eq!(code(&call("addFromFile", new, &[("xsdFile", b"\xff")]).await), "INVALID_METADATA_PROFILE_SCHEMA");
    for action in ["updateDefinitionFromFile", "updateViewsFromFile"] {
        let unknown = call(action, json!({"id": 77}), &[("xsdFile", xsd.as_bytes()), ("viewsFile", b"x")]).await;
        assert_eq!(code(&unknown), "METADATA_PROFILE_NOT_FOUND", "{action}");
    }
    for (action, args) in
        [("revert", json!({"id": 77, "toVersion": 1})), ("listFields", json!({"metadataProfileId": 77}))]
    {
        assert_eq!(
            code(&server.call("metadata_metadataProfile", action, &admin, args).await),
            "METADATA_PROFILE_NOT_FOUND"
        );
    }
}

#[tokio::test]
async fn every_filter_of_profiles_and_records_keeps_and_leaves_out() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let entry = server.live(json!({})).await;
    let mut profiles = Vec::new();
    for (name, object_type, mode) in [("One", "1", 1), ("Two", "annotationMetadata.Annotation", 2)] {
        server.clock.advance(10_000);
        let new = json!({"metadataProfile": {"name": name, "systemName": format!("S_{name}"), "metadataObjectType": object_type, "createMode": mode}, "xsdData": schema(&["A"])});
        profiles.push(server.call("metadata_metadataProfile", "add", &admin, new).await["id"].as_i64().expect("an id"));
    }
    let (one, two) = (profiles[0], profiles[1]);
    let ids = |list: &Value| -> Vec<i64> {
        let objects = list["objects"].as_array().unwrap_or_else(|| panic!("{list}"));
        objects.iter().map(|object| object["id"].as_i64().expect("an id")).filter(|id| profiles.contains(id)).collect()
    };
    server
        .call(
            "metadata_metadataProfile",
            "update",
            &admin,
            json!({"id": two, "metadataProfile": {}, "xsdData": schema(&["A", "B"])}),
        )
        .await;
    for (filter, expected) in [
        (json!({"idEqual": one}), vec![one]),
        (json!({"partnerIdEqual": 5}), vec![]),
        (json!({"metadataObjectTypeEqual": "1"}), vec![one]),
        (json!({"metadataObjectTypeIn": "annotationMetadata.Annotation,3"}), vec![two]),
        (json!({"versionEqual": 2}), vec![two]),
        (json!({"nameEqual": "One"}), vec![one]),
        (json!({"systemNameEqual": "S_Two"}), vec![two]),
        (json!({"systemNameIn": "S_One,S_Three"}), vec![one]),
        (json!({"createdAtGreaterThanOrEqual": 1_800_000_020}), vec![two]),
        (json!({"createdAtLessThanOrEqual": 1_800_000_019}), vec![one]),
        (json!({"updatedAtGreaterThanOrEqual": 1_800_000_020}), vec![two]),
        (json!({"updatedAtLessThanOrEqual": 1_800_000_019}), vec![one]),
        (json!({"statusEqual": 1}), vec![one, two]),
        (json!({"statusIn": "2,3"}), vec![]),
        (json!({"createModeEqual": 2}), vec![two]),
        (json!({"createModeNotEqual": 2}), vec![one]),
        (json!({"createModeIn": "1,5"}), vec![one]),
        (json!({"createModeNotIn": "1,3"}), vec![two]),
        (json!({"orderBy": "-createdAt"}), vec![two, one]),
    ] {
        let list = server.call("metadata_metadataProfile", "list", &admin, json!({"filter": filter})).await;
        assert_eq!(ids(&list), expected, "{filter}");
    }

    let mut records = Vec::new();
    for profile in [one, 2003] {
        server.clock.advance(10_000);
        let args =
            json!({"metadataProfileId": profile, "objectType": "1", "objectId": entry, "xmlData": "<metadata/>"});
        let added = server.call("metadata_metadata", "add", &admin, args).await;
        records.push(added["id"].as_i64().unwrap_or_else(|| panic!("{added}")));
    }
    server
        .call(
            "metadata_metadata",
            "update",
            &admin,
            json!({"id": records[1], "xmlData": "<metadata><Detail/></metadata>"}),
        )
        .await;
    let (a, b) = (vec![records[0]], vec![records[1]]);
    let both = records.clone();
    for (filter, expected) in [
        (json!({}), &both),
        (json!({"metadataProfileIdEqual": one}), &a),
        (json!({"metadataProfileIdIn": "2003,5"}), &b),
        (json!({"metadataProfileVersionEqual": 2}), &vec![]),
        (json!({"metadataProfileVersionGreaterThanOrEqual": 1}), &both),
        (json!({"metadataProfileVersionLessThanOrEqual": 0}), &vec![]),
        (json!({"metadataObjectTypeEqual": 3}), &vec![]),
        (json!({"versionEqual": 2}), &b),
        (json!({"versionGreaterThanOrEqual": 2}), &b),
        (json!({"versionLessThanOrEqual": 1}), &a),
        (json!({"createdAtGreaterThanOrEqual": 1_800_000_040}), &b),
        (json!({"createdAtLessThanOrEqual": 1_800_000_039}), &a),
        (json!({"updatedAtGreaterThanOrEqual": 1_800_000_040}), &b),
        (json!({"updatedAtLessThanOrEqual": 1_800_000_039}), &a),
        (json!({"statusEqual": 1}), &both),
        (json!({"statusIn": "2,3"}), &vec![]),
        (json!({"partnerIdEqual": 5}), &vec![]),
    ] {
        let mut sent = filter.clone();
        sent["objectIdIn"] = json!(format!("{entry},0_other000"));
        let list = server.call("metadata_metadata", "list", &admin, json!({"filter": sent})).await;
        let objects = list["objects"].as_array().unwrap_or_else(|| panic!("{list}"));
        let found: Vec<i64> = objects.iter().map(|object| object["id"].as_i64().expect("an id")).collect();
        assert_eq!(found, *expected, "{filter}");
    }
}
