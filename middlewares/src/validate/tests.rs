//! What becomes of invalid messages, in every mode, for both etiquettes, on both ways.

use records::{Builder, Codec};
use serde_json::json;

use super::*;
use crate::testing::{
    LIGHTS, Lights, Record, batch, consume, context, filled, headers_of, post, produce, record, records_of, values_of,
};
use crate::{Outcome, RecordProblem};

const VALID: &str = r#"{"lumens": 100}"#;
const INVALID: &str = r#"{"lumens": true}"#;
const ERROR: &str = "lumens: is a boolean where an integer is expected";

fn validate(settings: Value) -> Validate {
    validate_by(settings, &[LIGHTS])
}

fn validate_by(settings: Value, documents: &[&str]) -> Validate {
    Validate::new(serde_json::from_value(settings).unwrap(), &context(Lights::held_to(documents))).unwrap()
}

/// A valid record between two invalid ones.
fn mixed() -> records::Batch {
    batch(&[record(INVALID).keyed("a").with("x", "1").with("x", "2"), record(VALID).keyed("b"), record(INVALID)])
}

/// What each mark says: where, what, why.
fn told(delivery: &Delivery) -> Vec<(usize, String)> {
    let tell = |outcome: &Outcome| match outcome {
        Outcome::Tagged(errors) => format!("tagged: {}", errors.join(", ")),
        Outcome::Passed(errors) => format!("passed: {}", errors.join(", ")),
        Outcome::Dropped => "dropped".into(),
        Outcome::Diverted { to, errors } => format!("diverted to {to}: {}", errors.join(", ")),
        Outcome::Refused(errors) => format!("refused: {}", errors.join(", ")),
    };
    delivery.marks.iter().map(|mark| (mark.index, tell(&mark.outcome))).collect()
}

fn both(what: &str) -> Vec<(usize, String)> {
    [0, 2].map(|index| (index, format!("{what}: {ERROR}"))).to_vec()
}

