//! Builds the pages. The script that `make` uses does it, so there is one way only.

use crate::tree::Tree;
use std::process::Command;

pub fn build(tree: &Tree) -> Result<(), String> {
    let status = Command::new(tree.path("setup/prepare.sh"))
        .arg("web")
        .current_dir(tree.root())
        .status()
        .map_err(|error| format!("setup/prepare.sh web: {error}"))?;
    if status.success() { Ok(()) } else { Err("the pages were not built".to_owned()) }
}
