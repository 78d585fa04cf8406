//! Service `session`.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert;
use base::error::{Error, Kind, Result};
use base::{PartnerId, Secret};
use domain::session::{self, Start};
use schema::object::StartWidgetSessionResponse;
use schema::service::session as args;

/// session.start
pub async fn start(call: &Call, args: args::Start) -> Result<Answer> {
    let start = Start {
        secret: Secret::new(args.secret),
        user: args.user_id,
        kind: convert::code_int(args.r#type),
        partner: args.partner_id.map(PartnerId),
        expiry: args.expiry,
        privileges: args.privileges,
    };
    session::start(call.catalog(), call.now, start).await.map(Answer::Text)
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
    let error = Error::coded(Kind::Denied, "START_SESSION_ERROR");
    Err(match args.partner_id {
        Some(partner) => error.arg("PID", partner),
        None => error,
    })
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
