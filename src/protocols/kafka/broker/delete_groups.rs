//! DeleteGroups: groups without members go, and their offsets with them (KIP-229).

use kafka::ErrorCode;
use kafka::messages::delete_groups::{DeletableGroupResult, DeleteGroupsRequest, DeleteGroupsResponse};

use super::error::of_group;
use super::{Answer, Call};
use crate::protocols::kafka::Error;

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: DeleteGroupsRequest<'_> = call.request()?;
    let mut results = Vec::with_capacity(request.groups_names.len());
    for group_id in &request.groups_names {
        let deleted = call.gateway().groups().delete(group_id).await;
        let error_code = deleted.map_or_else(|error| of_group(&error), |()| ErrorCode::None);
        results.push(DeletableGroupResult { group_id, error_code, ..DeletableGroupResult::default() });
    }
    call.respond(&DeleteGroupsResponse { results, ..DeleteGroupsResponse::default() })
}
