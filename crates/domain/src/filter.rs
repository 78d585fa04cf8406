//! Filters, orders and pages as the API has them, turned into constraints (contract: wire, filters and pager).
//!
//! A filter arrives as pairs of property name and value, e.g. `createdAtGreaterThanOrEqual` and 1700000000. Each subject has a map
//! from field to columns; what is not in the map is ignored, as the contract asks.

use std::collections::HashSet;
use store::{Constraint, Op, Order, Value};

/// Properties of a filter object under their wire names, without `objectType` and `orderBy`. Times are seconds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pub properties: Vec<(String, Value)>,
    /// `+createdAt,-name`; a leading space counts as `+`.
    pub order_by: Option<String>,
}

/// Which page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pager {
    size: i64,
    index: i64,
}

/// One page and how many there are on all pages.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    pub objects: Vec<T>,
    pub total: i64,
}

impl<T> Page<T> {
    pub fn empty() -> Self {
        Self { objects: Vec::new(), total: 0 }
    }
}

impl Default for Pager {
    fn default() -> Self {
        Self { size: 30, index: 1 }
    }
}

impl Pager {
    pub const SIZE_MAX: i64 = 500;
    const INDEX_MAX: i64 = 1_000_000_000;

    /// `size` is clamped to 0..=500, `index` to at least 1. `None` means the default.
    pub fn new(size: Option<i64>, index: Option<i64>) -> Self {
        let default = Self::default();
        Self {
            size: size.unwrap_or(default.size).clamp(0, Self::SIZE_MAX),
            index: index.unwrap_or(default.index).clamp(1, Self::INDEX_MAX),
        }
    }

    pub fn limit(self) -> i64 {
        self.size
    }

    pub fn offset(self) -> i64 {
        (self.index - 1).saturating_mul(self.size)
    }
}

/// How a column's values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Int,
    Text,
    /// A fraction.
    Real,
    /// A user id in lower case.
    User,
    /// Seconds on the wire, milliseconds in the column: what is printed equal also compares equal, and an index serves.
    Millis,
}

/// A field of a filter and the columns it looks at (several: any of them).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    pub unit: Unit,
}

impl Filter {
    /// Values used of an `In` list (contract: wire, filters).
    const LIST_VALUES_MAX: usize = 500;

    /// A filter of one property, for callers inside.
    pub fn one(name: &str, value: impl Into<Value>) -> Self {
        Self { properties: vec![(name.to_owned(), value.into())], order_by: None }
    }

    /// The value of a property as text; `None` when absent or empty, which the contract treats alike.
    pub fn text(&self, name: &str) -> Option<String> {
        let (_, value) = self.properties.iter().find(|(property, _)| property == name)?;
        match value {
            Value::Text(text) if !text.is_empty() => Some(text.clone()),
            Value::Int(number) => Some(number.to_string()),
            Value::Real(number) => Some(number.to_string()),
            _ => None,
        }
    }

    pub fn has(&self, name: &str) -> bool {
        self.text(name).is_some()
    }

    pub fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has(name))
    }

    /// Items of a comma-separated property.
    pub fn list(&self, name: &str) -> Option<Vec<String>> {
        self.text(name).map(|text| split(&text).take(Self::LIST_VALUES_MAX).map(str::to_owned).collect())
    }

    pub(crate) fn constraints(&self, fields: &[Field]) -> Vec<Constraint> {
        let mut constraints = Vec::new();
        for (property, _) in &self.properties {
            let Some(text) = self.text(property) else { continue };
            let found = fields.iter().find_map(|field| {
                let suffix = property.strip_prefix(field.name)?;
                OPERATORS.iter().find(|(name, _)| *name == suffix).map(|(_, op)| (field, *op))
            });
            let Some((field, op)) = found else { continue };
            let (columns, values) = (field.columns.to_vec(), values(&text, op, field.unit));
            if op == Op::LikeAll {
                // Every term must be in one of the columns, not all of them in the same one.
                let one = |term| Constraint { columns: columns.clone(), op: Op::Like, values: vec![term] };
                constraints.extend(values.into_iter().map(one));
            } else {
                constraints.push(Constraint { columns, op, values });
            }
        }
        constraints
    }

    /// Orders by the known keys, then by `fallback`.
    pub(crate) fn orders(&self, keys: &[(&str, &'static str)], fallback: &[Order]) -> Vec<Order> {
        let mut orders = Vec::new();
        for key in self.order_by.as_deref().unwrap_or_default().split(',') {
            let descending = match key.as_bytes().first() {
                Some(b'-') => true,
                Some(b'+' | b' ') => false,
                _ => continue,
            };
            let name = key[1..].trim();
            if let Some((_, column)) = keys.iter().find(|(wire, _)| *wire == name) {
                orders.push(Order { column, descending });
            }
        }
        orders.extend_from_slice(fallback);
        // A column that was ordered by already decides nothing more, and would keep an index from being used.
        let mut seen = HashSet::new();
        orders.retain(|order| seen.insert(order.column));
        orders
    }
}

pub(crate) fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty())
}

const OPERATORS: &[(&str, Op)] = &[
    ("Equal", Op::Equal),
    ("NotEqual", Op::NotEqual),
    ("In", Op::In),
    ("NotIn", Op::NotIn),
    ("Like", Op::Like),
    ("StartsWith", Op::StartsWith),
    ("MultiLikeOr", Op::LikeAny),
    ("MultiLikeAnd", Op::LikeAll),
    ("GreaterThan", Op::Greater),
    ("LessThan", Op::Less),
    ("GreaterThanOrEqual", Op::GreaterOrEqual),
    ("LessThanOrEqual", Op::LessOrEqual),
    ("GreaterThanOrEqualOrNull", Op::GreaterOrEqualOrNull),
    ("LessThanOrEqualOrNull", Op::LessOrEqualOrNull),
    ("MatchOr", Op::ItemAny),
    ("MatchAnd", Op::ItemAll),
    ("NotContains", Op::ItemNone),
];

/// Milliseconds are one second wide: the bound is its beginning or its last millisecond.
fn millis(text: &str, op: Op) -> Value {
    let Ok(seconds) = text.parse::<i64>() else { return Value::Null };
    let begins = seconds.saturating_mul(1000);
    let is_last = matches!(op, Op::Greater | Op::LessOrEqual | Op::LessOrEqualOrNull);
    Value::Int(if is_last { begins.saturating_add(999) } else { begins })
}

/// Words and comma-separated terms.
pub(crate) fn terms(text: &str) -> Vec<Value> {
    let terms = text.split([',', ' ']).map(str::trim).filter(|term| !term.is_empty());
    terms.take(Filter::LIST_VALUES_MAX).map(|term| Value::Text(term.to_owned())).collect()
}

fn values(text: &str, op: Op, unit: Unit) -> Vec<Value> {
    let one = |item: &str| match unit {
        Unit::Text => Value::Text(item.to_owned()),
        Unit::User => Value::Text(item.to_lowercase()),
        Unit::Real => item.parse().map_or(Value::Null, Value::Real),
        Unit::Millis => millis(item, op),
        // What is no number matches nothing, e.g. a plugin's status such as `virusScan.Infected`.
        Unit::Int => item.parse().map_or(Value::Null, Value::Int),
    };
    match op {
        Op::In | Op::NotIn | Op::ItemAny | Op::ItemAll | Op::ItemNone => {
            split(text).take(Filter::LIST_VALUES_MAX).map(one).collect()
        }
        Op::LikeAny | Op::LikeAll => terms(text),
        _ => vec![one(text)],
    }
}
