//! Structured logs on standard error. Secrets are `Secret<_>` and URLs are logged without their query by whoever logs them.

use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

pub fn start(filter: &str, json: bool) -> Result<(), String> {
    let filter = EnvFilter::try_new(filter).map_err(|error| format!("log filter {filter:?}: {error}"))?;
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let started = if json { subscriber.json().flatten_event(true).try_init() } else { subscriber.compact().try_init() };
    started.map_err(|error| error.to_string())
}
