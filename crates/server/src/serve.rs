//! `plenary serve`: opens the ports, joins the planes, listens, and ends in order.

use crate::bridge::{Bridge, Doors, Media, Reports, follow_releases, sweep_orphans};
use crate::clock::SystemClock;
use crate::config::Config;
use crate::{demo, health, listen, web};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base::{Clock, PartnerId, Secret, Stopper};
use domain::partner::{Created, FirstPartner};
use domain::{Catalog, live_state};
use edge::{Edge, Releases, Signer};
use live::Registry;
use std::sync::Arc;
use std::time::Duration;
use store::Db;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tracing::{error, info, warn};

/// What a first start takes from the environment.
#[derive(Debug, Default)]
pub struct First {
    pub partner: Option<String>,
    pub admin_secret: Option<Secret<String>>,
    pub admin_email: Option<String>,
    pub admin_password: Option<Secret<String>>,
}

/// How long each step of a shutdown may take before the next one begins. Viewers get their drain time on top.
const STEP_WITHIN: Duration = Duration::from_secs(10);

/// Runs until a signal asks to stop. The error is one sentence for the operator.
pub async fn run(config: Config, first: First) -> Result<(), String> {
    let metrics = health::install()?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);

    // Ports and rules.
    make_private(&config.data).map_err(|error| format!("cannot make {}: {error}", config.data.display()))?;
    let db = Db::open(&config.data, store::Options::default()).await.map_err(|error| error.story())?;
    let catalog = Catalog::open(db.clone(), &config.data, clock.now()).await.map_err(|error| error.story())?;
    catalog.guard().exempt(&config.guess_exempt);
    let (secret_is_known, password_is_known) = (first.admin_secret.is_some(), first.admin_password.is_some());
    let created = first_start(&catalog, clock.now(), first).await?;
    let lost_until = live_state::recover(&db, clock.now()).await.map_err(|error| error.story())?;

    // Listeners, before anything is promised to anybody.
    let http =
        TcpListener::bind(config.http).await.map_err(|error| format!("cannot listen on {}: {error}", config.http))?;
    let rtmp =
        TcpListener::bind(config.rtmp).await.map_err(|error| format!("cannot listen on {}: {error}", config.rtmp))?;
    let http_at = http.local_addr().map_err(|error| error.to_string())?;
    let rtmp_at = rtmp.local_addr().map_err(|error| error.to_string())?;

    // Both planes.
    let (stop_intake, intake) = Stopper::new();
    let (stop_signals, signals) = Stopper::new();
    let (stop_rest, rest) = Stopper::new();
    let releases = Arc::new(Releases::new());
    follow_releases(&catalog, releases.clone(), clock.now()).await.map_err(|error| error.story())?;
    let bridge = Arc::new(Bridge::new(catalog.clone(), clock.clone()));
    let settings = live::Settings {
        window: live::Window { duration_ms: config.window_ms, ..live::Window::default() },
        rejoin_grace: live_state::REJOIN_GRACE,
        rejoin_grace_clean: live_state::REJOIN_GRACE_CLEAN,
        ..live::Settings::default()
    };
    let registry = Registry::new(bridge, clock.clone(), settings, signals);
    let signer = Signer::new(catalog.derived_key("playback token").reveal());
    let doors = Arc::new(Doors::new(catalog.clone()));
    let edge = Edge::new(registry.clone(), releases, signer, doors, clock.clone(), config.public_url.clone());
    let api = api::Api::new(api::Config {
        catalog: catalog.clone(),
        endpoints: api::Endpoints { public_url: config.public_url.clone(), rtmp_port: Some(rtmp_at.port()) },
        delivery: Arc::new(Media::new(edge.clone())),
        encoders: Arc::new(Reports::new(registry.encoders().clone())),
        clock: clock.clone(),
        stop: rest.clone(),
        name: "plenary".to_owned(),
    });
    let router = web::router()
        .merge(health::router(db.clone(), metrics, edge.clone(), intake.clone()))
        .merge(api::router(api))
        .merge(edge::router(edge.clone()))
        .merge(Router::new().fallback(manifest).with_state(edge));

    // Tasks, in the order in which they end.
    let mut encoders = JoinSet::new();
    let limits = live::ingest::rtmp::Limits { publishers_max: config.rtmp_publishers_max, ..Default::default() };
    encoders.spawn(live::ingest::rtmp::serve(rtmp, registry.clone(), limits, intake.clone()));
    let drain = Duration::from_secs(config.drain_s);
    let mut viewers = JoinSet::new();
    viewers.spawn(listen::serve(http, router, config.http_connections_max, drain, rest.clone()));
    viewers.spawn(forget_sessions(catalog.clone(), clock.clone(), rest.clone()));
    viewers.spawn(sweep_orphans(catalog.clone(), clock.clone(), lost_until, rest.clone()));

    let mut demo_page = None;
    if config.demo {
        let partner = catalog.first_partner().await.map_err(|error| error.story())?;
        let entry = demo::entry(&catalog, partner, &*clock).await.map_err(|error| error.story())?;
        let token = entry.live.as_ref().map(|live| live.stream_password.reveal().clone()).unwrap_or_default();
        demo_page = Some(format!("/e/{}", entry.id));
        encoders.spawn(demo::publish(entry.id, token, rtmp_at, intake.clone()));
    }
    info!(http = %http_at, rtmp = %rtmp_at, data = %config.data.display(), "serving");
    let partner = catalog.first_partner().await.map_err(|error| error.story())?;
    let secret = match &created {
        Some(_) if secret_is_known => "(the one in PLENARY_ADMIN_SECRET)",
        Some(created) => created.admin_secret.reveal().as_str(),
        None => "(shown once, at the first start)",
    };
    let administrator = created.as_ref().map(|created| &created.administrator);
    let (email, password) = match administrator {
        Some(new) if password_is_known => (new.email.as_str(), "(the one in PLENARY_ADMIN_PASSWORD)"),
        Some(new) => (new.email.as_str(), new.password.reveal().as_str()),
        None => ("(see plenary admin password)", "(shown once, at the first start)"),
    };
    let shown = Shown { partner, secret, email, password, demo: demo_page.as_deref() };
    welcome(&config, http_at.port(), rtmp_at.port(), &shown);

    asked_to_stop().await;
    info!("stopping: no new encoders");
    stop_intake.stop();
    step("encoders", STEP_WITHIN, async { while encoders.join_next().await.is_some() {} }).await;
    stop_signals.stop();
    step("broadcasts", STEP_WITHIN, registry.drained()).await;
    info!("stopping: draining viewers");
    stop_rest.stop();
    step("viewers", drain + STEP_WITHIN, async { while viewers.join_next().await.is_some() {} }).await;
    step("database", STEP_WITHIN, async {
        if let Err(error) = db.flush().await {
            error!(%error, "last writes");
        }
    })
    .await;
    info!("stopped");
    Ok(())
}

