//! What cargo knows about the workspace and everything it builds on.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crate {
    pub name: String,
    pub version: String,
    /// SPDX expression; empty when the manifest has none.
    pub licence: String,
    /// Member of this workspace.
    pub ours: bool,
    /// Name of the dependency and whether it is for tests only.
    pub direct: Vec<Direct>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Direct {
    pub name: String,
    pub tests_only: bool,
}

/// Every crate of the lock file that is built for this kind of machine, by cargo's package id.
#[derive(Debug, Default)]
pub struct Crates {
    pub by_id: BTreeMap<String, Crate>,
    /// Package id → ids of what it builds with, without test dependencies of our crates.
    pub builds_on: BTreeMap<String, BTreeSet<String>>,
}

/// The one platform whose builds are checked; other platforms' crates are in the lock file but never built here.
const PLATFORM: &str = "x86_64-unknown-linux-gnu";

impl Crates {
    pub fn of_workspace(root: &Path) -> Result<Self, String> {
        let output = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
            .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", PLATFORM])
            .current_dir(root)
            .output()
            .map_err(|error| format!("cargo metadata: {error}"))?;
        if !output.status.success() {
            return Err(format!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr)));
        }
        let metadata = serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))?;
        Ok(Self::of_metadata(&metadata))
    }

    pub fn of_metadata(metadata: &Value) -> Self {
        let members: BTreeSet<&str> = texts(&metadata["workspace_members"]).collect();
        let mut found = Self::default();
        let nodes = metadata["resolve"]["nodes"].as_array();
        let mut built = BTreeSet::new();
        for node in nodes.into_iter().flatten() {
            let Some(id) = node["id"].as_str() else { continue };
            built.insert(id);
            let deps = node["deps"].as_array().into_iter().flatten();
            let for_product = deps.filter(|dep| {
                let kinds = dep["dep_kinds"].as_array().into_iter().flatten();
                kinds.into_iter().any(|kind| kind["kind"].as_str() != Some("dev"))
            });
            let ids = for_product.filter_map(|dep| dep["pkg"].as_str()).map(str::to_owned).collect();
            found.builds_on.insert(id.to_owned(), ids);
        }
        for package in metadata["packages"].as_array().into_iter().flatten() {
            let (Some(id), Some(name)) = (package["id"].as_str(), package["name"].as_str()) else { continue };
            if !built.contains(id) {
                continue;
            }
            let dependencies = package["dependencies"].as_array().into_iter().flatten();
            let direct = dependencies.filter_map(|dependency| {
                let tests_only = dependency["kind"].as_str() == Some("dev");
                Some(Direct { name: dependency["name"].as_str()?.to_owned(), tests_only })
            });
            found.by_id.insert(
                id.to_owned(),
                Crate {
                    name: name.to_owned(),
                    version: package["version"].as_str().unwrap_or_default().to_owned(),
                    licence: package["license"].as_str().unwrap_or_default().to_owned(),
                    ours: members.contains(id),
                    direct: direct.collect(),
                },
            );
        }
        found
    }

    pub fn ours(&self) -> impl Iterator<Item = &Crate> {
        self.by_id.values().filter(|found| found.ours)
    }

    /// Names of everything that our crate `name` brings into a build, itself included.
    pub fn closure(&self, name: &str) -> BTreeSet<&str> {
        let start = self.by_id.iter().find(|(_, found)| found.ours && found.name == name);
        let mut open: Vec<&str> = start.map(|(id, _)| id.as_str()).into_iter().collect();
        let mut seen: BTreeSet<&str> = open.iter().copied().collect();
        while let Some(id) = open.pop() {
            for next in self.builds_on.get(id).into_iter().flatten() {
                if seen.insert(next) {
                    open.push(next);
                }
            }
        }
        seen.into_iter().filter_map(|id| self.by_id.get(id)).map(|found| found.name.as_str()).collect()
    }
}

fn texts(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}
