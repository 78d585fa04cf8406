//! What the properties of a filter ask for: a field, an operator, values (contract: wire, filters).
//!
//! Belongs here: how the wire spells constraints and order. Turning them into columns is the business of whoever owns the rows.

use crate::{Api, Ref, Value, object};

/// Values of one comma list that are used; further ones are dropped, as in the reference.
pub const LIST_VALUES_MAX: usize = 500;

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    Equal,
    NotEqual,
    In,
    NotIn,
    Like,
    MultiLikeOr,
    MultiLikeAnd,
    GreaterThan,
    LessThan,
    GreaterThanOrEqual,
    LessThanOrEqual,
    GreaterThanOrEqualOrNull,
    LessThanOrEqualOrNull,
    MatchAnd,
    MatchOr,
    NotContains,
    Empty,
    /// The property is a question of its own, such as `isLive` or `redirectFromEntryId`.
    Special,
}

const SUFFIXES: [(&str, Operator); 17] = [
    ("GreaterThanOrEqualOrNull", Operator::GreaterThanOrEqualOrNull),
    ("LessThanOrEqualOrNull", Operator::LessThanOrEqualOrNull),
    ("GreaterThanOrEqual", Operator::GreaterThanOrEqual),
    ("LessThanOrEqual", Operator::LessThanOrEqual),
    ("GreaterThan", Operator::GreaterThan),
    ("LessThan", Operator::LessThan),
    ("MultiLikeOr", Operator::MultiLikeOr),
    ("MultiLikeAnd", Operator::MultiLikeAnd),
    ("MatchAnd", Operator::MatchAnd),
    ("MatchOr", Operator::MatchOr),
    ("NotContains", Operator::NotContains),
    ("NotEqual", Operator::NotEqual),
    ("Equal", Operator::Equal),
    ("NotIn", Operator::NotIn),
    ("Like", Operator::Like),
    ("Empty", Operator::Empty),
    ("In", Operator::In),
];

/// One constraint. All constraints of a filter are ANDed.
#[derive(Clone, Debug, PartialEq)]
pub struct Constraint {
    /// Name of the filtered field, without the operator: `createdAt`.
    pub field: &'static str,
    pub operator: Operator,
    /// One value, or the parts of a comma list where the operator takes a list. Never empty.
    pub values: Vec<String>,
}

/// Every constraint of a filter. Properties that are null or an empty text constrain nothing.
pub fn constraints(filter: &dyn Api) -> Vec<Constraint> {
    let mut found = Vec::new();
    filter.class().each(&mut |index, property| {
        if matches!(property.name, "orderBy" | "advancedSearch") {
            return;
        }
        let text = match filter.get(index) {
            Ref::Absent | Ref::Null | Ref::Object(_) | Ref::List(_) | Ref::Map(_) | Ref::Tree(_) => return,
            Ref::Bool(value) => if value { "1" } else { "0" }.to_owned(),
            other => Value::from_ref(other).text().unwrap_or_default().into_owned(),
        };
        if text.is_empty() {
            return;
        }
        let (field, operator) = split(property.name);
        let values = match operator {
            Operator::In | Operator::NotIn | Operator::MatchAnd | Operator::MatchOr | Operator::NotContains => list(&text, ","),
            Operator::MultiLikeAnd | Operator::MultiLikeOr => list(&text, if text.contains(',') { "," } else { " " }),
            _ => vec![text],
        };
        if !values.is_empty() {
            found.push(Constraint { field, operator, values });
        }
    });
    found
}

fn split(property: &'static str) -> (&'static str, Operator) {
    for (suffix, operator) in SUFFIXES {
        if let Some(field) = property.strip_suffix(suffix).filter(|field| !field.is_empty()) {
            return (field, operator);
        }
    }
    (property, Operator::Special)
}

fn list(text: &str, separator: &str) -> Vec<String> {
    text.split(separator).map(str::trim).filter(|value| !value.is_empty()).take(LIST_VALUES_MAX).map(str::to_owned).collect()
}

/// One key of `orderBy`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub field: String,
    pub descending: bool,
}

/// The order a filter asks for. Keys without a sign are ignored; a plus may have become a space on the way.
pub fn order(filter: &dyn Api) -> Vec<Order> {
    let Ref::Text(text) = filter.named("orderBy") else { return Vec::new() };
    text.split(',')
        .filter_map(|key| {
            let (sign, field) = key.split_at_checked(1)?;
            let descending = match sign {
                "+" | " " => false,
                "-" => true,
                _ => return None,
            };
            Some(Order { field: field.trim().to_owned(), descending }).filter(|order| !order.field.is_empty())
        })
        .collect()
}

/// A page of a list (contract: wire, pager and lists).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// 0 to 500.
    pub size: u32,
    /// From 1.
    pub index: u32,
}

impl Page {
    pub const SIZE_DEFAULT: u32 = 30;
    pub const SIZE_MAX: u32 = 500;

    pub fn of(pager: Option<&object::FilterPager>) -> Self {
        let value = |field: Option<&crate::Field<i64>>| field.and_then(|field| field.value().copied());
        let size = value(pager.map(|pager| &pager.page_size)).unwrap_or(i64::from(Self::SIZE_DEFAULT));
        let index = value(pager.map(|pager| &pager.page_index)).unwrap_or(1);
        Self {
            size: u32::try_from(size.clamp(0, i64::from(Self::SIZE_MAX))).unwrap_or(0),
            index: u32::try_from(index.clamp(1, i64::from(u32::MAX))).unwrap_or(1),
        }
    }

    /// Objects before this page.
    pub fn offset(self) -> u64 {
        u64::from(self.size) * u64::from(self.index - 1)
    }
}
