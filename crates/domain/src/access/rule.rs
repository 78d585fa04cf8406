//! The rules of an access control profile: read once from what is stored, then asked for every playback session.
//!
//! Contract: playback, access control. Conditions of a rule are ANDed, rules run in order, no conditions mean always, no contexts mean
//! every context. A rule with a condition that this server cannot judge never applies: it is stored, without effect.
//!
//! Invariants
//! * judging costs time linear in the rules and in what the caller sent: patterns cannot backtrack;
//! * what would protect nobody (a pattern or an address range that cannot be read) is refused when it is sent, never ignored later.

use crate::actor::{Actor, SessionKind};
use base::{EntryId, Error, Kind, Result};
use regex::{RegexSet, RegexSetBuilder};
use serde_json::Value as Json;
use std::net::IpAddr;

/// Bytes of the rules of one profile as JSON. More are refused.
pub const RULES_BYTES_MAX: usize = 64 << 10;
/// Rules of one profile. More are refused.
pub const RULES_MAX: usize = 100;
/// Patterns of all user-agent conditions of one profile. More are refused.
pub const PATTERNS_MAX: usize = 50;
/// Compiled size of the patterns of one condition, in bytes. A larger one is refused.
const PATTERNS_BYTES_MAX: usize = 256 << 10;
/// Memory that one condition may use to match quickly, in bytes.
const PATTERNS_CACHE_BYTES: usize = 64 << 10;
/// Bytes of a user agent or referrer that are looked at.
const SENT_BYTES_MAX: usize = 4096;

/// For what content is asked; the values are the wire's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    Play = 1,
    Thumbnail = 3,
}

/// Who asks for content, and how.
#[derive(Clone, Copy, Debug)]
pub struct Visitor<'a> {
    pub actor: &'a Actor,
    pub address: Option<IpAddr>,
    /// Address of the page that asks.
    pub referrer: Option<&'a str>,
    /// `User-Agent`
    pub agent: Option<&'a str>,
}

/// What kind of condition restricts; each has a message of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restriction {
    Session,
    Country,
    Address,
    Site,
    Agent,
}

impl Restriction {
    /// Contract: playback, access control messages.
    fn message(self) -> Message {
        let (code, message) = match self {
            Self::Country => (
                "COUNTRY_RESTRICTED",
                "Un authorized country\nWe're sorry, this content is only available in certain countries.",
            ),
            Self::Site => (
                "SITE_RESTRICTED",
                "Un authorized domain\nWe're sorry, this content is only available on certain domains.",
            ),
            Self::Address => (
                "IP_RESTRICTED",
                "Un authorized IP address\nWe're sorry, this content is only available for certain IP addresses.",
            ),
            Self::Session => {
                ("SESSION_RESTRICTED", "No KS where KS is required\nWe're sorry, access to this content is restricted.")
            }
            Self::Agent => (
                "USER_AGENT_RESTRICTED",
                "User Agent Restricted\nWe're sorry, this content is not available for your device.",
            ),
        };
        Message { code: code.to_owned(), message: message.to_owned() }
    }
}

/// Why a rule did something, for people and for players.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    pub code: String,
    pub message: String,
}

/// What the rules came to for one visitor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// Nothing plays.
    pub is_blocked: bool,
    /// Conditions of the rules that block.
    pub restrictions: Vec<Restriction>,
    pub messages: Vec<Message>,
    /// Actions of every rule that applied, as they are stored.
    pub actions: Vec<Json>,
    /// Seconds, of the shortest preview.
    pub preview: Option<i64>,
    flavors: Vec<Limit>,
    deliveries: Vec<Limit>,
}

impl Verdict {
    /// May the rendition of these flavor params be had?
    pub fn allows_flavor(&self, params: i64) -> bool {
        self.flavors.iter().all(|limit| limit.allows(params))
    }

    /// May this delivery profile be used?
    pub fn allows_delivery(&self, profile: i64) -> bool {
        self.deliveries.iter().all(|limit| limit.allows(profile))
    }
}

/// Ids that alone may be had, or that alone may not.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Limit {
    ids: Vec<i64>,
    is_blocked_list: bool,
}

impl Limit {
    fn read(action: &Json, ids: &str) -> Self {
        let ids = crate::filter::split(text(action, ids)).filter_map(|id| id.parse().ok()).collect();
        Self { ids, is_blocked_list: is_true(action, "isBlockedList") }
    }

    fn allows(&self, id: i64) -> bool {
        self.ids.contains(&id) != self.is_blocked_list
    }
}

/// The rules of one profile.
#[derive(Debug, Default)]
pub struct Rules(Vec<Rule>);

