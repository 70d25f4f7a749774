//! Documents read as trees: what they come to, where their values are, and what is refused.

use super::yaml::{Fault, read};
use serde_json::json;

fn json_of(text: &str) -> serde_json::Value {
    read(text.as_bytes(), 0).unwrap().root.to_json()
}

fn fault_of(text: &str) -> Fault {
    read(text.as_bytes(), 0).unwrap_err().remove(0)
}

#[test]
fn every_value_knows_its_pointer_line_and_column() {
    let tree = read(b"a:\n  - b: 1\n    c/d: [x, y]\n", 0).unwrap();
    let y = tree.root.step("a").and_then(|n| n.step("0")?.step("c/d")?.step("1")).unwrap();
    assert_eq!(tree.origins.pointer(y.origin.id), "/a/0/c~1d/1");
    assert_eq!(tree.origins.position(y.origin.id), (3, 14));
    let b = tree.root.step("a").and_then(|n| n.step("0")?.step("b")).unwrap();
    assert_eq!(tree.origins.position(b.origin.id), (2, 5));
}

#[test]
fn json_is_read_as_yaml() {
    let text = "{\n\t\"a\": [1, true, null, \"\\ud83d\\ude00\"], \"b\": {}}";
    assert_eq!(json_of(text), json!({"a": [1, true, null, "\u{1f600}"], "b": {}}));
}

#[test]
fn aliases_and_merge_keys_are_resolved() {
    let text = "base: &b {x: 1, y: 2}\nuse: *b\nmore: {<<: *b, y: 3}\n";
    assert_eq!(json_of(text), json!({"base": {"x": 1, "y": 2}, "use": {"x": 1, "y": 2}, "more": {"x": 1, "y": 3}}));
}

#[test]
fn a_key_that_is_there_twice_is_told_with_its_place() {
    let fault = fault_of("a: 1\nb:\n  c: 1\n  c: 2\n");
    assert_eq!((fault.pointer.as_str(), fault.line, fault.column), ("/b/c", 4, 3));
    assert_eq!(fault.message, "`c` is there twice in one map");
}

#[test]
fn a_billion_laughs_are_refused_without_being_expanded() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for i in 1..12 {
        let refs = vec![format!("*a{}", i - 1); 10].join(", ");
        text += &format!("a{i}: &a{i} [{refs}]\n");
    }
    assert!(fault_of(&text).message.contains("more than 400000 values"));
}

#[test]
fn nesting_is_bounded_written_out_and_through_aliases() {
    assert!(read("[".repeat(10_000).as_bytes(), 0).is_err());
    assert!(read("{a: ".repeat(10_000).as_bytes(), 0).is_err());
    let mut text = String::from("- &a0 [x]\n");
    (1..5_000).for_each(|i| text += &format!("- &a{i} [*a{}]\n", i - 1));
    assert!(fault_of(&text).message.contains("nested more than 100 deep"));
}

#[test]
fn what_is_no_single_utf8_document_is_refused() {
    assert_eq!(fault_of("").message, "is empty");
    assert!(fault_of("a: 1\n---\nb: 2\n").message.contains("second document"));
    assert_eq!(read(b"a: 1\nb: \xff", 0).unwrap_err().remove(0).line, 2);
    assert!(fault_of("a: &x [*x]").message.contains("itself a part of"));
    assert!(fault_of("? [a]\n: b\n").message.contains("must be a text"));
}
