//! Filters as values: column, operator, values. The only place that prints a `WHERE` out of data.
//!
//! Column names are `&'static str`, so no text of a caller can become SQL; values are always bound.

use crate::db::ReadTx;
use crate::value::{Row, Value};
use base::{Error, Kind, Result};

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
    /// None of the values is an item of the list; a list that is not there has none.
    ItemNone,
}

/// One condition. With several columns it holds if it holds for one of them; where several values must be found, each may be found in
/// another column.
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

    /// Texts to look for in texts: what makes a condition dear.
    fn patterns(&self) -> usize {
        match self.op {
            Op::Like | Op::StartsWith | Op::LikeAny | Op::LikeAll | Op::ItemAny | Op::ItemAll | Op::ItemNone => {
                self.values.len() * self.columns.len()
            }
            _ => 0,
        }
    }

    fn longest(&self) -> usize {
        let text = |value: &Value| if let Value::Text(text) = value { text.len() } else { 0 };
        if self.patterns() == 0 { 0 } else { self.values.iter().map(text).max().unwrap_or(0) }
    }

    fn print(&self, sql: &mut String, args: &mut Vec<Value>) {
        sql.push('(');
        match self.op {
            Op::Like | Op::StartsWith | Op::LikeAny | Op::LikeAll | Op::ItemAny | Op::ItemAll | Op::ItemNone => {
                self.print_terms(sql, args)
            }
            _ => {
                for (index, column) in self.columns.iter().enumerate() {
                    if index > 0 {
                        sql.push_str(" OR ");
                    }
                    print_one(column, self.op, &self.values, sql, args);
                }
            }
        }
        sql.push(')');
    }

    /// Term by term: in one of the columns.
    fn print_terms(&self, sql: &mut String, args: &mut Vec<Value>) {
        if self.values.is_empty() {
            sql.push_str("1 = 1");
        }
        let is_item = matches!(self.op, Op::ItemAny | Op::ItemAll | Op::ItemNone);
        for (index, value) in self.values.iter().enumerate() {
            if index > 0 {
                let all = matches!(self.op, Op::LikeAll | Op::ItemAll | Op::ItemNone);
                sql.push_str(if all { " AND " } else { " OR " });
            }
            sql.push('(');
            for (index, column) in self.columns.iter().enumerate() {
                if index > 0 {
                    sql.push_str(if self.op == Op::ItemNone { " AND " } else { " OR " });
                }
                let text = escaped(value);
                args.push(Value::Text(match self.op {
                    _ if is_item => format!("%,{text},%"),
                    Op::StartsWith => format!("{text}%"),
                    _ => format!("%{text}%"),
                }));
                match self.op {
                    Op::ItemNone => sql.push_str(&format!(
                        "(',' || replace(coalesce({column}, ''), ', ', ',') || ',') NOT LIKE ? ESCAPE '\\'"
                    )),
                    Op::ItemAny | Op::ItemAll => {
                        sql.push_str(&format!("(',' || replace({column}, ', ', ',') || ',') LIKE ? ESCAPE '\\'"));
                    }
                    _ => sql.push_str(&format!("{column} LIKE ? ESCAPE '\\'")),
                }
            }
            sql.push(')');
        }
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
    /// Longest text that is looked for in texts, in bytes; a longer one is refused.
    pub const PATTERN_BYTES_MAX: usize = 1000;
    /// Texts that are looked for in texts, each in each of its columns; more are refused: every row would be searched for all of them.
    pub const PATTERNS_MAX: usize = 128;

    /// The page's rows. A limit of 0 answers none without asking. `INVALID_PARAMETER_VALUE` for a search that is too dear.
    pub async fn rows(&self, tx: &mut ReadTx) -> Result<Vec<Row>> {
        self.check()?;
        if self.limit == 0 {
            return Ok(Vec::new());
        }
        let (sql, args) = self.sql();
        tx.query(&sql, args).await
    }

    /// The page's rows and how many there are on all pages. They are counted only if the page does not tell.
    pub async fn page(&self, tx: &mut ReadTx) -> Result<(Vec<Row>, i64)> {
        let rows = self.rows(tx).await?;
        let found = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let is_last = found < self.limit && (found > 0 || self.offset == 0);
        let total = if is_last { self.offset.saturating_add(found) } else { self.count(tx).await? };
        Ok((rows, total))
    }

    /// What [`Self::rows`] asks, for tests that look at its plan.
    pub fn sql(&self) -> (String, Vec<Value>) {
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
        (sql, args)
    }

    fn check(&self) -> Result<()> {
        let patterns: usize = self.constraints.iter().map(Constraint::patterns).sum();
        let longest = self.constraints.iter().map(Constraint::longest).max().unwrap_or(0);
        if patterns <= Self::PATTERNS_MAX && longest <= Self::PATTERN_BYTES_MAX {
            return Ok(());
        }
        Err(Error::coded(Kind::Invalid, "INVALID_PARAMETER_VALUE").arg("PARAM_NAME", "filter"))
    }

    /// How many rows there are on all pages. `INVALID_PARAMETER_VALUE` for a search that is too dear.
    pub async fn count(&self, tx: &mut ReadTx) -> Result<i64> {
        self.check()?;
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
        Op::Like | Op::StartsWith | Op::LikeAny | Op::LikeAll | Op::ItemAny | Op::ItemAll | Op::ItemNone => {} // term by term
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
