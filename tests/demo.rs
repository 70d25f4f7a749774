//! The demo is true: it runs to its end, which it only reaches if everything it tells of has happened.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::process::Command;

use support::{is_set_up, root};

#[test]
fn the_demo_runs_to_its_end() {
    if !is_set_up("kcat") {
        return;
    }
    let output = Command::new(root().join("demo/run"))
        .env("WAYSTATION_BIN", env!("CARGO_BIN_EXE_waystation"))
        // The test runner puts the build's own librdkafka before the system's, and kcat would run on that.
        .env_remove("LD_LIBRARY_PATH")
        .current_dir(root())
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}\n{err}");
    assert!(out.contains("Go on by hand"), "{out}");
}
