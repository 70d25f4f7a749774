//! Whole configurations: the examples, files with mistakes, the environment, secrets, and what may not be.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time;

use super::*;

fn parse(text: &str) -> Config {
    Config::parse(text, "gateway.yaml", &Environment::empty()).unwrap_or_else(|problems| panic!("{problems}"))
}

fn problems(text: &str) -> String {
    problems_with(text, Environment::empty())
}

fn problems_with(text: &str, environment: Environment) -> String {
    Config::parse(text, "gateway.yaml", &environment).unwrap_err().to_string()
}

#[test]
fn five_mistakes_are_told_in_one_go() {
    let text = "\
data: ./data
listeners:
  - adress: 127.0.0.1:9092
    serves: [kafka, htpp]
  - address: 127.0.0.1:9093
    insecure: yes
middlewares:
  contract: {type: validate}
routes:
  - stations: [\"lights*\"]
    upstream: main
    produce: [contrct]
";
    let expected = "\
gateway.yaml:3:5: listeners[0].adress: unknown key; did you mean \"address\"?
gateway.yaml:4:21: listeners[0].serves[1]: \"htpp\" is not one of kafka, http, websocket, admin, metrics, console; did you mean \"http\"?
gateway.yaml:6:15: listeners[1].insecure: expected true or false, found text
gateway.yaml:11:15: routes[0].upstream: upstream \"main\" is not known; known: stations
gateway.yaml:12:15: routes[0].produce[0]: middleware \"contrct\" is not known; did you mean \"contract\"?";
    assert_eq!(problems(text), expected);
}

#[test]
fn a_problem_shows_its_line_with_a_caret() {
    let text = "listeners:\n  - adress: 127.0.0.1:9092\n";
    let problems = Config::parse(text, "gateway.yaml", &Environment::empty()).unwrap_err();
    let expected = "\
gateway.yaml:2:5: listeners[0].adress: unknown key; did you mean \"address\"?
  |
2 |   - adress: 127.0.0.1:9092
  |     ^^^^^^";
    assert_eq!(problems.iter().next().unwrap().explained().to_string(), expected);
}

/// The sample that the outside contract gives, as it stands there.
#[test]
fn the_sample_of_the_contract_is_fine() {
    let config = parse(
        r#"
listeners:
  - address: 127.0.0.1:9092
    serves: [kafka, http, websocket]       # default: all; the first bytes decide
    tls: {certificate: cert.pem, key: key.pem, client_ca: ca.pem}
    advertise: gateway.example.com:9092    # default: the address the client reached us by
  - address: 127.0.0.1:19092               # a relay before a real cluster; without `kafka:` the broker is us
    kafka: {upstream: main, expose: ports, ports_from: 19093}  # port = ports_from + node id; or `single`; or `sni` with
                                           # sni: "b{id}.gw.example.com"
data: ./waystation-data
specs: [streetlights.yaml]
upstreams:
  main: {kafka: {bootstrap: ["kafka-1:9092"]}}   # and tls: {...}, sasl: {...}; `stations` is a reserved name
  js: {nats: {servers: ["nats://127.0.0.1:4222"]}}
middlewares:
  contract: {type: validate, on_invalid: tag, copy_to: lights-invalid}
routes:                                    # first match wins
  - stations: ["lights*"]
    upstream: stations                     # the built-in store
    produce: [contract]
    consume: []
"#,
    );
    assert_eq!(config.listeners[1].kafka.as_ref().unwrap().expose, Expose::Ports { from: 19093 });
    assert!(config.listeners[0].plaintext.allows() && config.routes[0].stations[0].matches("lights"));
    assert_eq!(
        (config.upstreams["js"].kind.as_str(), config.middlewares["contract"].kind.as_str()),
        ("nats", "validate")
    );
    assert_eq!(
        config.middlewares["contract"].settings.to_json(),
        serde_json::json!({"on_invalid": "tag", "copy_to": "lights-invalid"})
    );
}

#[test]
fn an_override_replaces_the_file_that_a_secret_would_come_from() {
    let environment = Environment::from_iter([("WAYSTATION__UPSTREAMS__MAIN__KAFKA__PASSWORD", "12")]);
    let text = "upstreams: {main: {kafka: {password_file: none}}}";
    let config = Config::parse(text, "gateway.yaml", &environment).unwrap();
    assert_eq!(config.upstreams["main"].settings.to_json(), serde_json::json!({"password": 12}));
}

#[test]
fn every_example_is_fine() {
    for example in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/examples")).unwrap() {
        let path = example.unwrap().path();
        if let Err(problems) = Config::load(Some(&path), &Environment::empty()) {
            panic!("{problems}");
        }
    }
}

