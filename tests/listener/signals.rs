//! Signals, in a process of their own: this test's binary, started anew.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use waystation::listener::signals::cancel_on_signal;

/// What gets the signals. With `ON_SIGNAL=linger` it goes on after the first, so that a second can come.
#[tokio::test]
#[ignore = "run by the tests below"]
async fn wait_for_signals() {
    let Some(on_signal) = std::env::var_os("ON_SIGNAL") else { return };
    let shutdown = CancellationToken::new();
    let _signals = cancel_on_signal(shutdown.clone());
    println!("\nwaiting");
    shutdown.cancelled().await;
    println!("cancelled");
    if on_signal == "linger" {
        tokio::time::sleep(Duration::from_secs(30)).await;
    }
}

/// Starts it, and gives what it prints.
fn start(on_signal: &str) -> (Child, impl Iterator<Item = String>) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "signals::wait_for_signals", "--nocapture"]).stdout(Stdio::piped());
    let mut child = command.env("ON_SIGNAL", on_signal).spawn().unwrap();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    (child, stdout.lines().map_while(Result::ok))
}

fn send(signal: &str, child: &Child) {
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
}

#[test]
fn either_signal_asks_to_end_and_leaves_the_rest_to_who_was_asked() {
    for signal in ["-TERM", "-INT"] {
        let (mut child, mut printed) = start("end");
        assert!(printed.any(|line| line == "waiting"));
        send(signal, &child);
        assert!(printed.any(|line| line == "cancelled"));
        assert!(printed.any(|line| line.contains("1 passed")));
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let (mut child, mut printed) = start("linger");
    assert!(printed.any(|line| line == "waiting"));
    send("-TERM", &child);
    assert!(printed.any(|line| line == "cancelled"));
    send("-INT", &child);
    assert_eq!(child.wait().unwrap().code(), Some(1));
}
