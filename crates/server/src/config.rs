//! Settings: flags win over the environment, the environment over the file, the file over the defaults.
//!
//! Belongs here: what can be set, its range, its default, its explanation. Does not belong here: acting on it.

use clap::Args;
use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

/// What can be set by a flag or in the environment. Every one may be absent: then the file or the default speaks.
#[derive(Args, Debug, Default)]
pub struct Flags {
    /// Folder for everything that lasts: database, keys. Made if missing.
    #[arg(long, env = "PLENARY_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Where HTTP listens: API, pages, playback.
    #[arg(long, env = "PLENARY_HTTP", value_name = "ADDR:PORT")]
    pub http: Option<SocketAddr>,
    /// Where encoders publish by RTMP.
    #[arg(long, env = "PLENARY_RTMP", value_name = "ADDR:PORT")]
    pub rtmp: Option<SocketAddr>,
    /// The address that clients see, e.g. https://events.example.com. Default: the Host of each request.
    #[arg(long, env = "PLENARY_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// TOML file with any of these settings; see plenary.example.toml.
    #[arg(long, env = "PLENARY_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Put a demo webcast on air.
    #[arg(long)]
    pub demo: bool,
    /// Log lines as JSON, one object a line.
    #[arg(long, env = "PLENARY_LOG_JSON")]
    pub log_json: bool,
    /// What to log, e.g. `info` or `info,live=debug`.
    #[arg(long, env = "PLENARY_LOG", value_name = "FILTER")]
    pub log: Option<String>,
}

/// The file. Unknown names are errors, so a typing mistake is found at start.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    data: Option<PathBuf>,
    http: Option<SocketAddr>,
    rtmp: Option<SocketAddr>,
    public_url: Option<String>,
    log: Option<String>,
    http_connections_max: Option<usize>,
    rtmp_publishers_max: Option<usize>,
    drain_s: Option<u64>,
    window_ms: Option<u32>,
    guess_exempt: Option<Vec<IpAddr>>,
}

/// Everything the program runs with. Read once at start.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    pub data: PathBuf,
    pub http: SocketAddr,
    pub rtmp: SocketAddr,
    /// Without a slash at its end.
    pub public_url: Option<String>,
    pub demo: bool,
    pub log: String,
    pub log_json: bool,
    /// Open HTTP connections at once; one more is closed at once.
    pub http_connections_max: usize,
    /// Encoders publishing at once; one more is refused as busy.
    pub rtmp_publishers_max: usize,
    /// How long a shutdown waits for requests in flight, in seconds.
    pub drain_s: u64,
    /// How much of a broadcast is kept in memory for viewers, in milliseconds.
    pub window_ms: u32,
    /// Addresses from which wrong secrets and passwords are not counted by address.
    pub guess_exempt: Vec<IpAddr>,
}

/// One setting of the file: its line in the example, and what it means.
struct Setting {
    line: &'static str,
    meaning: &'static str,
}

const SETTINGS: &[Setting] = &[
    Setting {
        line: "data = \"plenary-data\"",
        meaning: "Folder for everything that lasts: database, keys. Made if missing.",
    },
    Setting { line: "http = \"0.0.0.0:8080\"", meaning: "Where HTTP listens: API, pages, playback." },
    Setting { line: "rtmp = \"0.0.0.0:1935\"", meaning: "Where encoders publish by RTMP." },
    Setting {
        line: "# public_url = \"https://events.example.com\"",
        meaning: "The address that clients see. Default: the Host of each request and the listening ports.",
    },
    Setting { line: "log = \"info\"", meaning: "What to log, e.g. `info` or `info,live=debug`." },
    Setting {
        line: "http_connections_max = 20000",
        meaning: "Open HTTP connections at once (10 to 1000000); one more is closed at once.",
    },
    Setting {
        line: "rtmp_publishers_max = 1000",
        meaning: "Encoders publishing at once (1 to 100000); one more is refused as busy.",
    },
    Setting {
        line: "drain_s = 5",
        meaning: "How long a shutdown waits for requests in flight, in seconds (0 to 600).",
    },
    Setting {
        line: "window_ms = 12000",
        meaning: "How much of a broadcast is kept in memory for viewers, in milliseconds (6000 to 120000).",
    },
    Setting {
        line: "guess_exempt = []",
        meaning: "Addresses, such as that of a proxy, from which wrong secrets and passwords are not counted by address.",
    },
];

