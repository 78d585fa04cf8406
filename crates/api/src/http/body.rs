//! Bodies: read with a limit and a deadline, then decoded by their Content-Type (contract: wire, request encodings).

use axum::body::{Body, Bytes};
use axum::http::header::{self, HeaderMap};
use axum::http::{Method, request::Parts};
use base::error::{Error, Kind};
use base::limit::{Slot, Slots};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use schema::decode::{self, Budget, TooMuch};
use schema::{Limits, Map};
use std::time::Duration;

/// A body that takes longer to arrive is given up, and its connection closed.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// What a body said.
pub struct Said {
    pub params: Map,
    /// The place that a large body takes among [`crate::Api::UPLOADS_MAX`]; to be kept until the answer is there.
    pub slot: Option<Slot>,
}

pub enum Unread {
    TooMuch(Error),
    TimedOut,
    Broken,
}

impl From<TooMuch> for Unread {
    fn from(reason: TooMuch) -> Self {
        Self::TooMuch(too_much(reason))
    }
}

pub async fn read(
    parts: &Parts,
    body: Body,
    limits: &Limits,
    uploads: &Slots,
    budget: &mut Budget<'_>,
) -> Result<Said, Unread> {
    if parts.method != Method::POST {
        return Ok(Said { params: Map::new(), slot: None });
    }
    let content_type =
        parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let mut bytes_max = limits.body_bytes_max;
    let mut slot = None;
    if media_type == "multipart/form-data" && declared(&parts.headers).is_none_or(|length| length > bytes_max) {
        let busy = || Error::coded(Kind::Exhausted, "UPLOAD_ERROR").context("as many uploads as there may be");
        slot = Some(uploads.take().ok_or_else(|| Unread::TooMuch(busy()))?);
        bytes_max = limits.upload_bytes_max;
    }
    let bytes = whole(body, bytes_max).await?;
    let params = match media_type.as_str() {
        "application/json" => decode::json(&bytes, budget)?.unwrap_or_default(),
        "multipart/form-data" => match decode::boundary(content_type) {
            Some(boundary) => decode::multipart(&bytes, &boundary, budget)?,
            None => Map::new(),
        },
        // Hand-written clients often send JSON without saying so.
        _ if bytes.trim_ascii_start().starts_with(b"{") => decode::json(&bytes, budget)?.unwrap_or_default(),
        _ => decode::form(&bytes, budget)?,
    };
    Ok(Said { params, slot })
}

/// The length a body says it has.
fn declared(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

async fn whole(body: Body, bytes_max: usize) -> Result<Bytes, Unread> {
    match tokio::time::timeout(BODY_TIMEOUT, Limited::new(body, bytes_max).collect()).await {
        Err(_) => Err(Unread::TimedOut),
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            let name = format!("request: a body of more than {bytes_max} bytes");
            let error = Error::coded(Kind::Exhausted, "INVALID_PARAMETER_VALUE").arg("PARAM_NAME", name);
            Err(Unread::TooMuch(error))
        }
        Ok(Err(_)) => Err(Unread::Broken),
    }
}

pub fn too_much(reason: TooMuch) -> Error {
    Error::coded(Kind::Exhausted, "INVALID_PARAMETER_VALUE").arg("PARAM_NAME", format!("request: {reason}"))
}
