//! ApiVersions (key 18): which APIs a broker has, in which versions: the first thing a client asks.
//!
//! KIP-35, KIP-511 (client names, v3), KIP-584 (features, v3), KIP-1242 (v5). The response header is never
//! flexible, and a version the broker does not have is answered in version 0.

use crate::{ErrorCode, Message};

/// The request of ApiVersions (key 18).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "3+")]
pub struct ApiVersionsRequest<'a> {
    /// The name of the client's library (KIP-511).
    #[kafka(versions = "3+", ignorable)]
    pub client_software_name: &'a str,
    /// The version of the client's library (KIP-511).
    #[kafka(versions = "3+", ignorable)]
    pub client_software_version: &'a str,
    /// The cluster that the client believes to talk to; null if it does not know (KIP-1242).
    #[kafka(versions = "5+", ignorable)]
    pub cluster_id: Option<&'a str>,
    /// The node that the client believes to talk to; -1 if it does not know (KIP-1242).
    #[kafka(versions = "5+", default = -1, ignorable)]
    pub node_id: i32,
}

/// The response of ApiVersions (key 18).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-5", flexible = "3+")]
pub struct ApiVersionsResponse<'a> {
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The APIs that the broker has, with their versions.
    pub api_keys: Vec<ApiVersion>,
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    #[kafka(versions = "1+", ignorable)]
    pub throttle_time_ms: i32,
    /// The features that the broker supports (KIP-584).
    #[kafka(tag = 0, versions = "3+", ignorable)]
    pub supported_features: Vec<SupportedFeatureKey<'a>>,
    /// The epoch of the finalized features; -1 if unknown.
    #[kafka(tag = 1, versions = "3+", default = -1, ignorable)]
    pub finalized_features_epoch: i64,
    /// The features that the cluster has settled on.
    #[kafka(tag = 2, versions = "3+", ignorable)]
    pub finalized_features: Vec<FinalizedFeatureKey<'a>>,
    /// Whether a migration from ZooKeeper may begin.
    #[kafka(tag = 3, versions = "3+", ignorable)]
    pub zk_migration_ready: bool,
}

/// One of [`ApiVersionsResponse::api_keys`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct ApiVersion {
    /// The API's number.
    pub api_key: i16,
    /// The lowest version.
    pub min_version: i16,
    /// The highest version.
    pub max_version: i16,
}

/// One of [`ApiVersionsResponse::supported_features`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct SupportedFeatureKey<'a> {
    /// Its name.
    pub name: &'a str,
    /// The lowest version.
    pub min_version: i16,
    /// The highest version.
    pub max_version: i16,
}

/// One of [`ApiVersionsResponse::finalized_features`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct FinalizedFeatureKey<'a> {
    /// Its name.
    pub name: &'a str,
    /// The highest level of the feature that is finalized.
    pub max_version_level: i16,
    /// The lowest level of the feature that is finalized.
    pub min_version_level: i16,
}
