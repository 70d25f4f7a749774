//! What a YAML scalar means: the core schema of YAML 1.2.2 (section 10.3.2), which is also JSON's.
//!
//! So `no` and `12:30` are texts. One step more careful than the core schema: digits with a leading zero (`0123`)
//! stay a text, since people who write them mean a code and not a count.

use granit_parser::{ScalarStyle, Tag};
use serde_json::Number;

use super::Value;

/// The value of a scalar; an error is what to tell the author.
pub(super) fn value(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Value, String> {
    match tag.and_then(Tag::core_suffix) {
        Some("str") => return Ok(Value::Text(text.into())),
        Some(suffix @ ("int" | "float" | "bool" | "null")) => {
            return match (suffix, plain(text)?) {
                ("float" | "int", number @ Value::Number(_)) => Ok(number),
                ("bool", flag @ Value::Bool(_)) => Ok(flag),
                ("null", Value::Null) => Ok(Value::Null),
                _ => Err(format!("`{text}` is tagged `!!{suffix}` and is none")),
            };
        }
        _ => {}
    }
    if style == ScalarStyle::Plain {
        plain(text)
    } else {
        Ok(Value::Text(text.into()))
    }
}

fn plain(text: &str) -> Result<Value, String> {
    Ok(match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        ".nan" | ".NaN" | ".NAN" | ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF"
        | "-.inf" | "-.Inf" | "-.INF" => {
            return Err(format!("`{text}` is a number that JSON does not have"));
        }
        _ => match number(text) {
            Some(number) => Value::Number(number),
            None => Value::Text(text.into()),
        },
    })
}

fn number(text: &str) -> Option<Number> {
    if let Some(hex) = text.strip_prefix("0x") {
        return digits(hex, 16).map(Number::from);
    }
    if let Some(octal) = text.strip_prefix("0o") {
        return digits(octal, 8).map(Number::from);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let leading_zero =
        unsigned.len() > 1 && unsigned.starts_with('0') && !unsigned.starts_with("0.");
    if leading_zero && !unsigned.starts_with("0e") && !unsigned.starts_with("0E") {
        return None;
    }
    if unsigned.bytes().all(|b| b.is_ascii_digit()) && !unsigned.is_empty() {
        let whole = text.strip_prefix('+').unwrap_or(text);
        let exact = whole
            .parse::<u64>()
            .map(Number::from)
            .or_else(|_| whole.parse::<i64>().map(Number::from));
        return exact
            .ok()
            .or_else(|| whole.parse().ok().and_then(Number::from_f64));
    }
    // What Rust reads as a float beyond the core schema are only the words for infinity and not-a-number.
    let numeric = unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && unsigned.bytes().any(|b| b.is_ascii_digit());
    if numeric {
        text.parse().ok().and_then(Number::from_f64)
    } else {
        None
    }
}

fn digits(text: &str, radix: u32) -> Option<u64> {
    if text.starts_with('+') {
        None
    } else {
        u64::from_str_radix(text, radix).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(text: &str) -> serde_json::Value {
        let origin = super::super::Origin { file: 0, id: 0 };
        super::super::Node {
            origin,
            value: plain(text).unwrap(),
        }
        .to_json()
    }

    #[test]
    fn plain_scalars_follow_the_core_schema() {
        assert_eq!(read("~"), json!(null));
        assert_eq!(read("True"), json!(true));
        assert_eq!(read("-12"), json!(-12));
        assert_eq!(read("0x1F"), json!(31));
        assert_eq!(read("0o17"), json!(15));
        assert_eq!(read("1.5e3"), json!(1500.0));
        assert_eq!(read(".5"), json!(0.5));
        assert_eq!(
            read("18446744073709551615"),
            json!(18_446_744_073_709_551_615_u64)
        );
    }

    #[test]
    fn what_yaml_1_1_made_of_texts_stays_a_text() {
        for text in [
            "no",
            "on",
            "0123",
            "1_000",
            "12:30",
            "3.0.0",
            "infinity",
            "NaN",
            "2024-01-01",
            "-",
            ".",
        ] {
            assert_eq!(read(text), json!(text));
        }
    }

    #[test]
    fn a_number_that_json_lacks_is_an_error() {
        assert!(plain(".nan").is_err());
    }
}
