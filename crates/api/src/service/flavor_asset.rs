//! Service `flavorAsset`. Only live entries have renditions yet.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, entry as to};
use base::error::{Kind, Result};
use domain::entry::{LiveAsset, live_assets};
use domain::{Entry, Filter};
use schema::object::{FlavorAsset, FlavorAssetListResponse};
use schema::service::flavor_asset as args;
use schema::{Field, Poly};

/// Entries whose renditions one list looks at; further ones are left out.
const ENTRIES_MAX: usize = 500;
/// Every live asset is ready.
const READY: &str = "2";

/// flavorAsset.list — without an entry in the filter nothing is found.
pub async fn list(call: &Call, args: args::List) -> Result<Answer> {
    let (filter, pager) = (convert::filter(args.filter.as_ref()), convert::pager(args.pager.as_ref()));
    let mut ids = filter.list("entryIdIn").unwrap_or_default();
    ids.extend(filter.text("entryIdEqual"));
    let mut found: Vec<Poly<FlavorAsset>> = Vec::new();
    for id in ids.iter().take(ENTRIES_MAX) {
        match call.catalog().entry(&call.actor, id).await {
            Ok(entry) => {
                let fitting = live_assets(&entry).into_iter().filter(|asset| fits(&filter, asset));
                found.extend(fitting.map(|asset| shown(&entry, &asset)));
            }
            Err(error) if error.kind == Kind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    let total = found.len();
    let from = usize::try_from(pager.offset()).unwrap_or(usize::MAX);
    let size = usize::try_from(pager.limit()).unwrap_or(0);
    let objects = found.into_iter().skip(from).take(size).collect();
    let mut list = FlavorAssetListResponse { objects: Field::Set(objects), ..Default::default() };
    list.total_count = i64::try_from(total).unwrap_or(i64::MAX).into();
    Ok(Answer::object(list))
}

/// flavorAsset.getByEntryId
pub async fn get_by_entry_id(call: &Call, args: args::GetByEntryId) -> Result<Answer> {
    let entry = call.catalog().entry(&call.actor, &args.entry_id).await?;
    let assets: Vec<_> = live_assets(&entry).iter().map(|asset| shown(&entry, asset)).collect();
    Ok(Answer::Array(Box::new(assets)))
}

/// flavorAsset.getWebPlayableByEntryId
pub async fn get_web_playable_by_entry_id(call: &Call, args: args::GetWebPlayableByEntryId) -> Result<Answer> {
    let entry = call.catalog().entry(&call.actor, &args.entry_id).await?;
    let assets = live_assets(&entry);
    let playable = assets.iter().filter(|asset| has_tag(asset, "web") || has_tag(asset, "mbr"));
    Ok(Answer::Array(Box::new(playable.map(|asset| shown(&entry, asset)).collect::<Vec<_>>())))
}

fn shown(entry: &Entry, asset: &LiveAsset) -> Poly<FlavorAsset> {
    Poly::of(to::live_asset(entry, asset))
}

fn fits(filter: &Filter, asset: &LiveAsset) -> bool {
    let params = asset.params.id.to_string();
    let fits = |name: &str, value: &str| filter.text(name).is_none_or(|wanted| wanted == value);
    let is_in =
        |name: &str, value: &str| filter.list(name).is_none_or(|wanted| wanted.iter().any(|item| item == value));
    fits("idEqual", asset.id.as_str())
        && is_in("idIn", asset.id.as_str())
        && fits("flavorParamsIdEqual", &params)
        && is_in("flavorParamsIdIn", &params)
        && fits("statusEqual", READY)
        && is_in("statusIn", READY)
        && filter.text("tagsLike").is_none_or(|tag| asset.params.tags.contains(&tag))
}

fn has_tag(asset: &LiveAsset, tag: &str) -> bool {
    asset.params.tags.split(',').any(|known| known == tag)
}
