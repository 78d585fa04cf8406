//! Service `metadata_metadataprofile`.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, metadata as to};
use base::error::Result;
use domain::metadata as profiles;
use schema::object::MetadataProfileListResponse;
use schema::service::metadata_profile as args;
use schema::{Poly, update};

/// metadataProfile.add
pub async fn add(call: &Call, args: args::Add) -> Result<Answer> {
    update::insert(args.metadata_profile.object(), call.rights(), &[])?;
    let new = to::new_profile(&args.metadata_profile);
    let (xsd, views) = (args.xsd_data, args.views_data);
    let profile = profiles::add_profile(call.catalog(), &call.actor, call.now, new, xsd, views).await?;
    Ok(Answer::object(to::profile(&profile)))
}

/// metadataProfile.update
pub async fn update(call: &Call, args: args::Update) -> Result<Answer> {
    let id = args.id;
    let stored = call.db().read(async |tx| profiles::get_profile(tx, &call.actor, id).await).await?;
    update::update(args.metadata_profile.object(), &to::profile(&stored), call.rights())?;
    let patch = to::new_profile(&args.metadata_profile);
    let (xsd, views) = (args.xsd_data, args.views_data);
    let profile = profiles::update_profile(call.catalog(), &call.actor, call.now, id, patch, xsd, views).await?;
    Ok(Answer::object(to::profile(&profile)))
}

/// metadataProfile.get
pub async fn get(call: &Call, args: args::Get) -> Result<Answer> {
    let profile = call.db().read(async |tx| profiles::get_profile(tx, &call.actor, args.id).await).await?;
    Ok(Answer::object(to::profile(&profile)))
}

/// metadataProfile.serve — the XSD; programs build forms and templates from it.
pub async fn serve(call: &Call, args: args::Serve) -> Result<Answer> {
    let profile = call.db().read(async |tx| profiles::get_profile(tx, &call.actor, args.id).await).await?;
    Ok(Answer::File { content_type: "text/xml".to_owned(), bytes: profile.xsd.into(), name: None })
}

/// metadataProfile.delete
pub async fn delete(call: &Call, args: args::Delete) -> Result<Answer> {
    call.db().write(async |tx| profiles::delete_profile(tx, &call.actor, call.now, args.id).await).await?;
    Ok(Answer::Nothing)
}

/// metadataProfile.list
pub async fn list(call: &Call, args: args::List) -> Result<Answer> {
    let (filter, pager) = (convert::filter(args.filter.as_ref()), convert::pager(args.pager.as_ref()));
    let page = call.db().read(async |tx| profiles::list_profiles(tx, &call.actor, &filter, pager).await).await?;
    let (objects, total) = convert::page(page, |profile| Poly::of(to::profile(&profile)));
    let mut list = MetadataProfileListResponse { objects, ..Default::default() };
    list.total_count = total;
    Ok(Answer::object(list))
}
