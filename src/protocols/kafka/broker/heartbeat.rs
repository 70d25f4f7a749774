//! Heartbeat: a member shows that it lives, and learns whether it has to join again.

use kafka::ErrorCode;
use kafka::messages::heartbeat::{HeartbeatRequest, HeartbeatResponse};

use super::error::of_group;
use super::{Answer, Call};
use crate::gateway::groups::Speaker;
use crate::protocols::kafka::Error;

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: HeartbeatRequest<'_> = call.request()?;
    let by = Speaker {
        member_id: request.member_id,
        instance_id: request.group_instance_id,
        generation: request.generation_id,
    };
    let beat = call.gateway().groups().heartbeat(request.group_id, by);
    let error_code = beat.map_or_else(|error| of_group(&error), |()| ErrorCode::None);
    call.respond(&HeartbeatResponse { throttle_time_ms: 0, error_code })
}
