//! Service `widget`.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, ui as to};
use base::error::Result;
use domain::widget;
use schema::object::WidgetListResponse;
use schema::service::widget as args;
use schema::{Poly, update};

/// widget.add
pub async fn add(call: &Call, args: args::Add) -> Result<Answer> {
    let kept = update::insert(args.widget.object(), call.rights(), &[])?;
    let patch = to::widget_patch(&args.widget, kept);
    let added = call.db().write(async |tx| widget::add(tx, &call.actor, call.now, patch).await).await?;
    Ok(Answer::object(to::widget(&added)))
}

/// widget.get
pub async fn get(call: &Call, args: args::Get) -> Result<Answer> {
    let found = call.db().read(async |tx| widget::get(tx, &call.actor, &args.id).await).await?;
    Ok(Answer::object(to::widget(&found)))
}

/// widget.update
pub async fn update(call: &Call, args: args::Update) -> Result<Answer> {
    let id = &args.id;
    let stored = call.db().read(async |tx| widget::get(tx, &call.actor, id).await).await?;
    let kept = update::update(args.widget.object(), &to::widget(&stored), call.rights())?;
    let patch = to::widget_patch(&args.widget, kept);
    let updated = call.db().write(async |tx| widget::update(tx, &call.actor, call.now, id, patch).await).await?;
    Ok(Answer::object(to::widget(&updated)))
}

/// widget.list
pub async fn list(call: &Call, args: args::List) -> Result<Answer> {
    let (filter, pager) = (convert::filter(args.filter.as_ref()), convert::pager(args.pager.as_ref()));
    let page = call.db().read(async |tx| widget::list(tx, &call.actor, &filter, pager).await).await?;
    let (objects, total) = convert::page(page, |widget| Poly::of(to::widget(&widget)));
    let mut list = WidgetListResponse { objects, ..Default::default() };
    list.total_count = total;
    Ok(Answer::object(list))
}
