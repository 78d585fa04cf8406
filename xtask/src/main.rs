//! House work: `cargo xtask check`, `generate`, `web`, `bench`. Nothing here is part of the product.

mod bench;
mod check;
mod crates;
mod generated;
mod tree;
mod web;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  check [NAME…]   the house rules, all of them or those named; `check --list` names them
  generate        writes the files that are made from the tables of crates/schema: the TypeScript client, docs/conformance.md
  web             installs web packages and builds the pages into web/dist
  bench [STEP…]   measures the release build: ingest, start, delivery, api, cold; all of them write docs/benchmarks.md";

/// Commands by name; documentation that mentions another one is wrong, and `check links` says so.
pub const COMMANDS: &[&str] = &["check", "generate", "web", "bench"];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let tree = match tree::Tree::of_checkout() {
        Ok(tree) => tree,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::FAILURE;
        }
    };
    let outcome = match arguments.split_first().map(|(command, rest)| (command.as_str(), rest)) {
        Some(("check", names)) => check::run(&tree, names),
        Some(("generate", [])) => generated::write(&tree),
        Some(("web", [])) => web::build(&tree),
        Some(("bench", names)) => bench::run(&tree, names),
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
