//! One call: its checks in the order clients can tell (contract: wire, order of checks), and what a handler gets to see.

use crate::answer::{Answer, Outcome};
use crate::client::Client;
use crate::dispatch::{self, Route};
use crate::endpoints::Origin;
use crate::{Api, Config, profile};
use base::error::{Error, Kind, Result};
use base::{PartnerId, UnixMillis};
use domain::{Actor, Caller, Catalog, Columns, SessionKind};
use schema::encode::View;
use schema::service::ui_conf;
use schema::update::{self, Rights};
use schema::{Action, ApiAction, Map, Owner, Reader, Returns, Service, Type, cast};
use std::borrow::Cow;
use store::Db;

/// The context of one action. There is none before all checks have passed.
#[derive(Debug)]
pub struct Call {
    pub api: Api,
    pub actor: Actor,
    pub now: UnixMillis,
    pub origin: Origin,
    pub client: Client,
    /// The KS exactly as sent; app tokens are proven with it.
    pub ks: Option<String>,
    /// The account may push streams on.
    pub push_publish: bool,
}

/// What all calls of one request have in common.
#[derive(Clone, Debug)]
pub struct Request {
    pub api: Api,
    pub now: UnixMillis,
    pub origin: Origin,
    pub client: Client,
    /// Path and query, for `urirestrict`. Never logged: it may carry a KS.
    pub uri: String,
}

impl Call {
    pub fn catalog(&self) -> &Catalog {
        self.api.catalog()
    }

    pub fn db(&self) -> &Db {
        self.api.catalog().db()
    }

    pub fn config(&self) -> &Config {
        self.api.config()
    }

    /// What this session may read.
    pub fn view(&self) -> View<'static> {
        View { is_admin: self.actor.is_admin(), push_publish: self.push_publish, shape: None, ignore_null: false }
    }

    /// SERVICE_FORBIDDEN unless this session may call the action.
    pub fn require(&self, service: &Service, action: &Action) -> Result<()> {
        self.actor.require(Columns(action.access.bits()), &declared(service, action))
    }

    /// What this session may write beyond the ordinary.
    pub fn rights(&self) -> Rights {
        Rights {
            is_admin: self.actor.is_admin(),
            edit_admin_tags: self.actor.has_privilege("editadmintags", "*"),
            push_publish: self.push_publish,
        }
    }
}

/// Runs one call from its parameters to its outcome. Never fails itself: an error is an outcome.
pub async fn run(request: &Request, params: &Map) -> Outcome {
    let mut outcome = Outcome::of(Answer::Nothing);
    outcome.result = steps(request, params, &mut outcome).await;
    outcome
}

async fn steps(request: &Request, params: &Map, seen: &mut Outcome) -> Result<Answer> {
    let (service, action, route) = find(params)?;
    seen.returns_file = matches!(action.returns, Returns::File);
    language(params)?;

    let ks_text = params.text("ks").filter(|text| !text.is_empty()).map(Cow::into_owned);
    let catalog = request.api.catalog();
    let ks = match &ks_text {
        Some(text) => Some(catalog.open_ks(text).await?),
        None => None,
    };

    let reader = Reader::wire(request.now.seconds());
    let args = (route.decode)(params, &reader)?;
    let profile = profile::Sent::read(params, &reader)?;

    let name = declared(service, action);
    let partner = params
        .get("partnerId")
        .or_else(|| params.get("p"))
        .map(cast::int)
        .filter(|id| *id != 0 && *id != -1)
        .map(PartnerId);
    // An action with an argument of that name means the argument, not the account in force.
    let partner = if action.arguments.iter().any(|argument| argument.name == "partnerId") { None } else { partner };
    let caller = Caller { partner, address: request.client.address, uri: &request.uri, service: &name };
    let actor = catalog.admit(ks, &caller, request.now).await?;
    ownership(catalog, &actor, action, params).await?;
    actor.require(Columns(action.access.bits()), &name)?;

    seen.is_admin = actor.is_admin();
    let push_publish =
        catalog.partner(actor.partner).await?.is_some_and(|partner| partner.account.features.push_publish);
    seen.push_publish = push_publish;
    let (api, now, origin) = (request.api.clone(), request.now, request.origin.clone());
    let call = Call { api, actor, now, origin, client: request.client.clone(), ks: ks_text, push_publish };
    let profile = match profile {
        Some(sent) => Some(sent.resolve(&call).await?),
        None => None,
    };
    seen.dropped = dropped(action, params, call.rights());
    seen.may_be_kept = std::ptr::eq(action, ui_conf::Get::ACTION)
        && matches!(call.actor.kind, SessionKind::None | SessionKind::Widget);
    let answer = (route.run)(&call, args).await?;
    if let Some(profile) = profile {
        seen.shape = Some(profile::shape(&call, &answer, &profile).await?);
    }
    Ok(answer)
}

