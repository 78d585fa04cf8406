//! AMF0, the encoding of RTMP's commands and metadata.
//!
//! Spec: Action Message Format 0 (2007). Reserved markers and the switch to AMF3 are refused.
//! Numbers of elements on the wire are hints that encoders get wrong: they never size anything.

use super::Limits;
use bytes::{BufMut, BytesMut};

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Number(f64),
    Boolean(bool),
    String(String),
    Object(Vec<(String, Value)>),
    Null,
    Undefined,
    Reference(u16),
    EcmaArray(Vec<(String, Value)>),
    StrictArray(Vec<Value>),
    /// Milliseconds since 1970; the zone is reserved and should be 0.
    Date {
        ms: f64,
        zone: i16,
    },
    Unsupported,
    Xml(String),
    TypedObject {
        class: String,
        fields: Vec<(String, Value)>,
    },
}

impl Value {
    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A field of anything that has named fields; the first of several with that name.
    pub(crate) fn field(&self, name: &str) -> Option<&Value> {
        match self {
            Self::Object(fields) | Self::EcmaArray(fields) | Self::TypedObject { fields, .. } => {
                fields.iter().find(|(key, _)| key == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmfError {
    #[error("AMF value needs {expected} bytes, {found} are left")]
    Truncated { found: usize, expected: usize },
    #[error("AMF marker {found:#04x} is not supported")]
    UnknownMarker { found: u8 },
    #[error("AMF field name is not UTF-8")]
    NameNotText,
    #[error("AMF values nested deeper than {max}")]
    TooDeep { max: usize },
    #[error("AMF message of more than {max} values")]
    TooManyValues { max: usize },
}

mod marker {
    pub const NUMBER: u8 = 0x00;
    pub const BOOLEAN: u8 = 0x01;
    pub const STRING: u8 = 0x02;
    pub const OBJECT: u8 = 0x03;
    pub const NULL: u8 = 0x05;
    pub const UNDEFINED: u8 = 0x06;
    pub const REFERENCE: u8 = 0x07;
    pub const ECMA_ARRAY: u8 = 0x08;
    pub const OBJECT_END: u8 = 0x09;
    pub const STRICT_ARRAY: u8 = 0x0a;
    pub const DATE: u8 = 0x0b;
    pub const LONG_STRING: u8 = 0x0c;
    pub const UNSUPPORTED: u8 = 0x0d;
    pub const XML: u8 = 0x0f;
    pub const TYPED_OBJECT: u8 = 0x10;
}

/// Reads values one after another.
#[derive(Debug)]
pub(crate) struct Decoder<'a> {
    rest: &'a [u8],
    depth_max: usize,
    values_max: usize,
    values: usize,
}

impl<'a> Decoder<'a> {
    pub(crate) fn new(bytes: &'a [u8], limits: &Limits) -> Self {
        Self { rest: bytes, depth_max: limits.amf_depth_max, values_max: limits.amf_values_max, values: 0 }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// All values up to the end.
    pub(crate) fn rest(&mut self) -> Result<Vec<Value>, AmfError> {
        let mut values = Vec::new();
        while !self.is_empty() {
            values.push(self.value()?);
        }
        Ok(values)
    }

    /// The next value. `Truncated` at the end.
    pub(crate) fn value(&mut self) -> Result<Value, AmfError> {
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Result<Value, AmfError> {
        if depth > self.depth_max {
            return Err(AmfError::TooDeep { max: self.depth_max });
        }
        self.values += 1;
        if self.values > self.values_max {
            return Err(AmfError::TooManyValues { max: self.values_max });
        }
        match self.u8()? {
            marker::NUMBER => Ok(Value::Number(f64::from_be_bytes(self.array()?))),
            marker::BOOLEAN => Ok(Value::Boolean(self.u8()? != 0)),
            marker::STRING => {
                let bytes = self.u16()?;
                Ok(Value::String(self.text(bytes.into())?))
            }
            marker::OBJECT => Ok(Value::Object(self.fields(depth)?)),
            marker::NULL => Ok(Value::Null),
            marker::UNDEFINED => Ok(Value::Undefined),
            marker::REFERENCE => Ok(Value::Reference(self.u16()?)),
            marker::ECMA_ARRAY => {
                self.u32()?;
                Ok(Value::EcmaArray(self.fields(depth)?))
            }
            marker::STRICT_ARRAY => {
                let mut values = Vec::new();
                for _ in 0..self.u32()? {
                    values.push(self.nested(depth + 1)?);
                }
                Ok(Value::StrictArray(values))
            }
            marker::DATE => {
                let ms = f64::from_be_bytes(self.array()?);
                Ok(Value::Date { ms, zone: i16::from_be_bytes(self.array()?) })
            }
            marker::LONG_STRING => Ok(Value::String(self.long_text()?)),
            marker::UNSUPPORTED => Ok(Value::Unsupported),
            marker::XML => Ok(Value::Xml(self.long_text()?)),
            marker::TYPED_OBJECT => {
                let class = self.name()?;
                Ok(Value::TypedObject { class, fields: self.fields(depth)? })
            }
            found => Err(AmfError::UnknownMarker { found }),
        }
    }

    fn fields(&mut self, depth: usize) -> Result<Vec<(String, Value)>, AmfError> {
        let mut fields = Vec::new();
        loop {
            let name = self.name()?;
            // The end is an empty name and its marker; an empty name before any other marker is a name.
            if name.is_empty() && self.rest.first() == Some(&marker::OBJECT_END) {
                self.u8()?;
                return Ok(fields);
            }
            fields.push((name, self.nested(depth + 1)?));
        }
    }

    fn name(&mut self) -> Result<String, AmfError> {
        let bytes = self.u16()?;
        let name = std::str::from_utf8(self.take(bytes.into())?).map_err(|_| AmfError::NameNotText)?;
        Ok(name.to_owned())
    }

    /// Some encoders put their locale's 8-bit text into metadata: what is not UTF-8 becomes U+FFFD.
    fn text(&mut self, bytes: usize) -> Result<String, AmfError> {
        Ok(String::from_utf8_lossy(self.take(bytes)?).into_owned())
    }

    fn long_text(&mut self) -> Result<String, AmfError> {
        let bytes = self.u32()?;
        self.text(usize::try_from(bytes).unwrap_or(usize::MAX))
    }

    fn take(&mut self, expected: usize) -> Result<&'a [u8], AmfError> {
        let Some((taken, rest)) = self.rest.split_at_checked(expected) else {
            return Err(AmfError::Truncated { found: self.rest.len(), expected });
        };
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], AmfError> {
        let Some((taken, rest)) = self.rest.split_first_chunk::<N>() else {
            return Err(AmfError::Truncated { found: self.rest.len(), expected: N });
        };
        self.rest = rest;
        Ok(*taken)
    }

    fn u8(&mut self) -> Result<u8, AmfError> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn u16(&mut self) -> Result<u16, AmfError> {
        self.array().map(u16::from_be_bytes)
    }

    fn u32(&mut self) -> Result<u32, AmfError> {
        self.array().map(u32::from_be_bytes)
    }
}

/// Writes what [`Decoder`] reads. Names longer than 65,535 bytes do not exist here: ours are short, others' were read.
pub(crate) fn encode(value: &Value, out: &mut BytesMut) {
    match value {
        Value::Number(number) => {
            out.put_u8(marker::NUMBER);
            out.put_f64(*number);
        }
        Value::Boolean(truth) => out.put_slice(&[marker::BOOLEAN, u8::from(*truth)]),
        Value::String(text) => match u16::try_from(text.len()) {
            Ok(bytes) => {
                out.put_u8(marker::STRING);
                out.put_u16(bytes);
                out.put_slice(text.as_bytes());
            }
            Err(_) => encode_long(marker::LONG_STRING, text, out),
        },
        Value::Object(fields) => {
            out.put_u8(marker::OBJECT);
            encode_fields(fields, out);
        }
        Value::Null => out.put_u8(marker::NULL),
        Value::Undefined => out.put_u8(marker::UNDEFINED),
        Value::Reference(index) => {
            out.put_u8(marker::REFERENCE);
            out.put_u16(*index);
        }
        Value::EcmaArray(fields) => {
            out.put_u8(marker::ECMA_ARRAY);
            out.put_u32(count(fields.len()));
            encode_fields(fields, out);
        }
        Value::StrictArray(values) => {
            out.put_u8(marker::STRICT_ARRAY);
            out.put_u32(count(values.len()));
            for value in values {
                encode(value, out);
            }
        }
        Value::Date { ms, zone } => {
            out.put_u8(marker::DATE);
            out.put_f64(*ms);
            out.put_i16(*zone);
        }
        Value::Unsupported => out.put_u8(marker::UNSUPPORTED),
        Value::Xml(text) => encode_long(marker::XML, text, out),
        Value::TypedObject { class, fields } => {
            out.put_u8(marker::TYPED_OBJECT);
            encode_name(class, out);
            encode_fields(fields, out);
        }
    }
}

fn encode_fields(fields: &[(String, Value)], out: &mut BytesMut) {
    for (name, value) in fields {
        encode_name(name, out);
        encode(value, out);
    }
    out.put_slice(&[0, 0, marker::OBJECT_END]);
}

fn encode_name(name: &str, out: &mut BytesMut) {
    out.put_u16(u16::try_from(name.len()).expect("names were read with 16 bits or are ours"));
    out.put_slice(name.as_bytes());
}

fn encode_long(marker: u8, text: &str, out: &mut BytesMut) {
    out.put_u8(marker);
    out.put_u32(count(text.len()));
    out.put_slice(text.as_bytes());
}

fn count(length: usize) -> u32 {
    u32::try_from(length).expect("AMF messages are far below 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        message_bytes_max: 0,
        assembly_bytes_max: 0,
        chunk_bytes_max: 0,
        streams_max: 0,
        amf_depth_max: 2,
        amf_bytes_max: 0,
        amf_values_max: 4,
        held_bytes_max: 0,
        reply_bytes_max: 0,
    };

    fn decode(bytes: &[u8]) -> Result<Vec<Value>, AmfError> {
        Decoder::new(bytes, &LIMITS).rest()
    }

    #[test]
    fn malformed_values_are_refused_by_name() {
        let cases: &[(&str, &[u8], AmfError)] = &[
            ("half a number", &[0, 1, 2, 3], AmfError::Truncated { found: 3, expected: 8 }),
            ("no boolean", &[1], AmfError::Truncated { found: 0, expected: 1 }),
            ("a string of 5 with 2", &[2, 0, 5, b'a', b'b'], AmfError::Truncated { found: 2, expected: 5 }),
            (
                "a string of 4 GiB",
                &[12, 255, 255, 255, 255, b'a'],
                AmfError::Truncated { found: 1, expected: 0xffff_ffff },
            ),
            ("an object without an end", &[3, 0, 1, b'a', 5], AmfError::Truncated { found: 0, expected: 2 }),
            ("an end without an object", &[9], AmfError::UnknownMarker { found: 9 }),
            ("a movie clip", &[4], AmfError::UnknownMarker { found: 4 }),
            ("a record set", &[14], AmfError::UnknownMarker { found: 14 }),
            ("the switch to AMF3", &[17], AmfError::UnknownMarker { found: 17 }),
            ("a marker nobody defined", &[0x42], AmfError::UnknownMarker { found: 0x42 }),
            ("a name that is not text", &[3, 0, 1, 0xff, 5, 0, 0, 9], AmfError::NameNotText),
            ("five values", &[5, 5, 5, 5, 5], AmfError::TooManyValues { max: 4 }),
            ("an array of 4 G with 2", &[10, 255, 255, 255, 255, 5, 5], AmfError::Truncated { found: 0, expected: 1 }),
            ("arrays four deep", &[10, 0, 0, 0, 1, 10, 0, 0, 0, 1, 10, 0, 0, 0, 1, 5], AmfError::TooDeep { max: 2 }),
            (
                "objects four deep",
                &[3, 0, 1, b'a', 3, 0, 1, b'a', 3, 0, 1, b'a', 5, 0, 0, 9, 0, 0, 9, 0, 0, 9],
                AmfError::TooDeep { max: 2 },
            ),
        ];
        for (name, bytes, expected) in cases {
            assert_eq!(decode(bytes), Err(*expected), "{name}");
        }
    }

    #[test]
    fn odd_values_of_real_encoders_are_taken() {
        let cases: &[(&str, &[u8], Value)] = &[
            (
                "an array whose count is wrong",
                &[8, 0, 0, 0, 99, 0, 1, b'a', 5, 0, 0, 9],
                Value::EcmaArray(vec![("a".into(), Value::Null)]),
            ),
            ("Latin-1 text", &[2, 0, 3, b'a', 0xe9, b'b'], Value::String("a\u{fffd}b".into())),
            ("a true that is not 1", &[1, 7], Value::Boolean(true)),
            ("an empty name", &[3, 0, 0, 5, 0, 0, 9], Value::Object(vec![(String::new(), Value::Null)])),
            ("a short text in long form", &[12, 0, 0, 0, 1, b'a'], Value::String("a".into())),
        ];
        for (name, bytes, expected) in cases {
            assert_eq!(decode(bytes), Ok(vec![expected.clone()]), "{name}");
        }
    }

    #[test]
    fn texts_take_the_form_that_fits_them() {
        for (bytes, marker, header) in [(65_535, marker::STRING, 3), (65_536, marker::LONG_STRING, 5)] {
            let value = Value::String("x".repeat(bytes));
            let mut out = BytesMut::new();
            encode(&value, &mut out);
            assert_eq!((out.first(), out.len()), (Some(&marker), header + bytes));
            assert_eq!(decode(&out), Ok(vec![value]));
        }
    }
}