/// A key in the schema that the annotated example does not mention is a key that nobody will find.
#[test]
fn the_annotated_example_mentions_every_key() {
    fn keys(schema: &serde_json::Value, found: &mut Vec<String>) {
        if let Some(properties) = schema.get("properties").and_then(|p| p.as_object()) {
            found.extend(properties.keys().cloned());
        }
        match schema {
            serde_json::Value::Object(map) => map.values().for_each(|schema| keys(schema, found)),
            serde_json::Value::Array(list) => list.iter().for_each(|schema| keys(schema, found)),
            _ => {}
        }
    }
    let text = include_str!("../examples/everything.yaml");
    let mut found = Vec::new();
    keys(&schema([], []), &mut found);
    assert!(found.len() > 30);
    for key in found {
        assert!(text.contains(&format!("{key}:")), "{key} is not in everything.yaml");
    }
}

#[test]
fn without_a_file_there_is_one_listener_on_loopback_that_serves_everything() {
    for config in [Config::default(), parse(""), parse("# nothing\nlisteners:\n")] {
        let [listener] = &config.listeners[..] else { panic!("one listener") };
        assert_eq!(listener.address, "127.0.0.1:9092".parse::<SocketAddr>().unwrap());
        assert_eq!(listener.serves, Service::ALL.into());
        assert!(listener.anonymous.allows() && listener.plaintext.allows() && listener.tls.is_none());
        assert_eq!(config.data, Path::new("./waystation-data"));
        assert_eq!(config.limits.sniff_deadline.0, time::Duration::from_secs(10));
        assert!(config.auto_create && config.routes.is_empty() && config.defaults.partitions == 1);
    }
}

#[test]
fn beyond_loopback_a_listener_needs_tls_and_authentication_or_the_word_insecure() {
    assert_eq!(
        problems("listeners: [{address: 0.0.0.0:9092, anonymous: allow}]"),
        "gateway.yaml:1:23: listeners[0].address: 0.0.0.0:9092 can be reached from other machines: give tls, or say \
         \"insecure: true\" if that is what you want\n\
         gateway.yaml:1:48: listeners[0].anonymous: 0.0.0.0:9092 can be reached from other machines: deny, or say \
         \"insecure: true\" if that is what you want"
    );
    let open = parse("listeners: [{address: 0.0.0.0:9092, anonymous: allow, insecure: true}]");
    let listener = &open.listeners[0];
    assert!(!listener.serves.contains(&Service::Admin) && !listener.serves.contains(&Service::Console));
    assert!(listener.serves.contains(&Service::Metrics));
    let closed = parse("listeners: [{address: \"[::]:9092\", tls: {certificate: c, key: k}, serves: [admin]}]");
    let listener = &closed.listeners[0];
    assert!(!listener.anonymous.allows() && !listener.plaintext.allows());
    assert_eq!(listener.serves, [Service::Admin].into());
}

#[test]
fn a_relay_names_an_upstream_and_says_how_its_brokers_are_told_apart() {
    let with = |relay: &str| format!("upstreams: {{main: {{kafka: {{}}}}}}\nlisteners:\n  - kafka: {relay}\n");
    let relay = |text: &str| parse(&with(text)).listeners[0].kafka.clone().unwrap();
    assert_eq!(relay("{upstream: main}").expose, Expose::Ports { from: 9093 });
    assert_eq!(relay("{upstream: main, expose: single}").expose, Expose::Single);
    assert_eq!(
        problems(&with("{upstream: mian}")),
        "gateway.yaml:3:23: listeners[0].kafka.upstream: upstream \"mian\" is not known; did you mean \"main\"?"
    );
    assert!(problems(&with("{upstream: stations}")).contains("leave it out"));
    let sni = problems(&with("{upstream: main, expose: sni, ports_from: 1}"));
    assert!(
        sni.contains("{id}") && sni.contains("give the listener tls") && sni.contains("only \"expose: ports\""),
        "{sni}"
    );
}

#[test]
fn two_listeners_cannot_have_one_address() {
    let text =
        "listeners: [{address: 127.0.0.1:1}, {address: 127.0.0.1:1}, {address: 127.0.0.1:0}, {address: 127.0.0.1:0}]";
    assert_eq!(
        problems(text),
        "gateway.yaml:1:47: listeners[1].address: 127.0.0.1:1 is taken already, by the listener on 127.0.0.1:1"
    );
}

