//! ControllerRegistration (key 70): a controller registers with the active one.
//!
//! KIP-919.

use uuid::Uuid;

use crate::{ErrorCode, Message};

/// ControllerRegistration (key 70): the request.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct ControllerRegistrationRequest<'a> {
    /// The controller id.
    pub controller_id: i32,
    /// The incarnation id.
    pub incarnation_id: Uuid,
    /// The zk migration ready.
    pub zk_migration_ready: bool,
    /// The listeners.
    pub listeners: Vec<Listener<'a>>,
    /// The features.
    pub features: Vec<Feature<'a>>,
}

/// A part of [`ControllerRegistrationRequest`]: listener.
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

/// A part of [`ControllerRegistrationRequest`]: feature.
#[derive(Debug, Clone, PartialEq, Message)]
pub struct Feature<'a> {
    /// The name.
    pub name: &'a str,
    /// The min supported version.
    pub min_supported_version: i16,
    /// The max supported version.
    pub max_supported_version: i16,
}

/// ControllerRegistration (key 70): the response.
#[derive(Debug, Clone, PartialEq, Message)]
#[kafka(versions = "0", flexible = "0+")]
pub struct ControllerRegistrationResponse<'a> {
    /// The throttle time ms.
    pub throttle_time_ms: i32,
    /// The error code.
    pub error_code: ErrorCode,
    /// The error message.
    pub error_message: Option<&'a str>,
}
