//! Sections of every shape that serde knows, held to the schema that schemars derives of them.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Deserialize;

use crate::environment::Environment;
use crate::{Problems, tree};

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Shapes {
    count: Option<u16>,
    #[serde(default)]
    flag: bool,
    mode: Option<Mode>,
    target: Option<Target>,
    auth: Option<Auth>,
    either: Option<Either>,
    words: Option<BTreeMap<String, i8>>,
    unique: Option<BTreeSet<Mode>>,
    #[schemars(range(min = 0.5, max = 1.0))]
    ratio: Option<f64>,
    #[schemars(length(min = 1))]
    name: Option<String>,
    #[schemars(regex(pattern = "^[a-z]+$"))]
    word: Option<String>,
    pair: Option<(String, u8)>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Mode {
    /// Described, so that schemars writes a oneOf of consts.
    Tag,
    Reject,
}

/// By the key that names it.
#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Target {
    Nothing,
    Station { name: String },
    Header(String),
}

/// By a tag.
#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
enum Auth {
    Plain { user: String, password: String },
    Token { token: String },
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Either {
    One(String),
    Many(Vec<String>),
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
struct Flat {
    size: u8,
    #[serde(flatten)]
    more: More,
    #[serde(flatten)]
    target: Target,
}

/// Says nothing of unknown keys.
#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
struct More {
    color: String,
}

/// Reads a text into `T`; the problems one a line, as `line:column: path: message`.
fn read<T: serde::de::DeserializeOwned + JsonSchema>(text: &str) -> Result<T, String> {
    let mut problems = Problems::new();
    let environment = Environment::from_iter([("DIGITS", "12345")]);
    let node = tree::parse(text.to_owned(), "f".to_owned(), &environment, &mut problems);
    let value = node.read::<T>(&mut problems);
    match value {
        Some(value) if problems.is_empty() => Ok(value),
        _ => Err(problems.to_string().replace("f:", "")),
    }
}

fn problems(text: &str) -> String {
    read::<Shapes>(text).unwrap_err()
}

#[test]
fn every_shape_is_read_when_it_is_right() {
    let text = "count: 0x10\nflag: true\nmode: tag\ntarget: {station: {name: a}}\nauth: {type: token, token: t}\n\
                either: [a, b]\nwords: {a: -1}\nunique: [tag, reject]\nratio: 0.75\nname: n\nword: abc\npair: [a, 1]\n";
    let shapes = read::<Shapes>(text).unwrap();
    assert_eq!(shapes.target, Some(Target::Station { name: "a".into() }));
    assert_eq!(shapes.count, Some(16));
    assert_eq!(shapes.auth, Some(Auth::Token { token: "t".into() }));
    assert_eq!(read::<Shapes>("target: nothing\nmode: null\n").unwrap().target, Some(Target::Nothing));
}

#[test]
fn a_value_of_the_wrong_kind_says_which_is_expected() {
    assert_eq!(problems("count: many"), "1:8: count: expected a whole number, found text");
    assert_eq!(problems("flag: no"), "1:7: flag: expected true or false, found text");
    assert_eq!(problems("either: 1"), "1:9: either: expected text or a list, found a whole number");
    assert_eq!(problems("name: 0123"), "1:7: name: expected text, found a whole number");
    assert_eq!(problems("words: [a]"), "1:8: words: expected a mapping, found a list");
}

#[test]
fn numbers_texts_and_lists_are_held_to_their_bounds() {
    assert_eq!(problems("count: 70000"), "1:8: count: 70000 is too large: at most 65535");
    assert_eq!(problems("count: -1"), "1:8: count: -1 is too small: at least 0");
    assert_eq!(problems("words: {a: 200}"), "1:12: words.a: 200 is too large: at most 127");
    assert_eq!(problems("ratio: 0.1"), "1:8: ratio: 0.1 is too small: at least 0.5");
    assert_eq!(problems("name: ''"), "1:7: name: may not be empty");
    assert_eq!(problems("word: A1"), "1:7: word: does not match the pattern ^[a-z]+$");
    assert_eq!(problems("unique: [tag, tag]"), "1:15: unique[1]: this is in the list already");
    assert_eq!(problems("pair: [a]"), "1:7: pair: at least 2 wanted here, found 1");
}

#[test]
fn an_unknown_word_is_told_the_nearest() {
    assert_eq!(problems("mode: tga"), "1:7: mode: \"tga\" is not one of reject, tag; did you mean \"tag\"?");
    assert_eq!(problems("mode: everything"), "1:7: mode: \"everything\" is not one of reject, tag");
}

#[test]
fn the_problems_of_an_enum_are_those_of_the_variant_that_was_meant() {
    assert_eq!(
        problems("target: {station: {nam: a}}"),
        "1:20: target.station.nam: unknown key; did you mean \"name\"?"
    );
    assert_eq!(
        problems("target: {statoin: {name: a}}"),
        "1:10: target.statoin: unknown key; did you mean \"station\"?"
    );
    assert_eq!(problems("target: {}"), "1:9: target: a key is missing: one of station, header");
    assert_eq!(problems("auth: {type: token}"), "1:7: auth: key \"token\" is missing");
    assert_eq!(problems("auth: {token: t}"), "1:7: auth: key \"type\" is missing: one of plain, token");
    assert_eq!(
        problems("auth: {type: tokn, token: t}"),
        "1:14: auth.type: \"tokn\" is not one of plain, token; did you mean \"token\"?"
    );
    assert_eq!(
        problems("auth: {type: plain, user: u, pasword: p}"),
        "1:30: auth.pasword: unknown key; did you mean \"password\"?"
    );
}

#[test]
fn what_the_environment_gives_takes_the_type_that_is_wanted() {
    assert_eq!(read::<Shapes>("name: ${DIGITS}").unwrap().name.as_deref(), Some("12345"));
    assert_eq!(read::<Shapes>("{count: \"${DIGITS}\"}").unwrap().count, Some(12345));
    let auth = read::<Shapes>("auth: {type: token, token: \"${DIGITS}\"}").unwrap().auth;
    assert_eq!(auth, Some(Auth::Token { token: "12345".into() }));
}

#[test]
fn flattened_structs_know_the_keys_of_all_their_parts() {
    let flat = read::<Flat>("size: 1\ncolor: red\nheader: h\n").unwrap();
    assert_eq!((flat.more.color.as_str(), flat.target), ("red", Target::Header("h".into())));
    let problems = read::<Flat>("size: 1\ncolour: red\nheader: h\n").unwrap_err();
    assert_eq!(problems, "2:1: colour: unknown key; did you mean \"color\"?");
}

#[test]
fn keys_that_no_schema_forbids_are_unknown_all_the_same() {
    assert_eq!(read::<More>("color: red\nsize: 1\n").unwrap_err(), "2:1: size: unknown key; known here: color");
}
