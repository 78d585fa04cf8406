//! Sessions and app tokens.

use super::{change, code, code_int, code_of, code_text, time};
use domain::session::SessionInfo;
use domain::session::app_token::{AppToken, AppTokenPatch};
use schema::enums::AppTokenHashType;
use schema::{Field, Map, Time, object as o};

pub fn info(info: SessionInfo) -> o::SessionInfo {
    o::SessionInfo {
        ks: info.ks.map_or(Field::Null, Field::Set),
        session_type: code(info.kind),
        partner_id: info.partner.0.into(),
        user_id: info.user.into(),
        expiry: Time(info.expiry).into(),
        privileges: info.privileges.into(),
    }
}

pub fn app_token(token: &AppToken) -> o::AppToken {
    o::AppToken {
        id: token.id.clone().into(),
        token: token.token.reveal().clone().into(),
        partner_id: token.partner.0.into(),
        created_at: time(token.created_at),
        updated_at: time(token.updated_at),
        status: code(token.status),
        expiry: Field::of(token.expiry.map(Time)),
        session_type: code_of(token.session_type),
        session_user_id: Field::of(token.session_user_id.clone()),
        session_duration: Field::of(token.session_duration),
        session_privileges: Field::of(token.session_privileges.clone()),
        hash_type: code::<AppTokenHashType>(token.hash_type.name()),
        description: Field::of(token.description.clone()),
    }
}

/// `kept` is what the checks of `schema::update` left of `sent`.
pub fn app_token_patch(sent: &o::AppToken, kept: &Map) -> AppTokenPatch {
    debug_assert!(kept.get("id").is_none(), "readonly properties are gone");
    AppTokenPatch {
        expiry: change(&sent.expiry, |time| time.0),
        session_type: change(&sent.session_type, code_int),
        session_user_id: change(&sent.session_user_id, |text| text),
        session_duration: change(&sent.session_duration, |seconds| seconds),
        session_privileges: change(&sent.session_privileges, |text| text),
        hash_type: change(&sent.hash_type, code_text),
        description: change(&sent.description, |text| text),
    }
}
