//! `/healthz`, `/readyz` and `/metrics`.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use edge::Edge;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::Arc;
use store::Db;

#[derive(Debug)]
struct Health {
    db: Db,
    metrics: PrometheusHandle,
    edge: Edge,
    stop: base::Stop,
}

/// Installs the recorder behind the `metrics` macros. Once per process.
pub fn install() -> Result<PrometheusHandle, String> {
    PrometheusBuilder::new().install_recorder().map_err(|error| error.to_string())
}

pub fn router(db: Db, metrics: PrometheusHandle, edge: Edge, stop: base::Stop) -> Router {
    Router::new()
        // Alive: the process answers. Restarting it is the remedy if not.
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(figures))
        .with_state(Arc::new(Health { db, metrics, edge, stop }))
}

/// Figures that are counted when somebody asks join those that count themselves.
async fn figures(State(health): State<Arc<Health>>) -> String {
    metrics::gauge!("plenary_viewers").set(health.edge.viewers_total() as f64);
    health.metrics.render()
}

/// Ready: the database answers and nobody asked us to stop.
async fn ready(State(health): State<Arc<Health>>) -> (StatusCode, &'static str) {
    if health.stop.is_requested() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match health.db.read(async |tx| tx.query_one("SELECT 1", Vec::new()).await).await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::error!(error = %error, "database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "database does not answer\n")
        }
    }
}
