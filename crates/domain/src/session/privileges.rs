//! The privilege string of a KS: `name` or `name:value`, comma-separated; a value may hold items separated by `/`.
//!
//! Contract: session, privileges. Unknown names are kept and ignored, so callers can carry their own.

use std::fmt;

/// Privileges in the order they came. The text form is canonical: `parse(p.to_string()) == p`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Privileges {
    /// Name and value; an empty value means there was none.
    items: Vec<(String, String)>,
}

impl Privileges {
    /// The name a lone `*` stands for.
    const ALL: &str = "all";

    /// As version 2 and every new session reads the text: a repeated name replaces the earlier value.
    pub fn parse(text: &str) -> Self {
        let mut privileges = Self::default();
        for (name, value) in split(text) {
            privileges.set(name, value);
        }
        privileges
    }

    /// As version 1 reads it: the values of a repeated name are collected.
    pub fn parse_merging(text: &str) -> Self {
        let mut privileges = Self::default();
        for (name, value) in split(text) {
            privileges.append(name, value);
        }
        privileges
    }

    /// Name and value pairs in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.items.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of `name`; empty if it has none. Names compare exactly.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.items.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// `item` is one of the items of `name`, literally.
    pub fn has_item(&self, name: &str, item: &str) -> bool {
        self.value(name).is_some_and(|value| value.split('/').any(|known| known == item))
    }

    /// The contract's `verify`: everything allowed, or `name:*`, or `item` is listed. Items are compared whole.
    pub fn verify(&self, name: &str, item: &str) -> bool {
        self.is_all() || self.has_item(name, "*") || self.has_item(name, item)
    }

    /// The whole string is `*`.
    pub fn is_all(&self) -> bool {
        matches!(self.items.as_slice(), [(name, value)] if name == Self::ALL && value == "*")
    }

    /// Sets the value of `name`, at the place where it was or at the end.
    pub fn set(&mut self, name: &str, value: &str) {
        match self.items.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => value.clone_into(known),
            None => self.items.push((name.to_owned(), value.to_owned())),
        }
    }

    /// Adds to the values of `name`, separated by `/`.
    pub fn append(&mut self, name: &str, value: &str) {
        match self.items.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) if known.is_empty() => value.clone_into(known),
            Some(_) if value.is_empty() => {}
            Some((_, known)) => {
                known.push('/');
                known.push_str(value);
            }
            None => self.items.push((name.to_owned(), value.to_owned())),
        }
    }

    /// What an app token's session may carry (contract: session, appToken service): the caller's wishes are heard only where the
    /// token allows it, that is for names that are neither reserved nor set by the token, or that the token set to `*`.
    #[must_use]
    pub fn merged_with_wishes(mut self, wishes: &Self) -> Self {
        for (name, value) in wishes.iter() {
            let reserved = RESERVED.iter().any(|known| known.eq_ignore_ascii_case(name));
            let free = !reserved && !self.has(name);
            if free || self.has_item(name, "*") {
                self.set(name, value);
            }
        }
        self
    }

    /// Only what does not give its holder more than the holder is: names that limit, and those that others carry for themselves.
    #[must_use]
    pub fn narrowing(self) -> Self {
        let is_one = |list: &[&str], name: &str| list.iter().any(|known| known.eq_ignore_ascii_case(name));
        let kept = self.items.into_iter().filter(|(name, _)| is_one(LIMITING, name) || !is_one(RESERVED, name));
        Self { items: kept.collect() }
    }
}

impl fmt::Display for Privileges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_all() {
            return f.write_str("*");
        }
        for (index, (name, value)) in self.items.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            f.write_str(name)?;
            if !value.is_empty() {
                write!(f, ":{value}")?;
            }
        }
        Ok(())
    }
}

fn split(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let items = text.split(',').map(str::trim).map(|item| {
        let (name, value) = item.split_once(':').map_or((item, ""), |(name, value)| (name.trim_end(), value));
        if name == "*" && value.is_empty() { (Privileges::ALL, "*") } else { (name, value) }
    });
    items.filter(|(name, _)| !name.is_empty())
}

/// Names only an app token itself may set (contract: session, privileges, reserved names).
const RESERVED: &[&str] = &[
    "edit",
    "sview",
    "list",
    "download",
    "downloadasset",
    "editplaylist",
    "sviewplaylist",
    "actionslimit",
    "setrole",
    "restrictingrole",
    "limitentry",
    "iprestrict",
    "urirestrict",
    "enableentitlement",
    "disableentitlement",
    "disableentitlementforentry",
    "disableentitlementforplaylist",
    "privacycontext",
    "enablecategorymoderation",
    "reftime",
    "sessionkey",
    "preview",
    "sessionid",
    "jobtype",
    "apptoken",
    "enablechangeaccount",
    "edituser",
    "enablecaptionmoderation",
    "editadmintags",
    "restrictexplicitliveview",
    "virtualeventid",
    "searchcontext",
    "disablesessiontypecheck",
    // A lone `*` passes every value check, so a caller may not wish for it.
    "all",
    "*",
];

/// Reserved names that only ever take something from their holder.
const LIMITING: &[&str] = &[
    "actionslimit",
    "restrictingrole",
    "limitentry",
    "iprestrict",
    "urirestrict",
    "enableentitlement",
    "enablecategorymoderation",
    "sessionid",
    "sessionkey",
];
