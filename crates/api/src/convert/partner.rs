//! Accounts.

use super::{code, read_doc, text, time};
use domain::actor::ExplicitLive;
use domain::partner::{EXPLICIT_LIVE, Partner, PartnerPatch};
use schema::{Field, Map, Poly, Value, object as o};

/// `shows_secrets`: whoever reads it may make any session there is.
pub fn partner(partner: &Partner, shows_secrets: bool) -> o::Partner {
    let mut object = o::Partner::default();
    read_doc(&mut object, &partner.doc);
    object.id = partner.id.0.into();
    object.name = partner.name.clone().into();
    object.admin_email = Field::of(partner.email.clone());
    object.created_at = time(partner.created_at);
    object.status = code(if partner.is_active { 1 } else { 2 });
    object.partner_package = 1.into();
    object.default_entitlement_enforcement = false.into();
    if shows_secrets {
        object.secret = partner.secret.reveal().clone().into();
        object.admin_secret = Field::of(partner.admin_secrets.first().map(|secret| secret.reveal().clone()));
    }
    let setting = match partner.explicit_live() {
        ExplicitLive::Restricts => "restricts",
        ExplicitLive::Grants => "grants",
    };
    let setting = o::KeyValue { key: EXPLICIT_LIVE.to_owned().into(), value: setting.to_owned().into() };
    object.additional_params = vec![Poly::of(setting)].into();
    object
}

/// What is left of `sent` after the checks of `schema::update`, as the rules read it.
pub fn patch(sent: &o::Partner, kept: Map, allow_empty: bool) -> PartnerPatch {
    let mut patch = PartnerPatch::default();
    for (name, value) in kept {
        let is_empty = matches!(&value, Value::Text(text) if text.is_empty());
        match name.as_str() {
            _ if is_empty && !allow_empty => {}
            "name" => patch.name = text(&value),
            "adminEmail" => patch.email = text(&value),
            "additionalParams" => {}
            _ => {
                patch.doc.insert(name, value.to_json());
            }
        }
    }
    let settings = sent.additional_params.value().into_iter().flatten();
    patch.settings = settings
        .filter_map(|pair| Some((pair.key.value()?.clone(), pair.value.value().cloned().unwrap_or_default())))
        .collect();
    patch
}
