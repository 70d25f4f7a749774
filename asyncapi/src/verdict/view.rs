//! A message as the validators see it: borrowed parts, whatever protocol brought it.

/// One message, borrowed.
#[derive(Clone, Copy)]
pub struct MessageView<'a> {
    /// The key, where there is one.
    pub key: Option<&'a [u8]>,
    /// The payload; `None` is a tombstone (a null value, which in a compacted stream deletes its key).
    pub payload: Option<&'a [u8]>,
    /// The headers that the document may speak about: without those that the gateway itself adds.
    pub headers: &'a dyn Headers,
    /// The content type the sender declared, if any. It only helps to tell several messages apart: how a payload is
    /// read is for the document to say.
    pub content_type: Option<&'a str>,
}

/// A message's headers, in order; names may repeat, values may be null.
pub trait Headers {
    /// Visits every header: its name, and its value unless that is null.
    #[expect(clippy::type_complexity, reason = "two borrowed things are what a header is")]
    fn for_each(&self, visit: &mut dyn FnMut(&[u8], Option<&[u8]>));
}

/// No headers at all.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoHeaders;

impl Headers for NoHeaders {
    fn for_each(&self, _visit: &mut dyn FnMut(&[u8], Option<&[u8]>)) {}
}

impl<N: AsRef<[u8]>, V: AsRef<[u8]>> Headers for [(N, Option<V>)] {
    fn for_each(&self, visit: &mut dyn FnMut(&[u8], Option<&[u8]>)) {
        for (name, value) in self {
            visit(name.as_ref(), value.as_ref().map(AsRef::as_ref));
        }
    }
}

impl<N: AsRef<[u8]>, V: AsRef<[u8]>> Headers for Vec<(N, Option<V>)> {
    fn for_each(&self, visit: &mut dyn FnMut(&[u8], Option<&[u8]>)) {
        self.as_slice().for_each(visit);
    }
}
