//! ApiVersions (key 18): which APIs a broker has, in which versions: the first thing a client asks.
//!
//! KIP-35, KIP-511 (client names, v3), KIP-584 (features, v3). The response header is never flexible, and a version the broker does not have is answered in version 0.

use crate::{ErrorCode, Message};

/// ApiVersions (key 18): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "3+")]
pub struct ApiVersionsRequest<'a> {
    /// The client software name.
    #[kafka(versions = "3+", ignorable)]
    pub client_software_name: &'a str,
    /// The client software version.
    #[kafka(versions = "3+", ignorable)]
    pub client_software_version: &'a str,
    /// The cluster id.
    #[kafka(versions = "5+", ignorable)]
    pub cluster_id: Option<&'a str>,
    /// The node id.
    #[kafka(versions = "5+", default = -1, ignorable)]
    pub node_id: i32,
}

/// ApiVersions (key 18): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "3+")]
pub struct ApiVersionsResponse<'a> {
    /// The error code.
    pub error_code: ErrorCode,
    /// The api keys.
    pub api_keys: Vec<ApiVersion>,
    /// The throttle time ms.
    #[kafka(versions = "1+", ignorable)]
    pub throttle_time_ms: i32,
    /// The supported features.
    #[kafka(tag = 0, versions = "3+", ignorable)]
    pub supported_features: Vec<SupportedFeatureKey<'a>>,
    /// The finalized features epoch.
    #[kafka(tag = 1, versions = "3+", default = -1, ignorable)]
    pub finalized_features_epoch: i64,
    /// The finalized features.
    #[kafka(tag = 2, versions = "3+", ignorable)]
    pub finalized_features: Vec<FinalizedFeatureKey<'a>>,
    /// The zk migration ready.
    #[kafka(tag = 3, versions = "3+", ignorable)]
    pub zk_migration_ready: bool,
}

/// A part of [`ApiVersionsResponse`]: api version.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ApiVersion {
    /// The api key.
    pub api_key: i16,
    /// The min version.
    pub min_version: i16,
    /// The max version.
    pub max_version: i16,
}

/// A part of [`ApiVersionsResponse`]: supported feature key.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct SupportedFeatureKey<'a> {
    /// The name.
    pub name: &'a str,
    /// The min version.
    pub min_version: i16,
    /// The max version.
    pub max_version: i16,
}

/// A part of [`ApiVersionsResponse`]: finalized feature key.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct FinalizedFeatureKey<'a> {
    /// The name.
    pub name: &'a str,
    /// The max version level.
    pub max_version_level: i16,
    /// The min version level.
    pub min_version_level: i16,
}
