//! Service `session`.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert;
use crate::guess::guarded;
use base::error::Result;
use base::{PartnerId, Secret};
use domain::guard::Subject;
use domain::session::{self, Start};
use schema::object::StartWidgetSessionResponse;
use schema::service::session as args;

/// session.start
pub async fn start(call: &Call, args: args::Start) -> Result<Answer> {
    let partner = args.partner_id.map(PartnerId);
    let start = Start {
        secret: Secret::new(args.secret),
        user: args.user_id,
        kind: convert::code_int(args.r#type),
        partner,
        expiry: args.expiry,
        privileges: args.privileges,
    };
    let subject = Subject::Partner(partner.unwrap_or(PartnerId::TEMPLATE));
    let check = async |attempt| session::start(call.catalog(), call.now, attempt, start).await;
    guarded(call, "secret", subject, session::start_refused(partner), check).await.map(Answer::Text)
}

/// session.end
pub async fn end(call: &Call, _args: args::End) -> Result<Answer> {
    session::end(call.catalog(), &call.actor, call.now).await?;
    Ok(Answer::Nothing)
}

/// session.get
pub async fn get(call: &Call, args: args::Get) -> Result<Answer> {
    let other = args.session.as_deref().filter(|text| !text.is_empty());
    let info = session::info(call.catalog(), &call.actor, call.now, other).await?;
    Ok(Answer::object(convert::session::info(info)))
}

/// session.impersonate — only accounts above other accounts may, and there are none here.
pub async fn impersonate(_call: &Call, args: args::Impersonate) -> Result<Answer> {
    Err(session::start_refused(args.partner_id.map(PartnerId)))
}

/// session.impersonateByKs — for an installation's own services; no account may.
pub async fn impersonate_by_ks(_call: &Call, _args: args::ImpersonateByKs) -> Result<Answer> {
    Err(domain::actor::forbidden("session->impersonateByKs"))
}

/// session.startWidgetSession
pub async fn start_widget_session(call: &Call, args: args::StartWidgetSession) -> Result<Answer> {
    let started = session::start_widget(call.catalog(), call.now, &args.widget_id, args.expiry).await?;
    Ok(Answer::object(StartWidgetSessionResponse {
        partner_id: started.partner.0.into(),
        ks: started.ks.into(),
        user_id: started.user.into(),
    }))
}
