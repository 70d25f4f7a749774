//! Damage from the outside: a message is damaged on the disk, its readers are told over HTTP and Kafka, those behind it
//! read on, and `stations verify` finds it, repairs it, and leaves a log that Kafka's clients read from end to end.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

const LOG: &str = "stations/lights/0/00000000000000000000.log";

fn waystation(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waystation"));
    command.args(args).env_remove("WAYSTATION_AT");
    command
}

/// A gateway, killed when it is dropped.
struct Gateway {
    process: Child,
    address: String,
}

impl Gateway {
    fn on(data: &Path) -> Self {
        let mut process = waystation(&["serve", "--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let said: Vec<_> = BufReader::new(process.stdout.take().unwrap()).lines().take(3).map(Result::unwrap).collect();
        let address = said[2].rsplit(' ').next().unwrap().to_owned();
        Self { process, address }
    }

    fn produce(&self, messages: &str) {
        let mut child = waystation(&["produce", "lights"])
            .env("WAYSTATION_AT", &self.address)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(messages.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
    }

    fn consume(&self, protocol: &str, offset: &str) -> Output {
        let args = ["consume", "lights", "--protocol", protocol, "-p", "0", "-o", offset];
        waystation(&args).env("WAYSTATION_AT", &self.address).output().unwrap()
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

fn verify(data: &Path, more: &[&str]) -> (Option<i32>, String) {
    let output = waystation(&["stations", "verify", "--data", data.to_str().unwrap()]).args(more).output().unwrap();
    (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_damaged_message_is_told_gone_around_found_and_repaired() {
    let scratch = tempfile::tempdir().unwrap();
    let data = scratch.path();
    let gateway = Gateway::on(data);
    for message in ["one\n", "two\n", "three\n"] {
        gateway.produce(message);
    }
    let (code, said) = verify(data, &[]);
    assert!(code == Some(1) && said.contains("in use by another process"), "{said}");
    drop(gateway);
    let (code, said) = verify(data, &[]);
    assert!(code == Some(0) && said.contains(": sound"), "{said}");

    let mut log = fs::read(data.join(LOG)).unwrap();
    let at = log.windows(3).position(|window| window == b"two").unwrap();
    log[at] ^= 1;
    fs::write(data.join(LOG), &log).unwrap();

    let gateway = Gateway::on(data);
    let refused = gateway.consume("http", "1");
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("can be read again from offset 2"), "{}", text(&refused.stderr));
    assert_eq!(text(&gateway.consume("http", "2").stdout), "three\n");
    if cfg!(feature = "rdkafka") {
        let refused = gateway.consume("kafka", "1");
        assert!(!refused.status.success(), "{}", text(&refused.stdout));
        assert_eq!(text(&gateway.consume("kafka", "2").stdout), "three\n");
    }
    drop(gateway);

    let log = fs::read(data.join(LOG)).unwrap();
    let (code, said) = verify(data, &["lights"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("lost lights/0") && said.contains("offsets 1 up to but not including 2"), "{said}");
    assert_eq!(fs::read(data.join(LOG)).unwrap(), log, "looking changes nothing");
    let (code, said) = verify(data, &["--repair", "--json"]);
    assert_eq!(code, Some(0), "{said}");
    let report: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!((&report["sound"], &report["findings"][0]["repaired"]), (&true.into(), &true.into()));
    let quarantine = Path::new(report["quarantine"].as_str().unwrap()).to_owned();
    assert!(text(&fs::read(quarantine.join("NOTES")).unwrap()).contains(LOG));

    let gateway = Gateway::on(data);
    gateway.produce("four\n");
    let protocols: &[&str] = if cfg!(feature = "rdkafka") { &["http", "kafka"] } else { &["http"] };
    for protocol in protocols {
        assert_eq!(text(&gateway.consume(protocol, "earliest").stdout), "one\nthree\nfour\n", "{protocol}");
    }
}

#[test]
fn a_folder_that_is_no_store_and_a_station_that_is_not_there_are_said_to_be() {
    let scratch = tempfile::tempdir().unwrap();
    let (code, said) = verify(&scratch.path().join("nowhere"), &[]);
    assert!(code == Some(1) && said.contains("nowhere"), "{said}");
    assert!(!scratch.path().join("nowhere").exists());
    drop(Gateway::on(scratch.path()));
    let (code, said) = verify(scratch.path(), &["lamps"]);
    assert!(code == Some(1) && said.contains("no station lamps"), "{said}");
}