/// The errors in the header of a tagged record. The header is the last, and its text is held to the letter.
fn tag_of(record: &Record) -> Vec<String> {
    let (name, value) = record.headers.last().unwrap();
    assert_eq!(name, "_asyncapi_eg_validation_error");
    let value = value.as_deref().unwrap();
    let tag: Value = serde_json::from_str(value).unwrap();
    let (ts, errors) = (tag["ts"].as_str().unwrap(), &tag["errors"]);
    assert_eq!(value, format!(r#"{{"ts":"{ts}","errors":{errors}}}"#));
    assert_eq!((ts.len(), &ts[19..20], &ts[29..]), ("2024-05-17T20:30:00.000000000Z".len(), ".", "Z"));
    serde_json::from_value(errors.clone()).unwrap()
}

fn is_untouched(delivery: Delivery) -> bool {
    let came = delivery.draft.original().bytes().clone();
    let goes = delivery.draft.finish().unwrap();
    came.as_ptr() == goes.bytes().as_ptr() && came.len() == goes.bytes().len()
}

#[test]
fn a_station_without_a_document_is_not_opened() {
    // Not even what could not be opened is noticed.
    let mut bytes = filled(Builder::new(Codec::Gzip), &[record(INVALID)]).bytes().to_vec();
    bytes.truncate(70);
    bytes[8..12].copy_from_slice(&58_u32.to_be_bytes());
    let broken = || records::Batch::parse(bytes.clone().into()).unwrap();

    let mut elsewhere = Delivery { station: "elsewhere".into(), ..produce(broken()) };
    validate(json!({})).handle(&mut elsewhere).unwrap();
    assert!(is_untouched(elsewhere));

    let refusal = validate(json!({})).handle(&mut produce(broken())).unwrap_err();
    assert!(matches!(refusal, Refusal::Unreadable(_)), "{refusal}");
}

#[test]
fn valid_batches_go_on_as_the_same_bytes_compressed_or_not() {
    for codec in [Codec::None, Codec::Gzip, Codec::Snappy, Codec::Lz4, Codec::Zstd] {
        for mode in ["tag", "reject", "pass"] {
            let mut delivery = produce(filled(Builder::new(codec), &[record(VALID), record(VALID)]));
            validate(json!({"on_invalid": mode, "copy_to": "copies"})).handle(&mut delivery).unwrap();
            assert_eq!((delivery.marks.len(), delivery.sides.len()), (0, 0));
            assert!(is_untouched(delivery), "{codec} {mode}");
        }
    }
}

#[test]
fn tag_is_the_default_and_adds_the_header_behind_all_others() {
    for mut delivery in [produce(mixed()), post(mixed()), consume(mixed())] {
        validate(json!({})).handle(&mut delivery).unwrap();
        assert_eq!(told(&delivery), both("tagged"));
        assert!(delivery.sides.is_empty());

        let batch = delivery.draft.finish().unwrap();
        let records = records_of(&batch);
        assert_eq!(values_of(&batch), [INVALID, VALID, INVALID]);
        assert_eq!(tag_of(&records[0]), [ERROR]);
        assert_eq!(tag_of(&records[2]), [ERROR]);
        let header = |value: &str| ("x".to_owned(), Some(value.to_owned()));
        assert_eq!(records[0].headers[..2], [header("1"), header("2")], "duplicates stay");
        assert!(records[1].headers.is_empty());
        batch.verify().unwrap();
    }
}

#[test]
fn a_compressed_batch_is_tagged_and_compressed_again() {
    for codec in [Codec::Gzip, Codec::Snappy, Codec::Lz4, Codec::Zstd] {
        let mut delivery = produce(filled(Builder::new(codec), &[record(INVALID)]));
        validate(json!({})).handle(&mut delivery).unwrap();
        let batch = delivery.draft.finish().unwrap();
        assert_eq!(batch.codec(), codec);
        assert_eq!(tag_of(&records_of(&batch)[0]), [ERROR]);
    }
}

#[test]
fn nobody_forges_the_header() {
    let forged = |value: &str| record(value).with(ERROR_HEADER, "forged").with("x", "1").with(ERROR_HEADER, "again");
    let mut delivery = produce(batch(&[forged(INVALID), forged(VALID)]));
    validate(json!({})).handle(&mut delivery).unwrap();
    let records = records_of(&delivery.draft.finish().unwrap());
    assert_eq!((records[0].headers.len(), tag_of(&records[0])), (2, vec![ERROR.to_owned()]));
    assert_eq!(records[1].headers, [("x".to_owned(), Some("1".to_owned()))]);

    let mut passed = produce(batch(&[forged(INVALID), forged(VALID)]));
    validate(json!({"on_invalid": "pass"})).handle(&mut passed).unwrap();
    assert!(is_untouched(passed), "pass changes nothing");
}

#[test]
fn reject_refuses_a_kafka_batch_naming_every_bad_record() {
    let mut delivery = produce(mixed());
    let Err(Refusal::Invalid { records, copies }) = validate(json!({"on_invalid": "reject"})).handle(&mut delivery)
    else {
        panic!("it passed")
    };
    let problem = |index| RecordProblem { index, errors: vec![ERROR.to_owned()] };
    assert_eq!(records, [problem(0), problem(2)]);
    assert!(copies.is_empty());
}

#[test]
fn reject_refuses_single_records_over_http() {
    let mut delivery = post(mixed());
    validate(json!({"on_invalid": "reject"})).handle(&mut delivery).unwrap();
    assert_eq!(told(&delivery), both("refused"));
    assert_eq!(values_of(&delivery.draft.finish().unwrap()), [VALID]);

    let mut none_left = post(batch(&[record(INVALID)]));
    validate(json!({"on_invalid": "reject"})).handle(&mut none_left).unwrap();
    assert_eq!(told(&none_left), [(0, format!("refused: {ERROR}"))]);
    assert_eq!(none_left.draft.finish().unwrap().header().record_count, 0);
}

#[test]
fn divert_sends_tagged_records_elsewhere_as_they_were() {
    for mut delivery in [produce(mixed()), post(mixed())] {
        validate(json!({"on_invalid": "divert", "divert_to": "bad"})).handle(&mut delivery).unwrap();
        assert_eq!(told(&delivery), both("diverted to bad"));

        let [side] = &delivery.sides[..] else { panic!("{:?}", delivery.sides) };
        assert_eq!(&*side.station, "bad");
        let records = records_of(&side.batch);
        assert_eq!(values_of(&side.batch), [INVALID, INVALID]);
        assert_eq!(records[0].key.as_deref(), Some("a"));
        assert_eq!((records[0].headers.len(), tag_of(&records[0])), (3, vec![ERROR.to_owned()]));
        let opened = side.batch.open(1 << 20).unwrap();
        let timestamps_ms: Vec<_> = opened.records().map(|record| record.unwrap().timestamp_ms).collect();
        assert_eq!(timestamps_ms, [1000, 1002]);

        assert_eq!(values_of(&delivery.draft.finish().unwrap()), [VALID]);
    }
}

#[test]
fn copies_of_invalid_records_go_to_copy_to_in_every_mode() {
    let settings = |mode: &str| match mode {
        "divert" => json!({"on_invalid": mode, "divert_to": "bad", "copy_to": "copies"}),
        _ => json!({"on_invalid": mode, "copy_to": "copies"}),
    };
    for (mode, diverts) in [("tag", 0), ("reject", 0), ("divert", 1), ("pass", 0)] {
        for (mut delivery, refused_whole) in [(produce(mixed()), mode == "reject"), (post(mixed()), false)] {
            let sides = match validate(settings(mode)).handle(&mut delivery) {
                Ok(()) if !refused_whole => delivery.sides,
                Err(Refusal::Invalid { copies, .. }) if refused_whole => copies,
                other => panic!("{mode}: {other:?}"),
            };
            assert_eq!(sides.len(), diverts + 1, "{mode}");
            let copies = sides.last().unwrap();
            assert_eq!(&*copies.station, "copies");
            let records = records_of(&copies.batch);
            assert_eq!(records.iter().map(tag_of).collect::<Vec<_>>(), [[ERROR], [ERROR]], "{mode}");
        }
    }
}

#[test]
fn pass_only_marks() {
    let mut delivery = produce(mixed());
    validate(json!({"on_invalid": "pass", "copy_to": "copies"})).handle(&mut delivery).unwrap();
    assert_eq!(told(&delivery), both("passed"));
    assert!(is_untouched(delivery));
}

#[test]
fn on_the_way_out_invalid_records_are_tagged_or_left_out_and_nothing_is_written() {
    for mode in [json!({"on_invalid": "reject"}), json!({"on_invalid": "divert", "divert_to": "bad"})] {
        let mut delivery = consume(mixed());
        validate(mode).handle(&mut delivery).unwrap();
        assert_eq!(told(&delivery), both("refused"));
        assert!(delivery.sides.is_empty());
        assert_eq!(values_of(&delivery.draft.finish().unwrap()), [VALID]);
    }
    let mut delivery = consume(mixed());
    validate(json!({"copy_to": "copies"})).handle(&mut delivery).unwrap();
    assert_eq!((told(&delivery), delivery.sides.len()), (both("tagged"), 0));
}

#[test]
fn nothing_is_written_past_a_transaction() {
    let transaction = |value| {
        let builder = Builder::new(Codec::None).producer(7, 0, 0).transactional();
        filled(builder, &[record(VALID), record(value)])
    };
    let diverting = || validate(json!({"on_invalid": "divert", "divert_to": "bad"}));
    for validate in [diverting(), validate(json!({"copy_to": "copies"}))] {
        let mut fine = produce(transaction(VALID));
        validate.handle(&mut fine).unwrap();
        assert!(is_untouched(fine));

        let Err(Refusal::Invalid { records, copies }) = validate.handle(&mut produce(transaction(INVALID))) else {
            panic!("it passed")
        };
        let errors = vec![ERROR.to_owned(), PAST_A_TRANSACTION.to_owned()];
        assert_eq!(records, [RecordProblem { index: 1, errors }]);
        assert!(copies.is_empty());
    }
    let rejecting = validate(json!({"on_invalid": "reject", "copy_to": "copies"}));
    let Err(Refusal::Invalid { records, copies }) = rejecting.handle(&mut produce(transaction(INVALID))) else {
        panic!("it passed")
    };
    assert_eq!((records.len(), &records[0].errors[..], copies.len()), (1, &[ERROR.to_owned()][..], 0));

    let mut tagged = produce(transaction(INVALID));
    validate(json!({})).handle(&mut tagged).unwrap();
    let batch = tagged.draft.finish().unwrap();
    assert!(batch.header().attributes.is_transactional());
    assert_eq!((batch.header().producer_id, batch.header().base_sequence), (7, 0));
}

#[test]
fn every_covering_document_is_held_to_and_each_error_told_once() {
    let dimmer = LIGHTS.replace("minimum: 0", "maximum: 50");
    let mut delivery = produce(batch(&[record(r#"{"lumens": 100}"#), record(r#"{"lumens": -1}"#), record(INVALID)]));
    validate_by(json!({}), &[LIGHTS, &dimmer]).handle(&mut delivery).unwrap();
    let told: Vec<_> = delivery.marks.iter().map(|mark| (mark.index, &mark.outcome)).collect();
    let [(0, Outcome::Tagged(bright)), (1, Outcome::Tagged(negative)), (2, Outcome::Tagged(both))] = &told[..] else {
        panic!("{told:?}")
    };
    assert_eq!((bright.len(), negative.len(), &both[..]), (1, 1, &[ERROR.to_owned()][..]));
}

#[test]
fn documents_do_not_see_the_gateways_own_headers_and_content_types_tell_messages_apart() {
    let strict = "
asyncapi: 3.0.0
info: {title: Strict, version: 1.0.0}
channels:
  lights:
    address: lights
    messages:
      light:
        contentType: application/vnd.light+json
        headers: {type: object, properties: {x: {}, Content-Type: {}}, additionalProperties: false}
        payload: {type: object, required: [lumens]}
      dark:
        contentType: application/vnd.dark+json
        headers: {type: object, properties: {x: {}, Content-Type: {}}, additionalProperties: false}
        payload: {type: object}
operations:
  receive: {action: receive, channel: {$ref: '#/channels/lights'}}
";
    let typed = |media_type: &str| record(VALID).with("x", "1").with("Content-Type", media_type);
    let mut delivery = produce(batch(&[
        typed("application/vnd.dark+json; charset=utf-8").with("waystation-subject", "a.b"),
        typed("application/vnd.dark+json").with(ERROR_HEADER, "forged"),
        typed("text/plain"),
        typed("application/vnd.light+json").with("y", "1"),
    ]));
    validate_by(json!({}), &[strict]).handle(&mut delivery).unwrap();
    let invalid: Vec<_> = delivery.marks.iter().map(|mark| mark.index).collect();
    assert_eq!(invalid, [2, 3], "{:?}", told(&delivery));
}

#[test]
fn what_an_earlier_middleware_left_is_what_is_judged() {
    let mut delivery = produce(batch(&[record(VALID), record(INVALID), record(VALID)]));
    let broken = || Some(bytes::Bytes::from_static(INVALID.as_bytes()));
    let edit = |index, edit: &mut records::RecordEdit| match index {
        0 => edit.replace_value(broken()),
        1 => edit.drop_record(),
        _ => {}
    };
    delivery.draft.visit(1 << 20, |index, _, record| edit(index, record)).unwrap();
    validate(json!({})).handle(&mut delivery).unwrap();
    assert_eq!(told(&delivery), [(0, format!("tagged: {ERROR}"))]);
    assert_eq!(headers_of(delivery).len(), 2);
}

#[test]
fn tombstones_pass_and_control_batches_are_not_visited() {
    let tombstone = Record { value: None, ..record("") }.keyed("a");
    let mut delivery = produce(batch(&[tombstone]));
    validate(json!({"on_invalid": "reject"})).handle(&mut delivery).unwrap();
    assert!(is_untouched(delivery));

    // Bit 5 of the attributes, the low byte of which is the 23rd.
    let mut bytes = batch(&[record(INVALID)]).bytes().to_vec();
    bytes[22] |= 0x20;
    let control = records::Batch::parse(bytes.into()).unwrap();
    let mut delivery = consume(control);
    validate(json!({"on_invalid": "reject"})).handle(&mut delivery).unwrap();
    assert!(is_untouched(delivery));
}

#[test]
fn many_tiny_invalid_records_are_refused_before_they_become_gigabytes() {
    let records: Vec<_> = (0..10_000).map(|_| record("1")).collect();
    let context = Context { open_limit_bytes: 1 << 20, ..context(Lights::held_to(&[LIGHTS])) };
    for settings in [json!({}), json!({"on_invalid": "reject"}), json!({"on_invalid": "pass", "copy_to": "copies"})] {
        let validate = Validate::new(serde_json::from_value(settings).unwrap(), &context).unwrap();
        let refusal = validate.handle(&mut produce(filled(Builder::new(Codec::Zstd), &records))).unwrap_err();
        assert!(matches!(refusal, Refusal::Unreadable(records::Error::TooLarge { .. })), "{refusal}");
    }
}

#[test]
fn divert_needs_a_station_and_only_divert_has_one() {
    for settings in [json!({"on_invalid": "divert"}), json!({"divert_to": "bad"})] {
        let settings = serde_json::from_value(settings).unwrap();
        let Err(error) = Validate::new(settings, &context(Lights::default())) else { panic!("it was built") };
        assert_eq!(error.pointer, "/divert_to");
    }
    let unknown = serde_json::from_value::<Settings>(json!({"on_invalids": "tag"}));
    assert!(unknown.is_err());
}