#[test]
fn variables_override_the_file_and_flags_override_variables() {
    let text = "listeners: [{address: 127.0.0.1:1}]\nmiddlewares: {lights-contract: {type: validate}}\n";
    let environment = Environment::from_iter([
        ("WAYSTATION__LISTENERS__0__ADDRESS", "127.0.0.1:2"),
        ("WAYSTATION__LISTENERS__1__ADDRESS", "127.0.0.1:3"),
        ("WAYSTATION__LISTENERS__1__SERVES", "[kafka, http]"),
        ("WAYSTATION__MIDDLEWARES__LIGHTS_CONTRACT__PASSWORD", "*12: 3"),
        ("WAYSTATION__DEFAULTS__PARTITIONS", "4"),
        ("WAYSTATION__DATA", "17"),
        ("WAYSTATION_LISTEN", "not ours"),
    ]);
    let config = Config::parse(text, "conf/gateway.yaml", &environment).unwrap();
    assert_eq!(config.listeners[0].address.port(), 2);
    assert_eq!(config.listeners[1].serves, [Service::Kafka, Service::Http].into());
    assert_eq!(config.middlewares["lights-contract"].settings.get("password").unwrap().as_text(), Some("*12: 3"));
    assert_eq!((config.defaults.partitions, config.data), (4, PathBuf::from("17")));

    let flags = environment.with_listen("127.0.0.1:9").with_data(Path::new("store"));
    let config = Config::parse(text, "conf/gateway.yaml", &flags).unwrap();
    assert_eq!((config.listeners[0].address.port(), config.data), (9, PathBuf::from("store")));
}

#[test]
fn a_problem_with_an_override_names_the_variable_and_not_its_value() {
    let environment = Environment::from_iter([
        ("WAYSTATION__LISTENERS__3__ADDRESS", "127.0.0.1:2"),
        ("WAYSTATION__LIMITS__MAX_CONNECTIONS", "hunter2"),
        ("WAYSTATION__DATA__X", "1"),
    ]);
    assert_eq!(
        problems_with("data: d\nlisteners: [{}]", environment.with_listen("nowhere")),
        "--listen: listeners[0].address: \"nowhere\" is not an address to listen on: write an IP \
         address (or localhost) and a port, such as 127.0.0.1:9092 or [::]:9092\n\
         environment variable WAYSTATION__DATA__X: \"X\": there is a single value here, with nothing in it\n\
         environment variable WAYSTATION__LIMITS__MAX_CONNECTIONS: limits.max_connections: expected a whole number, found text\n\
         environment variable WAYSTATION__LISTENERS__3__ADDRESS: there is no element 3: the list has 1"
    );
}

#[test]
fn variables_stand_in_values_and_unset_ones_are_problems() {
    let environment = Environment::from_iter([("PORT", "7"), ("EMPTY", "")]);
    let text = "data: a-${PORT}-${NONE:-b}-${EMPTY:-c}-$${PORT}\nlisteners: [{address: \"127.0.0.1:${PORT}\"}]\n";
    let config = Config::parse(text, "gateway.yaml", &environment).unwrap();
    assert_eq!(config.data, Path::new("a-7-b-c-${PORT}"));
    assert_eq!(config.listeners[0].address.port(), 7);
    assert_eq!(
        problems("data: ${NONE}\nspecs: [\"${\", \"${1}\"]\n"),
        "gateway.yaml:1:7: data: environment variable NONE is not set; set it, or give a default: ${NONE:-default}\n\
         gateway.yaml:2:9: specs[0]: \"${\" without its \"}\"; write \"$${\" for a dollar and a brace as they are\n\
         gateway.yaml:2:15: specs[1]: \"1\" is not the name of an environment variable"
    );
}

#[test]
fn what_could_not_be_read_is_told_once() {
    let text = "listeners: [{address: \"127.0.0.1:${NONE}\", insecure: \"${NONE}\", kafka: {upstream: \"${NONE}\"}}]";
    assert_eq!(problems(text).matches("NONE is not set").count(), 3);
    assert_eq!(problems(text).lines().count(), 3);
}

#[test]
fn a_secret_comes_from_a_file_beside_the_configuration() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("secret"), "s3cret: 'x\n").unwrap();
    let path = dir.path().join("gateway.yaml");
    fs::write(&path, "upstreams: {main: {kafka: {sasl: {password_file: secret}}}}\nspecs: [a.yaml]\n").unwrap();
    let config = Config::load(Some(&path), &Environment::empty()).unwrap();
    let settings = &config.upstreams["main"].settings;
    assert_eq!(settings.at("/sasl/password").unwrap().as_text(), Some("s3cret: 'x"));
    assert_eq!(config.specs, [dir.path().join("a.yaml")]);
    assert!(!format!("{config:?}").contains("s3cret"));

    let text = "upstreams: {main: {kafka: {password_file: none, user: u, user_file: x}}}";
    let problems = problems(text);
    assert!(problems.contains("1:43: upstreams.main.kafka.password_file: none: cannot be read"), "{problems}");
    assert!(problems.contains("1:58: upstreams.main.kafka.user_file: \"user\" is given too"), "{problems}");
}

