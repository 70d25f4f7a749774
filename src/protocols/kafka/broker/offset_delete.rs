//! OffsetDelete: a group forgets its offsets of partitions that none of its members reads any longer (KIP-496).

use std::collections::HashSet;

use kafka::messages::consumer_protocol::ConsumerProtocolSubscription;
use kafka::messages::offset_delete::{
    OffsetDeleteRequest, OffsetDeleteResponse, OffsetDeleteResponsePartition, OffsetDeleteResponseTopic,
};
use kafka::{ErrorCode, Versioned};

use super::error::of_group;
use super::{Answer, Call};
use crate::gateway::groups::Description;
use crate::protocols::kafka::Error;

/// The kind of group whose members say which topics they read.
const CONSUMER: &str = "consumer";

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: OffsetDeleteRequest<'_> = call.request()?;
    let failed = |error_code| OffsetDeleteResponse { error_code, ..OffsetDeleteResponse::default() };
    let groups = call.gateway().groups();
    let group = match groups.describe(request.group_id).await {
        Ok(Some(group)) => group,
        Ok(None) => return call.respond(&failed(ErrorCode::GroupIdNotFound)),
        Err(error) => return call.respond(&failed(of_group(&error))),
    };
    let Some(read) = subscriptions(&group) else { return call.respond(&failed(ErrorCode::NonEmptyGroup)) };
    let named = request.topics.iter().filter(|topic| !read.contains(topic.name));
    let partitions: Vec<(String, i32)> = named
        .flat_map(|topic| topic.partitions.iter().map(|partition| (topic.name.to_owned(), partition.partition_index)))
        .collect();
    if let Err(error) = groups.forget(request.group_id, &partitions).await {
        return call.respond(&failed(of_group(&error)));
    }
    let topics = request.topics.iter().map(|topic| {
        let error_code = if read.contains(topic.name) { ErrorCode::GroupSubscribedToTopic } else { ErrorCode::None };
        let partitions = topic
            .partitions
            .iter()
            .map(|partition| OffsetDeleteResponsePartition { partition_index: partition.partition_index, error_code });
        OffsetDeleteResponseTopic { name: topic.name, partitions: partitions.collect() }
    });
    call.respond(&OffsetDeleteResponse { topics: topics.collect(), ..OffsetDeleteResponse::default() })
}

/// The topics that the group's members read; `None` where it has members that do not say.
fn subscriptions(group: &Description) -> Option<HashSet<String>> {
    if group.members.is_empty() {
        return Some(HashSet::new());
    }
    if group.protocol_type != CONSUMER {
        return None;
    }
    let mut read = HashSet::new();
    for member in &group.members {
        let (_, subscription) = ConsumerProtocolSubscription::decode_versioned(&member.metadata).ok()?;
        read.extend(subscription.topics.into_iter().map(str::to_owned));
    }
    Some(read)
}
