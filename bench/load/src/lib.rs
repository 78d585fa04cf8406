//! Pieces that the load programs share. They run on loopback against a server that is being measured, so they favour
//! little CPU of their own over completeness.

pub mod histogram;
pub mod http;
pub mod playlist;
pub mod stamp;

use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

/// `--name value`, `--name=value` and `--flag`.
#[derive(Debug)]
pub struct Args(HashMap<String, String>);

impl Args {
    pub fn parse() -> Self {
        let mut named = HashMap::new();
        let mut words = std::env::args().skip(1).peekable();
        while let Some(word) = words.next() {
            let Some(name) = word.strip_prefix("--") else { continue };
            if let Some((name, value)) = name.split_once('=') {
                named.insert(name.to_owned(), value.to_owned());
            } else if words.peek().is_none_or(|next| next.starts_with("--")) {
                named.insert(name.to_owned(), "1".to_owned());
            } else {
                named.insert(name.to_owned(), words.next().unwrap_or_default());
            }
        }
        Self(named)
    }

    pub fn text(&self, name: &str, default: &str) -> String {
        self.0.get(name).cloned().unwrap_or_else(|| default.to_owned())
    }

    pub fn number(&self, name: &str, default: f64) -> f64 {
        self.0.get(name).and_then(|value| value.parse().ok()).unwrap_or(default)
    }

    pub fn flag(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// Wall clock in nanoseconds since 1970.
pub fn now_ns() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970");
    u64::try_from(since.as_nanos()).expect("a clock before 2554")
}

/// Lifts the limit of open files as far as allowed: thousands of viewers have several sockets each.
pub fn raise_open_files() {
    // SAFETY: both calls get a pointer to a valid rlimit that outlives them.
    unsafe {
        let mut limit: libc::rlimit = std::mem::zeroed();
        libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit);
        limit.rlim_cur = limit.rlim_max;
        libc::setrlimit(libc::RLIMIT_NOFILE, &limit);
    }
}

/// CPU time of this process so far, user and system, in seconds.
pub fn own_cpu_s() -> f64 {
    // SAFETY: the call gets a pointer to a valid rusage that outlives it.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &mut usage);
        usage
    };
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    seconds(usage.ru_utime) + seconds(usage.ru_stime)
}
