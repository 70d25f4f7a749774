//! LeaveGroup: members leave, and the others share at once what they had.

use kafka::ErrorCode;
use kafka::messages::leave_group::{LeaveGroupRequest, LeaveGroupResponse, MemberResponse};

use super::error::of_group;
use super::{Answer, Call};
use crate::protocols::kafka::Error;

/// The first version that names several members (KIP-345).
const SEVERAL_FROM: i16 = 3;

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: LeaveGroupRequest<'_> = call.request()?;
    let leave = |member_id, instance_id| {
        let left = call.gateway().groups().leave(request.group_id, member_id, instance_id);
        left.map_or_else(|error| of_group(&error), |()| ErrorCode::None)
    };
    if call.version < SEVERAL_FROM {
        let error_code = leave(request.member_id, None);
        return call.respond(&LeaveGroupResponse { error_code, ..LeaveGroupResponse::default() });
    }
    let members = request.members.iter().map(|member| MemberResponse {
        member_id: member.member_id,
        group_instance_id: member.group_instance_id,
        error_code: leave(member.member_id, member.group_instance_id),
    });
    call.respond(&LeaveGroupResponse { members: members.collect(), ..LeaveGroupResponse::default() })
}
