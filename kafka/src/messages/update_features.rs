//! UpdateFeatures (key 57): the cluster's finalized features are changed.
//!
//! KIP-584, KIP-778 (v1), KIP-1022 (v2).

use crate::{ErrorCode, Message};

/// The request of UpdateFeatures (key 57).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct UpdateFeaturesRequest<'a> {
    /// How long the broker may take, in milliseconds.
    #[kafka(default = 60000)]
    pub timeout_ms: i32,
    /// The features to change.
    pub feature_updates: Vec<FeatureUpdateKey<'a>>,
    /// Whether to check only, and change nothing.
    #[kafka(versions = "1+")]
    pub validate_only: bool,
}

/// One of [`UpdateFeaturesRequest::feature_updates`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct FeatureUpdateKey<'a> {
    /// The feature's name.
    pub feature: &'a str,
    /// The highest level of the feature that is finalized.
    pub max_version_level: i16,
    /// Whether the level may be lowered.
    #[kafka(versions = "0")]
    pub allow_downgrade: bool,
    /// 1 only up, 2 down if nothing is lost, 3 down at any price.
    #[kafka(versions = "1+", default = 1)]
    pub upgrade_type: i8,
}

/// The response of UpdateFeatures (key 57).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-2", flexible = "0+")]
pub struct UpdateFeaturesResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
    /// What became of each.
    #[kafka(versions = "0-1", ignorable)]
    pub results: Vec<UpdatableFeatureResult<'a>>,
}

/// One of [`UpdateFeaturesResponse::results`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct UpdatableFeatureResult<'a> {
    /// The feature's name.
    pub feature: &'a str,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
}
