//! What the caches answer is what the database would.

use crate::{House, NOW, webcast};
use domain::{Change, EntryPatch, Filter, Pager, entry, metadata};
use store::Value;

fn filter(properties: &[(&str, &str)]) -> Filter {
    let properties = properties.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect();
    Filter { properties, order_by: None }
}

#[tokio::test]
async fn a_list_of_one_is_the_same_from_memory() {
    let house = House::open().await;
    let admin = house.admin().await;
    let target = house.add(&admin, webcast(false)).await.expect("added");
    let patch = EntryPatch { redirect_entry_id: Change::Set(target.id.to_string()), ..webcast(false) };
    let entry = house.add(&admin, patch).await.expect("added");
    let deleted = house.add(&admin, webcast(false)).await.expect("added");
    let id = deleted.id.as_str();
    house.db().write(async |tx| entry::delete(tx, &admin, NOW, id, &[]).await).await.expect("deleted");
    let actors = [admin, house.user("ann", "").await, house.user("bob", "").await];
    let ids = [entry.id.as_str(), target.id.as_str(), deleted.id.as_str(), "0_nothere1", "nonsense"];
    let mut answered = 0;
    for actor in &actors {
        for id in ids {
            for name in ["idEqual", "redirectFromEntryId"] {
                for (kinds, pager) in [
                    (&[][..], Pager::default()),
                    (&[7][..], Pager::default()),
                    (&[1][..], Pager::default()),
                    (&[][..], Pager::new(Some(0), None)),
                    (&[][..], Pager::new(None, Some(2))),
                ] {
                    let filter = filter(&[(name, id), ("nameLike", "")]);
                    let Some(kept) = house.catalog.entry_named(actor, kinds, &filter, pager).await.expect("reads")
                    else {
                        continue;
                    };
                    answered += 1;
                    let asked = house.db().read(async |tx| entry::list(tx, actor, kinds, &filter, pager).await).await;
                    let asked = asked.expect("list");
                    let kept_entries: Vec<_> = kept.objects.iter().map(|hot| hot.entry.clone()).collect();
                    assert_eq!(
                        (kept_entries, kept.total),
                        (asked.objects, asked.total),
                        "{name} {id} {kinds:?} {pager:?}"
                    );
                }
            }
        }
    }
    assert_eq!(answered, actors.len() * 2 * 2 * 5, "what exists is in memory, the rest is the database's to tell");
    let more = filter(&[("idEqual", entry.id.as_str()), ("nameLike", "x")]);
    assert!(house.catalog.entry_named(&actors[0], &[], &more, Pager::default()).await.expect("reads").is_none());
}

#[tokio::test]
async fn metadata_of_one_entry_is_the_same_from_memory() {
    let house = House::open().await;
    let admin = house.admin().await;
    let entry = house.add(&admin, webcast(false)).await.expect("added");
    let id = entry.id.as_str();
    let profiles =
        house.db().read(async |tx| metadata::list_profiles(tx, &admin, &filter(&[]), Pager::default()).await);
    let profiles: Vec<i64> = profiles.await.expect("list").objects.iter().map(|profile| profile.id).collect();
    let same = async |filter: &Filter, pager| {
        let kept = house.catalog.metadata_named(&admin, filter, pager).await.expect("reads").expect("in memory");
        let asked = house.db().read(async |tx| metadata::list(tx, &admin, filter, pager).await).await.expect("list");
        assert_eq!(kept, asked, "{filter:?}");
        kept.total
    };
    let all = filter(&[("objectIdEqual", id), ("metadataObjectTypeEqual", "1")]);
    assert_eq!(same(&all, Pager::default()).await, 0);
    let mut added = Vec::new();
    for profile in &profiles {
        let xml = "<metadata/>".to_owned();
        added.extend(metadata::add(&house.catalog, &admin, NOW, *profile, "1", id, xml).await.ok());
    }
    assert_eq!(same(&all, Pager::default()).await, added.len() as i64, "the caches know at once");
    assert_eq!(same(&all, Pager::new(Some(1), Some(2))).await, added.len() as i64);
    let one = added[0].profile_id.to_string();
    assert_eq!(same(&filter(&[("objectIdEqual", id), ("metadataProfileIdEqual", &one)]), Pager::default()).await, 1);
    house.db().write(async |tx| metadata::delete(tx, &admin, NOW, added[0].id).await).await.expect("deleted");
    assert_eq!(same(&all, Pager::default()).await, added.len() as i64 - 1);
    let large = format!("<metadata><!--{}--></metadata>", "x".repeat(20_000));
    metadata::update(&house.catalog, &admin, NOW, added[1].id, Some(large), None).await.expect("updated");
    let kept = house.catalog.metadata_named(&admin, &all, Pager::default()).await.expect("reads");
    assert!(kept.is_none(), "large records stay in the database");
}
