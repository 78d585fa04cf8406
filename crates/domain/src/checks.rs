//! Fuzz entry functions: each asserts meaning, not only survival. Driven by proptest here and by cargo-fuzz in `fuzz/`.

use crate::access::rule::{Context, Range, Rules, Visitor, domain_of, number};
use crate::actor::Actor;
use crate::metadata::xml::{DEPTH_MAX, Schema, check_form, child_texts};
use crate::session::privileges::Privileges;
use crate::session::{NewKs, Sealed};
use base::{PartnerId, Secret, UserId};
use serde_json::json;
use std::net::IpAddr;
use std::sync::OnceLock;

/// A KS: any bytes are survived, what was sealed opens to the same, and no changed bit is accepted.
pub fn domain_ks(data: &[u8]) {
    let secret = Secret::new("0123456789abcdef0123456789abcdef".to_owned());
    let secrets = std::slice::from_ref(&secret);
    let text = String::from_utf8_lossy(data);
    if let Ok(sealed) = Sealed::parse(&text) {
        assert!(sealed.open(secrets).is_err(), "a KS that nobody signed");
    }

    let Some((seed, rest)) = data.split_first_chunk::<20>() else { return };
    let (user, privileges) = rest.split_at(rest.len() / 2);
    let user: String = String::from_utf8_lossy(user).chars().filter(|c| *c != '\0').take(UserId::CHARS_MAX).collect();
    let user: UserId = user.parse().expect("cut to what a user id may be");
    let privileges = Privileges::parse(&String::from_utf8_lossy(privileges));
    let expires = i64::from(u32::from_le_bytes([seed[0], seed[1], seed[2], seed[3]]));
    let mut random = [0; 16];
    random.copy_from_slice(&seed[4..]);
    let new = NewKs {
        partner: PartnerId(i64::from(seed[0]) + 101),
        user: &user,
        kind: i64::from(seed[1] % 3),
        expires,
        privileges: &privileges,
        master: (seed[2] & 1 == 1).then_some(""),
        additional: (seed[2] & 2 == 2).then_some("more"),
    };
    let own = ["_e", "_t", "_u", "_m", "_d"];
    let kept: Vec<_> = privileges.iter().filter(|(name, _)| !own.contains(name)).collect();
    let v1 = new.seal_v1(&secret, u32::from(seed[3]));
    for (version, text) in [(2, Some(new.seal_v2(&secret, random))), (1, v1)] {
        let Some(text) = text else { continue };
        if text.len() > Sealed::BYTES_MAX {
            continue;
        }
        let ks = Sealed::parse(&text).expect("our form").open(secrets).expect("our signature");
        assert_eq!((ks.partner, &ks.user, ks.kind, ks.expires), (new.partner, &user, new.kind, expires));
        if version == 2 {
            assert_eq!(ks.privileges.iter().collect::<Vec<_>>(), kept);
        }
        let at = usize::from(u16::from_le_bytes([seed[5], seed[6]])) % text.len();
        let mut flipped = text.clone().into_bytes();
        flipped[at] ^= 1 << (seed[7] % 7);
        let flipped = String::from_utf8(flipped).expect("seven bits stay ASCII");
        // The partner stands outside the seal, but names whose secrets are tried.
        let other = Secret::new("another partner's secret".to_owned());
        let opened = Sealed::parse(&flipped).and_then(|sealed| {
            let tried = if sealed.partner() == new.partner { &secret } else { &other };
            sealed.open(std::slice::from_ref(tried))
        });
        // `-` and `+`, `_` and `/` are the same letter of the two alphabets, but never one bit apart.
        assert!(opened.is_err(), "bit {} of byte {at} does not matter", seed[7] % 7);
    }
}

/// Privileges: the text form is canonical, and lookups agree with it.
pub fn domain_privileges(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for privileges in [Privileges::parse(&text), Privileges::parse_merging(&text)] {
        let printed = privileges.to_string();
        let again = Privileges::parse(&printed);
        assert_eq!(again.to_string(), printed);
        assert_eq!(again, privileges);
        for (name, value) in privileges.iter() {
            assert_eq!(privileges.value(name), Some(value));
            for item in value.split('/') {
                assert!(privileges.verify(name, item));
            }
        }
        // A caller without the token's leave adds nothing reserved.
        let merged = Privileges::default().merged_with_wishes(&privileges);
        for reserved in ["edit", "setrole", "sview", "sessionid", "all", "disableentitlement"] {
            assert!(!merged.has(reserved), "{reserved}");
        }
        // Who signs in gets nothing by asking for it.
        let narrowed = privileges.clone().narrowing();
        for widening in ["edit", "setrole", "sview", "list", "edituser", "all", "disableentitlement", "apptoken"] {
            assert!(!narrowed.has(widening) && !narrowed.verify(widening, "x"), "{widening}");
        }
    }
}

