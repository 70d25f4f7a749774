//! Whatever stands in a frame is a request or an error; and a request that is written again is read again as itself.

#![no_main]

use bytes::{Bytes, BytesMut};
use kafka::messages::*;
use kafka::{Frame, Message, Reader, RequestHeader, frame};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = frame(&mut BytesMut::from(data), 1 << 20);
    if let Some(written) = read_and_write(&Bytes::copy_from_slice(data)) {
        assert_eq!(
            read_and_write(&written),
            Some(written),
            "what was written can be read"
        );
    }
});

/// The request in the payload, in the one form in which we write it; `None` if there is none.
fn read_and_write(payload: &Bytes) -> Option<Bytes> {
    let mut reader = Reader::new(payload);
    let header = RequestHeader::read(&mut reader).ok()?;
    let sent = body(&header, reader)?;
    Some(Bytes::from(sent.to_vec()).split_off(size_of::<i32>()))
}

macro_rules! requests {
    ($($key:literal $api:ident: $request:ty => $response:ty;)* gone: $($gone_key:literal $gone:ident;)*) => {
        fn body<'a, 'b>(header: &RequestHeader<'_>, reader: Reader<'a>) -> Option<Frame> {
            let version = header.api_version;
            match header.api_key {
                $(ApiKey::$api => {
                    let read = <$request>::decode(reader, version).ok()?;
                    let sent = Frame::request(header.correlation_id, header.client_id, version, &read);
                    Some(sent.expect("what was read can be written"))
                })*
                _ => None,
            }
        }
    };
}

kafka::for_each_api!(requests);
