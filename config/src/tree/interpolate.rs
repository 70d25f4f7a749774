//! `${NAME}` and `${NAME:-default}` in a value; `$${` stands for a literal `${`.
//!
//! One pass: what a variable holds is not looked at again.

use crate::environment::Environment;

/// The text with its variables replaced, or `None` if it names none. The error is a message for a person; it never
/// repeats what a variable holds.
pub(crate) fn expand(text: &str, environment: &Environment) -> Result<Option<String>, String> {
    if !text.contains("${") {
        return Ok(None);
    }
    let mut expanded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        if let Some(before) = before.strip_suffix('$') {
            expanded.push_str(before);
            expanded.push_str("${");
            rest = after;
            continue;
        }
        let (inside, after) = after
            .split_once('}')
            .ok_or("\"${\" without its \"}\"; write \"$${\" for a dollar and a brace as they are")?;
        expanded.push_str(before);
        expanded.push_str(variable(inside, environment)?);
        rest = after;
    }
    expanded.push_str(rest);
    Ok(Some(expanded))
}

fn variable<'a>(inside: &'a str, environment: &'a Environment) -> Result<&'a str, String> {
    let (name, default) = match inside.split_once(":-") {
        Some((name, default)) => (name, Some(default)),
        None => (inside, None),
    };
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !named {
        return Err(format!("{name:?} is not the name of an environment variable"));
    }
    // As in a shell, `:-` also stands in for a variable that is set to nothing.
    match (environment.variable(name), default) {
        (Some(value), None) => Ok(value),
        (Some(value), Some(_)) if !value.is_empty() => Ok(value),
        (_, Some(default)) => Ok(default),
        (None, None) => {
            Err(format!("environment variable {name} is not set; set it, or give a default: ${{{name}:-default}}"))
        }
    }
}
