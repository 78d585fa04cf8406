//! A small application around the API: somebody creates a webcast, a moderator takes it live, people watch.
//!
//! It talks to the server through the public API only, as an application of your own would. What to read first: `webcast` (the calls
//! in the order of the guides), then `sessions` (who gets which KS), then `pages`.

mod api;
mod pages;
mod sessions;
mod webcast;

use sessions::Account;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

/// What the application is told by its environment.
#[derive(Debug)]
struct Settings {
    service_url: String,
    /// The same server as browsers reach it.
    public_url: String,
    partner: i64,
    admin_secret: String,
    listen: SocketAddr,
    /// Asked for on the pages of organisers. Without one the application serves its own machine only.
    password: Option<String>,
}

impl Settings {
    fn of_environment() -> Result<Self, String> {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let needed = |name: &str| variable(name).ok_or_else(|| format!("{name} is not set"));
        let service_url = needed("PLENARY_URL")?;
        if !service_url.starts_with("http://") {
            return Err(format!(
                "PLENARY_URL must start with http://, not {service_url:?}: reach the server on its own network"
            ));
        }
        let listen = variable("WEBCAST_APP_LISTEN").unwrap_or_else(|| "127.0.0.1:8090".to_owned());
        let listen: SocketAddr =
            listen.parse().map_err(|_| format!("WEBCAST_APP_LISTEN is no address:port: {listen:?}"))?;
        let password = variable("WEBCAST_APP_PASSWORD");
        if password.is_none() && !listen.ip().is_loopback() {
            return Err("WEBCAST_APP_PASSWORD is not set: without it anybody could create webcasts here".to_owned());
        }
        let service_url = service_url.trim_end_matches('/').to_owned();
        let public_url = variable("PLENARY_PUBLIC_URL").map(|url| url.trim_end_matches('/').to_owned());
        Ok(Self {
            public_url: public_url.unwrap_or_else(|| service_url.clone()),
            service_url,
            partner: needed("PLENARY_PARTNER_ID")?.parse().map_err(|_| "PLENARY_PARTNER_ID is no number".to_owned())?,
            admin_secret: needed("PLENARY_ADMIN_SECRET")?,
            listen,
            password,
        })
    }
}

fn main() -> ExitCode {
    let outcome = Settings::of_environment().and_then(|settings| {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        runtime.map_err(|error| error.to_string())?.block_on(serve(settings))
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("webcast-app: {sentence}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(settings: Settings) -> Result<(), String> {
    let at = settings.listen;
    let listener =
        tokio::net::TcpListener::bind(at).await.map_err(|error| format!("cannot listen on {at}: {error}"))?;
    let at = listener.local_addr().map_err(|error| error.to_string())?;
    println!("create a webcast at http://{at}/create");
    let account = Account::new(settings.service_url, settings.partner, settings.admin_secret);
    axum::serve(listener, pages::router(Arc::new(account), settings.public_url, settings.password))
        .await
        .map_err(|error| error.to_string())
}