/// XML: hostile forms are refused whatever stands around them, judging survives anything, and what is valid stays valid.
pub fn domain_xml(data: &[u8]) {
    static SCHEMA: OnceLock<Schema> = OnceLock::new();
    let schema = SCHEMA.get_or_init(|| Schema::compile(XSD).expect("our own schema"));
    let text = String::from_utf8_lossy(data);
    if schema.validate(&text).is_ok() {
        assert_eq!(check_form(&text), Ok(()), "what is valid is well-formed");
    }
    drop(child_texts(&text, ["StartTime", "Timezone"]));
    drop(Schema::compile(&text));
    let hostile = [
        format!("<!DOCTYPE metadata [<!ENTITY x \"y\">]><metadata><Timezone>&x;</Timezone></metadata>{text}"),
        format!("<!DOCTYPE metadata SYSTEM \"file:///etc/passwd\">{text}"),
        format!("<metadata><Timezone>&undeclared;</Timezone></metadata>{text}"),
        format!("{}{text}", "<metadata>".repeat(DEPTH_MAX + 1)),
        format!("<metadata>{text}"),
    ];
    for (index, hostile) in hostile.iter().enumerate() {
        // An unclosed document may be closed by what follows it; the others are lost whatever follows.
        assert!(index == 4 || schema.validate(hostile).is_err(), "{hostile}");
    }
    let plain: String =
        text.chars().filter(|c| *c >= ' ' && !matches!(*c, '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')).collect();
    let plain = plain.trim();
    let escaped = plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let valid = format!("<metadata><StartTime>5</StartTime><Timezone>{escaped}</Timezone></metadata>");
    assert_eq!(schema.validate(&valid), Ok(()), "{valid}");
    let [starts, timezone] = child_texts(&valid, ["StartTime", "Timezone"]);
    assert_eq!((starts.as_deref(), timezone.as_deref()), (Some("5"), Some(plain)));
}

/// Rules of access control: the text is tried as an address range, as a domain, as a pattern, and as the rules themselves. Whatever can be
/// read can be judged; a range contains its own ends; a rule and its opposite never both apply.
pub fn domain_rules(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let nobody = Actor::nobody(PartnerId(101));
    let entry = "0_abcd1234".parse().expect("an id");
    let address = text.trim().parse::<IpAddr>().ok();
    if let Some(address) = address {
        let range = Range::parse(&text).expect("an address is a range of one");
        assert!(range.contains(number(address)));
    }
    if let Some((first, last)) = text.split_once('-')
        && let Some(range) = Range::parse(&text)
    {
        let ends = [first, last].map(|end| number(end.trim().parse().expect("both ends were read")));
        assert!(ends.iter().all(|end| range.contains(*end)));
    }
    let host = domain_of(&text);
    assert!(!host.contains('/') && !host.contains('@') && domain_of(&host) == host, "{host}");

    let visitor = Visitor { actor: &nobody, address, referrer: Some(&text), agent: Some(&text) };
    if let Ok(rules) = serde_json::from_slice(data).map_err(drop).and_then(|rules| Rules::read(&rules).map_err(drop)) {
        rules.judge(&entry, &visitor, Context::Play);
    }
    let value = json!([{ "objectType": "KalturaStringValue", "value": text }]);
    for class in ["KalturaIpAddressCondition", "KalturaSiteCondition", "KalturaUserAgentCondition"] {
        let applies = [false, true].map(|not| {
            let condition = json!({ "objectType": class, "not": not, "values": value });
            let action = json!({ "objectType": "KalturaAccessControlBlockAction" });
            let rules = Rules::read(&json!([{ "conditions": [condition], "actions": [action] }])).ok()?;
            Some(rules.judge(&entry, &visitor, Context::Play).is_blocked)
        });
        assert!(matches!(applies, [None, None] | [Some(true), Some(false)] | [Some(false), Some(true)]), "{applies:?}");
    }
}

const XSD: &str = r#"<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema"><xsd:element name="metadata"><xsd:complexType><xsd:sequence>
<xsd:element name="StartTime" type="xsd:long" minOccurs="0"/><xsd:element name="Timezone" type="xsd:string" minOccurs="0"/>
</xsd:sequence></xsd:complexType></xsd:element></xsd:schema>"#;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ks(data in proptest::collection::vec(any::<u8>(), 0..400)) {
            super::domain_ks(&data);
        }

        #[test]
        fn ks_of_text(text in "[ -~]{20,200}") {
            super::domain_ks(text.as_bytes());
        }

        #[test]
        fn privileges(text in "([a-z*]{0,4}[:, /]{0,2}){0,12}") {
            super::domain_privileges(text.as_bytes());
        }

        #[test]
        fn privileges_of_anything(data in proptest::collection::vec(any::<u8>(), 0..200)) {
            super::domain_privileges(&data);
        }

        #[test]
        fn xml(text in "(<[a-z/!?]{0,9}>?|&[a-z#0-9]{0,4};?|[ -~é]{0,6}|<metadata>|</metadata>|<Timezone>|]]>|<!--|-->){0,12}") {
            super::domain_xml(text.as_bytes());
        }

        #[test]
        fn rules(text in "[0-9a-f.:/-]{0,40}|[a-z@:/.\\[\\]?#%-]{0,40}|[a-z|()*+?\\[\\]{},0-9]{0,30}|[ -~é]{0,60}") {
            super::domain_rules(text.as_bytes());
        }

        #[test]
        fn xml_of_anything(data in proptest::collection::vec(any::<u8>(), 0..300)) {
            super::domain_xml(&data);
        }
    }
}
