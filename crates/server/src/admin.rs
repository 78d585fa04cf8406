//! `plenary admin`: what the owner of the data folder may do about people while the server is stopped.

use crate::clock::SystemClock;
use crate::config::{Config, Flags};
use crate::variable;
use base::{Clock, PartnerId, Secret};
use clap::Subcommand;
use domain::Catalog;
use domain::partner::FIRST_EMAIL;
use domain::user::{self, NewPassword};
use std::path::PathBuf;
use store::Db;

/// Says which password; without it one is made up.
pub const PASSWORD_VARIABLE: &str = "PLENARY_ADMIN_PASSWORD";

#[derive(Subcommand)]
pub enum Command {
    /// Give an administrator a new password, or make one.
    ///
    /// The password is that of PLENARY_ADMIN_PASSWORD; without it one is made up and printed. Who was blocked or had no login can
    /// sign in afterwards.
    Password {
        /// Folder of the server's data.
        #[arg(long, env = "PLENARY_DATA", value_name = "DIR")]
        data: Option<PathBuf>,
        /// TOML file that may name the folder.
        #[arg(long, env = "PLENARY_CONFIG", value_name = "FILE")]
        config: Option<PathBuf>,
        /// Whose password.
        #[arg(long, env = "PLENARY_ADMIN_EMAIL", value_name = "ADDRESS", default_value = FIRST_EMAIL)]
        email: String,
        /// The account; the oldest by default.
        #[arg(long, value_name = "ID")]
        partner: Option<i64>,
    },
}

/// The error is one sentence for the operator.
pub fn run(command: Command) -> Result<(), String> {
    let Command::Password { data, config, email, partner } = command;
    let folder = Config::load(Flags { data, config, ..Flags::default() })?.data;
    if !folder.is_dir() {
        return Err(format!("there is no data folder {}", folder.display()));
    }
    let wished = variable(PASSWORD_VARIABLE).map(Secret::new);
    let is_known = wished.is_some();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
    let made =
        runtime.block_on(reset(&folder, &email, partner.map(PartnerId), wished)).map_err(|error| error.story())?;
    println!("email     {}", made.email);
    println!("password  {}", if is_known { "(the one in PLENARY_ADMIN_PASSWORD)" } else { made.password.reveal() });
    Ok(())
}

async fn reset(
    folder: &std::path::Path,
    email: &str,
    partner: Option<PartnerId>,
    password: Option<Secret<String>>,
) -> base::Result<NewPassword> {
    let now = SystemClock.now();
    let db = Db::open(folder, store::Options::default()).await?;
    let catalog = Catalog::open(db.clone(), folder, now).await?;
    let partner = match partner {
        Some(id) => id,
        None => catalog.first_partner().await?,
    };
    if catalog.partner(partner).await?.is_none() {
        return Err(base::Error::new(base::Kind::NotFound, format!("there is no account {partner}")));
    }
    let made = user::reset_administrator(&catalog, now, partner, email, password).await?;
    db.flush().await?;
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::guard::Attempt;
    use domain::partner::{FirstPartner, first_start};
    use domain::user::{SignIn, sign_in};

    async fn open(folder: &std::path::Path) -> std::sync::Arc<Catalog> {
        let db = loop {
            match Db::open(folder, store::Options::default()).await {
                Ok(db) => break db,
                Err(error) if error.kind == base::Kind::Conflict => tokio::task::yield_now().await,
                Err(error) => panic!("{error}"),
            }
        };
        Catalog::open(db, folder, SystemClock.now()).await.expect("opens")
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_lost_password_is_replaced_and_a_new_administrator_is_made() {
        let folder = tempfile::tempdir().expect("folder");
        let catalog = open(folder.path()).await;
        let created = first_start(&catalog, SystemClock.now(), FirstPartner::default()).await.expect("starts");
        let created = created.expect("the first");
        assert_eq!(created.administrator.email, FIRST_EMAIL);
        let busy = reset(folder.path(), FIRST_EMAIL, None, None).await.expect_err("the server runs");
        assert!(busy.story().contains("in use by another process"), "{busy}");
        drop(catalog);

        for email in [FIRST_EMAIL, "Other@Example.com"] {
            let made = loop {
                match reset(folder.path(), email, None, None).await {
                    Ok(made) => break made,
                    Err(error) if error.kind == base::Kind::Conflict => tokio::task::yield_now().await,
                    Err(error) => panic!("{error}"),
                }
            };
            let catalog = open(folder.path()).await;
            let with = async |email: &str, password: &Secret<String>| {
                let args = SignIn {
                    email: email.to_owned(),
                    password: password.clone(),
                    partner: None,
                    expiry: 60,
                    privileges: String::new(),
                };
                sign_in(&catalog, SystemClock.now(), Attempt::unlimited(), args).await
            };
            let ks = with(&email.to_lowercase(), &made.password).await.expect("signs in");
            assert!(catalog.open_ks(&ks).await.expect("ours").is_admin());
            let old = with(FIRST_EMAIL, &created.administrator.password).await.expect_err("replaced");
            assert_eq!(old.code, "USER_WRONG_PASSWORD");
        }
        let missing = reset(folder.path(), FIRST_EMAIL, Some(PartnerId(999)), None).await;
        assert!(missing.is_err());
    }
}
