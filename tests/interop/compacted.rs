//! A station that compaction went over, made by the store itself before a gateway starts: batches of every codec that lost
//! some of their records, runs that lost all of them at the front and in the midst, and an idempotent producer's empty batch
//! at the end. What reads it is not known here.

use std::path::Path;

use futures_util::FutureExt;
use records::{Batch, Builder, Codec};
use stations::{Cleanup, Compaction, Options, Partition, Settings, Store};

/// Its name.
pub(crate) const NAME: &str = "compacted";

const CODECS: [Codec; 5] = [Codec::None, Codec::Gzip, Codec::Snappy, Codec::Lz4, Codec::Zstd];

/// Makes it in a data directory, and says what is left of it: `KEY VALUE`, in order.
pub(crate) fn make(data: &Path) -> Vec<String> {
    let store = Store::open(data, Options { flusher_threads: 0, ..Options::default() }).unwrap();
    let compaction = Compaction { dirty_percent: 0, ..Compaction::default() };
    let settings = Settings { cleanup: Cleanup::Compact, compaction, segment_bytes: 1 << 10, ..Settings::default() };
    store.create(NAME, settings).unwrap();
    let partition = store.station(NAME).unwrap().partition(0).unwrap();
    let append = |batch: Batch| {
        let appended = partition.append(batch);
        store.flush();
        appended.now_or_never().unwrap().unwrap();
    };
    for (round, codec) in (0..200).zip(CODECS.iter().cycle()) {
        let mut builder = Builder::new(*codec);
        for number in 0..4 {
            let is_unique = number == 1 && round % 21 == 20;
            let key = if is_unique { format!("once-{round}") } else { format!("often-{number}") };
            let value = format!("{round}/{number}");
            builder.push(1_700_000_000_000 + round, Some(key.as_bytes()), Some(value.as_bytes()), &[]);
        }
        append(builder.build().unwrap());
    }
    store.compact(0);
    let mut dropped = Builder::new(Codec::None).producer(7, 0, 0);
    dropped.push(1_700_000_000_000, Some(b"often-0"), Some(b"dropped"), &[]);
    append(dropped.build().unwrap().emptied().unwrap());

    let batches = batches(&partition);
    let is_empty = |batch: &Batch| batch.header().record_count == 0;
    let is_partial =
        |batch: &Batch| !is_empty(batch) && batch.header().record_count <= batch.header().last_offset_delta;
    assert!(is_empty(&batches[0]) && is_empty(&batches[2]) && is_empty(batches.last().unwrap()));
    assert!(batches[0].header().last_offset_delta > 50, "{:?}", batches[0].header());
    assert!(CODECS.iter().all(|codec| batches.iter().any(|batch| is_partial(batch) && batch.codec() == *codec)));
    let left: Vec<String> = batches.iter().flat_map(shown).collect();
    assert!((0..4).all(|number| left.contains(&format!("often-{number} 199/{number}"))), "{left:?}");
    assert!((10..100).contains(&left.len()), "{left:?}");
    left
}

fn batches(partition: &Partition) -> Vec<Batch> {
    let mut batches: Vec<Batch> = Vec::new();
    while batches.last().map_or(0, Batch::next_offset) < partition.high_watermark() {
        let offset = batches.last().map_or(0, Batch::next_offset);
        let mut bytes = partition.read(offset, 1 << 20).unwrap().bytes;
        while let Some(batch) = Batch::split(&mut bytes).unwrap() {
            batches.push(batch);
        }
    }
    batches
}

fn shown(batch: &Batch) -> Vec<String> {
    let text = |bytes: Option<&[u8]>| String::from_utf8(bytes.unwrap().to_vec()).unwrap();
    let opened = batch.open(1 << 20).unwrap();
    opened.records().map(Result::unwrap).map(|record| format!("{} {}", text(record.key), text(record.value))).collect()
}