#[derive(Debug)]
struct Rule {
    message: Option<String>,
    code: Option<String>,
    conditions: Vec<Condition>,
    actions: Vec<(Action, Json)>,
    /// Empty: every one.
    contexts: Vec<i64>,
    stops: bool,
}

#[derive(Debug)]
struct Condition {
    not: bool,
    test: Test,
}

#[derive(Debug)]
enum Test {
    /// A session that has one of these privileges for the entry; none: that names a user.
    Session(Vec<String>),
    /// No table of addresses and countries comes with this server: an address is in no country of any list.
    Country,
    Address(Vec<Range>),
    /// Domains, lower case, each with its subdomains.
    Site(Vec<String>),
    Agent(RegexSet),
    /// Stored, not understood.
    Unknown,
}

#[derive(Debug)]
enum Action {
    Block,
    Preview(i64),
    LimitFlavors(Limit),
    LimitDeliveries(Limit),
    /// Told to the caller, nothing else.
    Other,
}

impl Rules {
    /// Reads the rules as they are sent and stored: an array of `KalturaRule` with `objectType` in every object.
    /// `PROPERTY_VALIDATION_WRONG_FORMAT` names the class and property that cannot be read, `PROPERTY_VALIDATION_MAX_LENGTH` what is too much.
    pub fn read(rules: &Json) -> Result<Self> {
        let rules: &[Json] = rules.as_array().map_or(&[], Vec::as_slice);
        if rules.len() > RULES_MAX {
            return Err(too_long("KalturaAccessControlProfile::rules", RULES_MAX));
        }
        let mut patterns = 0;
        rules.iter().map(|rule| Rule::read(rule, &mut patterns)).collect::<Result<_>>().map(Self)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What applies to this visitor.
    pub fn judge(&self, entry: &EntryId, visitor: &Visitor<'_>, context: Context) -> Verdict {
        let mut verdict = Verdict::default();
        for rule in self.of(context) {
            if !rule.conditions.iter().all(|condition| condition.holds(entry, visitor)) {
                continue;
            }
            rule.apply(&mut verdict);
            if rule.stops {
                break;
            }
        }
        verdict
    }

    /// Whether who may watch depends on the address.
    pub fn bind_address(&self) -> bool {
        self.asks(|test| matches!(test, Test::Address(_)))
    }

    /// Whether who may watch depends on the session.
    pub fn bind_session(&self) -> bool {
        self.asks(|test| matches!(test, Test::Session(_)))
    }

    fn asks(&self, wanted: impl Fn(&Test) -> bool) -> bool {
        self.of(Context::Play).any(|rule| rule.conditions.iter().any(|condition| wanted(&condition.test)))
    }

    fn of(&self, context: Context) -> impl Iterator<Item = &Rule> {
        self.0.iter().filter(move |rule| rule.contexts.is_empty() || rule.contexts.contains(&(context as i64)))
    }
}

impl Rule {
    fn read(rule: &Json, patterns: &mut usize) -> Result<Self> {
        let set = |name| Some(text(rule, name)).filter(|text| !text.is_empty()).map(str::to_owned);
        let conditions = items(rule, "conditions").iter().map(|condition| Condition::read(condition, patterns));
        let context = |holder: &Json| {
            let value = holder.get("type")?;
            value.as_i64().or_else(|| value.as_str()?.parse().ok())
        };
        Ok(Self {
            message: set("message"),
            code: set("code"),
            conditions: conditions.collect::<Result<_>>()?,
            actions: items(rule, "actions").iter().map(|action| (Action::read(action), action.clone())).collect(),
            contexts: items(rule, "contexts").iter().filter_map(context).collect(),
            stops: is_true(rule, "stopProcessing"),
        })
    }

