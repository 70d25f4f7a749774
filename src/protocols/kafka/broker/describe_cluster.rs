//! DescribeCluster: the one broker there is.

use kafka::ErrorCode;
use kafka::messages::describe_cluster::{DescribeClusterBroker, DescribeClusterRequest, DescribeClusterResponse};

use super::{Answer, Call, NODE_ID};
use crate::protocols::kafka::Error;

/// `endpoint_type` of a client that talks to brokers (KIP-919); the other kind talks to controllers.
const BROKERS: i8 = 1;

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: DescribeClusterRequest = call.request()?;
    let endpoint_type = request.endpoint_type;
    if endpoint_type != BROKERS {
        return call.respond(&DescribeClusterResponse {
            error_code: ErrorCode::MismatchedEndpointType,
            error_message: Some("this is a broker, not a controller"),
            endpoint_type: BROKERS,
            ..DescribeClusterResponse::default()
        });
    }
    let (host, port) = call.client.advertised();
    call.respond(&DescribeClusterResponse {
        cluster_id: &call.gateway().settings().cluster_id,
        controller_id: NODE_ID,
        brokers: vec![DescribeClusterBroker { broker_id: NODE_ID, host: &host, port, rack: None, is_fenced: false }],
        ..DescribeClusterResponse::default()
    })
}
