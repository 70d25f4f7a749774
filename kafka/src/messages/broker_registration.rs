//! BrokerRegistration (key 62): a broker registers with the controller.
//!
//! KIP-631, KIP-866 (v1), KIP-858 (v2), KIP-584 (v3), KIP-966 (v4).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// BrokerRegistration (key 62): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-4", flexible = "0+")]
pub struct BrokerRegistrationRequest<'a> {
    /// The broker id.
    pub broker_id: i32,
    /// The cluster id.
    pub cluster_id: &'a str,
    /// The incarnation id.
    pub incarnation_id: Uuid,
    /// The listeners.
    pub listeners: Vec<Listener<'a>>,
    /// The features.
    pub features: Vec<Feature<'a>>,
    /// The rack.
    pub rack: Option<&'a str>,
    /// The is migrating zk broker.
    #[kafka(versions = "1+")]
    pub is_migrating_zk_broker: bool,
    /// The log dirs.
    #[kafka(versions = "2+", ignorable)]
    pub log_dirs: Vec<Uuid>,
    /// The previous broker epoch.
    #[kafka(versions = "3+", default = -1, ignorable)]
    pub previous_broker_epoch: i64,
}

/// A part of [`BrokerRegistrationRequest`]: listener.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Listener<'a> {
    /// The name.
    pub name: &'a str,
    /// The host.
    pub host: &'a str,
    /// The port.
    pub port: u16,
    /// The security protocol.
    pub security_protocol: i16,
}

/// A part of [`BrokerRegistrationRequest`]: feature.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Feature<'a> {
    /// The name.
    pub name: &'a str,
    /// The min supported version.
    pub min_supported_version: i16,
    /// The max supported version.
    pub max_supported_version: i16,
}

/// BrokerRegistration (key 62): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-4", flexible = "0+")]
pub struct BrokerRegistrationResponse {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The broker epoch.
    #[kafka(default = -1)]
    pub broker_epoch: i64,
}