/// The text of `plenary.example.toml`: every setting with its default.
pub fn example() -> String {
    let mut text =
        String::from("# Settings of Plenary with their defaults. Flags and PLENARY_* variables win over this file.\n");
    for setting in SETTINGS {
        text.push_str(&format!("\n# {}\n{}\n", setting.meaning, setting.line));
    }
    text
}

impl Config {
    /// Reads the file, if one is named, and lays flags and environment over it. The error is one sentence for the operator.
    pub fn load(flags: Flags) -> Result<Self, String> {
        let file = match &flags.config {
            Some(path) => read(path)?,
            None => File::default(),
        };
        let at = |text: &str| text.parse::<SocketAddr>().expect("a literal address");
        let public_url = flags.public_url.or(file.public_url).map(|url| url.trim_end_matches('/').to_owned());
        if let Some(url) = &public_url
            && !(url.starts_with("http://") || url.starts_with("https://"))
        {
            return Err(format!("public_url must start with http:// or https://, not {url:?}"));
        }
        Ok(Self {
            data: flags.data.or(file.data).unwrap_or_else(|| PathBuf::from("plenary-data")),
            http: flags.http.or(file.http).unwrap_or_else(|| at("0.0.0.0:8080")),
            rtmp: flags.rtmp.or(file.rtmp).unwrap_or_else(|| at("0.0.0.0:1935")),
            public_url,
            demo: flags.demo,
            log: flags.log.or(file.log).unwrap_or_else(|| "info".to_owned()),
            log_json: flags.log_json,
            http_connections_max: within("http_connections_max", file.http_connections_max, 20_000, 10, 1_000_000)?,
            rtmp_publishers_max: within("rtmp_publishers_max", file.rtmp_publishers_max, 1_000, 1, 100_000)?,
            drain_s: within("drain_s", file.drain_s, 5, 0, 600)?,
            window_ms: within("window_ms", file.window_ms, 12_000, 6_000, 120_000)?,
            guess_exempt: file.guess_exempt.unwrap_or_default(),
        })
    }
}

fn read(path: &Path) -> Result<File, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

fn within<T: PartialOrd + std::fmt::Display>(
    name: &str,
    set: Option<T>,
    default: T,
    min: T,
    max: T,
) -> Result<T, String> {
    let value = set.unwrap_or(default);
    if value < min || value > max {
        return Err(format!("{name} is {value}, but must lie between {min} and {max}"));
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn file(text: &str) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().expect("temporary file");
        file.write_all(text.as_bytes()).expect("written");
        file
    }

    #[test]
    fn the_example_file_is_the_defaults() {
        let committed = include_str!("../../../plenary.example.toml");
        assert_eq!(committed, example(), "write it anew with `plenary config-example > plenary.example.toml`");
        let example = file(committed);
        let from_file =
            Config::load(Flags { config: Some(example.path().to_owned()), ..Flags::default() }).expect("valid example");
        assert_eq!(from_file, Config::load(Flags::default()).expect("valid defaults"));
    }

    #[test]
    fn flags_win_over_the_file_and_mistakes_are_named() {
        let written = file("http = \"127.0.0.1:1\"\nlog = \"debug\"\npublic_url = \"https://x.example/\"");
        let config = Config::load(Flags {
            config: Some(written.path().to_owned()),
            http: Some("127.0.0.1:2".parse().expect("address")),
            ..Flags::default()
        })
        .expect("valid");
        assert_eq!((config.http.port(), config.log.as_str()), (2, "debug"));
        assert_eq!(config.public_url.as_deref(), Some("https://x.example"));

        let cases = [
            ("htpp = \"127.0.0.1:1\"", "htpp"),
            ("drain_s = 601", "drain_s is 601, but must lie between 0 and 600"),
            ("public_url = \"ftp://x\"", "public_url must start with"),
        ];
        for (text, expected) in cases {
            let wrong = file(text);
            let error = Config::load(Flags { config: Some(wrong.path().to_owned()), ..Flags::default() })
                .expect_err("a mistake");
            assert!(error.contains(expected), "{text}: {error}");
        }
    }
}
