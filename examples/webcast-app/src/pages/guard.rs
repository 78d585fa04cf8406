//! Who may open the pages of organisers: whoever knows the password, by HTTP's own question for it. And what may not be done from the pages
//! of other sites.

use super::{App, header_text};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

pub async fn organisers_only(State(app): State<App>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    if request.method() == Method::POST && is_from_elsewhere(headers) {
        return (StatusCode::FORBIDDEN, "this form was sent from another site").into_response();
    }
    let allowed = match &app.password {
        None => true,
        Some(password) => sent_password(headers).is_some_and(|sent| same(&sent, password)),
    };
    if !allowed {
        let question = [(header::WWW_AUTHENTICATE, "Basic realm=\"webcasts\", charset=\"UTF-8\"")];
        return (StatusCode::UNAUTHORIZED, question, "a password is needed").into_response();
    }
    next.run(request).await
}

/// Browsers send the password along whoever's page asks, so they are asked whose page it was.
fn is_from_elsewhere(headers: &axum::http::HeaderMap) -> bool {
    let by_browser = header_text(headers, "sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none");
    let host = header_text(headers, "host").unwrap_or_default();
    let by_origin = header_text(headers, "origin")
        .is_some_and(|origin| origin.split_once("://").is_none_or(|(_, from)| !from.eq_ignore_ascii_case(host)));
    by_browser || by_origin
}

/// The password of `Authorization: Basic`, whatever the user is called.
fn sent_password(headers: &axum::http::HeaderMap) -> Option<String> {
    let encoded = header_text(headers, "authorization")?.strip_prefix("Basic ")?;
    let pair = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    Some(pair.split_once(':')?.1.to_owned())
}

/// In time that tells nothing, neither of the text nor of its length.
fn same(sent: &str, wanted: &str) -> bool {
    Sha256::digest(sent).ct_eq(&Sha256::digest(wanted)).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderMap;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().expect("name"), value.parse().expect("value"))).collect()
    }

    #[test]
    fn a_form_of_another_site_is_noticed() {
        let cases: &[(&[(&str, &str)], bool)] = &[
            (&[("host", "a:1"), ("origin", "http://a:1"), ("sec-fetch-site", "same-origin")], false),
            (&[("host", "a:1")], false),
            (&[("host", "a:1"), ("origin", "http://b:1")], true),
            (&[("host", "a:1"), ("origin", "null")], true),
            (&[("host", "a:1"), ("sec-fetch-site", "same-site")], true),
            (&[("host", "a:1"), ("sec-fetch-site", "cross-site")], true),
        ];
        for (pairs, elsewhere) in cases {
            assert_eq!(is_from_elsewhere(&headers(pairs)), *elsewhere, "{pairs:?}");
        }
    }

    #[test]
    fn the_password_is_what_follows_the_first_colon() {
        let sent = |value| sent_password(&headers(&[("authorization", value)]));
        assert_eq!(sent("Basic b3JnOmE6Yg==").as_deref(), Some("a:b"));
        assert_eq!(sent("Basic !").as_deref(), None);
        assert_eq!(sent("Bearer b3JnOmE6Yg==").as_deref(), None);
        assert!(same("a:b", "a:b") && !same("a:b", "a:c") && !same("", "a"));
    }
}
