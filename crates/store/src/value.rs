//! What goes into a statement and what comes out of a row.

use crate::Doc;
use base::{EntryId, Error, PartnerId, Result, Secret, UnixMillis, UserId};
use sqlx::sqlite::SqliteRow;
use sqlx::{Column as _, Row as _, TypeInfo as _, ValueRef as _};
use std::collections::HashMap;
use std::sync::Arc;

/// One column's value, or one argument of a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
}

/// Arguments of a statement, in the order of its `?`.
#[macro_export]
macro_rules! args {
    ($($arg:expr),* $(,)?) => { vec![$($crate::Value::from($arg)),*] };
}

/// A column type that can be read back. Errors name what was expected.
pub trait FromValue: Sized {
    fn from_value(value: Value) -> Result<Self, &'static str>;
}

/// One row of an answer, detached from the connection.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    names: Arc<Names>,
    values: Vec<Value>,
}

impl Row {
    pub(crate) fn detach(row: &SqliteRow, names: &Arc<Names>) -> Result<Self> {
        let mut values = Vec::with_capacity(names.len());
        for index in 0..names.len() {
            values.push(detach_value(row, index).map_err(|error| Error::corrupt(format!("column {index}: {error}")))?);
        }
        Ok(Self { names: names.clone(), values })
    }

    /// The value of a column by name. `Corrupt` if the stored value is of another type, `Bug` if there is no such column.
    pub fn get<T: FromValue>(&self, column: &str) -> Result<T> {
        let index = self.names.get(column).ok_or_else(|| Error::bug(format!("no column {column} in the answer")))?;
        let value = self.values.get(*index).cloned().unwrap_or(Value::Null);
        T::from_value(value).map_err(|expected| Error::corrupt(format!("column {column} is no {expected}")))
    }
}

/// Where the columns of an answer are.
pub(crate) type Names = HashMap<String, usize>;

pub(crate) fn names(row: &SqliteRow) -> Arc<Names> {
    let columns = row.columns().iter().enumerate();
    // Of two columns with one name the first is meant.
    Arc::new(columns.rev().map(|(index, column)| (column.name().to_owned(), index)).collect())
}

fn detach_value(row: &SqliteRow, index: usize) -> Result<Value, sqlx::Error> {
    let raw = row.try_get_raw(index)?;
    if raw.is_null() {
        return Ok(Value::Null);
    }
    let kind = raw.type_info();
    Ok(match kind.name() {
        "INTEGER" | "BOOLEAN" => Value::Int(row.try_get_unchecked(index)?),
        "REAL" => Value::Real(row.try_get_unchecked(index)?),
        "BLOB" => Value::Blob(row.try_get_unchecked(index)?),
        _ => Value::Text(row.try_get_unchecked(index)?),
    })
}

macro_rules! from_into {
    ($($kind:ty => |$value:ident| $body:expr;)*) => {
        $(
            impl From<$kind> for Value { fn from($value: $kind) -> Self { $body } }
            impl From<Option<$kind>> for Value {
                fn from(value: Option<$kind>) -> Self { value.map_or(Self::Null, Self::from) }
            }
        )*
    };
}

from_into! {
    i64 => |value| Self::Int(value);
    i32 => |value| Self::Int(value.into());
    u32 => |value| Self::Int(value.into());
    bool => |value| Self::Int(value.into());
    f64 => |value| Self::Real(value);
    &str => |value| Self::Text(value.to_owned());
    String => |value| Self::Text(value);
    &String => |value| Self::Text(value.clone());
    Vec<u8> => |value| Self::Blob(value);
    &[u8] => |value| Self::Blob(value.to_vec());
    PartnerId => |value| Self::Int(value.0);
    UnixMillis => |value| Self::Int(value.0);
    EntryId => |value| Self::Text(value.as_str().to_owned());
    &EntryId => |value| Self::Text(value.as_str().to_owned());
    UserId => |value| Self::Text(value.as_str().to_owned());
    &UserId => |value| Self::Text(value.as_str().to_owned());
    &Secret<String> => |value| Self::Text(value.reveal().clone());
    Doc => |value| Self::Text(value.to_string());
    &Doc => |value| Self::Text(value.to_string());
}

macro_rules! from_option_ref {
    ($($kind:ty),*) => {
        $(impl From<&Option<$kind>> for Value {
            fn from(value: &Option<$kind>) -> Self { value.as_ref().map_or(Self::Null, Self::from) }
        })*
    };
}

from_option_ref!(String, EntryId, UserId, Secret<String>, Doc);

impl FromValue for i64 {
    fn from_value(value: Value) -> Result<Self, &'static str> {
        match value {
            Value::Int(value) => Ok(value),
            _ => Err("integer"),
        }
    }
}

impl FromValue for bool {
    fn from_value(value: Value) -> Result<Self, &'static str> {
        i64::from_value(value).map(|value| value != 0)
    }
}

impl FromValue for f64 {
    fn from_value(value: Value) -> Result<Self, &'static str> {
        match value {
            Value::Real(value) => Ok(value),
            Value::Int(value) => Ok(value as f64),
            _ => Err("number"),
        }
    }
}

impl FromValue for String {
    fn from_value(value: Value) -> Result<Self, &'static str> {
        match value {
            Value::Text(value) => Ok(value),
            _ => Err("text"),
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: Value) -> Result<Self, &'static str> {
        match value {
            Value::Blob(value) => Ok(value),
            _ => Err("blob"),
        }
    }
}

impl FromValue for Secret<String> {
    fn from_value(value: Value) -> Result<Self, &'static str> {
        String::from_value(value).map(Self::new)
    }
}

impl FromValue for PartnerId {
    fn from_value(value: Value) -> Result<Self, &'static str> {
        i64::from_value(value).map(Self)
    }
}

impl FromValue for UnixMillis {
    fn from_value(value: Value) -> Result<Self, &'static str> {
        i64::from_value(value).map(Self)
    }
}

impl FromValue for EntryId {
    fn from_value(value: Value) -> Result<Self, &'static str> {
        String::from_value(value)?.parse().map_err(|_| "entry id")
    }
}

impl FromValue for UserId {
    fn from_value(value: Value) -> Result<Self, &'static str> {
        String::from_value(value)?.parse().map_err(|_| "user id")
    }
}

impl FromValue for Doc {
    fn from_value(value: Value) -> Result<Self, &'static str> {
        Self::parse(&String::from_value(value)?).map_err(|_| "document")
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Result<Self, &'static str> {
        match value {
            Value::Null => Ok(None),
            value => T::from_value(value).map(Some),
        }
    }
}
