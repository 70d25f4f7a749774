//! Noise in place of every request that is served: whatever it says, the connection ends and the next is served.

use std::time::Duration;

use kafka::messages::api_versions::ApiVersionsRequest;
use kafka::{ApiKey, Encoder, RequestHeader};
use proptest::prelude::{Strategy, any};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tokio::time::timeout;

use super::bench::{Bench, ask, fine};
use super::messages::create;

/// Bodies of one version of one API.
const TRIES: usize = 6;

fn frame(api_key: ApiKey, api_version: i16, body: &[u8]) -> Vec<u8> {
    let mut encoder = Encoder::new();
    let header = RequestHeader { api_key, api_version, correlation_id: 1, client_id: Some("noise") };
    header.write(&mut encoder).unwrap();
    encoder.slice(body);
    encoder.finish().unwrap().to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn noise_in_any_request_harms_nobody_else() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 1).await;
    let mut wire = bench.connect();
    ask!(wire, 0, ApiVersionsRequest::default() => response);
    let mut runner = TestRunner::deterministic();
    // Small numbers make counts and lengths that nearly fit, which get furthest.
    let byte = proptest::prop_oneof![4 => 0u8..4, 1 => any::<u8>()];
    let body = proptest::collection::vec(byte, 0..80);
    for api in &response.api_keys {
        for version in api.min_version..=api.max_version {
            for _ in 0..TRIES {
                let body = body.new_tree(&mut runner).unwrap().current();
                let mut noise = bench.connect();
                noise.write(&frame(ApiKey::from(api.api_key), version, &body)).await;
                let ended = timeout(Duration::from_secs(10), noise.end()).await;
                assert!(ended.is_ok(), "{} {version} hangs on {body:?}", ApiKey::from(api.api_key));
            }
        }
    }
    ask!(wire, 0, ApiVersionsRequest::default() => response);
    fine(response.error_code);
}
