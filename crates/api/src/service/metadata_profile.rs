//! Service `metadata_metadataprofile`.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, metadata as to};
use base::error::Result;
use domain::{Page, metadata as profiles};
use schema::object::{MetadataProfileFieldListResponse, MetadataProfileListResponse};
use schema::service::metadata_profile as args;
use schema::{Poly, update};

const INVALID: &str = "INVALID_METADATA_PROFILE_SCHEMA";

/// metadataProfile.add
pub async fn add(call: &Call, args: args::Add) -> Result<Answer> {
    update::insert(args.metadata_profile.object(), call.rights(), &[])?;
    let new = to::new_profile(&args.metadata_profile);
    let (xsd, views) = (args.xsd_data, args.views_data);
    let profile = profiles::add_profile(call.catalog(), &call.actor, call.now, new, xsd, views).await?;
    Ok(Answer::object(to::profile(&profile)))
}

/// metadataProfile.addFromFile
pub async fn add_from_file(call: &Call, args: args::AddFromFile) -> Result<Answer> {
    update::insert(args.metadata_profile.object(), call.rights(), &[])?;
    let new = to::new_profile(&args.metadata_profile);
    let xsd = to::text_of_file(&args.xsd_file, INVALID)?;
    let views = args.views_file.map(|file| to::text_of_file(&file, INVALID)).transpose()?;
    let profile = profiles::add_profile(call.catalog(), &call.actor, call.now, new, xsd, views).await?;
    Ok(Answer::object(to::profile(&profile)))
}

/// metadataProfile.updateDefinitionFromFile
pub async fn update_definition_from_file(call: &Call, args: args::UpdateDefinitionFromFile) -> Result<Answer> {
    let xsd = Some(to::text_of_file(&args.xsd_file, INVALID)?);
    changed(call, args.id, xsd, None).await
}

/// metadataProfile.updateViewsFromFile
pub async fn update_views_from_file(call: &Call, args: args::UpdateViewsFromFile) -> Result<Answer> {
    let views = Some(to::text_of_file(&args.views_file, INVALID)?);
    changed(call, args.id, None, views).await
}

async fn changed(call: &Call, id: i64, xsd: Option<String>, views: Option<String>) -> Result<Answer> {
    let patch = profiles::NewProfile::default();
    let profile = profiles::update_profile(call.catalog(), &call.actor, call.now, id, patch, xsd, views).await?;
    Ok(Answer::object(to::profile(&profile)))
}

/// metadataProfile.revert
pub async fn revert(call: &Call, args: args::Revert) -> Result<Answer> {
    let profile = profiles::revert(call.catalog(), &call.actor, call.now, args.id, args.to_version).await?;
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

/// metadataProfile.serveView — nothing where a profile has no views.
pub async fn serve_view(call: &Call, args: args::ServeView) -> Result<Answer> {
    let profile = call.db().read(async |tx| profiles::get_profile(tx, &call.actor, args.id).await).await?;
    let views = profile.views.unwrap_or_default();
    Ok(Answer::File { content_type: "text/xml".to_owned(), bytes: views.into(), name: None })
}

/// metadataProfile.listFields
pub async fn list_fields(call: &Call, args: args::ListFields) -> Result<Answer> {
    let id = args.metadata_profile_id;
    let fields = call.db().read(async |tx| profiles::list_fields(tx, &call.actor, id).await).await?;
    let total = i64::try_from(fields.len()).unwrap_or(i64::MAX);
    let (objects, total) = convert::page(Page { objects: fields, total }, |field| Poly::of(to::profile_field(&field)));
    let mut list = MetadataProfileFieldListResponse { objects, ..Default::default() };
    list.total_count = total;
    Ok(Answer::object(list))
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
