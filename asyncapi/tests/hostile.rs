//! Documents and messages that mean harm: each is refused, or judged, in bounded time and without a panic.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::time::{Duration, Instant};

use asyncapi::{MessageView, NoFiles, NoHeaders, Problems, Spec};

/// Far more than any of these takes, built for debugging, on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(60);

/// A 3.0 document with a message on `s` of this payload schema, and these component schemas, in flow style.
fn document(payload: &str, schemas: &str) -> String {
    format!(
        "asyncapi: 3.0.0\ninfo: {{title: t, version: '1'}}\nchannels:\n  s:\n    address: s\n    messages:\n      m:\n        \
         payload: {payload}\ncomponents:\n  schemas: {{{schemas}}}\n"
    )
}

fn parse(text: &str) -> Result<Spec, Problems> {
    let before = Instant::now();
    let spec = Spec::parse(text.as_bytes(), &NoFiles);
    assert!(before.elapsed() < PATIENCE, "took {:?}", before.elapsed());
    spec
}

fn refusal(text: &str) -> String {
    parse(text).unwrap_err().to_string()
}

fn accepts(spec: &Spec, payload: &[u8]) -> bool {
    let before = Instant::now();
    let message = MessageView { key: None, payload: Some(payload), headers: &NoHeaders, content_type: None };
    let verdict = spec.contract("s").unwrap().check(&message);
    assert!(before.elapsed() < PATIENCE, "took {:?}", before.elapsed());
    verdict.is_ok()
}

/// Schemas `a0` to `a{n}`, each made of the name of the next.
fn chain(n: usize, each: impl Fn(&str) -> String) -> String {
    let mut all: Vec<String> =
        (0..n).map(|i| format!("a{i}: {}", each(&format!("{{$ref: '#/components/schemas/a{}'}}", i + 1)))).collect();
    all.push(format!("a{n}: {{type: integer}}"));
    all.join(", ")
}

const FIRST: &str = "{$ref: '#/components/schemas/a0'}";

#[test]
fn references_in_a_circle_are_refused() {
    let text = document(FIRST, "a0: {$ref: '#/components/schemas/a1'}, a1: {$ref: '#/components/schemas/a0'}");
    assert!(refusal(&text).contains("leads back to itself"));
    let text = document(
        FIRST,
        "a0: {allOf: [{$ref: '#/components/schemas/a1'}]}, a1: {not: {$ref: '#/components/schemas/a0'}}",
    );
    assert!(refusal(&text).contains("without going deeper into the message"));
}

#[test]
fn a_schema_that_goes_deeper_each_time_is_fine() {
    let spec =
        parse(&document(FIRST, "a0: {type: object, properties: {x: {$ref: '#/components/schemas/a0'}}}")).unwrap();
    let nest = |inner: &str| format!("{}{inner}{}", "{\"x\":".repeat(100), "}".repeat(100));
    assert!(accepts(&spec, nest("{}").as_bytes()));
    assert!(!accepts(&spec, nest("1").as_bytes()));
    assert!(!accepts(&spec, "[".repeat(100_000).as_bytes()));
}

#[test]
fn long_and_bushy_paths_of_references_are_compiled_or_refused() {
    for n in [30, 60] {
        let spec =
            parse(&document(FIRST, &chain(n, |next| format!("{{properties: {{l: {next}, r: {next}}}}}")))).unwrap();
        assert!(accepts(&spec, b"{\"l\": {\"r\": {}}}"));
    }
    assert!(
        refusal(&document(FIRST, &chain(5_000, |next| format!("{{properties: {{l: {next}}}}}"))))
            .contains("nests more than")
    );
    assert!(!refusal(&document(FIRST, &chain(60, |next| format!("{{allOf: [{next}, {next}]}}")))).is_empty());
    assert!(!refusal(&document(FIRST, &chain(14, |next| format!("{{allOf: [{0}, {0}, {0}, {0}]}}", next)))).is_empty());
}

#[test]
fn schemas_as_deep_as_is_allowed_fit_half_the_stack_of_a_thread() {
    on_half_a_stack(|| {
        let deep = |next: &str| (0..45).fold(next.to_owned(), |inner, _| in_x(&inner));
        let message = format!("{}{{}}{}", "{\"x\":".repeat(126), "}".repeat(126));
        for schemas in [chain(2, deep), chain(98, in_x)] {
            // There is an object in the end where an integer is expected.
            assert!(!accepts(&parse(&document(FIRST, &schemas)).unwrap(), message.as_bytes()));
        }
        assert!(refusal(&document(FIRST, &chain(60, deep))).contains("nests more than 100 schemas"));
    });
}

