//! A record as `asyncapi` sees it, and what the contracts say of it. Nothing is copied for that.

use std::sync::Arc;

use asyncapi::{Contract, Headers, MessageView};
use records::RecordView;

use super::header::ERROR_HEADER;

/// The gateway's own headers begin like this; no document speaks of them.
const OWN_PREFIX: &[u8] = b"waystation-";

/// Everything that the contracts find wrong with a record, each thing once; nothing, mostly.
pub(super) fn errors(contracts: &[Arc<Contract>], record: &RecordView<'_>) -> Vec<String> {
    let headers = SendersHeaders(record);
    let message =
        MessageView { key: record.key, payload: record.value, headers: &headers, content_type: content_type(record) };
    let mut errors: Vec<String> = Vec::new();
    for violation in contracts.iter().filter_map(|contract| contract.check(&message).err()).flatten() {
        let error = violation.to_string();
        if !errors.contains(&error) {
            errors.push(error);
        }
    }
    errors
}

/// The last one counts, as with Kafka's `lastHeader`; its parameters (`; charset=utf-8`) do not.
fn content_type<'a>(record: &RecordView<'a>) -> Option<&'a str> {
    let (_, value) = record.headers().filter(|(name, _)| name.eq_ignore_ascii_case(b"content-type")).last()?;
    let media_type = std::str::from_utf8(value?).ok()?.split(';').next()?;
    Some(media_type.trim())
}

/// The headers that the sender set: without those that a gateway adds.
struct SendersHeaders<'r, 'a>(&'r RecordView<'a>);

impl Headers for SendersHeaders<'_, '_> {
    fn for_each(&self, visit: &mut dyn FnMut(&[u8], Option<&[u8]>)) {
        let own = |name: &[u8]| name == ERROR_HEADER.as_bytes() || name.starts_with(OWN_PREFIX);
        self.0.headers().filter(|(name, _)| !own(name)).for_each(|(name, value)| visit(name, value));
    }
}
