//! OffsetCommit: a group keeps how far it has read, on disk before the answer.

use std::sync::Arc;

use kafka::ErrorCode;
use kafka::messages::offset_commit::{
    OffsetCommitRequest, OffsetCommitRequestPartition, OffsetCommitResponse, OffsetCommitResponsePartition,
    OffsetCommitResponseTopic,
};

use super::error::{code, of_group};
use super::{Answer, Call};
use crate::gateway::groups::Speaker;
use crate::gateway::groups::offsets::{Committed, Offsets};
use crate::protocols::kafka::Error;

/// The first version that names topics by id.
const IDS_FROM: i16 = 10;

/// A station that can be committed for, and how many partitions it has.
struct Target {
    name: Arc<str>,
    partitions: i32,
}

impl Target {
    fn has(&self, partition: i32) -> bool {
        (0..self.partitions).contains(&partition)
    }
}

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: OffsetCommitRequest<'_> = call.request()?;
    let mut targets: Vec<Result<Target, ErrorCode>> = Vec::with_capacity(request.topics.len());
    let mut offsets = Offsets::new();
    for topic in &request.topics {
        let name = match call.version {
            IDS_FROM.. => call.topics().find(topic.topic_id, call.door()).await.ok().flatten(),
            _ => Some(Arc::from(topic.name)),
        };
        let target = resolve(&call, name).await;
        for partition in &topic.partitions {
            if let Ok(target) = &target
                && target.has(partition.partition_index)
            {
                offsets.insert((target.name.as_ref().to_owned(), partition.partition_index), committed(partition));
            }
        }
        targets.push(target);
    }
    let by = Speaker {
        member_id: request.member_id,
        instance_id: request.group_instance_id,
        generation: request.generation_id_or_member_epoch,
    };
    let kept = call.gateway().groups().commit(request.group_id, by, offsets).await;
    let kept = kept.map_or_else(|error| of_group(&error), |()| ErrorCode::None);
    let topics = request.topics.iter().zip(&targets).map(|(topic, target)| OffsetCommitResponseTopic {
        name: topic.name,
        topic_id: topic.topic_id,
        partitions: topic.partitions.iter().map(|partition| answer(partition, target, kept)).collect(),
    });
    call.respond(&OffsetCommitResponse { topics: topics.collect(), ..OffsetCommitResponse::default() })
}

async fn resolve(call: &Call, name: Option<Arc<str>>) -> Result<Target, ErrorCode> {
    let name = name.ok_or(ErrorCode::UnknownTopicId)?;
    let station = call.door().station(&name).await.map_err(|error| code(&error))?;
    let station = station.ok_or(ErrorCode::UnknownTopicOrPartition)?;
    Ok(Target { name, partitions: station.settings.partitions })
}

fn committed(partition: &OffsetCommitRequestPartition<'_>) -> Committed {
    Committed {
        offset: partition.committed_offset,
        leader_epoch: partition.committed_leader_epoch,
        metadata: partition.committed_metadata.unwrap_or_default().to_owned(),
    }
}

fn answer(
    partition: &OffsetCommitRequestPartition<'_>,
    target: &Result<Target, ErrorCode>,
    kept: ErrorCode,
) -> OffsetCommitResponsePartition {
    let partition_index = partition.partition_index;
    let error_code = match target {
        Err(error_code) => *error_code,
        Ok(target) if target.has(partition_index) => kept,
        Ok(_) => ErrorCode::UnknownTopicOrPartition,
    };
    OffsetCommitResponsePartition { partition_index, error_code }
}
