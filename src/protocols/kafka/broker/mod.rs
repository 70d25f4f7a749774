//! The broker: what every API is answered with, a file each, and the one list of them, which is also what clients are
//! told (ApiVersions). Sockets and the order of answers are the session's; stations and groups are the gateway's.
//!
//! The gateway is the only broker of its cluster: node 1, leader of every partition in epoch 0, and coordinator of
//! every group. Node 0 would do as well, but some tools take 0 for "none".

mod alter_configs;
mod api_versions;
mod configs;
mod create_partitions;
mod create_topics;
mod delete_groups;
mod delete_records;
mod delete_topics;
mod describe_cluster;
mod describe_configs;
mod describe_groups;
mod error;
mod fetch;
mod find_coordinator;
mod heartbeat;
mod incremental_alter_configs;
mod init_producer_id;
mod join_group;
mod leave_group;
mod list_groups;
mod list_offsets;
mod metadata;
mod offset_commit;
mod offset_delete;
mod offset_fetch;
mod produce;
mod sync_group;
mod topics;

use std::ops::RangeInclusive;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use kafka::{ApiKey, Frame, Message, Request, RequestHeader};
use middlewares::Origin;
use tokio_util::sync::CancellationToken;

use super::Error;
use crate::gateway::producers::ProducerIds;
use crate::gateway::{Door, Gateway};
use crate::identity::{self, Denied, Principal};
use crate::protocols::Facts;
use topics::Topics;

/// Our id among the brokers of the cluster.
const NODE_ID: i32 = 1;
/// No partition ever had another leader.
const LEADER_EPOCH: i32 = 0;

/// The list. What stands here is served and advertised; nothing else is.
///
/// Fetch begins at 4, as with Kafka 4: before, clients want message sets of before 0.11, which are no longer written.
const APIS: &[Api] = &[
    api(ApiKey::Produce, 0..=13, produce::handle),
    api(ApiKey::Fetch, 4..=17, |call| Box::pin(fetch::handle(call))),
    api(ApiKey::ListOffsets, 0..=10, |call| Box::pin(list_offsets::handle(call))),
    api(ApiKey::Metadata, 0..=13, |call| Box::pin(metadata::handle(call))),
    api(ApiKey::OffsetCommit, 0..=10, |call| Box::pin(offset_commit::handle(call))),
    api(ApiKey::OffsetFetch, 0..=10, |call| Box::pin(offset_fetch::handle(call))),
    api(ApiKey::FindCoordinator, 0..=6, |call| Box::pin(find_coordinator::handle(call))),
    api(ApiKey::JoinGroup, 0..=9, |call| Box::pin(join_group::handle(call))),
    api(ApiKey::Heartbeat, 0..=4, |call| Box::pin(heartbeat::handle(call))),
    api(ApiKey::LeaveGroup, 0..=5, |call| Box::pin(leave_group::handle(call))),
    api(ApiKey::SyncGroup, 0..=5, |call| Box::pin(sync_group::handle(call))),
    api(ApiKey::DescribeGroups, 0..=6, |call| Box::pin(describe_groups::handle(call))),
    api(ApiKey::ListGroups, 0..=5, |call| Box::pin(list_groups::handle(call))),
    api(ApiKey::ApiVersions, 0..=4, |call| Box::pin(api_versions::handle(call))),
    api(ApiKey::CreateTopics, 0..=7, |call| Box::pin(create_topics::handle(call))),
    api(ApiKey::DeleteTopics, 0..=6, |call| Box::pin(delete_topics::handle(call))),
    api(ApiKey::DeleteRecords, 0..=2, |call| Box::pin(delete_records::handle(call))),
    api(ApiKey::InitProducerId, 0..=5, |call| Box::pin(init_producer_id::handle(call))),
    api(ApiKey::DescribeConfigs, 0..=4, |call| Box::pin(describe_configs::handle(call))),
    api(ApiKey::AlterConfigs, 0..=2, |call| Box::pin(alter_configs::handle(call))),
    api(ApiKey::CreatePartitions, 0..=3, |call| Box::pin(create_partitions::handle(call))),
    api(ApiKey::DeleteGroups, 0..=2, |call| Box::pin(delete_groups::handle(call))),
    api(ApiKey::IncrementalAlterConfigs, 0..=1, |call| Box::pin(incremental_alter_configs::handle(call))),
    api(ApiKey::OffsetDelete, 0..=0, |call| Box::pin(offset_delete::handle(call))),
    api(ApiKey::DescribeCluster, 0..=2, |call| Box::pin(describe_cluster::handle(call))),
];

/// An API, the versions of it that are served, and what answers it.
struct Api {
    key: ApiKey,
    versions: RangeInclusive<i16>,
    handle: fn(Call) -> BoxFuture<'static, Result<Answer, Error>>,
}

const fn api(
    key: ApiKey,
    versions: RangeInclusive<i16>,
    handle: fn(Call) -> BoxFuture<'static, Result<Answer, Error>>,
) -> Api {
    Api { key, versions, handle }
}

/// What all connections share.
pub(super) struct Broker {
    gateway: Arc<Gateway>,
    producer_ids: ProducerIds,
    topics: Topics,
}

