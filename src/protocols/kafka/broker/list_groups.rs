//! ListGroups: all groups, with members or with offsets.

use kafka::messages::list_groups::{ListGroupsRequest, ListGroupsResponse, ListedGroup};

use super::error::of_group;
use super::{Answer, Call};
use crate::protocols::kafka::Error;

/// The only type of group there is (KIP-848 names the two).
const CLASSIC: &str = "classic";

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: ListGroupsRequest<'_> = call.request()?;
    let listed = match call.gateway().groups().list().await {
        Ok(listed) => listed,
        Err(error) => {
            return call.respond(&ListGroupsResponse { error_code: of_group(&error), ..ListGroupsResponse::default() });
        }
    };
    let wanted =
        |filter: &[&str], is: &str| filter.is_empty() || filter.iter().any(|word| word.eq_ignore_ascii_case(is));
    let groups = listed
        .iter()
        .filter(|group| wanted(&request.states_filter, group.state) && wanted(&request.types_filter, CLASSIC))
        .map(|group| ListedGroup {
            group_id: &group.group,
            protocol_type: &group.protocol_type,
            group_state: group.state,
            group_type: CLASSIC,
        });
    call.respond(&ListGroupsResponse { groups: groups.collect(), ..ListGroupsResponse::default() })
}
