//! Service `metadata_metadata`.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, metadata as to};
use base::error::Result;
use domain::metadata as records;
use schema::Poly;
use schema::object::MetadataListResponse;
use schema::service::metadata as args;

const INVALID: &str = "INVALID_METADATA_DATA";

/// metadata.add
pub async fn add(call: &Call, args: args::Add) -> Result<Answer> {
    let object_type = convert::code_text(args.object_type);
    let (profile, id, xml) = (args.metadata_profile_id, &args.object_id, args.xml_data);
    let record = records::add(call.catalog(), &call.actor, call.now, profile, &object_type, id, xml).await?;
    Ok(Answer::object(to::record(&record)))
}

/// metadata.addFromFile
pub async fn add_from_file(call: &Call, args: args::AddFromFile) -> Result<Answer> {
    let object_type = convert::code_text(args.object_type);
    let (profile, id, xml) = (args.metadata_profile_id, &args.object_id, to::text_of_file(&args.xml_file, INVALID)?);
    let record = records::add(call.catalog(), &call.actor, call.now, profile, &object_type, id, xml).await?;
    Ok(Answer::object(to::record(&record)))
}

/// metadata.updateFromFile
pub async fn update_from_file(call: &Call, args: args::UpdateFromFile) -> Result<Answer> {
    let xml = args.xml_file.map(|file| to::text_of_file(&file, INVALID)).transpose()?;
    let record = records::update(call.catalog(), &call.actor, call.now, args.id, xml, None).await?;
    Ok(Answer::object(to::record(&record)))
}

/// metadata.update
pub async fn update(call: &Call, args: args::Update) -> Result<Answer> {
    let record = records::update(call.catalog(), &call.actor, call.now, args.id, args.xml_data, args.version).await?;
    Ok(Answer::object(to::record(&record)))
}

/// metadata.get
pub async fn get(call: &Call, args: args::Get) -> Result<Answer> {
    let record = call.db().read(async |tx| records::get(tx, &call.actor, args.id).await).await?;
    Ok(Answer::object(to::record(&record)))
}

/// metadata.delete
pub async fn delete(call: &Call, args: args::Delete) -> Result<Answer> {
    call.db().write(async |tx| records::delete(tx, &call.actor, call.now, args.id).await).await?;
    Ok(Answer::Nothing)
}

/// metadata.serve — the XML as it was sent.
pub async fn serve(call: &Call, args: args::Serve) -> Result<Answer> {
    let record = call.db().read(async |tx| records::get(tx, &call.actor, args.id).await).await?;
    Ok(Answer::File { content_type: "text/xml".to_owned(), bytes: record.xml.into(), name: None })
}

/// metadata.list
pub async fn list(call: &Call, args: args::List) -> Result<Answer> {
    let (filter, pager) = (convert::filter(args.filter.as_ref()), convert::pager(args.pager.as_ref()));
    let page = match call.catalog().metadata_named(&call.actor, &filter, pager).await? {
        Some(page) => page,
        None => call.db().read(async |tx| records::list(tx, &call.actor, &filter, pager).await).await?,
    };
    let (objects, total) = convert::page(page, |record| Poly::of(to::record(&record)));
    let mut list = MetadataListResponse { objects, ..Default::default() };
    list.total_count = total;
    Ok(Answer::object(list))
}
