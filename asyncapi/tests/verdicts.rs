//! What a contract says of a message: every kind of violation in words, several messages, headers, keys, traits.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use asyncapi::{Document, Headers, MessageView, NoFiles, NoHeaders, Part, Spec};

fn spec(text: &str) -> Spec {
    Spec::parse(text.as_bytes(), &NoFiles).unwrap_or_else(|problems| panic!("{problems}"))
}

/// A document whose station `s` has one message with this payload schema.
fn of_payload(schema: &str) -> Spec {
    spec(&format!(
        "asyncapi: 2.6.0\ninfo: {{title: t, version: '1'}}\nchannels:\n  s: {{publish: {{message: {{payload: {schema}}}}}}}\n"
    ))
}

fn told(spec: &Spec, payload: &str, headers: &dyn Headers) -> Vec<String> {
    let message = MessageView { key: None, payload: Some(payload.as_bytes()), headers, content_type: None };
    let verdict = spec.contract("s").unwrap().check(&message);
    verdict.err().into_iter().flatten().map(|violation| violation.to_string()).collect()
}

fn tell(schema: &str, payload: &str) -> Vec<String> {
    told(&of_payload(schema), payload, &NoHeaders)
}

#[test]
fn every_rule_has_words_of_its_own() {
    for (schema, payload, expected) in [
        ("{maximum: 5}", "6", "(root): is 6 where at most 5 is expected"),
        ("{exclusiveMinimum: 5}", "5", "(root): is 5 where more than 5 is expected"),
        ("{multipleOf: 2}", "3", "(root): is 3 where a multiple of 2 is expected"),
        ("{minLength: 3}", "\"é\"", "(root): has 1 character where at least 3 are expected"),
        ("{maxItems: 1}", "[1, 2]", "(root): has 2 items where at most 1 are expected"),
        ("{minProperties: 1}", "{}", "(root): has 0 properties where at least 1 are expected"),
        ("{uniqueItems: true}", "[1, 1]", "(root): has the same item more than once"),
        ("{pattern: '^a'}", "\"b\"", "(root): is \"b\" where a string matching the pattern ^a is expected"),
        ("{format: email}", "\"b\"", "(root): is \"b\" where an email address is expected"),
        ("{enum: ['on', 'off']}", "123123", "(root): is 123123 where \"on\" or \"off\" is expected"),
        ("{const: 1}", "2", "(root): is 2 where 1 is expected"),
        ("{type: [string, 'null']}", "2", "(root): is an integer where a string or null is expected"),
        ("{anyOf: [{type: string}, {type: 'null'}]}", "2", "(root): is an integer where a string or null is expected"),
        ("{items: {properties: {a.b: false}}}", "[{}, {\"a.b\": 1}]", "[1][\"a.b\"]: is not allowed here at all"),
        (
            "{properties: {sentAt: {}}, additionalProperties: false}",
            "{\"sentat\": 1}",
            "sentat: is a property that is not allowed here (did you mean `sentAt`?)",
        ),
    ] {
        assert_eq!(tell(schema, payload), [expected], "{schema}");
    }
}

#[test]
fn the_nearest_alternative_is_explained() {
    let schema = "{oneOf: [{type: string}, {type: object, required: [a], properties: {b: {type: integer}}}]}";
    assert_eq!(
        tell(schema, "{\"b\": \"x\"}"),
        [
            "(root): matches none of its 2 alternatives; the nearest is number 2",
            "a: is missing, and is required",
            "b: is a string where an integer is expected",
        ]
    );
    let both = tell("{oneOf: [{type: integer}, {minimum: 1}]}", "2");
    assert_eq!(both, ["(root): matches 2 of its 2 alternatives, and must match exactly one"]);
}

#[test]
fn violations_are_few_and_values_are_cut() {
    let many = format!("[{}]", vec!["\"x\""; 1_000].join(","));
    assert_eq!(tell("{items: {type: integer}}", &many).len(), 32);
    assert!(tell("{maxLength: 3, pattern: '^a'}", &format!("\"{}\"", "b".repeat(10_000)))[1].len() < 200);
}