impl Broker {
    pub(super) fn new(gateway: Arc<Gateway>) -> Self {
        let producer_ids = ProducerIds::new(Arc::clone(gateway.metadata()));
        Self { gateway, producer_ids, topics: Topics::default() }
    }
}

/// Who asks: one connection.
pub(super) struct Client {
    broker: Arc<Broker>,
    door: Door,
    facts: Arc<Facts>,
    principal: Result<Principal, Denied>,
    /// Cancelled when the connection ends or the gateway shuts down: nothing is waited for any longer.
    pub(super) ending: CancellationToken,
}

impl Client {
    pub(super) fn new(broker: Arc<Broker>, facts: Arc<Facts>) -> Self {
        let upstream = facts.listener.kafka.as_ref().map(|relay| relay.upstream.as_str());
        Self {
            door: broker.gateway.door(upstream),
            principal: identity::admit(&facts.listener),
            ending: facts.drain.child_token(),
            broker,
            facts,
        }
    }

    /// The client as middlewares see it.
    pub(super) fn origin(&self, client_id: Option<&str>) -> Arc<Origin> {
        let principal = self.principal.as_ref().map_or_else(|_| Arc::from("unknown"), |known| Arc::clone(&known.0));
        Arc::new(Origin {
            protocol: "kafka",
            peer: self.facts.peer,
            principal,
            client_id: client_id.map(Arc::from),
            traceparent: None,
        })
    }

    /// The largest request that is taken.
    pub(super) fn max_frame_bytes(&self) -> usize {
        self.broker.gateway.settings().max_frame_bytes
    }

    /// Where clients are told that we are: as configured, else where this one has reached us.
    fn advertised(&self) -> (String, i32) {
        match &self.facts.listener.advertise {
            Some(advertised) => (advertised.host.clone(), i32::from(advertised.port)),
            None => (self.facts.local.ip().to_canonical().to_string(), i32::from(self.facts.local.port())),
        }
    }
}

/// One request.
pub(super) struct Call {
    api_key: ApiKey,
    version: i16,
    correlation_id: i32,
    body: Bytes,
    client: Arc<Client>,
    origin: Arc<Origin>,
}

/// When a request may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begins {
    /// When all before it are answered.
    Alone,
    /// While others of its kind are still being answered: what it does, it does in order by itself.
    BesidesOthers,
}

/// What a request is answered with.
pub(super) struct Answer {
    /// `None` where the client wants none (acks=0).
    pub(super) frame: Option<Frame>,
    /// How long the client is not to be read from, in milliseconds (KIP-219).
    pub(super) throttle_ms: u32,
}

impl Call {
    pub(super) fn new(header: &RequestHeader<'_>, body: Bytes, client: Arc<Client>, origin: Arc<Origin>) -> Self {
        let RequestHeader { api_key, api_version, correlation_id, client_id: _ } = *header;
        Self { api_key, version: api_version, correlation_id, body, client, origin }
    }

    /// When it may begin.
    ///
    /// # Errors
    /// If it can never: an API or a version that was not advertised, or a client that may not come in.
    pub(super) fn begins(&self) -> Result<Begins, Error> {
        let api = self.api()?;
        if self.api_key == ApiKey::ApiVersions {
            // Anyone may ask, in any version: this is how versions are found out (KIP-511).
            return Ok(Begins::Alone);
        }
        if !api.versions.contains(&self.version) {
            let (first, last) = (*api.versions.start(), *api.versions.end());
            return Err(Error::UnsupportedVersion { api: self.api_key, version: self.version, first, last });
        }
        if let Err(denied) = self.client.principal {
            return Err(denied.into());
        }
        Ok(if self.api_key == ApiKey::Produce { Begins::BesidesOthers } else { Begins::Alone })
    }

    /// How much memory it keeps.
    pub(super) fn size_bytes(&self) -> usize {
        self.body.len()
    }

    /// Begins to answer.
    pub(super) fn answer(self) -> BoxFuture<'static, Result<Answer, Error>> {
        match self.api() {
            Ok(api) => (api.handle)(self),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }

    fn api(&self) -> Result<&'static Api, Error> {
        APIS.iter().find(|api| api.key == self.api_key).ok_or(Error::UnknownApi(self.api_key))
    }

    /// The request, borrowed from what came. Bytes behind it are nobody's: some clients send them.
    fn request<'a, R: Request<'a>>(&'a self) -> Result<R, Error> {
        Ok(R::decode_front(&self.body, self.version)?)
    }

    /// An answer that asks for no pause.
    fn respond<'b>(&self, body: &impl Message<'b>) -> Result<Answer, Error> {
        let frame = Frame::response(self.api_key, self.version, self.correlation_id, body)?;
        Ok(Answer { frame: Some(frame), throttle_ms: 0 })
    }

    fn door(&self) -> &Door {
        &self.client.door
    }

    fn gateway(&self) -> &Arc<Gateway> {
        &self.client.broker.gateway
    }

    fn topics(&self) -> &Topics {
        &self.client.broker.topics
    }
}
