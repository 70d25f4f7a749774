//! DescribeCluster (key 60): the brokers or controllers of the cluster.
//!
//! KIP-700, KIP-919 (controllers, v1), KIP-1073 (fenced brokers, v2).

use crate::{ErrorCode, Message};

/// The request of DescribeCluster (key 60).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct DescribeClusterRequest {
    /// Whether to say what the client may do to the cluster (KIP-430).
    pub include_cluster_authorized_operations: bool,
    /// Whether brokers (1) or controllers (2) are meant (KIP-919).
    #[kafka(versions = "1+", default = 1)]
    pub endpoint_type: i8,
    /// Whether to list fenced brokers too (KIP-1073).
    #[kafka(versions = "2+")]
    pub include_fenced_brokers: bool,
}

/// The response of DescribeCluster (key 60).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct DescribeClusterResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// Whether brokers (1) or controllers (2) are meant (KIP-919).
    #[kafka(versions = "1+", default = 1)]
    pub endpoint_type: i8,
    /// The cluster's id.
    pub cluster_id: &'a str,
    /// The controller's node id; -1 if unknown.
    #[kafka(default = -1)]
    pub controller_id: i32,
    /// What is said of each broker.
    pub brokers: Vec<DescribeClusterBroker<'a>>,
    /// What the client may do to the cluster, as a set of bits; the lowest number there is if it was not asked.
    #[kafka(default = i32::MIN)]
    pub cluster_authorized_operations: i32,
}

/// One of [`DescribeClusterResponse::brokers`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeClusterBroker<'a> {
    /// The broker's node id.
    pub broker_id: i32,
    /// The name or address to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: i32,
    /// The node's rack; null if it has none.
    pub rack: Option<&'a str>,
    /// Whether the broker is fenced and takes no clients.
    #[kafka(versions = "2+")]
    pub is_fenced: bool,
}
