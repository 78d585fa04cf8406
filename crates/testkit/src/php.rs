//! A reader of PHP's `serialize()`, as an oracle for the encoder: written from PHP's side, it shares nothing with it.

use serde_json::{Map, Value};

/// One whole value. An object becomes a JSON object that begins with its class as `objectType`; an array becomes a JSON array if its keys are 0, 1,
/// 2 and so on, else an object. `Err` says at which byte the text is no longer what `unserialize` takes.
pub fn unserialize(text: &[u8]) -> Result<Value, usize> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value().ok_or(reader.at)?;
    if reader.at == text.len() { Ok(value) } else { Err(reader.at) }
}

struct Reader<'t> {
    text: &'t [u8],
    at: usize,
}

impl<'t> Reader<'t> {
    fn value(&mut self) -> Option<Value> {
        let kind = self.take(1)?[0];
        if kind == b'N' {
            self.expect(";")?;
            return Some(Value::Null);
        }
        self.expect(":")?;
        match kind {
            b'b' => match self.until(b';')? {
                "0" => Some(false.into()),
                "1" => Some(true.into()),
                _ => None,
            },
            b'i' => self.until(b';')?.parse::<i64>().ok().map(Value::from),
            b'd' => self.until(b';')?.parse::<f64>().ok().map(Value::from),
            b's' => {
                let text = self.string()?;
                self.expect(";")?;
                Some(text.into())
            }
            b'a' => {
                let pairs = self.pairs(Map::new())?;
                let is_list = pairs.keys().enumerate().all(|(index, key)| *key == index.to_string());
                Some(if is_list { pairs.into_iter().map(|(_, value)| value).collect() } else { pairs.into() })
            }
            b'O' => {
                let class = self.string()?;
                self.expect(":")?;
                let named = Map::from_iter([("objectType".to_owned(), Value::from(class))]);
                self.pairs(named).map(Value::Object)
            }
            _ => None,
        }
    }

    /// `2:{key;value…}` after what is in `pairs` already.
    fn pairs(&mut self, mut pairs: Map<String, Value>) -> Option<Map<String, Value>> {
        let count: usize = self.until(b':')?.parse().ok()?;
        self.expect("{")?;
        for _ in 0..count {
            let key = match self.value()? {
                Value::String(key) => key,
                Value::Number(number) => number.to_string(),
                _ => return None,
            };
            let value = self.value()?;
            if pairs.insert(key, value).is_some() {
                return None;
            }
        }
        self.expect("}")?;
        Some(pairs)
    }

    /// `3:"abc"`, the length in bytes.
    fn string(&mut self) -> Option<&'t str> {
        let length = self.until(b':')?.parse().ok()?;
        self.expect("\"")?;
        let text = std::str::from_utf8(self.take(length)?).ok()?;
        self.expect("\"")?;
        Some(text)
    }

    fn until(&mut self, end: u8) -> Option<&'t str> {
        let length = self.text[self.at..].iter().position(|byte| *byte == end)?;
        let text = std::str::from_utf8(self.take(length)?).ok()?;
        self.at += 1;
        Some(text)
    }

    fn expect(&mut self, text: &str) -> Option<()> {
        (self.take(text.len())? == text.as_bytes()).then_some(())
    }

    fn take(&mut self, bytes: usize) -> Option<&'t [u8]> {
        let taken = self.text.get(self.at..self.at.checked_add(bytes)?)?;
        self.at += bytes;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_php_writes_is_read() {
        let cases = [
            ("N;", json!(null)),
            ("b:1;", json!(true)),
            ("i:-7;", json!(-7)),
            ("d:0.5;", json!(0.5)),
            ("s:5:\"caf\u{e9}\";", json!("café")),
            ("a:0:{}", json!([])),
            ("a:2:{i:0;i:1;i:1;s:1:\"b\";}", json!([1, "b"])),
            ("a:1:{s:1:\"k\";N;}", json!({"k": null})),
            ("O:8:\"stdClass\":1:{s:2:\"id\";i:7;}", json!({"objectType": "stdClass", "id": 7})),
        ];
        for (text, expected) in cases {
            assert_eq!(unserialize(text.as_bytes()), Ok(expected), "{text}");
        }
        for text in ["", "i:1", "s:4:\"caf\u{e9}\";", "a:1:{}", "a:2:{i:0;N;i:0;N;}", "b:2;", "i:1;x"] {
            assert!(unserialize(text.as_bytes()).is_err(), "{text}");
        }
    }
}
