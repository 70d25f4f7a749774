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

/// A data directory at rest, once stopped and once damaged and repaired: Kafka's own tool finds every batch sound, and one
/// following the other.
#[test]
#[ignore = "needs tests/interop/setup broker, which is not in CI's tier"]
fn kafkas_own_tool_dumps_a_log_at_rest() {
    if !is_set_up("broker") {
        return;
    }
    let classpath = std::fs::read_to_string(clients().join("broker/classpath")).unwrap();
    for which in ["stopped", "damaged"] {
        let dir = scratch();
        let fixture = root().join("stations/tests/fixtures/format-1").join(which);
        assert!(Command::new("cp").arg("-r").arg(&fixture).arg(dir.path()).status().unwrap().success());
        let data = dir.path().join(which);
        let mut verify = Command::new(env!("CARGO_BIN_EXE_waystation"));
        verify.args(["stations", "verify", "--repair", "--data"]).arg(&data);
        assert!(run(verify, "", LIMIT).status.success());
        let entries = std::fs::read_dir(data.join("stations/lights/0")).unwrap().map(|entry| entry.unwrap().path());
        let mut logs: Vec<_> = entries.filter(|path| path.extension().is_some_and(|ending| ending == "log")).collect();
        logs.sort();
        let mut expected = None;
        for log in &logs {
            let mut dump = Command::new("java");
            dump.args(["-Xmx128m", "-cp", &classpath, "org.apache.kafka.tools.DumpLogSegments", "--deep-iteration"]);
            dump.arg("--files").arg(log);
            let ran = run(dump, "", LIMIT);
            assert!(ran.status.success(), "{}{}", ran.out, ran.err);
            for batch in ran.out.lines().filter(|line| line.starts_with("baseOffset: ")) {
                let field = |number: usize| batch.split_whitespace().nth(number).unwrap().parse::<i64>().unwrap();
                assert!(batch.contains("isvalid: true"), "{batch}");
                assert!(expected.is_none_or(|expected| field(1) == expected), "{batch}");
                expected = Some(field(3) + 1);
            }
        }
        assert_eq!(expected, Some(150), "{which}: the last batch is the last");
    }
}
