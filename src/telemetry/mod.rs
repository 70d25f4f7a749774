//! Logs: what happened, one line an event, readable on a terminal, JSON for machines. Metrics and traces come here.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// Starts logging to standard error. `WAYSTATION_LOG` (or `RUST_LOG`) chooses what, as in
/// `info,waystation::listener=debug`; `WAYSTATION_LOG_FORMAT=json` gives a JSON object a line.
pub fn start() {
    let filter = EnvFilter::try_from_env("WAYSTATION_LOG")
        .or_else(|_| EnvFilter::try_from_default_env())
        .unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    let started = if std::env::var("WAYSTATION_LOG_FORMAT").is_ok_and(|format| format == "json") {
        builder.json().try_init()
    } else {
        builder.with_ansi(std::io::stderr().is_terminal()).try_init()
    };
    if let Err(error) = started {
        eprintln!("logging was started before: {error}");
    }
}
