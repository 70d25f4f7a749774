//! What a newcomer is shown, with the tools a newcomer has (kcat, curl, a WebSocket client) and the built binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use std::{fs, thread};

use rcgen::CertifiedKey;
use serde_json::{Value, json};
use support::{Gateway, PATIENCE, Process, clients, curl, is_set_up, kcat, root, run, scratch, waystation, within};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

const VALIDATION_HEADER: &str = "_asyncapi_eg_validation_error";

/// Produces with kcat, and expects it to have been acknowledged.
fn produce(gateway: &Gateway, station: &str, message: &str) {
    run(kcat(gateway, &["-P", "-t", station]), &format!("{message}\n"), PATIENCE).ok();
}

/// Everything in a station, by kcat.
fn consume(gateway: &Gateway, station: &str) -> Vec<Value> {
    let arguments = ["-C", "-e", "-q", "-o", "beginning", "-t", station, "-J"];
    let out = run(kcat(gateway, &arguments), "", PATIENCE).ok();
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A GET's answer in JSON.
fn get(url: &str) -> Value {
    let out = run(curl(&["--fail-with-body", url]), "", PATIENCE).ok();
    serde_json::from_str(&out).unwrap()
}

/// Any request's status and JSON answer.
fn ask(arguments: &[&str]) -> (u16, Value) {
    let mut all = vec!["-w", "\n%{http_code}"];
    all.extend(arguments);
    let out = run(curl(&all), "", PATIENCE).ok();
    let (body, status) = out.rsplit_once('\n').unwrap();
    (status.parse().unwrap(), serde_json::from_str(body).unwrap_or(Value::Null))
}

/// Uploads the demo's document, as the README says.
fn upload(gateway: &Gateway) {
    let document = root().join("demo/streetlights.yaml");
    let (status, answer) = ask(&["-T", document.to_str().unwrap(), &gateway.url("/api/v1/specs/streetlights")]);
    assert_eq!(status, 201, "{answer}");
}

fn websocket(url: &str, more: &[&str]) -> Command {
    let mut command = Command::new(clients().join("python/bin/python"));
    command.arg(root().join("tests/interop/clients/python/ws.py")).arg(url).args(more);
    command
}

/// A WebSocket client that is connected.
fn watch(gateway: &Gateway, path: &str) -> Process {
    let watcher = Process::start(websocket(&format!("ws://{}{path}", gateway.address), &[]));
    assert!(watcher.err.wait_for("connected", PATIENCE).is_some(), "{}", watcher.said());
    watcher
}

/// The next frame with these words that a watcher saw.
fn seen(watcher: &Process, words: &str) -> Value {
    let Some(frame) = watcher.out.wait_for(words, PATIENCE) else { panic!("no {words:?} in {}", watcher.said()) };
    serde_json::from_str(&frame).unwrap()
}

/// The header of a message (as kcat shows it) that says what is wrong: when, and why.
fn validation_error(message: &Value) -> Value {
    let headers = message["headers"].as_array().unwrap_or_else(|| panic!("no headers: {message}"));
    let at = headers.iter().position(|name| name == VALIDATION_HEADER).unwrap_or_else(|| panic!("{message}"));
    serde_json::from_str(headers[at + 1].as_str().unwrap()).unwrap()
}

/// As the contract has it: a time with nanoseconds, and texts that a person can act on.
fn assert_says_what_is_wrong(header: &Value) {
    let fields: Vec<&String> = header.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["errors", "ts"], "{header}");
    let ts = header["ts"].as_str().unwrap();
    OffsetDateTime::parse(ts, &Rfc3339).unwrap();
    let fraction = ts.split('.').nth(1).unwrap().trim_end_matches(|c: char| !c.is_ascii_digit());
    assert_eq!(fraction.trim_end_matches('Z').len(), 9, "nanoseconds: {ts}");
    let errors = header["errors"].as_array().unwrap();
    let text = errors[0].as_str().unwrap();
    assert_eq!(errors.len(), 1, "{header}");
    assert!(["lumens", "boolean", "integer"].iter().all(|word| text.contains(word)), "{text}");
}

