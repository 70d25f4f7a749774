//! Real clients against the built binary: each tells the story of `tests/interop/clients`, told to a gateway of its own,
//! and is a program of its own language; and each reads what compaction left of a station. `tests/interop/setup` makes them
//! ready.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[path = "interop/compacted.rs"]
mod compacted;
mod support;

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use support::{Gateway, clients, curl, is_set_up, root, run, scratch};

const LIMIT: Duration = Duration::from_secs(180);

/// Has the client tell its story, and read what is left of a compacted station; it needs a part of the set-up.
fn tells_its_story(part: &str, client: impl Fn() -> Command) {
    if !is_set_up(part) {
        return;
    }
    let dir = scratch();
    let left = compacted::make(&dir.path().join("data"));
    // kcat cannot make topics, and has to get its 4 partitions by default.
    let gateway = Gateway::start_with(dir.path(), "127.0.0.1:0", &[], &[("WAYSTATION__DEFAULTS__PARTITIONS", "4")]);
    let ask = |arguments: &[&str]| {
        let mut client = client();
        client.arg(gateway.address.to_string()).args(arguments);
        let ran = run(client, "", LIMIT);
        assert!(ran.status.success(), "{}\n{}{}--- the gateway:\n{}", ran.status, ran.out, ran.err, gateway.log());
        ran.out
    };
    let read = ask(&[compacted::NAME, &left.len().to_string()]);
    let read: Vec<_> = read.lines().filter_map(|line| line.strip_prefix("read ")).collect();
    assert_eq!(read, left);
    let told = ask(&[]);
    assert!(told.contains("ok a restart goes on from the committed offsets"), "{told}");
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
    tells_its_story("kcat", || Command::new(script("kcat.sh")));
}

#[test]
fn librdkafka_of_today_by_confluent_kafka() {
    tells_its_story("python", || python("confluent.py"));
}

#[test]
fn kafka_python() {
    tells_its_story("python", || python("kafka_python.py"));
}

#[test]
fn aiokafka() {
    tells_its_story("python", || python("aiokafka_.py"));
}

#[test]
fn kafkajs() {
    tells_its_story("kafkajs", || {
        let mut command = Command::new("node");
        command.env("NODE_PATH", clients().join("kafkajs/node_modules")).arg(script("kafkajs/story.js"));
        command
    });
}

#[test]
fn java_of_today() {
    tells_its_story("java", || java("new"));
}

#[test]
fn java_of_2019() {
    tells_its_story("java", || java("old"));
}

#[test]
fn franz_go() {
    tells_its_story("franz", || Command::new(clients().join("franz/story")));
}

/// HTTP, from any offset, removed or not: `next` leads past what is gone, with a message in every page but the last.
#[test]
fn http_reads_what_compaction_left() {
    let dir = scratch();
    let left = compacted::make(&dir.path().join("data"));
    let gateway = Gateway::start(dir.path());
    let page = |offset: &str| -> serde_json::Value {
        let path = format!("/api/v1/stations/{}/messages?limit=1000&offset={offset}", compacted::NAME);
        serde_json::from_str(&run(curl(&[&gateway.url(&path)]), "", LIMIT).ok()).unwrap()
    };
    let mut most = left.len();
    for start in [0, 1, 2, 50, 400, 796, 799, 800, 801] {
        let (mut next, mut found) = (start.to_string(), Vec::new());
        loop {
            let page = page(&next);
            let messages = page["messages"].as_array().unwrap();
            assert!(messages.iter().all(|message| message["offset"].as_i64().unwrap() >= start), "{page}");
            found.extend(messages.iter().map(|message| {
                format!("{} {}", message["key"].as_str().unwrap(), message["payload"].as_str().unwrap())
            }));
            next = page["next"].as_str().unwrap().to_owned();
            if messages.is_empty() {
                break;
            }
        }
        assert_eq!(next, "801");
        assert!(left.ends_with(&found) && found.len() <= most, "from {start}: {found:?}");
        assert!(start > 1 || found == left);
        most = found.len();
    }
    assert_eq!(most, 0);
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
