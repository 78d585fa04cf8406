//! What an encoder typed: the stream name, and the query that travels in the app, the tcUrl or the name itself.
//!
//! Belongs here: taking the text apart. Does not belong here: whether the stream exists or the token is right.
//! Contract: live, broadcasting URLs. An encoder joins the URL and the stream name in its own way, so the query is looked
//! for in all three places; the more specific place wins (name, then app, then tcUrl).

use crate::gate::InputSlot;
use base::Secret;

/// The parts of what the encoder asked for. Nothing in it has been checked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamName {
    /// RTMP application without its query, e.g. `kLive`.
    pub app: String,
    /// The stream without rendition and query, e.g. `0_abcd1234`.
    pub key: String,
    /// 1 for `0_x_%i`, `0_x_1` and bare `0_x`.
    pub rendition: u32,
    /// `t`: the stream token.
    pub token: Option<Secret<String>>,
    /// `p`: the partner the URL was made for.
    pub partner: Option<String>,
    /// `e`: the entry the URL was made for; on one host it may stand in for the stream name.
    pub entry: Option<String>,
    /// `i`: 0 is the primary input, 1 the backup; `None` when the encoder did not say.
    pub input: Option<InputSlot>,
}

/// Why a stream name means nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MalformedName {
    /// Longer than [`NAME_BYTES_MAX`] or with control characters.
    Text,
    /// No stream name and no `e` in the query.
    NoKey,
    /// The rendition is no number from 1 to [`RENDITION_MAX`].
    Rendition,
    /// `i` is neither 0 nor 1.
    Input,
}

/// Longest app, tcUrl or stream name that is looked at; a longer one is refused.
pub const NAME_BYTES_MAX: usize = 1024;
/// Highest rendition number; the live params of the API end at 7.
pub const RENDITION_MAX: u32 = 64;

impl StreamName {
    pub fn parse(app: &str, tc_url: &str, stream: &str) -> Result<Self, MalformedName> {
        for text in [app, tc_url, stream] {
            if text.len() > NAME_BYTES_MAX || text.chars().any(char::is_control) {
                return Err(MalformedName::Text);
            }
        }
        let (stream, stream_query) = split_query(stream);
        let (app, app_query) = split_query(app);
        let (_, tc_query) = split_query(tc_url);
        let find = |name: &str| [stream_query, app_query, tc_query].into_iter().find_map(|query| param(query, name));

        let entry = find("e").map(str::to_owned);
        let (key, rendition) = match split_rendition(stream.trim_matches('/'))? {
            ("", _) => (entry.clone().ok_or(MalformedName::NoKey)?, 1),
            (key, rendition) => (key.to_owned(), rendition),
        };
        let input = match find("i") {
            None => None,
            Some("0") => Some(InputSlot::Primary),
            Some("1") => Some(InputSlot::Backup),
            Some(_) => return Err(MalformedName::Input),
        };
        Ok(Self {
            app: app.trim_matches('/').to_owned(),
            key,
            rendition,
            token: find("t").map(|token| Secret::new(token.to_owned())),
            partner: find("p").map(str::to_owned),
            entry,
            input,
        })
    }
}

/// The `e` of an address, also where the stream name means nothing. Unchecked.
pub fn entry_in<'t>(app: &'t str, tc_url: &'t str, stream: &'t str) -> Option<&'t str> {
    [stream, app, tc_url].into_iter().find_map(|text| param(split_query(text).1, "e"))
}

fn split_query(text: &str) -> (&str, &str) {
    text.split_once('?').unwrap_or((text, ""))
}

/// First non-empty value of `name`. Tokens and ids are plain ASCII, so nothing is percent-decoded.
fn param<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    // A name and a URL that both carry a query leave a second `?` in the middle: `kLive?t=1/0_x_1?i=0`.
    query
        .split(['&', '?'])
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value.trim_end_matches('/'))
}

