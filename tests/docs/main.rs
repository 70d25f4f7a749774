//! Reference pages made from the code: that those in `docs/` are current, or, with `WAYSTATION_WRITE_DOCS=1`, writing
//! them anew.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod command_line;
mod configuration;

use std::fs;
use std::path::Path;

#[test]
fn the_command_line_page_is_current() {
    hold("command-line.md", &command_line::page());
}

#[test]
fn the_configuration_page_is_current() {
    hold("configuration.md", &configuration::page());
}

fn hold(name: &str, page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var_os("WAYSTATION_WRITE_DOCS").is_some() {
        fs::write(path, page).unwrap();
        return;
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    let differs = written.lines().zip(page.lines()).position(|(written, page)| written != page);
    let line = differs.unwrap_or_else(|| written.lines().count().min(page.lines().count())) + 1;
    assert!(
        written == page,
        "docs/{name}:{line} is not what the code says: WAYSTATION_WRITE_DOCS=1 cargo test --test docs"
    );
}
