//! Leave to check a secret: here callers wait, and guesses are counted (the rules are `domain::guard`'s).

use crate::call::Call;
use base::error::{Error, Result};
use domain::guard::{Attempt, Subject};

/// Codes of answers to a wrong guess.
const WRONG: [&str; 6] = [
    "START_SESSION_ERROR",
    "APP_TOKEN_ID_NOT_FOUND",
    "INVALID_APP_TOKEN_HASH",
    "USER_NOT_FOUND",
    "USER_WRONG_PASSWORD",
    "LOGIN_RETRIES_EXCEEDED",
];

/// Checks a secret when the guard lets the caller, after the wait it demands; `refused` otherwise. `what` is `secret`, `token` or
/// `password`.
pub async fn guarded<T>(
    call: &Call,
    what: &'static str,
    subject: Subject,
    refused: Error,
    check: impl AsyncFnOnce(Attempt) -> Result<T>,
) -> Result<T> {
    let Ok(attempt) = call.catalog().guard().attempt(subject, call.client.address, call.now) else {
        count(what, "refused");
        return Err(refused);
    };
    let wait = attempt.wait();
    if !wait.is_zero() {
        count(what, "slowed");
        tokio::time::sleep(wait).await;
    }
    let result = check(attempt).await;
    if result.as_ref().is_err_and(|error| WRONG.contains(&error.code)) {
        count(what, "wrong");
    }
    result
}

fn count(what: &'static str, outcome: &'static str) {
    metrics::counter!("plenary_guesses_total", "what" => what, "outcome" => outcome).increment(1);
}