#[test]
fn the_owners_of_sections_add_their_problems_to_the_same_list() {
    #[derive(serde::Deserialize, schemars::JsonSchema)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Validate {
        copy_to: Option<String>,
    }
    let text = "auto_craete: true\nmiddlewares:\n  a: {type: validte}\n  b: {type: validate, copy: x}\n";
    let mut problems = Problems::new();
    let config = Config::parse_into(text, "gateway.yaml", &Environment::empty(), &mut problems);
    problems.push(config.middlewares["a"].unknown_kind(["filter", "validate"]));
    assert!(config.middlewares["b"].settings.read::<Validate>(&mut problems).is_none());
    assert_eq!(
        problems.to_string(),
        "gateway.yaml:1:1: auto_craete: unknown key; did you mean \"auto_create\"?\n\
         gateway.yaml:3:13: middlewares.a.type: \"validte\" is not known; did you mean \"validate\"?\n\
         gateway.yaml:4:23: middlewares.b.copy: unknown key; known here: copy_to"
    );
}

#[test]
fn text_that_is_not_a_configuration_is_one_problem_with_a_place() {
    assert!(problems("a: [1, 2\nb: 3\n").starts_with("gateway.yaml:2:"));
    assert_eq!(problems("- a\n"), "gateway.yaml:1:1: a configuration is a mapping of sections");
    assert_eq!(
        problems("data: a\n---\ndata: b\n"),
        "gateway.yaml:2:1: a second document: a configuration is one document"
    );
    assert_eq!(
        problems("data: a\ndata: b\n"),
        "gateway.yaml:2:1: data: this key is already there, at gateway.yaml:1:1"
    );
    assert!(problems("data: !secret x\n").contains("tags are not read"));
    assert!(problems("<<: {data: x}\n").contains("merge keys"));
    assert!(problems("{a: [{[b]: c}]}").contains("a key must be text"));
    let missing = Config::load(Some(Path::new("no/such.yaml")), &Environment::empty()).unwrap_err();
    assert!(missing.to_string().starts_with("no/such.yaml: cannot be read: "));
}

#[test]
fn aliases_are_read_and_cannot_blow_up() {
    let config = parse("listeners:\n  - &a {address: 127.0.0.1:0}\n  - *a\n");
    assert_eq!(config.listeners.len(), 2);
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let uses = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{uses}]\n"));
    }
    assert!(problems(&bomb).contains("more than 50000 values"));
    let long = "x".repeat(100_000);
    let uses = vec!["*a"; 1_000].join(", ");
    assert!(problems(&format!("a: &a {long}\nb: [{uses}]\n")).contains("more than 50000 values"));
    assert!(problems(&format!("? {long}\n: 1\n")).contains("longer than 256 characters"));
    assert!(problems(&"[".repeat(10_000)).contains("gateway.yaml:1:"));
    assert!(problems(&"- ".repeat(10_000)).contains("gateway.yaml:1:"));
    assert!(problems("a: &a [*a]").contains("gateway.yaml:1:"));
}

#[test]
fn no_cut_of_a_file_panics() {
    let text = include_str!("../examples/everything.yaml");
    for end in (0..text.len()).step_by(11).filter(|end| text.is_char_boundary(*end)) {
        let _ = Config::parse(&text[..end], "gateway.yaml", &Environment::empty());
    }
}

#[test]
fn the_schema_of_the_whole_file_holds_those_of_the_owners() {
    #[derive(schemars::JsonSchema)]
    #[expect(dead_code, reason = "only its schema")]
    enum Mode {
        Tag,
    }
    #[derive(schemars::JsonSchema)]
    #[schemars(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its schema")]
    struct Owner {
        mode: Mode,
    }
    let owner = || schemars::schema_for!(Owner);
    let schema = schema([("validate", owner())], [("kafka", owner())]);
    let validate = schema.pointer("/properties/middlewares/additionalProperties/oneOf/0").unwrap();
    assert_eq!(validate.pointer("/properties/type/const").unwrap(), "validate");
    assert_eq!(validate.pointer("/properties/mode/$ref").unwrap(), "#/$defs/validate.Mode");
    assert!(schema.pointer("/$defs/kafka.Mode").is_some() && schema.pointer("/$defs/Listener").is_some());
    assert!(schema.pointer("/properties/upstreams/additionalProperties/oneOf/0/properties/kafka").is_some());
}