/// An action in the spelling of SERVICE_FORBIDDEN: `liveStream->add`.
fn declared(service: &Service, action: &Action) -> String {
    format!("{}->{}", service.name, action.name)
}

/// The headers about what is dropped of the objects sent: `<Class>-<property>-error` (contract: wire, objects and update semantics).
fn dropped(action: &Action, params: &Map, rights: Rights) -> Vec<(String, String)> {
    let is_add = action.name.starts_with("add");
    let code =
        if is_add { "PROPERTY_VALIDATION_NO_INSERT_PERMISSION" } else { "PROPERTY_VALIDATION_NO_UPDATE_PERMISSION" };
    let objects = action.arguments.iter().filter_map(|argument| match argument.ty {
        Type::Object(declared) => {
            let sent = params.get(argument.name)?.as_map()?;
            Some((cast::class(declared, sent), sent))
        }
        _ => None,
    });
    objects
        .flat_map(|(class, sent)| {
            update::dropped(class, sent, rights).into_iter().map(|property| (class.name, property))
        })
        .map(|(class, property)| {
            let error = Error::coded(Kind::Denied, code).arg("PROP", format!("{class}::{property}"));
            (format!("{class}-{property}-error"), schema::error::message(&error))
        })
        .collect()
}

fn find(params: &Map) -> Result<(&'static Service, &'static Action, &'static Route)> {
    let text = |name| params.text(name).filter(|text| !text.is_empty());
    let service_name = text("service").ok_or_else(|| Error::coded(Kind::Invalid, "SERVICE_NOT_SPECIFIED"))?;
    let service = schema::service::find(&service_name).ok_or_else(|| {
        Error::coded(Kind::Invalid, "SERVICE_DOES_NOT_EXISTS").arg("SRV_NAME", service_name.to_lowercase())
    })?;
    let action_name = text("action").ok_or_else(|| Error::coded(Kind::Invalid, "ACTION_NOT_SPECIFIED"))?;
    let found = service.action(&action_name).and_then(|action| Some((action, dispatch::route(action)?)));
    let (action, route) = found.ok_or_else(|| {
        Error::coded(Kind::Invalid, "ACTION_DOES_NOT_EXISTS")
            .arg("ACTION_NAME", action_name.to_lowercase())
            .arg("SERVICE_NAME", service_name.to_lowercase())
    })?;
    Ok((service, action, route))
}

/// `language` is a code such as `en` or `en-GB`, or `multi`.
fn language(params: &Map) -> Result<()> {
    let Some(code) = params.text("language").filter(|code| !code.is_empty()) else { return Ok(()) };
    let mut parts = code.split(['-', '_']);
    let is_tongue = parts
        .next()
        .is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let is_code = is_tongue
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if is_code || code == "multi" {
        Ok(())
    } else {
        Err(Error::coded(Kind::Invalid, "INVALID_LANGUAGE_CODE").arg("LANGUAGE_CODE", code))
    }
}

/// The ownership rule of the action's row (contract: session, ownership check). An entry that does not exist is the action's to report.
async fn ownership(catalog: &Catalog, actor: &Actor, action: &Action, params: &Map) -> Result<()> {
    let (argument, owner_only) = match action.owner {
        Owner::Anyone => return Ok(()),
        Owner::Editor(argument) => (argument, false),
        Owner::OwnerOnly(argument) => (argument, true),
    };
    if actor.kind == SessionKind::None {
        let error = Error::coded(Kind::Denied, "INVALID_KS");
        return Err(error.arg("KSID", "").arg("ERR_CODE", "-4").arg("ERR_DESC", "INVALID_TYPE"));
    }
    let id = params.text(argument).unwrap_or_default();
    let entry = match catalog.entry(actor, &id).await {
        Ok(entry) => entry,
        Err(error) if error.kind == Kind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if owner_only { actor.require_delete(&entry.entry) } else { actor.require_edit(&entry.entry) }
}
