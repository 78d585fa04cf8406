//! `plenary`: one program. This file is the table of contents.

mod admin;
mod backup;
mod bridge;
mod clock;
mod config;
mod demo;
mod health;
mod listen;
mod logs;
mod serve;
mod web;

use base::Clock;
use clap::{Parser, Subcommand};
use config::{Config, Flags};
use std::path::PathBuf;
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
    /// Explain the settings and verify the data folder, without starting: exits 0 if both are good.
    Check(Flags),
    /// Copy a data folder into a new backup. The server may run meanwhile.
    Backup {
        /// The data folder.
        #[arg(long, env = "PLENARY_DATA", value_name = "DIR", default_value = "plenary-data")]
        data: PathBuf,
        /// The backup to make, a folder that does not exist yet.
        #[arg(long, value_name = "NEW-DIR")]
        to: PathBuf,
    },
    /// Make a data folder from a backup.
    Restore {
        /// The backup.
        #[arg(long, value_name = "BACKUP-DIR")]
        from: PathBuf,
        /// The data folder to make: missing or empty.
        #[arg(long, env = "PLENARY_DATA", value_name = "DIR")]
        data: PathBuf,
    },
    /// Print plenary.example.toml.
    ConfigExample,
    /// Administrators of the account, while the server is stopped.
    #[command(subcommand)]
    Admin(admin::Command),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Serve(flags) => serve(flags),
        Command::Check(flags) => check(flags),
        Command::Backup { data, to } => once(backup::take(&data, &to, clock::SystemClock.now())).and_then(|outcome| {
            let (files, bytes) = outcome.map_err(|refused| refused.to_string())?;
            println!("{}: {files} files, {bytes} bytes", to.display());
            Ok(())
        }),
        Command::Restore { from, data } => once(backup::restore(&from, &data)).and_then(|outcome| {
            let (version, made_at) = outcome.map_err(|refused| refused.to_string())?;
            println!("{}: restored from the backup of {made_at}, made by version {version}", data.display());
            Ok(())
        }),
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

fn check(flags: Flags) -> Result<(), String> {
    let config = Config::load(flags)?;
    println!("{config:#?}");
    println!("{}", once(backup::inspect::inspect(&config.data))??);
    Ok(())
}

/// Runs one piece of work to its end. A signal to stop drops it, and with it what it had begun to write.
fn once<T>(work: impl Future<Output = T>) -> Result<T, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| error.to_string())?.block_on(async {
        tokio::select! {
            done = work => Ok(done),
            () = serve::asked_to_stop() => Err("interrupted".to_owned()),
        }
    })
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
