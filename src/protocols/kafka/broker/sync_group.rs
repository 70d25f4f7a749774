//! SyncGroup: the leader brings the assignment, and everyone gets theirs.

use bytes::Bytes;
use kafka::messages::sync_group::{SyncGroupRequest, SyncGroupResponse};

use super::error::of_group;
use super::{Answer, Call};
use crate::gateway::groups;
use crate::gateway::groups::classic::Sync;
use crate::protocols::kafka::Error;

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: SyncGroupRequest<'_> = call.request()?;
    let syncing = call.gateway().groups().sync(request.group_id, sync(&request));
    let synced = tokio::select! {
        synced = syncing => synced,
        () = call.client.ending.cancelled() => Err(groups::Error::Rebalancing),
    };
    match &synced {
        Ok(synced) => call.respond(&SyncGroupResponse {
            protocol_type: Some(&synced.protocol_type),
            protocol_name: Some(&synced.protocol),
            assignment: &synced.assignment,
            ..SyncGroupResponse::default()
        }),
        Err(error) => call.respond(&SyncGroupResponse { error_code: of_group(error), ..SyncGroupResponse::default() }),
    }
}

fn sync(request: &SyncGroupRequest<'_>) -> Sync {
    Sync {
        member_id: request.member_id.to_owned(),
        instance_id: request.group_instance_id.map(str::to_owned),
        generation: request.generation_id,
        protocol_type: request.protocol_type.map(str::to_owned),
        protocol: request.protocol_name.map(str::to_owned),
        // Copied, as they stay when the request's frame is gone.
        assignments: request
            .assignments
            .iter()
            .map(|assigned| (assigned.member_id.to_owned(), Bytes::copy_from_slice(assigned.assignment)))
            .collect(),
    }
}
