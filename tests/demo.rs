//! The demo, as a newcomer runs it, but on the binary that is built already.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::process::Command;
use std::time::Duration;

use support::{is_set_up, root, run};

#[test]
fn the_demo_shows_what_it_says_it_does() {
    if !is_set_up("kcat") {
        return;
    }
    let mut demo = Command::new(root().join("demo/run"));
    demo.env("WAYSTATION", env!("CARGO_BIN_EXE_waystation"));
    let told = run(demo, "", Duration::from_secs(60)).ok();
    for words in [
        "watch | 20",
        "tagged   lights[0]@1 {\"lumens\": true}",
        "lumens: is a boolean where an integer is expected",
        "headers: origin=demo",
        "headers: _asyncapi_eg_validation_error={\"ts\":\"",
        "\"station\":\"lights-invalid\"",
        "% Delivery failed for message: ",
        "\"status\":422",
        "{\"partition\":0,\"offset\":0}",
        "Go on by hand",
    ] {
        assert!(told.contains(words), "no {words:?} in:\n{told}");
    }
    assert!(!told.contains('\u{1b}'), "colours, though nobody is at a terminal:\n{told}");
}
