//! Filters as values: column, operator, values. The only place that prints a `WHERE` out of data.
//!
//! Column names are `&'static str`, so no text of a caller can become SQL; values are always bound.

use crate::db::ReadTx;
use crate::value::{Row, Value};
use base::{Error, Result};

/// How a column relates to the values (contract: wire, filters).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Equal,
    NotEqual,
    /// One of the values; no values match nothing.
    In,
    NotIn,
    /// Contains the value as text, whatever the case of ASCII letters.
    Like,
    /// Begins with the value as text, whatever the case of ASCII letters.
    StartsWith,
    /// Contains any, or every one, of the values.
    LikeAny,
    LikeAll,
    Greater,
    Less,
    GreaterOrEqual,
    LessOrEqual,
    GreaterOrEqualOrNull,
    LessOrEqualOrNull,
    IsNull,
    IsNotNull,
    /// Any, or every one, of the values is an item of the column's comma-separated list.
    ItemAny,
    ItemAll,
}

/// One condition. With several columns it holds if it holds for one of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Constraint {
    pub columns: Vec<&'static str>,
    pub op: Op,
    pub values: Vec<Value>,
}

impl Constraint {
    pub fn new(column: &'static str, op: Op, values: Vec<Value>) -> Self {
        Self { columns: vec![column], op, values }
    }

    pub fn equal(column: &'static str, value: impl Into<Value>) -> Self {
        Self::new(column, Op::Equal, vec![value.into()])
    }

    fn print(&self, sql: &mut String, args: &mut Vec<Value>) {
        sql.push('(');
        for (index, column) in self.columns.iter().enumerate() {
            if index > 0 {
                sql.push_str(" OR ");
            }
            print_one(column, self.op, &self.values, sql, args);
        }
        sql.push(')');
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    pub column: &'static str,
    pub descending: bool,
}

/// A page of a table. All constraints must hold.
#[derive(Clone, Debug, Default)]
pub struct Select {
    /// `FROM` clause, a constant of the code.
    pub from: &'static str,
    pub columns: &'static str,
    pub constraints: Vec<Constraint>,
    pub order: Vec<Order>,
    pub limit: i64,
    pub offset: i64,
}

impl Select {
    /// The page's rows. A limit of 0 answers none without asking.
    pub async fn rows(&self, tx: &mut ReadTx) -> Result<Vec<Row>> {
        if self.limit == 0 {
            return Ok(Vec::new());
        }
        let (condition, mut args) = self.condition();
        let mut sql = format!("SELECT {} FROM {}{condition}", self.columns, self.from);
        for (index, order) in self.order.iter().enumerate() {
            sql.push_str(if index == 0 { " ORDER BY " } else { ", " });
            sql.push_str(order.column);
            sql.push_str(if order.descending { " DESC" } else { " ASC" });
        }
        sql.push_str(" LIMIT ? OFFSET ?");
        args.push(Value::Int(self.limit));
        args.push(Value::Int(self.offset));
        tx.query(&sql, args).await
    }

    /// How many rows there are on all pages.
    pub async fn count(&self, tx: &mut ReadTx) -> Result<i64> {
        let (condition, args) = self.condition();
        let sql = format!("SELECT count(*) AS rows FROM {}{condition}", self.from);
        let row = tx.query_one(&sql, args).await?.ok_or_else(|| Error::bug("a count has no row"))?;
        row.get("rows")
    }

    fn condition(&self) -> (String, Vec<Value>) {
        let (mut sql, mut args) = (String::new(), Vec::new());
        for (index, constraint) in self.constraints.iter().enumerate() {
            sql.push_str(if index == 0 { " WHERE " } else { " AND " });
            constraint.print(&mut sql, &mut args);
        }
        (sql, args)
    }
}

fn print_one(column: &str, op: Op, values: &[Value], sql: &mut String, args: &mut Vec<Value>) {
    let item = |column: &str| format!("(',' || replace({column}, ', ', ',') || ',') LIKE ? ESCAPE '\\'");
    match op {
        Op::Equal | Op::NotEqual | Op::Greater | Op::Less | Op::GreaterOrEqual | Op::LessOrEqual => {
            let sign = match op {
                Op::Equal => "=",
                Op::NotEqual => "<>",
                Op::Greater => ">",
                Op::Less => "<",
                Op::GreaterOrEqual => ">=",
                _ => "<=",
            };
            sql.push_str(&format!("{column} {sign} ?"));
            args.push(values.first().cloned().unwrap_or(Value::Null));
        }
        Op::GreaterOrEqualOrNull | Op::LessOrEqualOrNull => {
            let sign = if op == Op::GreaterOrEqualOrNull { ">=" } else { "<=" };
            sql.push_str(&format!("({column} IS NULL OR {column} {sign} ?)"));
            args.push(values.first().cloned().unwrap_or(Value::Null));
        }
        Op::IsNull => sql.push_str(&format!("{column} IS NULL")),
        Op::IsNotNull => sql.push_str(&format!("{column} IS NOT NULL")),
        Op::In | Op::NotIn => {
            if values.is_empty() {
                sql.push_str(if op == Op::In { "1 = 0" } else { "1 = 1" });
                return;
            }
            let marks = vec!["?"; values.len()].join(", ");
            let not = if op == Op::In { "" } else { "NOT " };
            sql.push_str(&format!("{column} {not}IN ({marks})"));
            args.extend(values.iter().cloned());
        }
        Op::Like | Op::StartsWith | Op::LikeAny | Op::LikeAll | Op::ItemAny | Op::ItemAll => {
            if values.is_empty() {
                sql.push_str("1 = 1");
                return;
            }
            let is_item = matches!(op, Op::ItemAny | Op::ItemAll);
            let term = if is_item { item(column) } else { format!("{column} LIKE ? ESCAPE '\\'") };
            let join = if matches!(op, Op::LikeAll | Op::ItemAll) { " AND " } else { " OR " };
            sql.push('(');
            sql.push_str(&vec![term; values.len()].join(join));
            sql.push(')');
            for value in values {
                let text = escaped(value);
                args.push(Value::Text(match op {
                    Op::ItemAny | Op::ItemAll => format!("%,{text},%"),
                    Op::StartsWith => format!("{text}%"),
                    _ => format!("%{text}%"),
                }));
            }
        }
    }
}

fn escaped(value: &Value) -> String {
    let text = match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Null | Value::Blob(_) => String::new(),
    };
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
