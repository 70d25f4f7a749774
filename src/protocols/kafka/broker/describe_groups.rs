//! DescribeGroups: where groups stand, and who is in them.

use kafka::ErrorCode;
use kafka::messages::describe_groups::{
    DescribeGroupsRequest, DescribeGroupsResponse, DescribedGroup, DescribedGroupMember,
};

use super::error::of_group;
use super::{Answer, Call};
use crate::gateway::groups::{Description, Error as GroupError, MemberDescription};
use crate::protocols::kafka::Error;

/// The first version in which a group that is not there is an error (KIP-1043); before, it is dead.
const NOT_FOUND_FROM: i16 = 6;

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: DescribeGroupsRequest<'_> = call.request()?;
    let mut described = Vec::with_capacity(request.groups.len());
    for group in &request.groups {
        described.push(call.gateway().groups().describe(group).await);
    }
    let groups = request.groups.iter().zip(&described);
    let groups = groups.map(|(group_id, described)| group(group_id, described, call.version)).collect();
    call.respond(&DescribeGroupsResponse { groups, ..DescribeGroupsResponse::default() })
}

fn group<'a>(
    group_id: &'a str,
    described: &'a Result<Option<Description>, GroupError>,
    version: i16,
) -> DescribedGroup<'a> {
    let nobody = |error_code| DescribedGroup { error_code, group_id, group_state: "Dead", ..DescribedGroup::default() };
    match described {
        Ok(Some(described)) => DescribedGroup {
            group_id,
            group_state: described.state,
            protocol_type: &described.protocol_type,
            protocol_data: &described.protocol,
            members: described.members.iter().map(member).collect(),
            ..DescribedGroup::default()
        },
        Ok(None) if version >= NOT_FOUND_FROM => {
            DescribedGroup { error_message: Some("there is no such group"), ..nobody(ErrorCode::GroupIdNotFound) }
        }
        Ok(None) => nobody(ErrorCode::None),
        Err(error) => nobody(of_group(error)),
    }
}

fn member(member: &MemberDescription) -> DescribedGroupMember<'_> {
    DescribedGroupMember {
        member_id: &member.member_id,
        group_instance_id: member.instance_id.as_deref(),
        client_id: &member.client_id,
        client_host: &member.client_host,
        member_metadata: &member.metadata,
        member_assignment: &member.assignment,
    }
}
