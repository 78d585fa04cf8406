//! `plenary`: one program. This file is the table of contents.

mod admin;
mod bridge;
mod clock;
mod config;
mod demo;
mod health;
mod listen;
mod logs;
mod serve;
mod web;

use clap::{Parser, Subcommand};
use config::{Config, Flags};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Self-hosted webcasting that speaks the Kaltura API v3.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server.
    Serve(Flags),
    /// Explain the settings without starting: exits 0 if they are good.
    Check(Flags),
    /// Print plenary.example.toml.
    ConfigExample,
    /// Administrators of the account, while the server is stopped.
    #[command(subcommand)]
    Admin(admin::Command),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Serve(flags) => serve(flags),
        Command::Check(flags) => Config::load(flags).map(|config| println!("{config:#?}")),
        Command::ConfigExample => {
            print!("{}", config::example());
            Ok(())
        }
        Command::Admin(command) => admin::run(command),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("plenary: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn serve(flags: Flags) -> Result<(), String> {
    let config = Config::load(flags)?;
    logs::start(&config.log, config.log_json)?;
    let first = serve::First {
        partner: variable("PLENARY_PARTNER_ID"),
        admin_secret: variable("PLENARY_ADMIN_SECRET").map(base::Secret::new),
        admin_email: variable("PLENARY_ADMIN_EMAIL"),
        admin_password: variable(admin::PASSWORD_VARIABLE).map(base::Secret::new),
    };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| error.to_string())?;
    runtime.block_on(serve::run(config, first))
}

/// What the environment says, if it says anything.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
