//! Service `uiConf`.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, metadata as to};
use base::error::Result;
use domain::Page;
use domain::uiconf::{self, UiConf};
use schema::Poly;
use schema::object::UiConfListResponse;
use schema::service::ui_conf as args;

/// uiConf.get
pub async fn get(call: &Call, args: args::Get) -> Result<Answer> {
    let conf = call.db().read(async |tx| uiconf::get(tx, &call.actor, args.id).await).await?;
    Ok(Answer::object(to::ui_conf(&conf)))
}

/// uiConf.list
pub async fn list(call: &Call, args: args::List) -> Result<Answer> {
    let (filter, pager) = (convert::filter(args.filter.as_ref()), convert::pager(args.pager.as_ref()));
    let page = call.db().read(async |tx| uiconf::list(tx, &call.actor, &filter, pager).await).await?;
    Ok(answer(page))
}

/// uiConf.listTemplates
pub async fn list_templates(call: &Call, args: args::ListTemplates) -> Result<Answer> {
    let (filter, pager) = (convert::filter(args.filter.as_ref()), convert::pager(args.pager.as_ref()));
    let page = call.db().read(async |tx| uiconf::list_templates(tx, &filter, pager).await).await?;
    Ok(answer(page))
}

fn answer(page: Page<UiConf>) -> Answer {
    let (objects, total) = convert::page(page, |conf| Poly::of(to::ui_conf(&conf)));
    let mut list = UiConfListResponse { objects, ..Default::default() };
    list.total_count = total;
    Answer::object(list)
}
