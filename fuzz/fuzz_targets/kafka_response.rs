//! Whatever answers a request is a response or an error; and a response that is written again is read again as itself.
//! The first four bytes choose the API and the version.

#![no_main]

use bytes::Bytes;
use kafka::messages::*;
use kafka::{Frame, Message, Reader, ResponseHeader};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((&[first, second, third, fourth], payload)) = data.split_first_chunk() else {
        return;
    };
    let api_key = ApiKey::from(i16::from_be_bytes([first, second]));
    let version = i16::from_be_bytes([third, fourth]);
    if let Some(written) = read_and_write(api_key, version, &Bytes::copy_from_slice(payload)) {
        assert_eq!(
            read_and_write(api_key, version, &written),
            Some(written),
            "what was written can be read"
        );
    }
});

/// The response in the payload, in the one form in which we write it; `None` if there is none.
fn read_and_write(api_key: ApiKey, version: i16, payload: &Bytes) -> Option<Bytes> {
    let mut reader = Reader::new(payload);
    let header = ResponseHeader::read(&mut reader, api_key, version).ok()?;
    let sent = body(api_key, version, header, reader)?;
    Some(Bytes::from(sent.to_vec()).split_off(size_of::<i32>()))
}

macro_rules! responses {
    ($($key:literal $api:ident: $request:ty => $response:ty;)* gone: $($gone_key:literal $gone:ident;)*) => {
        fn body<'a, 'b>(api_key: ApiKey, version: i16, header: ResponseHeader, reader: Reader<'b>) -> Option<Frame> {
            match api_key {
                $(ApiKey::$api => {
                    let read = <$response>::decode(reader, version).ok()?;
                    let sent = Frame::response(api_key, version, header.correlation_id, &read);
                    Some(sent.expect("what was read can be written"))
                })*
                _ => None,
            }
        }
    };
}

kafka::for_each_api!(responses);
