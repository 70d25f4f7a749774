//! OffsetFetch: how far groups have read. One that has not is told -1, and begins where its own settings say.

use std::sync::Arc;

use kafka::ErrorCode;
use kafka::messages::offset_fetch::{
    OffsetFetchRequest, OffsetFetchRequestGroup, OffsetFetchRequestTopics, OffsetFetchResponse,
    OffsetFetchResponseGroup, OffsetFetchResponsePartition, OffsetFetchResponsePartitions, OffsetFetchResponseTopic,
    OffsetFetchResponseTopics,
};
use uuid::Uuid;

use super::error::of_group;
use super::{Answer, Call};
use crate::gateway::groups::offsets::{Committed, Offsets};
use crate::protocols::kafka::Error;

/// The first version that asks for several groups (KIP-709).
const SEVERAL_FROM: i16 = 8;
/// The first version that names topics by id.
const IDS_FROM: i16 = 10;
/// The first version that can say that the group as a whole cannot be answered for.
const GROUP_ERROR_FROM: i16 = 2;

/// A topic's partitions, each with what was committed for it or why that cannot be said.
struct Found {
    name: Arc<str>,
    id: Uuid,
    partitions: Vec<(i32, Result<Option<Committed>, ErrorCode>)>,
}

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: OffsetFetchRequest<'_> = call.request()?;
    let groups = if call.version >= SEVERAL_FROM { request.groups } else { vec![as_group(request)] };
    let mut found = Vec::with_capacity(groups.len());
    for group in &groups {
        found.push(find(&call, group).await);
    }
    if call.version >= SEVERAL_FROM {
        let groups = groups.iter().zip(&found).map(|(group, found)| OffsetFetchResponseGroup {
            group_id: group.group_id,
            topics: found.as_deref().unwrap_or_default().iter().map(topics).collect(),
            error_code: found.as_ref().err().copied().unwrap_or_default(),
        });
        return call.respond(&OffsetFetchResponse { groups: groups.collect(), ..OffsetFetchResponse::default() });
    }
    let error_code = found.first().and_then(|found| found.as_ref().err()).copied().unwrap_or_default();
    let mut topics: Vec<_> = found.iter().flatten().flatten().map(topic).collect();
    if call.version < GROUP_ERROR_FROM && error_code.is_error() {
        topics = groups.iter().flat_map(|group| failed(group, error_code)).collect();
    }
    call.respond(&OffsetFetchResponse { topics, error_code, ..OffsetFetchResponse::default() })
}

/// The one group that versions before 8 ask for.
fn as_group<'a>(request: OffsetFetchRequest<'a>) -> OffsetFetchRequestGroup<'a> {
    let topics = request.topics.map(|topics| {
        let topics = topics.into_iter().map(|topic| OffsetFetchRequestTopics {
            name: topic.name,
            partition_indexes: topic.partition_indexes,
            ..OffsetFetchRequestTopics::default()
        });
        topics.collect()
    });
    OffsetFetchRequestGroup { group_id: request.group_id, topics, ..OffsetFetchRequestGroup::default() }
}

async fn find(call: &Call, group: &OffsetFetchRequestGroup<'_>) -> Result<Vec<Found>, ErrorCode> {
    let mut offsets = call.gateway().groups().offsets(group.group_id).await.map_err(|error| of_group(&error))?;
    let Some(wanted) = &group.topics else { return all(call, offsets).await };
    let mut found = Vec::with_capacity(wanted.len());
    for topic in wanted {
        let id = topic.topic_id;
        let name = match call.version {
            IDS_FROM.. => call.topics().find(id, call.door()).await.ok().flatten(),
            _ => Some(Arc::from(topic.name)),
        };
        let mut committed = |partition| match &name {
            Some(name) => Ok(offsets.remove(&(name.as_ref().to_owned(), partition))),
            None => Err(ErrorCode::UnknownTopicId),
        };
        let partitions = topic.partition_indexes.iter().map(|partition| (*partition, committed(*partition)));
        let partitions = partitions.collect();
        found.push(Found { name: name.unwrap_or_default(), id, partitions });
    }
    Ok(found)
}

/// Everything that a group has committed.
async fn all(call: &Call, offsets: Offsets) -> Result<Vec<Found>, ErrorCode> {
    let mut found: Vec<Found> = Vec::new();
    for ((station, partition), committed) in offsets {
        let partition = (partition, Ok(Some(committed)));
        match found.last_mut().filter(|last| *last.name == *station) {
            Some(last) => last.partitions.push(partition),
            None => {
                let known = call.door().station(&station).await.ok().flatten();
                let id = known.map_or_else(Uuid::nil, |known| known.id);
                found.push(Found { name: station.into(), id, partitions: vec![partition] });
            }
        }
    }
    Ok(found)
}

fn topics(found: &Found) -> OffsetFetchResponseTopics<'_> {
    let partitions = found.partitions.iter().map(|(partition_index, committed)| {
        let (committed_offset, committed_leader_epoch, metadata, error_code) = told(committed);
        OffsetFetchResponsePartitions {
            partition_index: *partition_index,
            committed_offset,
            committed_leader_epoch,
            metadata,
            error_code,
        }
    });
    OffsetFetchResponseTopics { name: &found.name, topic_id: found.id, partitions: partitions.collect() }
}

/// As [`topics`], in the shape of versions before 8.
fn topic(found: &Found) -> OffsetFetchResponseTopic<'_> {
    let partitions = found.partitions.iter().map(|(partition_index, committed)| {
        let (committed_offset, committed_leader_epoch, metadata, error_code) = told(committed);
        OffsetFetchResponsePartition {
            partition_index: *partition_index,
            committed_offset,
            committed_leader_epoch,
            metadata,
            error_code,
        }
    });
    OffsetFetchResponseTopic { name: &found.name, partitions: partitions.collect() }
}

fn told(committed: &Result<Option<Committed>, ErrorCode>) -> (i64, i32, Option<&str>, ErrorCode) {
    match committed {
        Ok(Some(Committed { offset, leader_epoch, metadata })) => {
            (*offset, *leader_epoch, Some(metadata), ErrorCode::None)
        }
        Ok(None) => (-1, -1, Some(""), ErrorCode::None),
        Err(error_code) => (-1, -1, Some(""), *error_code),
    }
}

/// An error for the group, told by partition.
fn failed<'a>(
    group: &OffsetFetchRequestGroup<'a>,
    error_code: ErrorCode,
) -> impl Iterator<Item = OffsetFetchResponseTopic<'a>> {
    let partition = move |index: &i32| OffsetFetchResponsePartition {
        partition_index: *index,
        committed_offset: -1,
        committed_leader_epoch: -1,
        metadata: Some(""),
        error_code,
    };
    group.topics.iter().flatten().map(move |topic| OffsetFetchResponseTopic {
        name: topic.name,
        partitions: topic.partition_indexes.iter().map(partition).collect(),
    })
}
