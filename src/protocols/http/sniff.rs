//! Whether a connection begins with HTTP: a request line of HTTP/1 (RFC 9112 section 3), or the preface of HTTP/2
//! (RFC 9113 section 3.4), which was made to look like one. Pure; which of them it is, the session finds out.

use crate::protocols::Sniff;

/// The longest method taken for one; the longest registered has 17 bytes.
const MAX_METHOD_BYTES: usize = 24;

/// Whether these first bytes are HTTP's: any method that is a token, a space, and what a request target begins with.
pub fn sniff(bytes: &[u8]) -> Sniff {
    let line = match bytes {
        [b'\r'] => return Sniff::More,
        // An empty line before the request is to be borne (RFC 9112 section 2.2).
        [b'\r', b'\n', line @ ..] => line,
        line => line,
    };
    let method_bytes = line.iter().position(|byte| !is_token(*byte)).unwrap_or(line.len());
    if method_bytes > MAX_METHOD_BYTES {
        return Sniff::No;
    }
    match line.split_at(method_bytes) {
        (_, []) => Sniff::More,
        ([], _) => Sniff::No,
        (method, [b' ', target @ ..]) => sniff_target(method, target),
        _ => Sniff::No,
    }
}

/// The four forms of a request target: a path, `*`, a URI, and for CONNECT an authority (RFC 9112 section 3.2).
fn sniff_target(method: &[u8], target: &[u8]) -> Sniff {
    const SCHEME: &[u8] = b"http";
    match target {
        [] => Sniff::More,
        [b'/' | b'*', ..] => Sniff::Yes,
        [first, ..] if method == b"CONNECT" => {
            if first.is_ascii_alphanumeric() || *first == b'[' {
                Sniff::Yes
            } else {
                Sniff::No
            }
        }
        _ => match target.iter().zip(SCHEME).all(|(a, b)| a.eq_ignore_ascii_case(b)) {
            false => Sniff::No,
            true if target.len() < SCHEME.len() => Sniff::More,
            true => Sniff::Yes,
        },
    }
}

/// `tchar` of RFC 9110 section 5.6.2.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_decided_by(bytes: &[u8], decisive_bytes: usize, decision: Sniff) {
        for end in 0..=bytes.len() {
            let expected = if end < decisive_bytes { Sniff::More } else { decision };
            assert_eq!(sniff(&bytes[..end]), expected, "{:?}", bytes[..end].escape_ascii().to_string());
        }
    }

    #[test]
    fn a_request_line_is_known_by_the_first_byte_of_its_target() {
        assert_decided_by(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", 5, Sniff::Yes);
        assert_decided_by(b"POST /api/v1/stations HTTP/1.1\r\n", 6, Sniff::Yes);
        assert_decided_by(b"OPTIONS * HTTP/1.1\r\n", 9, Sniff::Yes);
        assert_decided_by(b"CONNECT [::1]:443 HTTP/1.1\r\n", 9, Sniff::Yes);
    }

    #[test]
    fn a_method_nobody_knows_is_a_method() {
        assert_decided_by(b"X-FETCH~1 /streams HTTP/1.1\r\n", 11, Sniff::Yes);
        assert_decided_by(b"UPDATEREDIRECTREF / HTTP/1.1\r\n", 19, Sniff::Yes);
    }

    #[test]
    fn a_whole_uri_is_a_target_in_any_case() {
        assert_decided_by(b"GET http://a/ HTTP/1.1\r\n", 8, Sniff::Yes);
        assert_decided_by(b"GET HTTPS://a/ HTTP/1.1\r\n", 8, Sniff::Yes);
    }

    #[test]
    fn the_preface_of_http2_is_http() {
        assert_decided_by(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 5, Sniff::Yes);
    }

    #[test]
    fn one_empty_line_before_the_request_is_borne() {
        assert_decided_by(b"\r\nGET / HTTP/1.1\r\n", 7, Sniff::Yes);
        assert_decided_by(b"\r\n\r\nGET / HTTP/1.1\r\n", 3, Sniff::No);
    }

    #[test]
    fn other_texts_are_not_http() {
        assert_decided_by(b"SSH-2.0-OpenSSH_9.6\r\n", 20, Sniff::No);
        assert_decided_by(b"CONNECT {\"verbose\":false}\r\n", 9, Sniff::No);
        assert_decided_by(b"PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\n", 7, Sniff::No);
        assert_decided_by(b"hello world\r\n", 7, Sniff::No);
        assert_decided_by(b" / HTTP/1.1\r\n", 1, Sniff::No);
        assert_decided_by(&[b'A'; 40], MAX_METHOD_BYTES + 1, Sniff::No);
    }
}
