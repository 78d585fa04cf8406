//! Measures the release build beside its peers.

use crate::tree::Tree;
use std::process::Command;

pub fn run(tree: &Tree, names: &[String]) -> Result<(), String> {
    let status = Command::new(tree.path("bench/run.sh"))
        .args(names)
        .current_dir(tree.root())
        .status()
        .map_err(|error| format!("bench/run.sh: {error}"))?;
    if status.success() { Ok(()) } else { Err("the benchmark did not finish".to_owned()) }
}
