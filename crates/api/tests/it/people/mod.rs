//! Signing in, users, roles, the account and its sessions.

mod account;
mod sign_in;
mod users;

use crate::Server;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use serde_json::{Value, json};
use std::net::SocketAddr;

/// The properties of `answer` that `expected` names must have those values.
#[track_caller]
pub fn has(answer: &Value, expected: Value) {
    for (key, value) in expected.as_object().expect("an object") {
        assert_eq!(&answer[key], value, "{key} in {answer}");
    }
}

/// Signs in from an address.
pub async fn sign_in_from(server: &Server, address: &str, email: &str, password: &str) -> Value {
    let args = json!({"loginId": email, "password": password, "format": 1});
    call_from(server, address, "user", "loginByLoginId", args).await
}

pub async fn call_from(server: &Server, address: &str, service: &str, action: &str, mut args: Value) -> Value {
    args["format"] = 1.into();
    let peer: SocketAddr = format!("{address}:5000").parse().expect("an address");
    let mut request = Request::post(format!("/api_v3/service/{service}/action/{action}"))
        .header("content-type", "application/json")
        .body(Body::from(args.to_string()))
        .expect("a request");
    request.extensions_mut().insert(ConnectInfo(peer));
    server.send(request).await.json()
}

pub async fn sign_in(server: &Server, email: &str, password: &str) -> Value {
    server.call("user", "loginByLoginId", "", json!({"loginId": email, "password": password})).await
}