#[test]
fn serve_without_arguments_is_up_in_well_under_a_second_and_serves_on_9092() {
    let dir = scratch();
    let mut command = waystation();
    command.arg("serve").current_dir(dir.path());
    if TcpListener::bind("127.0.0.1:9092").is_err() {
        command.args(["--listen", "127.0.0.1:0"]); // somebody's Kafka has it
    }
    let gateway = Gateway::start_command(command);
    assert!(gateway.ready_after < Duration::from_secs(1), "{:?}", gateway.ready_after);
    run(curl(&["--fail", &gateway.url("/livez")]), "", PATIENCE).ok();
    assert!(dir.path().join("waystation-data").is_dir());
}

#[test]
fn a_message_by_kcat_comes_back_by_kcat_and_http_and_was_seen_live() {
    if !is_set_up("kcat") || !is_set_up("python") {
        return;
    }
    let dir = scratch();
    let gateway = Gateway::start(dir.path());
    let watcher = watch(&gateway, "/ws");
    let mut own_watcher = waystation();
    own_watcher.args(["watch", "--json", "--at", &gateway.address.to_string()]);
    let own_watcher = Process::start(own_watcher);

    run(kcat(&gateway, &["-t", "lights", "-H", "origin=readme", "-P"]), "{\"lumens\": 100}\n", PATIENCE).ok();
    let back = run(kcat(&gateway, &["-t", "lights", "-C", "-e", "-f", "%h %s\n"]), "", PATIENCE).ok();
    assert_eq!(back, "origin=readme {\"lumens\": 100}\n");

    let answer = get(&gateway.url("/api/v1/stations/lights/messages"));
    let message = &answer["messages"][0];
    assert_eq!(message["payload"], json!({"lumens": 100}), "{answer}");
    assert_eq!(message["headers"], json!([["origin", "readme"]]), "{answer}");
    assert_eq!((&message["partition"], &message["offset"]), (&json!(0), &json!(0)), "{answer}");

    let frame = seen(&watcher, "lumens");
    assert_eq!(frame["outcome"], "stored", "{frame}");
    assert_eq!((&frame["station"], &frame["payload"]), (&json!("lights"), &json!({"lumens": 100})), "{frame}");
    let told = within(PATIENCE, || {
        produce(&gateway, "lights", "{\"lumens\": 7}"); // it may have come later than the first
        own_watcher.out.text().contains("\"lumens\"")
    });
    assert!(told, "waystation watch: {}", own_watcher.said());
}

#[test]
fn tls_and_plaintext_share_the_port_for_kcat_curl_and_websockets() {
    if !is_set_up("kcat") || !is_set_up("python") {
        return;
    }
    let dir = scratch();
    let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let CertifiedKey { cert, signing_key } = rcgen::generate_simple_self_signed(names).unwrap();
    let certificate = dir.path().join("certificate.pem");
    fs::write(&certificate, cert.pem()).unwrap();
    fs::write(dir.path().join("key.pem"), signing_key.serialize_pem()).unwrap();
    let ca = certificate.to_str().unwrap();
    let gateway = Gateway::start_configured(
        dir.path(),
        "listeners:\n  - address: 127.0.0.1:9092\n    tls: {certificate: certificate.pem, key: key.pem}\n",
    );

    let watcher = Process::start(websocket(&format!("wss://{}/ws", gateway.address), &["--ca", ca]));
    assert!(watcher.err.wait_for("connected", PATIENCE).is_some(), "{}\n{}", watcher.said(), gateway.log());
    let ssl = format!("ssl.ca.location={ca}");
    run(kcat(&gateway, &["-X", "security.protocol=ssl", "-X", &ssl, "-t", "lights", "-P"]), "by TLS\n", PATIENCE).ok();
    produce(&gateway, "lights", "in plaintext");

    let https = format!("https://{}/api/v1/stations/lights/messages", gateway.address);
    let by_tls: Value = serde_json::from_str(&run(curl(&["--cacert", ca, &https]), "", PATIENCE).ok()).unwrap();
    assert_eq!(by_tls, get(&gateway.url("/api/v1/stations/lights/messages")));
    let payloads: Vec<&Value> = by_tls["messages"].as_array().unwrap().iter().map(|m| &m["payload"]).collect();
    assert_eq!(payloads, ["by TLS", "in plaintext"]);
    seen(&watcher, "by TLS");
    seen(&watcher, "in plaintext");
}

