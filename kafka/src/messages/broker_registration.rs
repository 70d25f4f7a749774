//! BrokerRegistration (key 62): a broker registers with the controller.
//!
//! KIP-631, KIP-866 (v1), KIP-858 (v2), KIP-966 (v4).

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of BrokerRegistration (key 62).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-4", flexible = "0+")]
pub struct BrokerRegistrationRequest<'a> {
    /// The broker's node id.
    pub broker_id: i32,
    /// The cluster's id.
    pub cluster_id: &'a str,
    /// A random id of this run of the process.
    pub incarnation_id: Uuid,
    /// Where it is reached, by listener.
    pub listeners: Vec<Listener<'a>>,
    /// The features that are supported.
    pub features: Vec<Feature<'a>>,
    /// The node's rack; null if it has none.
    pub rack: Option<&'a str>,
    /// Whether the broker is on its way from ZooKeeper.
    #[kafka(versions = "1+")]
    pub is_migrating_zk_broker: bool,
    /// The ids of the broker's directories.
    #[kafka(versions = "2+", ignorable)]
    pub log_dirs: Vec<Uuid>,
    /// The broker's epoch before it was stopped cleanly; -1 if it was not (KIP-966).
    #[kafka(versions = "3+", default = -1, ignorable)]
    pub previous_broker_epoch: i64,
}

/// One of [`BrokerRegistrationRequest::listeners`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Listener<'a> {
    /// Its name.
    pub name: &'a str,
    /// The name or address to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: u16,
    /// The listener's security protocol, by number.
    pub security_protocol: i16,
}

/// One of [`BrokerRegistrationRequest::features`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Feature<'a> {
    /// Its name.
    pub name: &'a str,
    /// The lowest level of the feature that is supported.
    pub min_supported_version: i16,
    /// The highest level of the feature that is supported.
    pub max_supported_version: i16,
}

/// The response of BrokerRegistration (key 62).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0-4", flexible = "0+")]
pub struct BrokerRegistrationResponse {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// The epoch that the controller gave the broker at its registration.
    #[kafka(default = -1)]
    pub broker_epoch: i64,
}
