//! Metadata: the one broker there is, and the stations it leads.

use kafka::ErrorCode;
use kafka::messages::metadata::{
    MetadataRequest, MetadataRequestTopic, MetadataResponse, MetadataResponseBroker, MetadataResponsePartition,
    MetadataResponseTopic,
};
use uuid::Uuid;

use super::error::code;
use super::{Answer, Call, LEADER_EPOCH, NODE_ID};
use crate::backends::StationInfo;
use crate::gateway;
use crate::protocols::kafka::Error;

/// A station, or why there is none of that name or id.
struct Found {
    name: Option<String>,
    id: Uuid,
    station: Result<StationInfo, ErrorCode>,
}

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: MetadataRequest<'_> = call.request()?;
    let (found, error_code) = match wanted(&request, call.version) {
        Some(topics) => {
            let mut found = Vec::with_capacity(topics.len());
            for topic in topics {
                found.push(find(&call, topic, request.allow_auto_topic_creation).await);
            }
            (found, ErrorCode::None)
        }
        None => match call.door().stations().await {
            Ok(stations) => (stations.into_iter().map(Found::from).collect(), ErrorCode::None),
            Err(error) => (Vec::new(), code(&error)),
        },
    };
    found.iter().filter_map(|found| found.station.as_ref().ok()).for_each(|station| call.topics().learn(station));
    let (host, port) = call.client.advertised();
    call.respond(&MetadataResponse {
        brokers: vec![MetadataResponseBroker { node_id: NODE_ID, host: &host, port, rack: None }],
        cluster_id: Some(&call.gateway().settings().cluster_id),
        controller_id: NODE_ID,
        topics: found.iter().map(topic).collect(),
        error_code,
        ..MetadataResponse::default()
    })
}

/// The topics asked for; `None` for all of them, which version 0 says by naming none.
fn wanted<'r, 'a>(request: &'r MetadataRequest<'a>, version: i16) -> Option<&'r [MetadataRequestTopic<'a>]> {
    request.topics.as_deref().filter(|topics| version > 0 || !topics.is_empty())
}

async fn find(call: &Call, topic: &MetadataRequestTopic<'_>, may_create: bool) -> Found {
    let id = topic.topic_id;
    let name = match topic.name {
        Some(name) => name.to_owned(),
        None => match call.topics().find(id, call.door()).await {
            Ok(Some(name)) => name.as_ref().to_owned(),
            Ok(None) => return Found { name: None, id, station: Err(ErrorCode::UnknownTopicId) },
            Err(error) => return Found { name: None, id, station: Err(code(&error)) },
        },
    };
    match station(call, &name, may_create && topic.name.is_some()).await {
        Ok(station) if topic.name.is_none() && station.id != id => {
            call.topics().forget(&name);
            Found { name: None, id, station: Err(ErrorCode::UnknownTopicId) }
        }
        Ok(station) => Found::from(station),
        Err(error) => Found { name: Some(name), id, station: Err(code(&error)) },
    }
}

async fn station(call: &Call, name: &str, may_create: bool) -> Result<StationInfo, gateway::Error> {
    if may_create {
        return call.door().ensure(name).await;
    }
    let unknown = || crate::backends::Error::UnknownStation(name.to_owned()).into();
    call.door().station(name).await?.ok_or_else(unknown)
}

impl From<StationInfo> for Found {
    fn from(station: StationInfo) -> Self {
        Self { name: Some(station.name.clone()), id: station.id, station: Ok(station) }
    }
}

fn topic(found: &Found) -> MetadataResponseTopic<'_> {
    let (error_code, partitions) = match &found.station {
        Ok(station) => (ErrorCode::None, (0..station.settings.partitions).map(partition).collect()),
        Err(error_code) => (*error_code, Vec::new()),
    };
    MetadataResponseTopic {
        error_code,
        name: found.name.as_deref(),
        topic_id: found.id,
        partitions,
        ..MetadataResponseTopic::default()
    }
}

fn partition(partition_index: i32) -> MetadataResponsePartition {
    MetadataResponsePartition {
        error_code: ErrorCode::None,
        partition_index,
        leader_id: NODE_ID,
        leader_epoch: LEADER_EPOCH,
        replica_nodes: vec![NODE_ID],
        isr_nodes: vec![NODE_ID],
        offline_replicas: Vec::new(),
    }
}