#[test]
fn after_an_upload_the_very_next_wrong_message_is_tagged() {
    if !is_set_up("kcat") || !is_set_up("python") {
        return;
    }
    let dir = scratch();
    let gateway = Gateway::start(dir.path()); // the implied route: `validate` with `tag`
    let watcher = watch(&gateway, "/ws?station=light*&invalid=true");
    upload(&gateway);

    produce(&gateway, "lights", "{\"lumens\": true}");
    let frame = seen(&watcher, "lumens");
    assert_eq!(frame["outcome"], "tagged", "{frame}");
    assert!(frame["errors"][0].as_str().unwrap().contains("lumens"), "{frame}");

    let messages = gateway.url("/api/v1/stations/lights/messages");
    let (status, answer) = ask(&["-H", "Content-Type: application/json", "-d", "{\"lumens\": true}", &messages]);
    assert_eq!((status, &answer["offset"]), (200, &json!(1)), "{answer}");
    let url = format!("ws://{}/ws/stations/lights", gateway.address);
    let answer = run(websocket(&url, &["--answers", "1"]), "{\"lumens\": true}\n", PATIENCE).ok();
    assert_eq!(serde_json::from_str::<Value>(&answer).unwrap()["offset"], 2, "{answer}");
    produce(&gateway, "lights", "{\"lumens\": 100}");

    let kept = consume(&gateway, "lights");
    assert_eq!(kept.len(), 4, "{kept:?}");
    for message in &kept[..3] {
        assert_eq!(message["payload"], "{\"lumens\": true}");
        assert_says_what_is_wrong(&validation_error(message));
    }
    assert_eq!(kept[3]["payload"], "{\"lumens\": 100}");
    assert!(!kept[3].to_string().contains(VALIDATION_HEADER), "{}", kept[3]);
}

/// A gateway that does this with messages to `lights` that do not fit, and the document uploaded.
fn contract(dir: &Path, settings: &str) -> Gateway {
    let gateway = Gateway::start_configured(
        dir,
        &format!(
            "middlewares:\n  contract: {{type: validate, {settings}}}\n\
             routes:\n  - stations: [\"lights*\"]\n    produce: [contract]\n"
        ),
    );
    upload(&gateway);
    gateway
}

#[test]
fn rejected_messages_are_a_delivery_failure_a_422_and_an_error_frame() {
    if !is_set_up("kcat") || !is_set_up("python") {
        return;
    }
    let dir = scratch();
    let gateway = contract(dir.path(), "on_invalid: reject");
    let watcher = watch(&gateway, "/ws");

    let refused = run(kcat(&gateway, &["-P", "-t", "lights"]), "{\"lumens\": true}\n", PATIENCE);
    assert!(!refused.status.success(), "{refused:?}");
    assert!(refused.err.contains("Delivery failed"), "{refused:?}");
    assert_eq!(seen(&watcher, "lumens")["outcome"], "refused");

    let messages = gateway.url("/api/v1/stations/lights/messages");
    let (status, problem) = ask(&["-d", "{\"lumens\": true}", &messages]);
    assert_eq!(status, 422, "{problem}");
    assert!(problem["errors"].to_string().contains("lumens"), "{problem}");

    let url = format!("ws://{}/ws/stations/lights", gateway.address);
    let answers = run(websocket(&url, &["--answers", "2"]), "{\"lumens\": true}\n{\"lumens\": 1}\n", PATIENCE).ok();
    let answers: Vec<Value> = answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers[0]["status"], 422, "{answers:?}");
    assert!(answers[0]["errors"].to_string().contains("lumens"), "{answers:?}");
    assert_eq!(answers[1], json!({"partition": 0, "offset": 0}));

    let kept = consume(&gateway, "lights");
    assert_eq!(kept.len(), 1, "only the right one: {kept:?}");
}

