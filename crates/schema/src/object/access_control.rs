//! Access control: profiles with their rules, and what a request for content looks like to them (contract: playback, access control).

use crate::enums::{ConditionType, ContextType, RuleActionType};
use crate::object::{ListResponse, RelatedFilter};
use crate::{ApiObject, Field, Loose, NullableBoolean, Poly, Time, Value};

/// A value with a description.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaValue", is_abstract)]
pub struct DescribedValue {
    pub description: Field<String>,
}

/// A text.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaStringValue", extends = DescribedValue)]
pub struct StringValue {
    pub base: DescribedValue,
    pub value: Field<String>,
}

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
    #[api(stored)]
    pub ks: Field<String>,
    pub user_agent: Field<String>,
    #[api(stored)]
    pub time: Field<i64>,
    #[api(stored)]
    pub contexts: Field<Value>,
    #[api(stored)]
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

/// Only some thumbnails are made.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaAccessControlLimitThumbnailCaptureAction", extends = RuleAction)]
pub struct AccessControlLimitThumbnailCaptureAction {
    pub base: RuleAction,
}

/// What must hold for a rule to apply.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaCondition", is_abstract)]
pub struct Condition {
    #[api(readonly)]
    pub r#type: Field<ConditionType>,
    pub description: Field<String>,
    /// Holds when the rest does not.
    pub not: Field<bool>,
}

/// A session that has one of these privileges for the entry; without any, one that names a user.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaAuthenticatedCondition", extends = Condition)]
pub struct AuthenticatedCondition {
    pub base: Condition,
    pub privileges: Field<Vec<Poly<StringValue>>>,
}

/// One of several values.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaMatchCondition", extends = Condition, is_abstract)]
pub struct MatchCondition {
    pub base: Condition,
    pub values: Field<Vec<Poly<StringValue>>>,
}

/// Country codes. This server knows no address's country: no address is in any of them.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaCountryCondition", extends = MatchCondition)]
pub struct CountryCondition {
    pub base: MatchCondition,
}

/// Addresses: single, `a-b`, or `a/bits`.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaIpAddressCondition", extends = MatchCondition)]
pub struct IpAddressCondition {
    pub base: MatchCondition,
}

/// Domains of the page that plays, each with its subdomains.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaSiteCondition", extends = MatchCondition)]
pub struct SiteCondition {
    pub base: MatchCondition,
}

/// A pattern.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaRegexCondition", extends = MatchCondition, is_abstract)]
pub struct RegexCondition {
    pub base: MatchCondition,
}

/// Regular expressions that are searched in the browser's name, whatever the case. Without look-around and back-references.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaUserAgentCondition", extends = RegexCondition)]
pub struct UserAgentCondition {
    pub base: RegexCondition,
}

/// For what content is asked.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaContextTypeHolder")]
pub struct ContextTypeHolder {
    pub r#type: Field<ContextType>,
}

/// The same under its older name.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaAccessControlContextTypeHolder", extends = ContextTypeHolder)]
pub struct AccessControlContextTypeHolder {
    pub base: ContextTypeHolder,
}

/// If all conditions hold, the actions apply. A rule with a condition of a class that is not known never applies.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaRule")]
pub struct Rule {
    pub description: Field<String>,
    /// Told to who meets the rule.
    pub message: Field<String>,
    /// Told to players.
    pub code: Field<String>,
    pub actions: Field<Vec<Loose<RuleAction>>>,
    pub conditions: Field<Vec<Loose<Condition>>>,
    /// None: for whatever content is asked.
    pub contexts: Field<Vec<Poly<ContextTypeHolder>>>,
    /// Later rules are not looked at once this one applied.
    pub stop_processing: Field<bool>,
    /// Rules always apply to administrators too.
    #[api(stored)]
    pub force_admin_validation: Field<NullableBoolean>,
}

/// A named set of rules, which entries refer to by `accessControlId`.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaAccessControlProfile")]
pub struct AccessControlProfile {
    #[api(readonly)]
    pub id: Field<i64>,
    #[api(readonly)]
    pub partner_id: Field<i64>,
    pub name: Field<String>,
    pub system_name: Field<String>,
    pub description: Field<String>,
    #[api(readonly)]
    pub created_at: Field<Time>,
    #[api(readonly)]
    pub updated_at: Field<Time>,
    /// New entries get it. Setting it takes it from the profile that had it.
    pub is_default: Field<NullableBoolean>,
    /// In the order in which they run.
    pub rules: Field<Vec<Poly<Rule>>>,
}

/// Which profiles are wanted.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaAccessControlProfileFilter", extends = RelatedFilter)]
pub struct AccessControlProfileFilter {
    pub base: RelatedFilter,
    pub id_equal: Field<i64>,
    pub id_in: Field<String>,
    pub system_name_equal: Field<String>,
    pub system_name_in: Field<String>,
    pub created_at_greater_than_or_equal: Field<Time>,
    pub created_at_less_than_or_equal: Field<Time>,
    pub updated_at_greater_than_or_equal: Field<Time>,
    pub updated_at_less_than_or_equal: Field<Time>,
}

/// A page of profiles.
#[derive(Clone, Debug, Default, ApiObject)]
#[api(name = "KalturaAccessControlProfileListResponse", extends = ListResponse)]
pub struct AccessControlProfileListResponse {
    pub base: ListResponse,
    #[api(readonly)]
    pub objects: Field<Vec<Poly<AccessControlProfile>>>,
}