    fn apply(&self, verdict: &mut Verdict) {
        let restriction = self.conditions.iter().find_map(Condition::restriction);
        let mut blocks = false;
        for (action, stored) in &self.actions {
            verdict.actions.push(stored.clone());
            match action {
                Action::Block => blocks = true,
                Action::Preview(limit) => {
                    verdict.preview = Some(verdict.preview.map_or(*limit, |known| known.min(*limit)));
                }
                Action::LimitFlavors(limit) => verdict.flavors.push(limit.clone()),
                Action::LimitDeliveries(limit) => verdict.deliveries.push(limit.clone()),
                Action::Other => {}
            }
        }
        if blocks {
            verdict.is_blocked = true;
            verdict.restrictions.extend(self.conditions.iter().filter_map(Condition::restriction));
        }
        let usual = restriction.filter(|_| blocks).map(Restriction::message).unwrap_or_default();
        let message = Message {
            code: self.code.clone().unwrap_or(usual.code),
            message: self.message.clone().unwrap_or(usual.message),
        };
        if message != Message::default() {
            verdict.messages.push(message);
        }
    }
}

impl Condition {
    fn read(condition: &Json, patterns: &mut usize) -> Result<Self> {
        let class = text(condition, "objectType");
        let values = || items(condition, "values").iter().map(value).filter(|value| !value.is_empty());
        let wrong = |format: &str| {
            let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_WRONG_FORMAT");
            error.arg("PROP_NAME", format!("{class}::values")).arg("FORMAT", format)
        };
        let test = match class {
            "KalturaAuthenticatedCondition" => {
                let privileges = items(condition, "privileges").iter().map(value);
                Test::Session(privileges.filter(|name| !name.is_empty()).map(str::to_owned).collect())
            }
            "KalturaCountryCondition" => Test::Country,
            "KalturaIpAddressCondition" => {
                let ranges = values().map(Range::parse).collect::<Option<_>>();
                Test::Address(ranges.ok_or_else(|| wrong("address, address-address or address/bits"))?)
            }
            "KalturaSiteCondition" => Test::Site(values().map(domain_of).collect()),
            "KalturaUserAgentCondition" => {
                *patterns += values().count();
                if *patterns > PATTERNS_MAX {
                    return Err(too_long("KalturaUserAgentCondition::values", PATTERNS_MAX));
                }
                let set = RegexSetBuilder::new(values())
                    .case_insensitive(true)
                    .size_limit(PATTERNS_BYTES_MAX)
                    .dfa_size_limit(PATTERNS_CACHE_BYTES)
                    .build();
                Test::Agent(set.map_err(|_| wrong("regular expression"))?)
            }
            _ => Test::Unknown,
        };
        Ok(Self { not: is_true(condition, "not"), test })
    }

    fn holds(&self, entry: &EntryId, visitor: &Visitor<'_>) -> bool {
        let found = match &self.test {
            Test::Unknown => return false,
            Test::Session(privileges) => has_session(visitor.actor, privileges, entry),
            Test::Country => false,
            Test::Address(ranges) => visitor.address.is_some_and(|address| {
                let address = number(address);
                ranges.iter().any(|range| range.contains(address))
            }),
            Test::Site(domains) => visitor.referrer.is_some_and(|referrer| {
                let host = domain_of(cut(referrer));
                domains.iter().any(|domain| is_below(&host, domain))
            }),
            Test::Agent(patterns) => visitor.agent.is_some_and(|agent| patterns.is_match(cut(agent))),
        };
        found != self.not
    }

    fn restriction(&self) -> Option<Restriction> {
        Some(match self.test {
            Test::Session(_) => Restriction::Session,
            Test::Country => Restriction::Country,
            Test::Address(_) => Restriction::Address,
            Test::Site(_) => Restriction::Site,
            Test::Agent(_) => Restriction::Agent,
            Test::Unknown => return None,
        })
    }
}

impl Action {
    fn read(action: &Json) -> Self {
        match text(action, "objectType") {
            "KalturaAccessControlBlockAction" => Self::Block,
            "KalturaAccessControlPreviewAction" => {
                Self::Preview(action.get("limit").and_then(Json::as_i64).unwrap_or(0))
            }
            "KalturaAccessControlLimitFlavorsAction" => Self::LimitFlavors(Limit::read(action, "flavorParamsIds")),
            "KalturaAccessControlLimitDeliveryProfilesAction" => {
                Self::LimitDeliveries(Limit::read(action, "deliveryProfileIds"))
            }
            _ => Self::Other,
        }
    }
}

/// ADMIN is a session for every purpose.
fn has_session(actor: &Actor, privileges: &[String], entry: &EntryId) -> bool {
    if actor.kind == SessionKind::None {
        return false;
    }
    if actor.is_admin() {
        return true;
    }
    if privileges.is_empty() {
        return !actor.user.is_anonymous();
    }
    privileges.iter().any(|wanted| match wanted.split_once(':') {
        Some((name, value)) => actor.has_privilege(name, value),
        None => actor.has_privilege(wanted, entry.as_str()),
    })
}

/// Addresses from the first to the last, IPv4 within IPv6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    first: u128,
    last: u128,
}

impl Range {
    /// A single address, `a-b`, or `a/bits`. `None` if it is none of these, or if both ends are not of one family.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let address = |text: &str| text.trim().parse::<IpAddr>().ok();
        if let Some((first, last)) = text.split_once('-') {
            let (first, last) = (address(first)?, address(last)?);
            let range = Self { first: number(first), last: number(last) };
            return (first.is_ipv4() == last.is_ipv4() && range.first <= range.last).then_some(range);
        }
        let Some((network, bits)) = text.split_once('/') else {
            let one = number(address(text)?);
            return Some(Self { first: one, last: one });
        };
        let network = address(network)?;
        let free = if network.is_ipv4() { 32 } else { 128 };
        let bits: u32 = bits.trim().parse().ok().filter(|bits| *bits <= free)?;
        let free_mask = u128::MAX.checked_shr(128 - (free - bits)).unwrap_or(0);
        let first = number(network) & !free_mask;
        Some(Self { first, last: first | free_mask })
    }

    pub(crate) fn contains(self, address: u128) -> bool {
        self.first <= address && address <= self.last
    }
}