/// `0_abcd1234_2` → (`0_abcd1234`, 2). A key has one underscore of its own; the second one starts the rendition.
fn split_rendition(name: &str) -> Result<(&str, u32), MalformedName> {
    let Some(second) = name.match_indices('_').nth(1).map(|(at, _)| at) else { return Ok((name, 1)) };
    let (key, suffix) = (&name[..second], &name[second + 1..]);
    // OBS users paste the template as it is; some encoders escape its percent sign.
    if suffix == "%i" || suffix == "%25i" {
        return Ok((key, 1));
    }
    let digits = !suffix.is_empty() && suffix.bytes().all(|byte| byte.is_ascii_digit());
    match suffix.parse::<u32>() {
        Ok(rendition) if digits && (1..=RENDITION_MAX).contains(&rendition) => Ok((key, rendition)),
        _ => Err(MalformedName::Rendition),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_taken_apart_wherever_the_query_is() {
        // (app, tcUrl, stream) → (key, rendition, token, input)
        type Expected = (&'static str, u32, Option<&'static str>, Option<InputSlot>);
        let cases: &[(&str, &str, &str, Expected)] = &[
            ("kLive", "rtmp://h/kLive", "0_abcd1234_%i", ("0_abcd1234", 1, None, None)),
            ("kLive", "rtmp://h/kLive", "0_abcd1234_%25i", ("0_abcd1234", 1, None, None)),
            ("kLive", "rtmp://h/kLive", "0_abcd1234_1?t=s", ("0_abcd1234", 1, Some("s"), None)),
            ("kLive", "rtmp://h/kLive", "0_abcd1234", ("0_abcd1234", 1, None, None)),
            ("kLive", "rtmp://h/kLive", "0_12345678", ("0_12345678", 1, None, None)),
            ("kLive", "rtmp://h/kLive", "0_12345678_3", ("0_12345678", 3, None, None)),
            ("kLive?t=a", "rtmp://h/kLive", "0_abcd1234_1", ("0_abcd1234", 1, Some("a"), None)),
            (
                "kLive",
                "rtmp://h:1935/kLive?p=101&e=0_abcd1234&i=1&t=a",
                "0_abcd1234_1",
                ("0_abcd1234", 1, Some("a"), Some(InputSlot::Backup)),
            ),
            (
                "kLive?p=101&e=0_abcd1234&i=0&t=a",
                "rtmp://h/kLive?p=101&e=0_abcd1234&i=0&t=a",
                "0_abcd1234_1?t=b",
                ("0_abcd1234", 1, Some("b"), Some(InputSlot::Primary)),
            ),
            ("kLive?e=0_abcd1234&t=a", "", "", ("0_abcd1234", 1, Some("a"), None)),
            ("kLive/?t=a/", "", "0_abcd1234_1", ("0_abcd1234", 1, Some("a"), None)),
            ("kLive", "", "s7", ("s7", 1, None, None)),
        ];
        for (app, tc_url, stream, expected) in cases {
            let name = StreamName::parse(app, tc_url, stream).expect(stream);
            let token = name.token.as_ref().map(|token| token.reveal().as_str());
            assert_eq!((name.key.as_str(), name.rendition, token, name.input), *expected, "{app} {tc_url} {stream}");
            assert_eq!(name.app, "kLive");
        }
    }

    #[test]
    fn names_without_meaning_are_refused() {
        let long = "a".repeat(NAME_BYTES_MAX + 1);
        let cases: &[(&str, &str, MalformedName)] = &[
            ("kLive", "", MalformedName::NoKey),
            ("kLive", "0_abcd1234_", MalformedName::Rendition),
            ("kLive", "0_abcd1234_0", MalformedName::Rendition),
            ("kLive", "0_abcd1234_+1", MalformedName::Rendition),
            ("kLive", "0_abcd1234_99999999999", MalformedName::Rendition),
            ("kLive", "0_abcd1234_1_1", MalformedName::Rendition),
            ("kLive?i=2", "0_abcd1234", MalformedName::Input),
            ("kLive", "0_abcd\n1234", MalformedName::Text),
            ("kLive", &long, MalformedName::Text),
        ];
        for (app, stream, expected) in cases {
            assert_eq!(StreamName::parse(app, "", stream), Err(*expected), "{app} {stream}");
        }
    }

    #[test]
    fn tokens_do_not_print() {
        let name = StreamName::parse("kLive?t=hunter2", "", "0_abcd1234").expect("well-formed");
        assert!(!format!("{name:?}").contains("hunter2"));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_has_a_key_and_a_rendition_or_is_refused(
            app in "[a-zA-Z0-9_?&=%/]{0,40}",
            tc_url in "\\PC{0,40}",
            stream in prop_oneof!["[01]_[a-z0-9]{8}(_[0-9%i]{0,4})?(\\?[tei]=[a-z0-9_&=]{0,20})?", ".{0,40}"],
        ) {
            if let Ok(name) = StreamName::parse(&app, &tc_url, &stream) {
                prop_assert!(!name.key.is_empty() && (1..=RENDITION_MAX).contains(&name.rendition));
                prop_assert!(!name.app.contains('?'));
                if let Some(token) = &name.token {
                    prop_assert!(!token.reveal().contains(['&', '?']));
                }
            }
        }
    }
}
