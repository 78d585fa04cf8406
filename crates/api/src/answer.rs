//! What an action answers, before it is written in the caller's format.

use crate::shown::Shown;
use axum::body::Bytes;
use base::Error;
use schema::encode::View;
use schema::profile::Shape;
use schema::{Items, Ref};
use std::sync::Arc;

#[derive(Debug)]
pub enum Answer {
    Nothing,
    Bool(bool),
    Int(i64),
    Text(String),
    Object(Box<dyn schema::Api>),
    /// A hot entry; its text is kept too.
    Shown(Arc<Shown>),
    Array(Box<dyn Items + Send + Sync>),
    /// A file as itself, whatever format was asked for. In a multirequest it is the whole answer.
    File {
        /// What a browser could run on our origin is sent as `application/octet-stream`.
        content_type: String,
        bytes: Bytes,
        /// The name under which a browser saves it; `None`: it is shown.
        name: Option<String>,
    },
}

impl Answer {
    pub fn object(object: impl schema::Api) -> Self {
        Self::Object(Box::new(object))
    }

    pub fn as_ref(&self) -> Ref<'_> {
        match self {
            Self::Nothing | Self::File { .. } => Ref::Null,
            Self::Bool(value) => Ref::Bool(*value),
            Self::Int(number) => Ref::Int(*number),
            Self::Text(text) => Ref::Text(text),
            Self::Object(object) => Ref::Object(&**object),
            Self::Shown(shown) => Ref::Object(&shown.object),
            Self::Array(items) => Ref::List(&**items),
        }
    }
}

/// What one call came to, and how much of it its caller may see.
#[derive(Debug)]
pub struct Outcome {
    pub result: Result<Answer, Error>,
    pub is_admin: bool,
    pub push_publish: bool,
    /// What the response profile makes of the answer; `None` without one.
    pub shape: Option<Shape>,
    /// The action gives a file: its errors are pages.
    pub returns_file: bool,
    /// Properties that were sent and dropped, as the names and values of headers that say so.
    pub dropped: Vec<(String, String)>,
    /// The answer is the same for everybody for a while: a browser may keep it.
    pub may_be_kept: bool,
}

impl Outcome {
    /// An answer with nothing in it that only some may see.
    pub fn of(answer: Answer) -> Self {
        Self {
            result: Ok(answer),
            is_admin: false,
            push_publish: false,
            shape: None,
            returns_file: false,
            dropped: Vec::new(),
            may_be_kept: false,
        }
    }

    pub fn failed(error: Error) -> Self {
        Self { result: Err(error), ..Self::of(Answer::Nothing) }
    }

    pub fn view(&self, ignore_null: bool) -> View<'_> {
        View { is_admin: self.is_admin, push_publish: self.push_publish, shape: self.shape.as_ref(), ignore_null }
    }
}
