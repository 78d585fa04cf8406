//! The one error that crosses crates.
//!
//! *kind* drives retry and status, *code* is the API's string, *args* fill the code's message, *context* is for the log only.

use std::fmt;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What a caller can do about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The thing named does not exist, as far as the caller may know.
    NotFound,
    /// The caller may not do this.
    Denied,
    /// The input is wrong; sending it again will not help.
    Invalid,
    /// The state of the thing forbids this now.
    Conflict,
    /// A limit was reached.
    Exhausted,
    /// Something needed is away; trying again may help.
    Unavailable,
    /// Stored bytes do not mean anything.
    Corrupt,
    /// We are wrong.
    Bug,
}

/// `code` and `args` are safe to show to anybody; `context` goes to the log only.
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    pub kind: Kind,
    /// A code of the API's catalogue, e.g. `ENTRY_ID_NOT_FOUND`; empty when there is none.
    pub code: &'static str,
    /// Arguments of the code's message, in the catalogue's order.
    pub args: Vec<(&'static str, String)>,
    context: Vec<String>,
}

impl Error {
    /// An error without an API code: `what` is context for the log.
    pub fn new(kind: Kind, what: impl Into<String>) -> Self {
        Self { kind, code: "", args: Vec::new(), context: vec![what.into()] }
    }

    /// An error that the API reports as `code`.
    pub fn coded(kind: Kind, code: &'static str) -> Self {
        Self { kind, code, args: Vec::new(), context: Vec::new() }
    }

    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    #[must_use]
    pub fn context(mut self, context: impl Into<String>) -> Self {
        self.context.push(context.into());
        self
    }

    pub fn bug(what: impl Into<String>) -> Self {
        Self::new(Kind::Bug, what)
    }

    pub fn unavailable(what: impl Into<String>) -> Self {
        Self::new(Kind::Unavailable, what)
    }

    pub fn corrupt(what: impl Into<String>) -> Self {
        Self::new(Kind::Corrupt, what)
    }

    /// Everything known, outermost context first. For logs, never for callers.
    pub fn story(&self) -> String {
        let mut story = format!("{:?}", self.kind);
        if !self.code.is_empty() {
            story.push(' ');
            story.push_str(self.code);
        }
        for part in self.context.iter().rev() {
            story.push_str(": ");
            story.push_str(part);
        }
        story
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.story())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.story())
    }
}

impl std::error::Error for Error {}

pub trait ResultExt<T> {
    /// Adds a line of context on the way up.
    fn context(self, context: impl Into<String>) -> Result<T>;
}

impl<T> ResultExt<T> for Result<T> {
    fn context(self, context: impl Into<String>) -> Self {
        self.map_err(|error| error.context(context))
    }
}
