//! The backend against librdkafka's own mock cluster: what goes in comes out, and what is wrong has its name.

use std::time::Duration;

use rdkafka::mocking::MockCluster;
use records::{Batch, Builder, Codec};
use tokio::time::Instant;

use super::{Kafka, Upstream};
use crate::backends::{Backend, Error, Read, Wanted};

fn kafka(bootstrap: String) -> Kafka {
    Kafka::new(&Upstream { bootstrap: vec![bootstrap], timeout_ms: 10_000 }).unwrap()
}

fn batch(values: &[&str]) -> Batch {
    let mut builder = Builder::new(Codec::Lz4);
    for value in values {
        let headers: [(&[u8], Option<&[u8]>); 2] = [(b"a", Some(b"1")), (b"a", None)];
        builder.push(1_700_000_000_000, Some(b"key"), Some(value.as_bytes()), &headers);
    }
    builder.build().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_appended_is_read_back_with_key_headers_and_time() {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic("lights", 2, 1).unwrap();
    let kafka = kafka(cluster.bootstrap_servers());
    let appends: Vec<_> = (0..3).map(|n| kafka.append("lights", 1, batch(&[&n.to_string(), "x"]))).collect();
    for (n, append) in appends.into_iter().enumerate() {
        assert_eq!(append.await.unwrap().base_offset, 2 * i64::try_from(n).unwrap());
    }
    let mut found = Vec::new();
    let mut offset = 0;
    while offset < 6 {
        let wait_until = Some(Instant::now() + Duration::from_secs(10));
        let read = Read { station: "lights".into(), partition: 1, offset, max_bytes: 1 << 20, wait_until };
        let mut bytes = kafka.read(read).await.unwrap().bytes;
        while let Some(batch) = Batch::split(&mut bytes).unwrap() {
            let opened = batch.open(1 << 20).unwrap();
            for record in opened.records() {
                let record = record.unwrap();
                assert_eq!(record.offset, offset);
                assert_eq!((record.key, record.timestamp_ms), (Some(&b"key"[..]), 1_700_000_000_000));
                let headers: Vec<_> = record.headers().collect();
                assert_eq!(headers, [(&b"a"[..], Some(&b"1"[..])), (&b"a"[..], None)]);
                found.push(String::from_utf8(record.value.unwrap().to_vec()).unwrap());
                offset += 1;
            }
        }
    }
    assert_eq!(found, ["0", "x", "1", "x", "2", "x"]);
    let latest = kafka.offset("lights", 1, Wanted::Latest).await.unwrap().unwrap();
    assert_eq!(latest.offset, 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upstream_that_is_not_there_is_unavailable_and_not_waited_for() {
    let kafka = Kafka::new(&Upstream { bootstrap: vec!["127.0.0.1:1".to_owned()], timeout_ms: 500 }).unwrap();
    assert!(matches!(kafka.ready().await, Err(Error::Unavailable(_))));
    assert!(matches!(kafka.append("lights", 0, batch(&["x"])).await, Err(Error::Unavailable(_))));
}
