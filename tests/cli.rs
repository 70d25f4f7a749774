//! The command line as a shell sees it: what it prints, where, and how it exits. No gateway runs here; see
//! `cli_gateway.rs` for those that need one.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn waystation(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waystation"));
    command.args(args).current_dir(root()).env_remove("WAYSTATION_AT").env_remove("SSL_CERT_FILE");
    command.output().unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn written(folder: &tempfile::TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn every_verb_explains_itself() {
    for verb in ["serve", "check", "produce", "consume", "watch", "stations", "specs", "completions"] {
        let output = waystation(&[verb, "--help"]);
        assert!(output.status.success(), "{verb}");
        assert!(stdout(&output).contains("Examples:"), "{verb} shows no example");
        assert!(!stdout(&output).contains('\u{1b}'), "{verb} paints a pipe");
    }
    for (verb, below) in [("stations", "create"), ("stations", "alter"), ("specs", "check"), ("specs", "upload")] {
        assert!(waystation(&[verb, below, "--help"]).status.success(), "{verb} {below}");
    }
}

#[test]
fn misuse_exits_with_2_and_says_what_was_meant() {
    let wrong: &[&[&str]] = &[
        &[],
        &["serv"],
        &["serve", "--listen", "everywhere"],
        &["check"],
        &["produce"],
        &["produce", "lights", "--to", "ftp://x"],
        &["produce", "lights", "-H", "nameless"],
        &["consume", "lights", "--offset", "soon"],
        &["consume", "lights", "--format", "%x"],
        &["consume", "lights", "--group", "g", "--protocol", "http"],
        &["consume", "lights", "--group", "g", "--offset", "3"],
        &["consume", "lights", "--follow", "--exit"],
        &["stations", "create", "lights", "--partitions", "0"],
        &["watch", "--at", "https://127.0.0.1:1"],
        &["specs", "check", "--map", "schemas", "demo/streetlights.yaml"],
    ];
    for args in wrong {
        let output = waystation(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", stderr(&output));
        assert!(!stderr(&output).is_empty(), "{args:?}");
    }
    assert!(stderr(&waystation(&["serv"])).contains("serve"));
}

#[test]
fn nobody_there_is_said_with_what_to_do() {
    // Port 1 is tcpmux: nobody serves it.
    for args in [
        &["stations", "list", "--at", "127.0.0.1:1"][..],
        &["produce", "lights", "--to", "127.0.0.1:1", "-m", "a"],
        &["produce", "lights", "--to", "127.0.0.1:1", "-m", "a", "--protocol", "kafka"],
        &["consume", "lights", "--from", "127.0.0.1:1"],
        &["watch", "--at", "127.0.0.1:1"],
    ] {
        let output = waystation(args);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        let said = stderr(&output);
        assert!(said.contains("127.0.0.1:1") && said.contains("waystation serve"), "{args:?}: {said}");
    }
}

#[test]
fn five_mistakes_are_five_lines_in_one_go() {
    let folder = tempfile::tempdir().unwrap();
    let text = "\
listeners:
  - adress: 127.0.0.1:9092
limits: {drain: soon}
defaults: {partitions: 0}
middlewares: {contract: {type: validate, on_invalid: shout}}
routes: [{stations: ['*'], produce: [missing]}]
";
    let file = written(&folder, "gateway.yaml", text);
    let output = waystation(&["check", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output), "");
    let said = stderr(&output);
    let places: Vec<&str> = said.lines().filter_map(|line| line.split("gateway.yaml:").nth(1)).collect();
    let begins = ["2:5: ", "3:17: ", "4:24: ", "5:", "6:38: "];
    assert_eq!(places.len(), begins.len(), "{said}");
    for (place, begin) in places.iter().zip(begins) {
        assert!(place.starts_with(begin), "{place:?} does not begin with {begin:?}\n{said}");
    }
    assert!(said.contains("did you mean \"address\"?"), "{said}");
}

#[test]
fn the_examples_are_fine() {
    for name in ["minimal", "contract"] {
        let file = format!("config/examples/{name}.yaml");
        let output = waystation(&["check", &file]);
        assert!(output.status.success(), "{}", stderr(&output));
        assert_eq!(stdout(&output), format!("{file}: fine\n"));
    }
}

#[test]
fn the_examples_that_name_files_are_fine_where_those_files_are() {
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let certificate = made.cert.pem();
    written(&folder, "certificate.pem", &certificate);
    written(&folder, "clients.pem", &certificate);
    written(&folder, "key.pem", &made.signing_key.serialize_pem());
    let copy = |from: &str, name: &str| written(&folder, name, &fs::read_to_string(root().join(from)).unwrap());
    copy("demo/streetlights.yaml", "streetlights.yaml");
    let tls = copy("config/examples/tls.yaml", "tls.yaml");
    let output = waystation(&["check", tls.to_str().unwrap()]);
    assert!(output.status.success(), "{}", stderr(&output));
    let everything = copy("config/examples/everything.yaml", "everything.yaml");
    let output = waystation(&["check", everything.to_str().unwrap()]);
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn the_schema_is_json_and_knows_every_middleware() {
    let output = waystation(&["check", "--schema"]);
    assert!(output.status.success());
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let types = schema.pointer("/properties/middlewares/additionalProperties/oneOf").unwrap().as_array().unwrap();
    let types: Vec<_> = types.iter().map(|one| one.pointer("/properties/type/const").unwrap()).collect();
    assert!(types.contains(&&serde_json::json!("validate")), "{types:?}");
}

#[test]
fn shells_can_complete() {
    for shell in ["bash", "zsh", "fish"] {
        let output = waystation(&["completions", shell]);
        assert!(output.status.success());
        assert!(stdout(&output).contains("produce"), "{shell}");
    }
}

#[test]
fn a_reader_that_has_enough_is_no_failure() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_waystation"))
        .args(["check", "--schema"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
}

#[test]
fn a_good_document_is_fine() {
    let output = waystation(&["specs", "check", "demo/streetlights.yaml"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stdout(&output).starts_with("demo/streetlights.yaml: fine"), "{}", stdout(&output));
}

#[test]
fn a_bad_document_is_told_by_file_line_and_column() {
    let folder = tempfile::tempdir().unwrap();
    let document = "\
asyncapi: 3.0.0
info: {title: Lights, version: 1.0.0}
channels:
  lights:
    adress: lights
    messages:
      measured: {payload: {$ref: '#/components/schemas/none'}}
";
    let file = written(&folder, "lights.yaml", document);
    let output = waystation(&["specs", "check", file.to_str().unwrap(), "missing.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(said.contains(&format!("{}:5:", file.display())), "{said}");
    assert!(said.contains(&format!("{}:7:", file.display())), "{said}");
    assert!(said.contains("missing.yaml: cannot be read"), "{said}");
}

#[test]
fn references_are_found_beside_a_document_and_in_mapped_folders_only() {
    let folder = tempfile::tempdir().unwrap();
    let document = |reference: &str| {
        format!(
            "asyncapi: 3.0.0\ninfo: {{title: Lights, version: 1.0.0}}\nchannels:\n  lights:\n    address: lights\n    \
             messages:\n      measured: {{payload: {{$ref: '{reference}'}}}}\n"
        )
    };
    written(&folder, "api/common/lumens.yaml", "type: object\nproperties: {lumens: {type: integer}}\n");
    written(&folder, "schemas/lumens.yaml", "type: object\nproperties: {lumens: {type: whole}}\n");
    let beside = written(&folder, "api/beside.yaml", &document("common/lumens.yaml"));
    let outside = written(&folder, "api/outside.yaml", &document("../schemas/lumens.yaml"));
    let by_url = written(&folder, "api/by_url.yaml", &document("https://schemas.example.com/v1/lumens.yaml"));
    let check = |file: &Path, more: &[&str]| waystation(&[&["specs", "check", file.to_str().unwrap()], more].concat());

    assert!(check(&beside, &[]).status.success());
    let output = check(&outside, &[]);
    assert!(!output.status.success() && stderr(&output).contains("lies outside of"), "{}", stderr(&output));
    let output = check(&by_url, &[]);
    assert!(!output.status.success() && stderr(&output).contains("--map"), "{}", stderr(&output));

    let map = |to: &str| format!("https://schemas.example.com/v1/={}", folder.path().join(to).display());
    assert!(check(&by_url, &["--map", &map("api/common")]).status.success());
    let output = check(&by_url, &["--map", &map("schemas")]);
    let place = format!("{}:2:", folder.path().join("schemas/lumens.yaml").display());
    assert!(stderr(&output).contains(&place), "{}", stderr(&output));
}