#[test]
fn of_several_messages_exactly_one_must_match() {
    let several = spec(
        "asyncapi: 3.0.0
info: {title: t, version: '1'}
channels:
  s:
    address: s
    messages:
      turn: {payload: {type: object, required: [on], properties: {on: {type: boolean}}}}
      dim: {payload: {type: object, required: [percent, fade], properties: {percent: {type: integer}}}}
",
    );
    assert!(told(&several, r#"{"on": true}"#, &NoHeaders).is_empty());
    assert_eq!(
        told(&several, r#"{"on": 1}"#, &NoHeaders),
        [
            "(root): is none of the messages `turn`, `dim`; the nearest is `turn`",
            "on: is an integer where a boolean is expected"
        ]
    );
    assert_eq!(
        told(&several, r#"{"on": true, "percent": 1, "fade": 1}"#, &NoHeaders),
        ["(root): matches 2 messages (`turn`, `dim`) where exactly one is expected"]
    );
    assert_eq!(told(&several, "nonsense", &NoHeaders).len(), 2);
}

#[test]
fn the_two_message_oneof_of_the_event_gateway_still_holds() {
    let several = spec(
        "asyncapi: 2.4.0
info: {title: t, version: '1'}
channels:
  s:
    publish:
      message:
        oneOf:
          - payload: {type: object, additionalProperties: false, properties: {ANumberField: {type: number}}, required: [ANumberField]}
          - payload: {type: object, additionalProperties: false, properties: {AStringField: {type: string}}, required: [AStringField]}
",
    );
    assert!(told(&several, r#"{"AStringField": "hello!"}"#, &NoHeaders).is_empty());
    assert!(!told(&several, r#"{"AStringField": 1}"#, &NoHeaders).is_empty());
}

#[test]
fn a_message_both_published_and_subscribed_to_is_one() {
    let both = spec(
        "asyncapi: 2.0.0
info: {title: t, version: '1'}
channels:
  s:
    publish: {message: {$ref: '#/components/messages/m'}}
    subscribe: {message: {$ref: '#/components/messages/m'}}
components: {messages: {m: {payload: {type: integer}}}}
",
    );
    assert!(told(&both, "1", &NoHeaders).is_empty());
    assert_eq!(both.channels()[0].messages.len(), 1);
}

#[test]
fn headers_are_texts_unless_the_schema_wants_something_else() {
    let headed = spec(
        "asyncapi: 2.6.0
info: {title: t, version: '1'}
channels:
  s:
    publish:
      message:
        traits: [{headers: {type: object, properties: {hops: {type: integer, maximum: 9}}}}]
        headers: {type: object, required: [traceId], properties: {traceId: {type: string, pattern: '^[0-9]+$'}}}
",
    );
    let good = vec![("traceId", Some("17")), ("hops", Some("3"))];
    assert!(told(&headed, "anything", &good).is_empty());
    // HTTP gives names in lower case; of one name the last counts.
    let lower = vec![("traceid", Some("x")), ("traceid", Some("17"))];
    assert!(told(&headed, "anything", &lower).is_empty());
    let bad = vec![("hops", Some("many"))];
    assert_eq!(
        told(&headed, "anything", &bad),
        ["header traceId: is missing, and is required", "header hops: is a string where an integer is expected"]
    );
}

#[test]
fn keys_are_held_to_the_kafka_binding() {
    let keyed = spec(
        "asyncapi: 3.0.0
info: {title: t, version: '1'}
channels:
  s: {address: s, messages: {m: {bindings: {kafka: {key: {type: integer}}}}}}
",
    );
    let check = |key: Option<&[u8]>| {
        let message = MessageView { key, payload: None, headers: &NoHeaders, content_type: None };
        keyed.contract("s").unwrap().check(&message)
    };
    assert_eq!(check(Some(b"17")), Ok(()));
    let violations = check(Some(b"x")).unwrap_err();
    assert_eq!(violations[0].part, Part::Key);
    assert_eq!(violations[0].to_string(), "(key): is a string where an integer is expected");
    assert!(check(None).is_err());
}

#[test]
fn a_trait_wins_in_2_and_the_message_wins_in_3() {
    let old = spec(
        "asyncapi: 2.6.0
info: {title: t, version: '1'}
channels: {s: {publish: {message: {contentType: text/plain, traits: [{contentType: application/json}], payload: {type: integer}}}}}
",
    );
    assert_eq!(old.channels()[0].messages[0].content_type, "application/json");
    let new = spec(
        "asyncapi: 3.0.0
info: {title: t, version: '1'}
channels: {s: {address: s, messages: {m: {contentType: text/plain, traits: [{contentType: application/json}], payload: {type: integer}}}}}
",
    );
    assert_eq!(new.channels()[0].messages[0].content_type, "text/plain");
    assert!(told(&new, "17", &NoHeaders).is_empty());
}

#[test]
fn the_station_is_the_extension_or_the_topic_or_the_address() {
    let stations = spec(
        "asyncapi: 3.0.0
info: {title: t, version: '1'}
channels:
  a: {address: a, x-waystation-station: own, bindings: {kafka: {topic: topic}}, messages: &m {m: {payload: {type: integer}}}}
  b: {address: b, bindings: {kafka: {topic: topic}}, messages: *m}
  c: {address: 'rooms/{room}/lights', parameters: {room: {enum: [kitchen, hall]}}, messages: *m}
  d: {address: 'rooms/{room}/{thing}', messages: *m}
  e: {address: null, messages: *m}
",
    );
    let covered = |station: &str| stations.contract(station).is_some();
    assert!(covered("own") && covered("topic") && !covered("a") && !covered("b"));
    assert!(covered("rooms.kitchen.lights") && covered("rooms.attic.lights") && !covered("rooms.attic"));
    let station = |i: usize| stations.channels()[i].station.as_ref();
    assert!(station(2).unwrap().matches("rooms.hall.lights") && !station(2).unwrap().matches("rooms.attic.lights"));
    assert!(station(4).is_none());
    assert!(stations.notes()[0].message.contains("no address"));
}

#[test]
fn what_cannot_be_checked_is_a_note_and_passes() {
    let avro = spec(
        "asyncapi: 3.0.0
info: {title: t, version: '1'}
channels:
  s:
    address: s
    messages:
      a: {payload: {schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: {type: record}}}
      j: {payload: {type: integer}}
  only:
    address: only
    messages:
      a: {payload: {schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: {type: record}}}
",
    );
    assert!(told(&avro, "\u{1}", &NoHeaders).is_empty());
    assert!(avro.contract("only").is_none());
    assert_eq!(avro.notes().len(), 2);
    assert!(avro.notes()[0].message.contains("`application/vnd.apache.avro;version=1.9.0` is not read"));
}

#[test]
fn schemas_with_an_id_have_references_of_their_own() {
    let own = of_payload(
        "{$schema: 'http://json-schema.org/draft-07/schema#', $id: 'https://example.com/s', properties: {a: {$ref: '#/definitions/n'}, \
         b: {$ref: '#named'}}, definitions: {n: {type: integer}, o: {$id: '#named', type: string}}}",
    );
    assert_eq!(told(&own, r#"{"a": "x", "b": 1}"#, &NoHeaders).len(), 2);
    assert!(told(&own, r#"{"a": 1, "b": "x"}"#, &NoHeaders).is_empty());
}

#[test]
fn a_document_read_first_compiles_to_the_same() {
    let document = Document::parse(include_bytes!("../../demo/streetlights.yaml"), &NoFiles).unwrap();
    assert!(document.compile().unwrap().contract("lights").is_some());
}
