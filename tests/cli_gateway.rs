//! The command line against a gateway that it starts itself: both ends are the real binary.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// A gateway on a port and in a folder of its own; killed when it is dropped.
struct Gateway {
    process: Child,
    /// What it said to try.
    lines: Vec<String>,
    address: String,
    _data: tempfile::TempDir,
}

impl Gateway {
    fn start() -> Self {
        Self::start_with(&[])
    }

    fn start_with(more: &[&str]) -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut process = command(&["serve", "--listen", "127.0.0.1:0", "--data", data.path().to_str().unwrap()])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let said = BufReader::new(process.stdout.take().unwrap());
        let lines: Vec<String> = said.lines().take(3).map(Result::unwrap).collect();
        let address = lines[2].rsplit(' ').next().unwrap().to_owned();
        Self { process, lines, address, _data: data }
    }

    /// Runs a verb against it.
    fn run(&self, args: &[&str], input: &str) -> Output {
        let mut child = self.spawn(args);
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    fn spawn(&self, args: &[&str]) -> Child {
        let mut command = command(args);
        command.env("WAYSTATION_AT", &self.address);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Runs a verb that must do well, and gives what it prints.
    fn fine(&self, args: &[&str], input: &str) -> String {
        let output = self.run(args, input);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waystation"));
    command.args(args).current_dir(Path::new(env!("CARGO_MANIFEST_DIR"))).env_remove("SSL_CERT_FILE");
    command
}

#[test]
fn serving_says_in_three_lines_what_to_try_and_ends_well_on_sigterm() {
    let mut gateway = Gateway::start();
    for (line, word) in gateway.lines.iter().zip(["kcat -b ", "curl http://", "waystation watch --at "]) {
        assert!(line.contains(word) && line.contains(&gateway.address), "{line}");
    }
    assert!(!gateway.address.ends_with(":0"), "{}", gateway.address);
    Command::new("kill").arg(gateway.process.id().to_string()).status().unwrap();
    assert!(gateway.process.wait().unwrap().success());
}

#[test]
fn what_is_produced_by_kafka_is_consumed_by_kafka() {
    let gateway = Gateway::start();
    let kafka = |args: &[&str], input: &str| gateway.fine(&[args, &["--protocol", "kafka"]].concat(), input);
    let said = kafka(&["produce", "lights", "-K", ":", "-H", "origin=test"], "a:1\nb:2\nc:3\n");
    assert_eq!(said, "lights: 3 stored\n");
    let read = kafka(&["consume", "lights", "--format", "%o %k=%s %h\\n"], "");
    assert_eq!(read, "0 a=1 origin=test\n1 b=2 origin=test\n2 c=3 origin=test\n");
    assert_eq!(kafka(&["consume", "lights", "--offset", "1", "-n", "1"], ""), "2\n");
    let json = kafka(&["consume", "lights", "--format", "json", "-n", "1"], "");
    assert!(json.starts_with("{\"station\":\"lights\",\"partition\":0,\"offset\":0,"), "{json}");
}

#[test]
fn a_group_goes_on_where_it_has_come_to() {
    let gateway = Gateway::start();
    gateway.fine(&["produce", "lights", "--protocol", "kafka"], "1\n2\n3\n");
    let grouped = ["consume", "lights", "--group", "readers"];
    assert_eq!(gateway.fine(&[&grouped[..], &["-n", "1"]].concat(), ""), "1\n");
    assert_eq!(gateway.fine(&grouped, ""), "2\n3\n");
    assert_eq!(gateway.fine(&grouped, ""), "");
}

#[test]
fn what_is_produced_is_consumed_by_either_protocol() {
    let gateway = Gateway::start();
    let said = gateway.fine(&["produce", "lights", "-K", ":", "-H", "origin=test"], "a:1\nb:2\n");
    assert_eq!(said, "lights: 2 stored\n");
    gateway.fine(&["produce", "lights", "--protocol", "kafka", "-K", ":", "-H", "origin=test"], "c:3\n");
    for protocol in ["http", "kafka"] {
        let format = "%o %k=%s %h\\n";
        let read = gateway.fine(&["consume", "lights", "--protocol", protocol, "--format", format], "");
        assert_eq!(read, "0 a=1 origin=test\n1 b=2 origin=test\n2 c=3 origin=test\n", "{protocol}");
        let read = gateway.fine(&["consume", "lights", "--protocol", protocol, "--offset", "1", "-n", "1"], "");
        assert_eq!(read, "2\n", "{protocol}");
    }
}

#[test]
fn messages_travel_as_json_from_station_to_station() {
    let gateway = Gateway::start();
    gateway.fine(&["produce", "lights", "-K", ":", "-H", "origin=test"], "a:{\"lumens\": 1}\n");
    let json = gateway.fine(&["consume", "lights", "--format", "json"], "");
    gateway.fine(&["produce", "copy", "--format", "json"], &json);
    assert_eq!(gateway.fine(&["consume", "copy", "--format", "json"], ""), json.replace("\"lights\"", "\"copy\""));
}

#[test]
fn a_watcher_sees_a_message_and_what_is_wrong_with_it() {
    let gateway = Gateway::start();
    gateway.fine(&["specs", "upload", "demo/streetlights.yaml"], "");
    let mut watch = gateway.spawn(&["watch", "--station", "light*", "--invalid"]);
    let mut seen = BufReader::new(watch.stdout.take().unwrap());
    // Until the watcher has sat down, nobody tells it; so tell it more than once.
    let (sender, line) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut lines = [String::new(), String::new()];
        for line in &mut lines {
            seen.read_line(line).unwrap();
        }
        sender.send(lines).unwrap();
    });
    let [message, error] = loop {
        gateway.fine(&["produce", "lights", "-m", "{\"lumens\": true}"], "");
        if let Ok(lines) = line.recv_timeout(std::time::Duration::from_millis(200)) {
            break lines;
        }
    };
    watch.kill().unwrap();
    watch.wait().unwrap();
    assert!(message.contains("tagged") && message.contains("{\"lumens\": true}"), "{message}");
    assert!(error.starts_with("    ") && error.contains("lumens"), "{error}");
}

