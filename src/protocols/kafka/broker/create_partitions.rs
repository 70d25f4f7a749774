//! CreatePartitions: stations get more partitions.

use kafka::ErrorCode;
use kafka::messages::create_partitions::{
    CreatePartitionsRequest, CreatePartitionsResponse, CreatePartitionsTopic, CreatePartitionsTopicResult,
};

use super::error::code;
use super::{Answer, Call, NODE_ID};
use crate::backends::{self, Change, Settings};
use crate::gateway;
use crate::protocols::kafka::Error;

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: CreatePartitionsRequest<'_> = call.request()?;
    let mut grown = Vec::with_capacity(request.topics.len());
    for topic in &request.topics {
        grown.push(grow(&call, topic, request.validate_only).await);
    }
    let results = request.topics.iter().zip(&grown).map(|(topic, grown)| {
        let (error_code, error_message) = match grown {
            Ok(()) => (ErrorCode::None, None),
            Err((error_code, text)) => (*error_code, Some(text.as_str())),
        };
        CreatePartitionsTopicResult { name: topic.name, error_code, error_message }
    });
    call.respond(&CreatePartitionsResponse { results: results.collect(), ..CreatePartitionsResponse::default() })
}

async fn grow(call: &Call, topic: &CreatePartitionsTopic<'_>, validate_only: bool) -> Result<(), (ErrorCode, String)> {
    let failed = |error: gateway::Error| (code(&error), error.to_string());
    let unknown = || failed(backends::Error::UnknownStation(topic.name.to_owned()).into());
    let station = call.door().station(topic.name).await.map_err(failed)?.ok_or_else(unknown)?;
    let partitions = station.settings.partitions;
    if topic.count <= partitions {
        let text = format!("{} has {partitions} partitions, and can only get more", topic.name);
        return Err((ErrorCode::InvalidPartitions, text));
    }
    if let Some(assignments) = &topic.assignments {
        let ours = assignments.iter().all(|assignment| assignment.broker_ids == [NODE_ID]);
        let new = usize::try_from(topic.count - partitions).unwrap_or(0);
        if !ours || assignments.len() != new {
            let text = "every new partition must be on broker 1 alone".to_owned();
            return Err((ErrorCode::InvalidReplicaAssignment, text));
        }
    }
    if validate_only {
        return Ok(());
    }
    let settings = Settings { partitions: topic.count, ..station.settings };
    call.door().alter(topic.name, Change::Settings(settings)).await.map_err(failed)
}
