//! What a plain YAML scalar means: the core schema of YAML 1.2.2, section 10.3.2.
//!
//! Only that: `no`, `yes`, `on` and `1_000` are text, as they look. A number too large for JSON, and `.inf` and
//! `.nan`, stay text too, so that a schema that wants a number says so.

use serde_json::Number;

use super::Value;

/// Types plain text: null, true or false, a whole number (decimal, `0x`, `0o`), a decimal fraction, or else text.
pub(crate) fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => integer(text).or_else(|| fraction(text)).map_or_else(|| Value::Text(text.to_owned()), Value::Number),
    }
}

fn integer(text: &str) -> Option<Number> {
    let radix = |prefix, radix| {
        let digits = text.strip_prefix(prefix)?;
        let plain = digits.chars().all(|c| c.is_digit(radix));
        plain.then(|| u64::from_str_radix(digits, radix).ok())?.map(Number::from)
    };
    let decimal = || text.parse::<i64>().map(Number::from).or_else(|_| text.parse::<u64>().map(Number::from)).ok();
    radix("0x", 16).or_else(|| radix("0o", 8)).or_else(decimal)
}

fn fraction(text: &str) -> Option<Number> {
    // Rust also reads words such as `inf`; YAML's fractions have digits, a dot, a sign and an exponent.
    let shaped = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E'));
    let value = shaped.then(|| text.parse::<f64>().ok())??;
    Number::from_f64(value)
}
