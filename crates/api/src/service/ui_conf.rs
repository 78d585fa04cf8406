//! Service `uiConf`.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, ui as to};
use base::error::Result;
use domain::Page;
use domain::uiconf::{self, UiConf};
use schema::object::{UiConfListResponse, UiConfTypeInfo};
use schema::service::ui_conf as args;
use schema::{Field, Poly, update};

/// uiConf.add
pub async fn add(call: &Call, args: args::Add) -> Result<Answer> {
    let kept = update::insert(args.ui_conf.object(), call.rights(), &[])?;
    let patch = to::ui_conf_patch(&args.ui_conf, kept);
    let added = call.db().write(async |tx| uiconf::add(tx, &call.actor, call.now, patch).await).await?;
    Ok(Answer::object(to::ui_conf(&added)))
}

/// uiConf.get
pub async fn get(call: &Call, args: args::Get) -> Result<Answer> {
    let conf = call.db().read(async |tx| uiconf::get(tx, &call.actor, args.id).await).await?;
    Ok(Answer::object(to::ui_conf(&conf)))
}

/// uiConf.update
pub async fn update(call: &Call, args: args::Update) -> Result<Answer> {
    let id = args.id;
    let stored = call.db().read(async |tx| uiconf::get(tx, &call.actor, id).await).await?;
    let kept = update::update(args.ui_conf.object(), &to::ui_conf(&stored), call.rights())?;
    let patch = to::ui_conf_patch(&args.ui_conf, kept);
    let updated = call.db().write(async |tx| uiconf::update(tx, &call.actor, call.now, id, patch).await).await?;
    Ok(Answer::object(to::ui_conf(&updated)))
}

/// uiConf.delete
pub async fn delete(call: &Call, args: args::Delete) -> Result<Answer> {
    call.db().write(async |tx| uiconf::delete(tx, &call.actor, call.now, args.id).await).await?;
    Ok(Answer::Nothing)
}

/// uiConf.clone
pub async fn clone(call: &Call, args: args::Clone) -> Result<Answer> {
    let copy = call.db().write(async |tx| uiconf::copy(tx, &call.actor, call.now, args.id).await).await?;
    Ok(Answer::object(to::ui_conf(&copy)))
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

/// uiConf.getAvailableTypes — no files belong to any of them.
pub async fn get_available_types(_call: &Call, _args: args::GetAvailableTypes) -> Result<Answer> {
    let info = |kind| -> Poly<UiConfTypeInfo> {
        Poly::of(UiConfTypeInfo {
            r#type: convert::code(kind),
            versions: Field::Set(Vec::new()),
            directory: Field::Null,
            filename: Field::Null,
        })
    };
    let kinds = [uiconf::kind::PLAYER, uiconf::kind::PLAYER_V3, uiconf::kind::WEBCASTING];
    Ok(Answer::Array(Box::new(Vec::from(kinds.map(info)))))
}

fn answer(page: Page<UiConf>) -> Answer {
    let (objects, total) = convert::page(page, |conf| Poly::of(to::ui_conf(&conf)));
    let mut list = UiConfListResponse { objects, ..Default::default() };
    list.total_count = total;
    Answer::object(list)
}
