//! Real clients against the built binary: each tells the story of `tests/interop/clients`, told to a gateway of its own,
//! and is a program of its own language. `tests/interop/setup` makes them ready.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use support::{Gateway, clients, is_set_up, root, run, scratch};

const LIMIT: Duration = Duration::from_secs(180);

/// Has the client tell its story; it needs a part of the set-up.
fn tells_its_story(part: &str, client: Command) {
    if !is_set_up(part) {
        return;
    }
    let dir = scratch();
    // kcat cannot make topics, and has to get its 4 partitions by default.
    let gateway = Gateway::start_with(dir.path(), "127.0.0.1:0", &[], &[("WAYSTATION__DEFAULTS__PARTITIONS", "4")]);
    let mut client = client;
    client.arg(gateway.address.to_string());
    let ran = run(client, "", LIMIT);
    assert!(ran.status.success(), "{}\n{}{}--- the gateway:\n{}", ran.status, ran.out, ran.err, gateway.log());
    assert!(ran.out.contains("ok a restart goes on from the committed offsets"), "{}", ran.out);
}

fn script(path: &str) -> PathBuf {
    root().join("tests/interop/clients").join(path)
}

fn python(file: &str) -> Command {
    let mut command = Command::new(clients().join("python/bin/python"));
    command.arg(script("python").join(file));
    command
}

fn java(version: &str) -> Command {
    let classes = clients().join("java").join(version);
    let libraries = std::fs::read_to_string(classes.join("classpath")).unwrap_or_default();
    let mut command = Command::new("java");
    command.args(["-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"]);
    command.arg(format!("{}:{libraries}", classes.display())).arg("Story");
    command
}

#[test]
fn kcat() {
    tells_its_story("kcat", Command::new(script("kcat.sh")));
}

#[test]
fn librdkafka_of_today_by_confluent_kafka() {
    tells_its_story("python", python("confluent.py"));
}

#[test]
fn kafka_python() {
    tells_its_story("python", python("kafka_python.py"));
}

#[test]
fn aiokafka() {
    tells_its_story("python", python("aiokafka_.py"));
}

#[test]
fn kafkajs() {
    let mut command = Command::new("node");
    command.env("NODE_PATH", clients().join("kafkajs/node_modules")).arg(script("kafkajs/story.js"));
    tells_its_story("kafkajs", command);
}

#[test]
fn java_of_today() {
    tells_its_story("java", java("new"));
}

#[test]
fn java_of_2019() {
    tells_its_story("java", java("old"));
}

#[test]
fn franz_go() {
    tells_its_story("franz", Command::new(clients().join("franz/story")));
}
