//! A file that came with a request (contract: wire, files).

use crate::{ApiType, Reader, Ref, Type, Value};
use base::error::{Error, Kind, Result};
use bytes::Bytes;
use std::fmt;

/// An uploaded file, in memory. As a field of an [`crate::ApiAction`] it is mandatory: UPLOAD_ERROR without it, and also where a text stands in
/// its place. `Option<Upload>` may be left out.
#[derive(Clone, PartialEq, Eq)]
pub struct Upload {
    /// The last part of the client's path, at most [`Upload::NAME_BYTES_MAX`]; may be empty.
    pub name: String,
    /// As the client named it; not to be believed. Empty if it named none.
    pub content_type: String,
    pub bytes: Bytes,
}

impl Upload {
    /// Bytes of a name that are kept: what the usual file systems can hold. The beginning of a longer one is cut off, because the ending tells
    /// what it is.
    pub const NAME_BYTES_MAX: usize = 255;

    /// `path` may be a whole path of the client's machine, with either kind of slash.
    pub fn new(path: &str, content_type: &str, bytes: Bytes) -> Self {
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
        let name: String = name.chars().filter(|letter| !letter.is_control()).collect();
        let excess = name.len().saturating_sub(Self::NAME_BYTES_MAX);
        let from = (excess..=name.len()).find(|at| name.is_char_boundary(*at)).unwrap_or(name.len());
        Self { name: name[from..].to_owned(), content_type: content_type.trim().to_owned(), bytes }
    }
}

impl ApiType for Upload {
    const TYPE: Type = Type::File;

    fn read(value: &Value, _at: &str, _reader: &Reader) -> Result<Option<Self>> {
        match value {
            Value::File(upload) => Ok(Some(upload.clone())),
            _ => Err(failed()),
        }
    }

    fn missing(_at: &str) -> Error {
        failed()
    }

    /// A file is never part of an answer.
    fn as_ref(&self) -> Ref<'_> {
        Ref::Null
    }
}

fn failed() -> Error {
    Error::coded(Kind::Invalid, "UPLOAD_ERROR")
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, content_type, bytes } = self;
        write!(f, "Upload({name:?}, {content_type:?}, {} bytes)", bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_the_path() {
        let cases = [
            ("/home/ann/y.mp4", "y.mp4"),
            ("C:\\films\\y.mp4", "y.mp4"),
            ("y.mp4", "y.mp4"),
            ("../../etc/passwd", "passwd"),
            ("a\u{0}b\n.xml", "ab.xml"),
            ("folder/", ""),
        ];
        for (path, name) in cases {
            assert_eq!(Upload::new(path, "", Bytes::new()).name, name, "{path}");
        }
        let long = Upload::new(&format!("{}é.mp4", "é".repeat(300)), "", Bytes::new());
        assert!(long.name.len() <= Upload::NAME_BYTES_MAX && long.name.ends_with("é.mp4"));
    }
}
