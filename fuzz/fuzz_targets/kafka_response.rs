//! Whatever answers a request is a response or an error; and a response that is written again is read again as itself.
//! The first four bytes choose the API and the version.

#![no_main]

use bytes::Bytes;
use kafka::messages::*;
use kafka::{Frame, Message, Reader, ResponseHeader};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((&[first, second, third, fourth], rest)) = data.split_first_chunk() else { return };
    let api_key = ApiKey::from(i16::from_be_bytes([first, second]));
    let version = i16::from_be_bytes([third, fourth]);
    let payload = Bytes::copy_from_slice(rest);
    let mut reader = Reader::new(&payload);
    if let Ok(header) = ResponseHeader::read(&mut reader, api_key, version) {
        body(api_key, version, header, reader);
    }
});

macro_rules! responses {
    ($($key:literal $api:ident: $request:ty => $response:ty;)* gone: $($gone_key:literal $gone:ident;)*) => {
        fn body<'a, 'b>(api_key: ApiKey, version: i16, header: ResponseHeader, reader: Reader<'b>) {
            match api_key {
                $(ApiKey::$api => {
                    let Ok(read) = <$response>::decode(reader, version) else { return };
                    // NaN is no number, and so not itself: hence the texts.
                    let text = format!("{read:?}");
                    let sent = Frame::response(api_key, version, header.correlation_id, &read);
                    let sent = Bytes::from(sent.expect("what was read can be written").to_vec()).split_off(4);
                    let mut reader = Reader::new(&sent);
                    ResponseHeader::read(&mut reader, api_key, version).expect("the header that was written");
                    let again = <$response>::decode(reader, version).expect("the body that was written");
                    assert_eq!(format!("{again:?}"), text);
                })*
                _ => {}
            }
        }
    };
}

kafka::for_each_api!(responses);