#[test]
fn diverted_messages_are_in_the_other_station_tagged() {
    if !is_set_up("kcat") {
        return;
    }
    let dir = scratch();
    let gateway = contract(dir.path(), "on_invalid: divert, divert_to: wrong-lights");
    produce(&gateway, "lights", "{\"lumens\": true}");
    produce(&gateway, "lights", "{\"lumens\": 1}");
    let (kept, diverted) = (consume(&gateway, "lights"), consume(&gateway, "wrong-lights"));
    assert_eq!(kept.iter().map(|m| &m["payload"]).collect::<Vec<_>>(), ["{\"lumens\": 1}"]);
    assert_eq!(diverted.iter().map(|m| &m["payload"]).collect::<Vec<_>>(), ["{\"lumens\": true}"]);
    assert_says_what_is_wrong(&validation_error(&diverted[0]));
}

#[test]
fn two_kcat_members_share_four_partitions_and_one_takes_over_when_the_other_is_killed() {
    if !is_set_up("kcat") {
        return;
    }
    let dir = scratch();
    let gateway = Gateway::start(dir.path());
    let (status, answer) = ask(&["-X", "PUT", "-d", "{\"partitions\": 4}", &gateway.url("/api/v1/stations/shared")]);
    assert_eq!(status, 201, "{answer}");
    let member = || {
        let settings = ["-X", "auto.offset.reset=earliest", "-X", "session.timeout.ms=6000"];
        let mut command = kcat(&gateway, &["-G", "readers", "-u", "-f", "%p %s\n"]);
        command.args(settings).arg("shared");
        Process::start(command)
    };
    let (staying, killed) = (member(), member());
    let has = |of: &Process, partitions| {
        let said = of.err.all();
        let last = said.iter().rfind(|line| line.contains("rebalanced")).cloned().unwrap_or_default();
        last.contains("assigned") && last.matches('[').count() == partitions
    };
    let shared = within(PATIENCE, || has(&staying, 2) && has(&killed, 2));
    assert!(shared, "{}---\n{}---\n{}", staying.err.text(), killed.err.text(), gateway.log());

    let produce_to_all = |word: &str| {
        for partition in ["0", "1", "2", "3"] {
            run(kcat(&gateway, &["-P", "-t", "shared", "-p", partition]), &format!("{word}\n"), PATIENCE).ok();
        }
    };
    produce_to_all("both");
    let both = within(PATIENCE, || staying.out.all().len() == 2 && killed.out.all().len() == 2);
    assert!(both, "{}---\n{}", staying.out.text(), killed.out.text());

    thread::sleep(Duration::from_millis(200));
    drop(killed); // SIGKILL: it cannot say goodbye
    produce_to_all("alone");
    let took_over = within(PATIENCE, || staying.out.text().matches("alone").count() == 4);
    assert!(took_over, "{}---\n{}", staying.said(), gateway.log());
    assert!(has(&staying, 4), "{}", staying.err.text());
}

#[test]
fn five_mistakes_in_a_configuration_are_all_told_with_line_and_column() {
    let dir = scratch();
    let yaml = "listeners:\n\
                \x20 - address: 127.0.0.1:99999\n\
                \x20   serve: [kafka]\n\
                auto_create: maybe\n\
                middlewares:\n\
                \x20 contract: {type: validate, on_invalid: rejekt}\n\
                routes:\n\
                \x20 - stations: [\"lights*\"]\n\
                \x20   produce: [contrakt]\n";
    fs::write(dir.path().join("wrong.yaml"), yaml).unwrap();
    for verb in [&["check", "wrong.yaml"][..], &["serve", "-c", "wrong.yaml"]] {
        let mut command = waystation();
        command.args(verb).current_dir(dir.path());
        let ran = run(command, "", PATIENCE);
        assert_eq!(ran.status.code(), Some(1), "{ran:?}");
        let mut places: Vec<String> =
            ran.err.lines().filter(|line| line.starts_with("wrong.yaml:")).map(place).collect();
        places.sort();
        assert_eq!(places, ["2:14", "3:5", "4:14", "6:42", "9:15"], "{}", ran.err);
        assert!(
            ran.err.contains("serves") && ran.err.contains("reject") && ran.err.contains("contract"),
            "{}",
            ran.err
        );
    }
}

/// `line:column` of `FILE:line:column: path: problem`.
fn place(line: &str) -> String {
    line.splitn(4, ':').skip(1).take(2).collect::<Vec<_>>().join(":")
}
