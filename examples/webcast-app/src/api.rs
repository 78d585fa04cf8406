//! One call of the API: JSON in, JSON out.

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::Request;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use std::fmt;
use std::time::Duration;

/// A longer answer is an error.
const ANSWER_BYTES_MAX: usize = 8 << 20;
/// A call that is not answered in this time is an error.
const CALL_TIMEOUT: Duration = Duration::from_secs(20);

/// Why there is no answer.
#[derive(Clone, Debug)]
pub enum Error {
    /// The server said no: a code of its catalogue, and the message for it.
    Refused { code: String, message: String },
    /// No answer, or none that can be read.
    Failed(String),
}

impl Error {
    pub fn is(&self, wanted: &str) -> bool {
        matches!(self, Self::Refused { code, .. } if code == wanted)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { code, message } => write!(f, "{message} ({code})"),
            Self::Failed(why) => write!(f, "the webcasting server did not answer: {why}"),
        }
    }
}

pub type Result<T> = std::result::Result<T, Error>;

/// Where calls go.
#[derive(Clone, Debug)]
pub struct Api {
    /// Without a slash at its end.
    service_url: String,
    http: Client<HttpConnector, Full<Bytes>>,
}

impl Api {
    pub fn new(service_url: String) -> Self {
        Self { service_url, http: Client::builder(TokioExecutor::new()).build_http() }
    }

    pub fn service_url(&self) -> &str {
        &self.service_url
    }

    /// Calls `action`, e.g. `liveStream.add`, as whoever `ks` names, or as nobody.
    pub async fn call(&self, action: &str, ks: Option<&str>, mut arguments: Value) -> Result<Value> {
        let (service, name) = action.split_once('.').unwrap_or((action, ""));
        arguments["format"] = 1.into();
        if let Some(ks) = ks {
            arguments["ks"] = ks.into();
        }
        let request = Request::post(format!("{}/api_v3/service/{service}/action/{name}", self.service_url))
            .header("content-type", "application/json")
            .body(Full::from(arguments.to_string()))
            .map_err(|error| Error::Failed(error.to_string()))?;
        let answered = tokio::time::timeout(CALL_TIMEOUT, self.send(request)).await;
        let bytes = answered.map_err(|_| Error::Failed(format!("{action}: no answer in time")))??;
        let answer: Value = serde_json::from_slice(&bytes).map_err(|_| Error::Failed(format!("{action}: no JSON")))?;
        if answer["objectType"] == "KalturaAPIException" {
            return Err(Error::Refused { code: text(&answer["code"]), message: text(&answer["message"]) });
        }
        Ok(answer)
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Result<Bytes> {
        let response = self.http.request(request).await.map_err(|error| Error::Failed(error.to_string()))?;
        if !response.status().is_success() {
            return Err(Error::Failed(format!("HTTP {}", response.status())));
        }
        let body = Limited::new(response.into_body(), ANSWER_BYTES_MAX).collect().await;
        Ok(body.map_err(|error| Error::Failed(error.to_string()))?.to_bytes())
    }
}

/// A text of an answer; empty when it is missing or null.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
