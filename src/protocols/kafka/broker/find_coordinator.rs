//! FindCoordinator: of groups, it is us. Transactions have none here.

use kafka::ErrorCode;
use kafka::messages::find_coordinator::{Coordinator, FindCoordinatorRequest, FindCoordinatorResponse};

use super::{Answer, Call, NODE_ID};
use crate::protocols::kafka::Error;

/// Kinds of key.
const GROUP: i8 = 0;
const TRANSACTION: i8 = 1;

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: FindCoordinatorRequest<'_> = call.request()?;
    let (host, port) = call.client.advertised();
    let keys = if call.version >= 4 { request.coordinator_keys.as_slice() } else { &[request.key] };
    let coordinators: Vec<Coordinator<'_>> =
        keys.iter().map(|key| coordinator(key, request.key_type, &host, port)).collect();
    if call.version >= 4 {
        return call.respond(&FindCoordinatorResponse { coordinators, ..FindCoordinatorResponse::default() });
    }
    let Coordinator { node_id, host, port, error_code, error_message, .. } =
        coordinators.into_iter().next().unwrap_or_default();
    let response = FindCoordinatorResponse { error_code, error_message, node_id, host, port, ..Default::default() };
    call.respond(&response)
}

fn coordinator<'a>(key: &'a str, key_type: i8, host: &'a str, port: i32) -> Coordinator<'a> {
    let (error_code, error_message) = match key_type {
        GROUP if key.is_empty() => (ErrorCode::InvalidGroupId, Some("a group's name must not be empty")),
        GROUP => return Coordinator { key, node_id: NODE_ID, host, port, ..Coordinator::default() },
        // Of the codes that end a transactional producer at once, the one that names the culprit.
        TRANSACTION => (
            ErrorCode::TransactionalIdAuthorizationFailed,
            Some("there are no transactions here: unset transactional.id"),
        ),
        _ => (ErrorCode::InvalidRequest, Some("only groups have a coordinator here")),
    };
    Coordinator { key, node_id: -1, host: "", port: -1, error_code, error_message }
}
