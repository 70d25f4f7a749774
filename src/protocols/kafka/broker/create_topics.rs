//! CreateTopics: stations are made, with Kafka's names for their settings.

use std::collections::HashSet;

use kafka::ErrorCode;
use kafka::messages::create_topics::{
    CreatableTopic, CreatableTopicConfigs, CreatableTopicResult, CreateTopicsRequest, CreateTopicsResponse,
};
use uuid::Uuid;

use super::configs::{self, ENTRIES, FROM_DEFAULT, FROM_TOPIC};
use super::error::code;
use super::{Answer, Call, NODE_ID};
use crate::backends::{self, Settings};
use crate::gateway;
use crate::protocols::kafka::Error;

/// What was made, or would be: nothing has an id that is only checked.
struct Made {
    id: Uuid,
    settings: Settings,
}

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: CreateTopicsRequest<'_> = call.request()?;
    let mut made = Vec::with_capacity(request.topics.len());
    let mut names = HashSet::new();
    let twice: HashSet<&str> =
        request.topics.iter().map(|topic| topic.name).filter(|name| !names.insert(*name)).collect();
    for topic in &request.topics {
        made.push(match twice.contains(topic.name) {
            true => Err((ErrorCode::InvalidRequest, "the topic is named twice".to_owned())),
            false => make(&call, topic, request.validate_only).await,
        });
    }
    let defaults = &call.gateway().settings().defaults;
    let values: Vec<Vec<String>> = made.iter().map(|made| made.as_ref().map(values).unwrap_or_default()).collect();
    let topics = request.topics.iter().zip(&made).zip(&values);
    call.respond(&CreateTopicsResponse {
        topics: topics.map(|((topic, made), values)| result(topic.name, made, values, defaults)).collect(),
        ..CreateTopicsResponse::default()
    })
}

async fn make(call: &Call, topic: &CreatableTopic<'_>, validate_only: bool) -> Result<Made, (ErrorCode, String)> {
    let settings = settings(topic, &call.gateway().settings().defaults)?;
    let failed = |error: gateway::Error| (code(&error), error.to_string());
    if validate_only {
        return match call.door().station(topic.name).await.map_err(failed)? {
            Some(_) => Err(failed(backends::Error::StationExists(topic.name.to_owned()).into())),
            None => Ok(Made { id: Uuid::nil(), settings }),
        };
    }
    let station = call.door().create(topic.name, settings).await.map_err(failed)?;
    call.topics().learn(&station);
    Ok(Made { id: station.id, settings: station.settings })
}

/// The settings that a topic asks for.
fn settings(topic: &CreatableTopic<'_>, defaults: &Settings) -> Result<Settings, (ErrorCode, String)> {
    let refuse = |code, text: &str| Err((code, text.to_owned()));
    let mut settings = defaults.clone();
    let placed = i32::try_from(topic.assignments.len()).unwrap_or(i32::MAX);
    match (placed, topic.num_partitions, topic.replication_factor) {
        (0, _, factor) if factor != -1 && factor != 1 => {
            return refuse(
                ErrorCode::InvalidReplicationFactor,
                "the replication factor must be 1: there is one broker",
            );
        }
        (0, -1, _) => {}
        (0, partitions @ 1.., _) => settings.partitions = partitions,
        (0, ..) => return refuse(ErrorCode::InvalidPartitions, "a topic must have at least one partition"),
        (_, -1, -1) => settings.partitions = placed,
        _ => return refuse(ErrorCode::InvalidRequest, "replicas are assigned, and counted as well"),
    }
    let mut indexes: Vec<i32> = topic.assignments.iter().map(|assignment| assignment.partition_index).collect();
    indexes.sort_unstable();
    let ours = topic.assignments.iter().all(|assignment| assignment.broker_ids == [NODE_ID]);
    if !ours || !indexes.into_iter().eq(0..placed) {
        return refuse(ErrorCode::InvalidReplicaAssignment, "every partition from 0 on must be on broker 1 alone");
    }
    for config in &topic.configs {
        configs::set(&mut settings, defaults, config.name, config.value)?;
    }
    Ok(settings)
}

fn values(made: &Made) -> Vec<String> {
    ENTRIES.iter().map(|entry| entry.read(&made.settings)).collect()
}

fn result<'a>(
    name: &'a str,
    made: &'a Result<Made, (ErrorCode, String)>,
    values: &'a [String],
    defaults: &Settings,
) -> CreatableTopicResult<'a> {
    let made = match made {
        Ok(made) => made,
        Err((error_code, text)) => {
            let (error_code, error_message) = (*error_code, Some(text.as_str()));
            return CreatableTopicResult { name, error_code, error_message, ..CreatableTopicResult::default() };
        }
    };
    let configs = ENTRIES.iter().zip(values).map(|(entry, value)| CreatableTopicConfigs {
        name: entry.name,
        value: Some(value),
        read_only: entry.is_fixed(),
        config_source: if *value == entry.read(defaults) { FROM_DEFAULT } else { FROM_TOPIC },
        is_sensitive: false,
    });
    CreatableTopicResult {
        name,
        topic_id: made.id,
        num_partitions: made.settings.partitions,
        replication_factor: 1,
        configs: Some(configs.collect()),
        ..CreatableTopicResult::default()
    }
}
