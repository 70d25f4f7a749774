//! JoinGroup: a member enters a group, and is answered when the group is gathered.

use std::time::Duration;

use bytes::Bytes;
use kafka::ErrorCode;
use kafka::messages::join_group::{JoinGroupRequest, JoinGroupResponse, JoinGroupResponseMember};

use super::error::of_group;
use super::{Answer, Call};
use crate::gateway::groups;
use crate::gateway::groups::classic::{Join, Joined, Peer};
use crate::protocols::kafka::Error;

/// The first version whose clients take their member id before they join (KIP-394).
const ID_FIRST_FROM: i16 = 4;
/// The first version in which no protocol may be null.
const NULL_PROTOCOL_FROM: i16 = 7;
/// The first version whose leaders can be told to leave the assignment as it is (KIP-814).
const SKIP_FROM: i16 = 9;

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: JoinGroupRequest<'_> = call.request()?;
    let joining = call.gateway().groups().join(request.group_id, join(&call, &request));
    let joined = tokio::select! {
        joined = joining => joined,
        () = call.client.ending.cancelled() => Err(groups::Error::Rebalancing),
    };
    match joined {
        Ok(joined) => call.respond(&response(&joined)),
        Err(error) => {
            let member_id = match &error {
                groups::Error::MemberIdRequired(id) => id,
                _ => request.member_id,
            };
            call.respond(&JoinGroupResponse {
                error_code: of_group(&error),
                protocol_name: if call.version >= NULL_PROTOCOL_FROM { None } else { Some("") },
                member_id,
                ..JoinGroupResponse::default()
            })
        }
    }
}

fn join(call: &Call, request: &JoinGroupRequest<'_>) -> Join {
    let session_timeout = milliseconds(request.session_timeout_ms);
    Join {
        member_id: request.member_id.to_owned(),
        instance_id: request.group_instance_id.map(str::to_owned),
        client_id: call.origin.client_id.as_deref().unwrap_or_default().to_owned(),
        client_host: format!("/{}", call.origin.peer.ip()),
        session_timeout,
        // Version 0 has only one timeout for both.
        rebalance_timeout: match request.rebalance_timeout_ms {
            ..0 => session_timeout,
            timeout_ms => milliseconds(timeout_ms),
        },
        protocol_type: request.protocol_type.to_owned(),
        // Copied, as they stay when the request's frame is gone.
        protocols: request
            .protocols
            .iter()
            .map(|protocol| (protocol.name.to_owned(), Bytes::copy_from_slice(protocol.metadata)))
            .collect(),
        takes_id_first: call.version >= ID_FIRST_FROM,
        skips_assignment: call.version >= SKIP_FROM,
    }
}

fn milliseconds(timeout_ms: i32) -> Duration {
    Duration::from_millis(u64::try_from(timeout_ms).unwrap_or(0))
}

fn response(joined: &Joined) -> JoinGroupResponse<'_> {
    JoinGroupResponse {
        throttle_time_ms: 0,
        error_code: ErrorCode::None,
        generation_id: joined.generation,
        protocol_type: Some(&joined.protocol_type),
        protocol_name: Some(&joined.protocol),
        leader: &joined.leader,
        skip_assignment: joined.skip_assignment,
        member_id: &joined.member_id,
        members: joined.members.iter().map(peer).collect(),
    }
}

fn peer(peer: &Peer) -> JoinGroupResponseMember<'_> {
    JoinGroupResponseMember {
        member_id: &peer.member_id,
        group_instance_id: peer.instance_id.as_deref(),
        metadata: &peer.metadata,
    }
}