/// playManifest has no fixed place for its parameters, so it is found here, where no route matched.
async fn manifest(State(edge): State<Edge>, request: Request) -> Response {
    if edge::manifest::is_manifest(request.uri().path()) {
        let (parts, _) = request.into_parts();
        return edge::manifest::answer(&edge, &parts).await;
    }
    StatusCode::NOT_FOUND.into_response()
}

/// The data folder holds keys: only its owner may look into it. An existing folder keeps its mode.
fn make_private(folder: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

async fn first_start(catalog: &Catalog, now: base::UnixMillis, first: First) -> Result<Option<Created>, String> {
    let id = match first.partner {
        None => None,
        Some(text) => match text.parse::<i64>() {
            Ok(id) if id > 100 => Some(PartnerId(id)),
            _ => return Err(format!("PLENARY_PARTNER_ID must be a number above 100, not {text:?}")),
        },
    };
    let wish =
        FirstPartner { id, admin_secret: first.admin_secret, email: first.admin_email, password: first.admin_password };
    domain::partner::first_start(catalog, now, wish).await.map_err(|error| error.story())
}

/// What the welcome tells of the account.
struct Shown<'a> {
    partner: PartnerId,
    secret: &'a str,
    email: &'a str,
    password: &'a str,
    demo: Option<&'a str>,
}

/// What a person needs to go on, on standard output. Secret and password are shown once, when they are made up.
fn welcome(config: &Config, http: u16, rtmp: u16, shown: &Shown<'_>) {
    let host =
        |at: std::net::SocketAddr| if at.ip().is_unspecified() { "localhost".to_owned() } else { at.ip().to_string() };
    let base = config.public_url.clone().unwrap_or_else(|| format!("http://{}:{http}", host(config.http)));
    println!("\nPlenary is running.\n");
    if let Some(page) = shown.demo {
        println!("  watch         {base}{page}");
    }
    println!("  service URL   {base}");
    println!("  partner id    {}", shown.partner);
    println!("  admin secret  {}", shown.secret);
    println!("  sign in as    {}", shown.email);
    println!("  password      {}", shown.password);
    println!(
        "  encoders      rtmp://{}:{rtmp}/kLive  (each webcast has its own address and stream name)\n",
        host(config.rtmp)
    );
}

/// How often expired sessions are forgotten, and how long the database has to itself in between when there are many.
const FORGET_EVERY: Duration = Duration::from_secs(60);
const FORGET_PAUSE: Duration = Duration::from_millis(200);

/// Forgets what was remembered of sessions that have expired since: a little at a time.
async fn forget_sessions(catalog: Arc<Catalog>, clock: Arc<dyn Clock>, stop: base::Stop) {
    let mut wait = FORGET_EVERY;
    loop {
        tokio::select! {
            biased;
            () = stop.requested() => return,
            () = tokio::time::sleep(wait) => {}
        }
        wait = match catalog.forget_over(clock.now()).await {
            Ok(true) => FORGET_PAUSE,
            Ok(false) => FORGET_EVERY,
            Err(error) => {
                error!(%error, "cannot forget expired sessions");
                FORGET_EVERY
            }
        };
    }
}

/// Waits for SIGTERM or SIGINT.
pub async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    match (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
        (Ok(mut terminate), Ok(mut interrupt)) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        }
        _ => {
            warn!("no signal handlers: only the end of the process stops it");
            std::future::pending::<()>().await;
        }
    }
}

async fn step(name: &str, within: Duration, work: impl Future<Output = ()>) {
    if tokio::time::timeout(within, work).await.is_err() {
        warn!(step = name, "took too long, going on");
    }
}
