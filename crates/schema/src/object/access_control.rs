//! What access control asks and answers.

use crate::enums::RuleActionType;
use crate::{ApiObject, Field, Poly, Value};

/// A name and its value.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaKeyValue")]
pub struct KeyValue {
    pub key: Field<String>,
    pub value: Field<String>,
}

/// What a request for content looks like to access control.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaAccessControlScope")]
pub struct AccessControlScope {
    pub referrer: Field<String>,
    pub ip: Field<String>,
    pub ks: Field<String>,
    pub user_agent: Field<String>,
    pub time: Field<i64>,
    pub contexts: Field<Value>,
    pub hashes: Field<Vec<Poly<KeyValue>>>,
}

/// What a rule does.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaRuleAction", is_abstract)]
pub struct RuleAction {
    #[api(readonly)]
    pub r#type: Field<RuleActionType>,
}

/// Nothing plays.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaAccessControlBlockAction", extends = RuleAction)]
pub struct AccessControlBlockAction {
    pub base: RuleAction,
}

/// Only the beginning plays.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaAccessControlPreviewAction", extends = RuleAction)]
pub struct AccessControlPreviewAction {
    pub base: RuleAction,
    /// Seconds.
    pub limit: Field<i64>,
}

/// Only some renditions play.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaAccessControlLimitFlavorsAction", extends = RuleAction)]
pub struct AccessControlLimitFlavorsAction {
    pub base: RuleAction,
    pub flavor_params_ids: Field<String>,
    pub is_blocked_list: Field<bool>,
}

/// Only some deliveries play.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaAccessControlLimitDeliveryProfilesAction", extends = RuleAction)]
pub struct AccessControlLimitDeliveryProfilesAction {
    pub base: RuleAction,
    pub delivery_profile_ids: Field<String>,
    pub is_blocked_list: Field<bool>,
}

/// Why a rule did something.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaAccessControlMessage")]
pub struct AccessControlMessage {
    pub message: Field<String>,
    pub code: Field<String>,
}
