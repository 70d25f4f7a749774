//! DescribeCluster (key 60): the brokers or controllers of the cluster.
//!
//! KIP-700, KIP-919 (controllers, v1), KIP-1073 (fenced brokers, v2).

use crate::{ErrorCode, Message};

/// DescribeCluster (key 60): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct DescribeClusterRequest {
    /// The include cluster authorized operations.
    pub include_cluster_authorized_operations: bool,
    /// The endpoint type.
    #[kafka(versions = "1+", default = 1)]
    pub endpoint_type: i8,
    /// The include fenced brokers.
    #[kafka(versions = "2+")]
    pub include_fenced_brokers: bool,
}

/// DescribeCluster (key 60): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct DescribeClusterResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The endpoint type.
    #[kafka(versions = "1+", default = 1)]
    pub endpoint_type: i8,
    /// The cluster id.
    pub cluster_id: &'a str,
    /// The controller id.
    #[kafka(default = -1)]
    pub controller_id: i32,
    /// The brokers.
    pub brokers: Vec<DescribeClusterBroker<'a>>,
    /// The cluster authorized operations.
    #[kafka(default = i32::MIN)]
    pub cluster_authorized_operations: i32,
}

/// A part of [`DescribeClusterResponse`]: describe cluster broker.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct DescribeClusterBroker<'a> {
    /// The broker id.
    pub broker_id: i32,
    /// The host.
    pub host: &'a str,
    /// The port.
    pub port: i32,
    /// The rack.
    pub rack: Option<&'a str>,
    /// The is fenced.
    #[kafka(versions = "2+")]
    pub is_fenced: bool,
}
