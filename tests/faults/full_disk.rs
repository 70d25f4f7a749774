//! A disk that is full: who writes is told so, in words that its protocol tries again by; who reads goes on; and when there
//! is room again, so does everybody, without a restart. The metadata too.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer as _};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::{Offset, TopicPartitionList};

use crate::history::History;
use crate::load::http::{Answer, Client};
use crate::load::{Load, STATION, kafka};
use crate::mounted::{Disk, can_mount};
use crate::support::{Gateway, PATIENCE, within};
use crate::{Random, free_address, serve};

#[test]
fn a_full_tmpfs_is_told_and_heals() {
    if can_mount("a full tmpfs") {
        fills_and_heals(&Disk::tmpfs(64));
    }
}

#[test]
fn a_full_ext4_is_told_and_heals() {
    if can_mount("a full ext4") {
        fills_and_heals(&Disk::ext4(64));
    }
}

#[test]
fn a_full_xfs_is_told_and_heals() {
    if can_mount("a full xfs") {
        fills_and_heals(&Disk::xfs(320));
    }
}

fn fills_and_heals(disk: &Disk) {
    let mut random = Random::seeded(&format!("a full {}", disk.kind()));
    let listen = free_address(&mut random);
    let gateway = serve(disk.path(), &listen);
    let load = Load::start(&listen, "synced");
    assert_eq!(kafka::send_once(&listen, 0), Ok(()));
    commit_an_offset(&listen, 1).unwrap();

    // Twice, for what heals once may not heal again.
    for time in 1..=2 {
        let ballast = disk.fill();
        load.note(&format!("full, {time}"));
        refuses_in_every_protocol(&listen, &gateway);
        metadata_is_refused_or_written(&listen, time);
        kafka::read_all(&listen, &load.shared.history);

        fs::remove_file(ballast).unwrap();
        load.note(&format!("room again, {time}"));
        assert!(load.goes_on(500, PATIENCE), "nothing is acknowledged:\n{}", gateway.log());
        metadata_goes_on(&listen, time);
        let once = within(PATIENCE, || kafka::send_once(&listen, 0).is_ok());
        assert!(once, "Kafka without a retry:\n{}", gateway.log());
    }

    let history = load.shared.history.clone();
    let report = load.finish();
    assert!(report.is_clean(), "{report}\n{}", gateway.log());
    gateway.kill();
    still_there(disk.path(), &listen, &history);
}

fn refuses_in_every_protocol(listen: &str, gateway: &Gateway) {
    let mut client = Client::new(listen);
    let mut answer = None;
    let path = "/api/v1/stations/once/messages?partition=1";
    let refused = within(PATIENCE, || {
        answer = client.ask("POST", path, &[b'x'; 4096]).ok();
        answer.as_ref().is_some_and(|answer| answer.status != 200)
    });
    assert!(refused, "HTTP goes on writing on a full disk");
    let Answer { status, retry_after, body } = answer.unwrap();
    assert_eq!((status, body["type"].as_str()), (507, Some("urn:waystation:disk-full")), "{body}");
    assert!(retry_after.is_some_and(|seconds| seconds.parse::<u32>().is_ok()), "without Retry-After: {body}");

    let mut code = Ok(());
    let refused = within(PATIENCE, || {
        code = kafka::send_once(listen, 1);
        code.is_err()
    });
    assert!(refused, "Kafka goes on writing on a full disk");
    // librdkafka and the Java client both try again upon it.
    assert_eq!(code, Err(RDKafkaErrorCode::KafkaStorageError), "{}", gateway.log());
}

/// The database may have room left within its file; if not, that is said, and is worth another try.
fn metadata_is_refused_or_written(listen: &str, time: u32) {
    let mut client = Client::new(listen);
    for number in 0..20 {
        let made = client.ask("PUT", &format!("/api/v1/stations/full-{time}-{number}"), b"").unwrap();
        assert!(matches!(made.status, 201 | 503 | 507), "{made:?}");
        let listed = client.ask("GET", &format!("/api/v1/stations/{STATION}"), b"").unwrap();
        assert_eq!(listed.status, 200, "reading metadata on a full disk: {listed:?}");
    }
    // Documents as large as this outgrow the database's file.
    let refused = (0..100).map(|number| upload(&mut client, time, number)).find(|answer| answer.status != 201);
    let Answer { status, retry_after, body } = refused.expect("the database does not grow on a full disk");
    assert!(status == 503 && retry_after.is_some(), "{body}");
    let listed = client.ask("GET", "/api/v1/specs", b"").unwrap();
    assert_eq!(listed.status, 200, "reading metadata on a full disk: {listed:?}");
    if let Err(error) = commit_an_offset(listen, 2) {
        let code = error.rdkafka_error_code();
        let retriable = [RDKafkaErrorCode::CoordinatorNotAvailable, RDKafkaErrorCode::KafkaStorageError];
        assert!(code.is_some_and(|code| retriable.contains(&code)), "{error}");
    }
}

fn upload(client: &mut Client, time: u32, number: u32) -> Answer {
    let info = format!(r#"{{"title": "large", "version": "1", "description": "{}"}}"#, "x".repeat(200_000));
    let document = format!(r#"{{"asyncapi": "3.0.0", "info": {info}, "channels": {{}}, "operations": {{}}}}"#);
    client.ask("PUT", &format!("/api/v1/specs/large-{time}-{number}"), document.as_bytes()).unwrap()
}

fn metadata_goes_on(listen: &str, time: u32) {
    let mut client = Client::new(listen);
    let mut last = String::new();
    for number in 0..20 {
        let made = within(PATIENCE, || {
            let made = client.ask("PUT", &format!("/api/v1/stations/full-{time}-{number}"), b"");
            last = format!("{made:?}");
            made.is_ok_and(|made| matches!(made.status, 200 | 201))
        });
        assert!(made, "no station is made though there is room: {last}");
    }
    let uploaded = upload(&mut client, time, 100);
    assert_eq!(uploaded.status, 201, "{uploaded:?}");
    let offset = 10 + i64::from(time);
    assert!(within(PATIENCE, || commit_an_offset(listen, offset).is_ok()), "no offset is committed");
    assert_eq!(committed_offset(listen), Offset::Offset(offset));
}

fn still_there(dir: &Path, listen: &str, history: &History) {
    let gateway = serve(dir, listen);
    kafka::read_all(listen, history);
    let report = history.check();
    assert!(report.is_clean(), "after a restart: {report}\n{}", gateway.log());
    assert_eq!(committed_offset(listen), Offset::Offset(12));
    gateway.kill();
}

fn commit_an_offset(listen: &str, offset: i64) -> Result<(), KafkaError> {
    let mut offsets = TopicPartitionList::new();
    offsets.add_partition_offset(STATION, 0, Offset::Offset(offset)).unwrap();
    member(listen).commit(&offsets, CommitMode::Sync)
}

fn committed_offset(listen: &str) -> Offset {
    let mut asked = TopicPartitionList::new();
    asked.add_partition(STATION, 0);
    let committed = member(listen).committed_offsets(asked, Duration::from_secs(20)).unwrap();
    committed.find_partition(STATION, 0).unwrap().offset()
}

fn member(listen: &str) -> BaseConsumer {
    kafka::config(listen).set("group.id", "committing").set("enable.auto.commit", "false").create().unwrap()
}
