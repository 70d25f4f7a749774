//! UpdateFeatures (key 57): the cluster's finalized features are changed.
//!
//! KIP-584, KIP-778 (v1), KIP-1022 (v2).

use crate::{ErrorCode, Message};

/// UpdateFeatures (key 57): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct UpdateFeaturesRequest<'a> {
    /// The timeout ms.
    #[kafka(default = 60000)]
    pub timeout_ms: i32,
    /// The feature updates.
    pub feature_updates: Vec<FeatureUpdateKey<'a>>,
    /// The validate only.
    #[kafka(versions = "1+")]
    pub validate_only: bool,
}

/// A part of [`UpdateFeaturesRequest`]: feature update key.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct FeatureUpdateKey<'a> {
    /// The feature.
    pub feature: &'a str,
    /// The max version level.
    pub max_version_level: i16,
    /// The allow downgrade.
    #[kafka(versions = "0")]
    pub allow_downgrade: bool,
    /// The upgrade type.
    #[kafka(versions = "1+", default = 1)]
    pub upgrade_type: i8,
}

/// UpdateFeatures (key 57): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct UpdateFeaturesResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
    /// The results.
    #[kafka(versions = "0-1", ignorable)]
    pub results: Vec<UpdatableFeatureResult<'a>>,
}

/// A part of [`UpdateFeaturesResponse`]: updatable feature result.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct UpdatableFeatureResult<'a> {
    /// The feature.
    pub feature: &'a str,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
}