#[test]
fn stations_are_made_changed_emptied_and_deleted() {
    let gateway = Gateway::start();
    gateway.fine(&["stations", "create", "lights", "--partitions", "2"], "");
    gateway.fine(&["stations", "create", "lights", "--partitions", "2"], "");
    let differs = gateway.run(&["stations", "create", "lights", "--partitions", "3"], "");
    assert_eq!(differs.status.code(), Some(1));
    gateway.fine(&["stations", "alter", "lights", "--retention-age", "7d", "--retention-size", "1GiB"], "");
    assert!(gateway.fine(&["stations", "show", "lights"], "").contains("604800000"));
    let list = gateway.fine(&["stations", "list"], "");
    assert!(list.lines().nth(1).unwrap().starts_with("lights   2 "), "{list}");
    gateway.fine(&["produce", "lights"], "a\n");
    gateway.fine(&["stations", "purge", "lights"], "");
    assert_eq!(gateway.fine(&["consume", "lights"], ""), "");
    gateway.fine(&["stations", "delete", "lights"], "");
    assert_eq!(gateway.run(&["stations", "show", "lights"], "").status.code(), Some(1));
}

#[test]
fn documents_are_uploaded_listed_shown_and_deleted() {
    let gateway = Gateway::start();
    gateway.fine(&["specs", "upload", "demo/streetlights.yaml", "--name", "lights"], "");
    let list = gateway.fine(&["specs", "list"], "");
    assert!(list.contains("lights") && list.contains("Streetlights"), "{list}");
    let document = std::fs::read_to_string("demo/streetlights.yaml").unwrap();
    assert_eq!(gateway.fine(&["specs", "show", "lights"], ""), document);
    gateway.fine(&["specs", "delete", "lights"], "");
    assert_eq!(gateway.run(&["specs", "show", "lights"], "").status.code(), Some(1));
    let refused = gateway.run(&["specs", "upload", "Cargo.toml"], "");
    assert_eq!(refused.status.code(), Some(1));
    assert!(!refused.stderr.is_empty());
}

#[test]
fn by_tls_it_wants_to_know_whom_to_trust() {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("cert.pem"), made.cert.pem()).unwrap();
    std::fs::write(path("key.pem"), made.signing_key.serialize_pem()).unwrap();
    std::fs::write(path("tls.yaml"), "listeners: [{tls: {certificate: cert.pem, key: key.pem}}]\n").unwrap();
    let gateway = Gateway::start_with(&["-c", path("tls.yaml").to_str().unwrap()]);
    let at = format!("https://{}", gateway.address);
    let ca = path("cert.pem");
    let trusted = ["--at", &at, "--ca", ca.to_str().unwrap()];
    gateway.fine(&[&["produce", "lights", "-m", "a"], &trusted[..]].concat(), "");
    assert_eq!(gateway.fine(&[&["consume", "lights"], &trusted[..]].concat(), ""), "a\n");
    assert_eq!(gateway.run(&["consume", "lights", "--from", &at], "").status.code(), Some(2));
    let by_kafka = gateway.run(&["consume", "lights", "--protocol", "kafka", "--from", &at], "");
    assert_eq!(by_kafka.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&by_kafka.stderr).contains("TLS"));
}
