//! Pages, filters and orders as every list has them (contract: wire, pager and filters).

use crate::Server;
use serde_json::{Value, json};

/// Seven streams, a second apart, with the names A to G.
async fn seven(server: &Server) -> Vec<String> {
    let mut ids = Vec::new();
    for (index, name) in ["A", "B", "C", "D", "E", "F", "G"].iter().enumerate() {
        let tags = if index < 3 { "red, big" } else { "blue,big room" };
        let mut entry = json!({"name": format!("{name} 50%_off"), "tags": tags, "partnerSortValue": index % 2});
        if index == 6 {
            entry["referenceId"] = "ref".into();
            entry["startDate"] = 1_900_000_000.into();
        }
        ids.push(server.live(entry).await);
        server.clock.advance(1000);
    }
    ids
}

#[tokio::test]
async fn pages_are_clamped_and_totals_ignore_them() {
    let server = Server::start().await;
    let admin = server.admin().await;
    seven(&server).await;
    let page = async |pager: Value| {
        let list =
            server.call("liveStream", "list", &admin, json!({"pager": pager, "filter": {"orderBy": "+name"}})).await;
        assert_eq!(list["totalCount"], 7, "{list}");
        let names = list["objects"].as_array().expect("an array").iter();
        names.map(|entry| entry["name"].as_str().expect("a name")[..1].to_owned()).collect::<String>()
    };
    for (pager, names) in [
        (json!({}), "ABCDEFG"),
        (json!({"pageSize": 3}), "ABC"),
        (json!({"pageSize": "3", "pageIndex": "2"}), "DEF"),
        (json!({"pageSize": 3, "pageIndex": 3}), "G"),
        (json!({"pageSize": 3, "pageIndex": 4}), ""),
        (json!({"pageSize": 3, "pageIndex": 0}), "ABC"),
        (json!({"pageSize": 3, "pageIndex": -5}), "ABC"),
        (json!({"pageSize": 0}), ""),
        (json!({"pageSize": -1}), ""),
        (json!({"pageSize": 100_000}), "ABCDEFG"),
        (json!({"pageSize": 3, "pageIndex": i64::MAX}), ""),
    ] {
        assert_eq!(page(pager.clone()).await, names, "{pager}");
    }
}

#[tokio::test]
async fn filters_mean_what_their_names_end_in() {
    let server = Server::start().await;
    let admin = server.admin().await;
    let ids = seven(&server).await;
    let found = async |mut filter: Value| {
        filter["orderBy"] = filter.get("orderBy").cloned().unwrap_or_else(|| "+name".into());
        let list = server.call("liveStream", "list", &admin, json!({"filter": filter})).await;
        let names = list["objects"].as_array().unwrap_or_else(|| panic!("{list}")).iter();
        names.map(|entry| entry["name"].as_str().expect("a name")[..1].to_owned()).collect::<String>()
    };
    let two = format!("{},nothing, {}", ids[1], ids[2]);
    for (filter, names) in [
        (json!({"nameEqual": "A 50%_off"}), "A"),
        (json!({"nameLike": "c 50%_OFF"}), "C"),
        (json!({"nameLike": "50_"}), ""),
        (json!({"nameMultiLikeOr": "a 50,g 50"}), "ABCDEFG"),
        (json!({"nameMultiLikeAnd": "d,off"}), "D"),
        (json!({"idIn": two}), "BC"),
        (json!({"idNotIn": two}), "ADEFG"),
        (json!({"statusNotEqual": 2}), ""),
        (json!({"statusIn": "2,7"}), "ABCDEFG"),
        (json!({"partnerSortValueGreaterThanOrEqual": 1}), "BDF"),
        (json!({"partnerSortValueLessThanOrEqual": "0"}), "ACEG"),
        (json!({"createdAtGreaterThanOrEqual": 1_800_000_005}), "FG"),
        (json!({"createdAtLessThanOrEqual": 1_800_000_001}), "AB"),
        (json!({"startDateGreaterThanOrEqual": 1_900_000_000}), "G"),
        (json!({"startDateLessThanOrEqualOrNull": 1_850_000_000}), "ABCDEF"),
        (json!({"startDateGreaterThanOrEqualOrNull": 1_850_000_000}), "ABCDEFG"),
        (json!({"tagsMultiLikeAnd": "blue,room"}), "DEFG"),
        (json!({"tagsNameMultiLikeOr": "red,g 5"}), "ABCDEFG"),
        (json!({"tagsLike": "red", "nameLike": "B"}), "B"),
        // Nothing is asked for by a null, an empty text, or a name nobody knows; also where a number is wanted.
        (
            json!({"nameEqual": "", "idIn": null, "tagsLike__null": "", "partnerSortValueGreaterThanOrEqual": "", "noSuchEqual": 7}),
            "ABCDEFG",
        ),
        (json!({"advancedSearch": {"objectType": "KalturaMetadataSearchItem", "items": [{"field": "x"}]}}), "ABCDEFG"),
        (json!({"orderBy": "-name"}), "GFEDCBA"),
        (json!({"orderBy": " createdAt"}), "ABCDEFG"),
        (json!({"orderBy": "-partnerSortValue,+name"}), "BDFACEG"),
        (json!({"orderBy": "+nothing,name,-createdAt"}), "GFEDCBA"),
        (json!({"orderBy": "nothing"}), "GFEDCBA"),
    ] {
        assert_eq!(found(filter.clone()).await, names, "{filter}");
    }
    let many: String = (0..600).map(|index| format!("x{index},")).collect();
    let cut = found(json!({"idIn": format!("{}{}", many, ids[0])})).await;
    assert_eq!(cut, "", "five hundred values of a list are used");
    let url = format!(
        "/api_v3/service/liveStream/action/list/format/1?filter:orderBy=+createdAt&ks={}",
        admin.replace('=', "%3D")
    );
    let list = server.get(&url).await.json();
    assert_eq!(list["objects"][0]["id"], ids[0].as_str(), "a plus that became a blank: {list}");
}
