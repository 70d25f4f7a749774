//! ControllerRegistration (key 70): a controller registers with the active one.
//!
//! KIP-919.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// The request of ControllerRegistration (key 70).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct ControllerRegistrationRequest<'a> {
    /// The controller's node id; -1 if unknown.
    pub controller_id: i32,
    /// A random id of this run of the process.
    pub incarnation_id: Uuid,
    /// Whether a migration from ZooKeeper may begin.
    pub zk_migration_ready: bool,
    /// Where it is reached, by listener.
    pub listeners: Vec<Listener<'a>>,
    /// The features that are supported.
    pub features: Vec<Feature<'a>>,
}

/// One of [`ControllerRegistrationRequest::listeners`].
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

/// One of [`ControllerRegistrationRequest::features`].
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Feature<'a> {
    /// Its name.
    pub name: &'a str,
    /// The lowest level of the feature that is supported.
    pub min_supported_version: i16,
    /// The highest level of the feature that is supported.
    pub max_supported_version: i16,
}

/// The response of ControllerRegistration (key 70).
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct ControllerRegistrationResponse<'a> {
    /// How long the client was, or should be, held back for its quotas, in milliseconds.
    pub throttle_time_ms: i32,
    /// What went wrong, or [`ErrorCode::None`].
    pub error_code: ErrorCode,
    /// What went wrong, for people; null if nothing more is to be said.
    pub error_message: Option<&'a str>,
}
