//! Prints one of the files that are made from the tables: `cargo run -p schema --example describe -- WHAT`.
//!
//! `client/NAME` is a file of the TypeScript client, `conformance FILE` the page of conformance with what FILE says is absent, `xml`, `openapi` and
//! `tables` what the server serves.

use schema::describe::{client_xml, conformance, openapi, tables, typescript};
use std::process::ExitCode;

const USAGE: &str = "usage: describe xml | openapi | tables | client/NAME | conformance FILE";
const VERSION: &str = env!("CARGO_PKG_VERSION");

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match print(&words) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn print(words: &[&str]) -> Result<String, String> {
    match words {
        ["xml"] => Ok(client_xml::print(VERSION)),
        ["openapi"] => Ok(openapi::print(VERSION)),
        ["tables"] => Ok(tables::print(VERSION)),
        ["conformance", file] => {
            let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
            let absent = conformance::Absent::read(&text).map_err(|problem| format!("{file}: {problem}"))?;
            match absent.present().as_slice() {
                [] => Ok(conformance::print(&absent)),
                present => Err(format!("{file}: these exist by now, delete them: {}", present.join(", "))),
            }
        }
        [client] => {
            let name = client.strip_prefix("client/").ok_or(USAGE)?;
            let file = typescript::print().into_iter().find(|(found, _)| *found == name);
            file.map(|(_, text)| text).ok_or_else(|| format!("the client has no file {name}"))
        }
        _ => Err(USAGE.to_owned()),
    }
}