#[test]
fn as_much_judging_as_is_allowed_at_every_level_of_a_message_fits_it_too() {
    on_half_a_stack(|| {
        let circle = in_x(FIRST);
        let judging = |n: usize| (0..n).fold(circle.clone(), |inner, _| format!("{{allOf: [{inner}]}}"));
        let spec = parse(&document(FIRST, &format!("a0: {}", judging(31)))).unwrap();
        let message = format!("{}1{}", "{\"x\":".repeat(126), "}".repeat(126));
        assert!(accepts(&spec, message.as_bytes()));
        assert!(refusal(&document(FIRST, &format!("a0: {}", judging(40)))).contains("more than 32 schemas"));
    });
}

/// A schema of an object whose `x` is as this schema has it.
fn in_x(schema: &str) -> String {
    format!("{{properties: {{x: {schema}}}}}")
}

/// Half of what a thread of the runtime has.
fn on_half_a_stack(run: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(1 << 20);
    thread.spawn(run).unwrap().join().unwrap();
}

#[test]
fn a_catastrophic_regular_expression_is_no_catastrophe() {
    let text = format!("\"{}b\"", "a".repeat(50_000));
    let spec = parse(&document("{type: string, pattern: '^(a+)+$'}", "")).unwrap();
    assert!(!accepts(&spec, text.as_bytes()));
    let spec = parse(&document("{type: string, pattern: '^(?=a)(a+)+$'}", "")).unwrap();
    assert!(!accepts(&spec, text.as_bytes()));
    assert!(
        refusal(&document("{pattern: '((((a{1,100}){1,100}){1,100}){1,100})'}", "")).contains("is no valid schema")
    );
    assert!(refusal(&document("{pattern: '('}", "")).contains("is no valid schema"));
}

#[test]
fn nothing_is_ever_fetched() {
    for target in
        ["http://169.254.169.254/latest#/a", "https://example.com/a.json", "file:///etc/passwd", "other.yaml#/a"]
    {
        let told = refusal(&document(&format!("{{$ref: '{target}'}}"), ""));
        assert!(told.contains("not fetched"), "{told}");
        let told = refusal(&document(&format!("{{properties: {{a: {{$ref: '{target}'}}}}}}"), ""));
        assert!(told.contains("not fetched"), "{told}");
    }
    assert!(refusal(&document("{$ref: '/etc/passwd'}", "")).contains("absolute path"));
}

#[test]
fn every_cut_and_every_flipped_byte_of_a_document_ends_well() {
    let text = include_bytes!("../../demo/streetlights.yaml");
    for end in (0..text.len()).step_by(3) {
        let _ = Spec::parse(&text[..end], &NoFiles);
    }
    for at in 0..text.len() {
        let mut flipped = text.to_vec();
        flipped[at] ^= 1 << (at % 8);
        let _ = Spec::parse(&flipped, &NoFiles);
    }
}

#[test]
fn a_document_of_mistakes_is_told_some_of_them_in_time() {
    let dangling = vec!["{$ref: '#/components/schemas/amissingonewithalongishnameindeed'}"; 20_000].join(", ");
    let known: String = (0..2_000).map(|i| format!("amissingonewithalongishnameindeed{i}: {{}}, ")).collect();
    let text = document(&format!("{{allOf: [{dangling}]}}"), &known);
    let problems = parse(&text).unwrap_err();
    assert!(problems.len() <= Problems::MOST);
}

#[test]
fn one_large_schema_in_many_messages_is_paid_for_once_or_refused() {
    let large: String = (0..5_000).map(|i| format!("p{i}: {{type: integer}}, ")).collect();
    let messages: String = (0..2_000).map(|i| format!("m{i}: {{payload: {{properties: {{x: {FIRST}}}}}}}, ")).collect();
    let text = format!(
        "asyncapi: 3.0.0\ninfo: {{title: t, version: '1'}}\nchannels: {{s: {{address: s, messages: {{{messages}}}}}}}\n\
         components: {{schemas: {{a0: {{properties: {{{large}}}}}}}}}\n"
    );
    assert!(refusal(&text).contains("the schemas have more than 250000 values in all"));
}
