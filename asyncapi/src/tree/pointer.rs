//! JSON Pointer (RFC 6901): one step written and read.

use std::borrow::Cow;

/// Adds a step to a pointer.
pub(crate) fn push(pointer: &mut String, step: &str) {
    pointer.push('/');
    for c in step.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            c => pointer.push(c),
        }
    }
}

/// The steps of a pointer, unescaped; `None` when it is no pointer.
pub(crate) fn steps(pointer: &str) -> Option<impl Iterator<Item = Cow<'_, str>>> {
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return None;
    }
    Some(pointer.split('/').skip(1).map(unescape))
}

/// A list index as RFC 6901 section 4 writes it: digits without leading zeros.
pub(crate) fn index(step: &str) -> Option<usize> {
    let plain = step == "0" || (!step.starts_with('0') && step.bytes().all(|b| b.is_ascii_digit()));
    if plain { step.parse().ok() } else { None }
}

fn unescape(step: &str) -> Cow<'_, str> {
    if step.contains('~') {
        // `~1` first: `~01` is `~1`, not `/` (RFC 6901 section 4).
        step.replace("~1", "/").replace("~0", "~").into()
    } else {
        step.into()
    }
}

/// The bytes behind `%xx` in a URI fragment or path (RFC 3986 section 2.1); what is no UTF-8 then stays as written.
pub(crate) fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return text.into();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match hex
            .filter(|two| !two.starts_with('+'))
            .and_then(|two| u8::from_str_radix(two, 16).ok())
        {
            Some(decoded) if byte == b'%' => {
                bytes.push(decoded);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).map_or_else(|_| text.into(), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_in_the_order_of_the_rfc() {
        let got: Vec<_> = steps("/a~1b/m~0n/~01")
            .unwrap()
            .map(Cow::into_owned)
            .collect();
        assert_eq!(got, ["a/b", "m~n", "~1"]);
        let mut back = String::new();
        got.iter().for_each(|step| push(&mut back, step));
        assert_eq!(back, "/a~1b/m~0n/~01");
        assert!(steps("a").is_none());
    }

    #[test]
    fn an_index_has_no_leading_zero_and_no_sign() {
        assert_eq!(
            [index("0"), index("10"), index("01"), index("+1"), index("")],
            [Some(0), Some(10), None, None, None]
        );
    }

    #[test]
    fn percent_escapes_are_decoded_and_broken_ones_kept() {
        assert_eq!(percent_decoded("a%20b%2Fc"), "a b/c");
        assert_eq!(percent_decoded("100%"), "100%");
        assert_eq!(percent_decoded("%zz%+1%ff"), "%zz%+1%ff");
    }
}
