//! Service `partner`.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, partner as to};
use crate::guess::guarded;
use base::error::{Error, Kind, Result};
use base::{PartnerId, Secret};
use domain::guard::Subject;
use domain::partner;
use schema::object::PartnerListResponse;
use schema::service::partner as args;
use schema::{Poly, update};

/// partner.get
pub async fn get(call: &Call, args: args::Get) -> Result<Answer> {
    let id = args.id.filter(|id| *id != 0).map_or(call.actor.partner, PartnerId);
    let found = partner::get(call.catalog(), &call.actor, id).await?;
    Ok(Answer::object(to::partner(&found, call.actor.is_unlimited())))
}

/// partner.getInfo
pub async fn get_info(call: &Call, _args: args::GetInfo) -> Result<Answer> {
    let found = partner::get(call.catalog(), &call.actor, call.actor.partner).await?;
    Ok(Answer::object(to::partner(&found, call.actor.is_unlimited())))
}

/// partner.getSecrets — no KS: the password proves who asks.
pub async fn get_secrets(call: &Call, args: args::GetSecrets) -> Result<Answer> {
    let subject = Subject::Login(args.admin_email.trim().to_lowercase());
    let (id, password) = (PartnerId(args.partner_id), Secret::new(args.cms_password));
    let blocked = Error::coded(Kind::Exhausted, "LOGIN_BLOCKED");
    let check = async |attempt| {
        partner::with_secrets(call.catalog(), call.now, attempt, id, &args.admin_email, &password).await
    };
    let found = guarded(call, "password", subject, blocked, check).await?;
    Ok(Answer::object(to::partner(&found, true)))
}

/// partner.update
pub async fn update(call: &Call, args: args::Update) -> Result<Answer> {
    let shows_secrets = call.actor.is_unlimited();
    let stored = partner::get(call.catalog(), &call.actor, call.actor.partner).await?;
    let kept = update::update(args.partner.object(), &to::partner(&stored, shows_secrets), call.rights())?;
    let patch = to::patch(&args.partner, kept, args.allow_empty);
    let changed = partner::update(call.catalog(), &call.actor, call.now, patch).await?;
    Ok(Answer::object(to::partner(&changed, shows_secrets)))
}

/// partner.listPartnersForUser
pub async fn list_partners_for_user(call: &Call, args: args::ListPartnersForUser) -> Result<Answer> {
    let (filter, pager) = (convert::filter(args.partner_filter.as_ref()), convert::pager(args.pager.as_ref()));
    let page = partner::list_for_user(call.catalog(), &call.actor, &filter, pager).await?;
    let (objects, total) = convert::page(page, |partner| Poly::of(to::partner(&partner, false)));
    let mut list = PartnerListResponse { objects, ..Default::default() };
    list.total_count = total;
    Ok(Answer::object(list))
}
