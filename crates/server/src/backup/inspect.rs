//! What `plenary check` says of a data folder, without changing it and while a server may be using it.

use std::collections::BTreeSet;
use std::path::Path;
use store::Onlooker;

/// One paragraph for the operator, or what is wrong with the folder.
pub async fn inspect(data: &Path) -> Result<String, String> {
    let folder = data.display();
    if super::files::is_empty(data).map_err(|refused| refused.to_string())? {
        return Ok(format!("data folder {folder}: empty, the first start fills it"));
    }
    let told = |error: base::Error| format!("data folder {folder}: {}", error.story());
    let mut database = Onlooker::open(data).await.map_err(told)?;
    let applied: BTreeSet<String> = database.steps().await.map_err(told)?.iter().map(super::name_of).collect();
    let known: BTreeSet<String> =
        domain::MIGRATIONS.iter().map(|step| format!("{}/{}", step.owner, step.name)).collect();
    if let Some(step) = applied.difference(&known).next() {
        return Err(format!(
            "data folder {folder} is from a newer version: its database has the step {step}; this is {}. Start that version or restore a backup of this one",
            env!("CARGO_PKG_VERSION")
        ));
    }
    database.verify().await.map_err(told)?;
    let accounts = database.read(async |tx| domain::partner::verify_secrets(tx, data).await).await.map_err(told)?;
    database.close().await.map_err(told)?;
    let pending: Vec<&str> = known.difference(&applied).map(String::as_str).collect();
    let schema = match pending.as_slice() {
        [] => "up to date".to_owned(),
        steps => format!("the next start applies {}", steps.join(", ")),
    };
    Ok(format!("data folder {folder}: whole; accounts whose secrets open: {accounts}; schema: {schema}"))
}