/// An address as a number; an IPv4 address is the same in both its forms.
pub(crate) fn number(address: IpAddr) -> u128 {
    let wide = match address {
        IpAddr::V4(address) => address.to_ipv6_mapped(),
        IpAddr::V6(address) => address,
    };
    u128::from(wide)
}

/// The host of an address or of a bare domain, lower case: without scheme, user, port, path.
pub(crate) fn domain_of(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let is_around = |letter: char| letter.is_whitespace() || matches!(letter, '.' | '[');
    let host = host.trim_matches(is_around).split(']').next().unwrap_or_default();
    // One colon stands before a port, several are an IPv6 address.
    let host = if host.matches(':').count() > 1 { host } else { host.split(':').next().unwrap_or_default() };
    host.trim_matches(is_around).to_lowercase()
}

/// The domain itself, or one below it.
fn is_below(host: &str, domain: &str) -> bool {
    let domain = domain.strip_prefix("*.").unwrap_or(domain);
    !domain.is_empty() && host.strip_suffix(domain).is_some_and(|front| front.is_empty() || front.ends_with('.'))
}

/// What is looked at of a text that a caller sent.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(SENT_BYTES_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn items<'a>(object: &'a Json, name: &str) -> &'a [Json] {
    object.get(name).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

fn text<'a>(object: &'a Json, name: &str) -> &'a str {
    object.get(name).and_then(Json::as_str).unwrap_or_default()
}

/// Of a `KalturaStringValue`.
fn value(holder: &Json) -> &str {
    text(holder, "value").trim()
}

fn is_true(object: &Json, name: &str) -> bool {
    match object.get(name) {
        Some(Json::Bool(value)) => *value,
        Some(Json::Number(number)) => number.as_i64() == Some(1),
        Some(Json::String(text)) => matches!(text.as_str(), "1" | "true"),
        _ => false,
    }
}

fn too_long(property: &str, max: usize) -> Error {
    let error = Error::coded(Kind::Invalid, "PROPERTY_VALIDATION_MAX_LENGTH");
    error.arg("PROP_NAME", property).arg("MAX_LEN", max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        let cases = [
            ("192.0.2.7", "192.0.2.7", true),
            ("192.0.2.7", "::ffff:192.0.2.7", true),
            ("192.0.2.7", "192.0.2.8", false),
            ("192.0.2.7-192.0.2.9", "192.0.2.8", true),
            ("192.0.2.7 - 192.0.2.9", "192.0.2.10", false),
            ("192.0.2.0/24", "192.0.2.255", true),
            ("192.0.2.77/24", "192.0.2.1", true),
            ("192.0.2.0/24", "192.0.3.0", false),
            ("0.0.0.0/0", "255.255.255.255", true),
            ("0.0.0.0/0", "2001:db8::1", false),
            ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/32", "2001:db9::1", false),
            ("::/0", "2001:db8::1", true),
            ("10.0.0.1/32", "10.0.0.1", true),
        ];
        for (range, address, inside) in cases {
            let range = Range::parse(range).expect(range);
            assert_eq!(range.contains(number(address.parse().expect("an address"))), inside, "{range:?} {address}");
        }
        for wrong in
            ["", "x", "1.2.3", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.9-1.2.3.4", "1.2.3.4-::1", "::/129", "1.2.3.4/"]
        {
            assert_eq!(Range::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn domains_and_what_is_below_them() {
        let cases = [
            ("https://user@www.Example.com:8443/a?b#c", "www.example.com"),
            ("example.com.", "example.com"),
            ("http://[2001:db8::1]:80/", "2001:db8::1"),
            ("https://evil.test/https://example.com", "evil.test"),
            ("https://example.com\\@evil.test/", "example.com"),
            ("", ""),
        ];
        for (address, host) in cases {
            assert_eq!(domain_of(address), host, "{address}");
        }
        for (host, domain, below) in [
            ("example.com", "example.com", true),
            ("a.example.com", "example.com", true),
            ("a.example.com", "*.example.com", true),
            ("badexample.com", "example.com", false),
            ("example.com.evil.test", "example.com", false),
            ("example.com", "", false),
        ] {
            assert_eq!(is_below(host, domain), below, "{host} {domain}");
        }
    }
}
