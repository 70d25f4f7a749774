//! Takes any bytes for a run of batches, with their checksums made right so that they get past the
//! door. What passes the check of its structure must survive being edited.
#![no_main]

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use records::{Batch, Draft, HEADER_BYTES};

const LIMIT_BYTES: usize = 1 << 20;
const CRC_AT: usize = 17;
const CRC_FROM: usize = 21;

fuzz_target!(|data: &[u8]| {
    let mut bytes = Bytes::copy_from_slice(data);
    while let Ok(Some(batch)) = Batch::split(&mut bytes) {
        assert!(batch.bytes().len() >= HEADER_BYTES);
        edit(with_right_crc(&batch));
    }
});

fn with_right_crc(batch: &Batch) -> Batch {
    let mut bytes = batch.bytes().to_vec();
    let crc = crc32c::crc32c(&bytes[CRC_FROM..]);
    bytes[CRC_AT..CRC_FROM].copy_from_slice(&crc.to_be_bytes());
    let batch = Batch::parse(bytes.into()).expect("only its checksum is another");
    batch.verify().expect("its checksum was made right");
    batch
}

fn edit(batch: Batch) {
    let structure = batch.check_structure(LIMIT_BYTES);
    let is_control = batch.header().attributes.is_control();
    let mut draft = Draft::new(batch);
    let visited = draft.visit(LIMIT_BYTES, |index, record, edit| {
        record.headers().for_each(drop);
        match index % 4 {
            0 => edit.add_header("fuzz", record.value.map(Bytes::copy_from_slice)),
            1 => edit.drop_record(),
            2 => edit.replace_value(None),
            _ => {}
        }
    });
    assert!(is_control || structure.is_ok() == visited.is_ok());
    if structure.is_ok() {
        let edited = draft.finish().expect("whatever opened can be encoded");
        edited.verify().expect("what was encoded has its checksum");
        edited
            .check_structure(usize::MAX)
            .expect("what was encoded can be read");
    }
}
