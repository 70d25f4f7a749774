//! Whatever stands in a frame is a request or an error; and a request that is written again is read again as itself.

#![no_main]

use bytes::{Bytes, BytesMut};
use kafka::messages::*;
use kafka::{Frame, Message, Reader, RequestHeader, frame};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut buffer = BytesMut::from(data);
    let _ = frame(&mut buffer, 1 << 20);
    let payload = Bytes::copy_from_slice(data);
    let mut reader = Reader::new(&payload);
    if let Ok(header) = RequestHeader::read(&mut reader) {
        body(&header, reader);
    }
});

macro_rules! requests {
    ($($key:literal $api:ident: $request:ty => $response:ty;)* gone: $($gone_key:literal $gone:ident;)*) => {
        fn body<'a, 'b>(header: &RequestHeader<'_>, reader: Reader<'a>) {
            match header.api_key {
                $(ApiKey::$api => {
                    let Ok(read) = <$request>::decode(reader, header.api_version) else { return };
                    // NaN is no number, and so not itself: hence the texts.
                    let text = format!("{read:?}");
                    let sent = Frame::request(header.correlation_id, header.client_id, header.api_version, &read);
                    let sent = Bytes::from(sent.expect("what was read can be written").to_vec()).split_off(4);
                    let mut reader = Reader::new(&sent);
                    RequestHeader::read(&mut reader).expect("the header that was written");
                    let again = <$request>::decode(reader, header.api_version).expect("the body that was written");
                    assert_eq!(format!("{again:?}"), text);
                })*
                _ => {}
            }
        }
    };
}

kafka::for_each_api!(requests);
