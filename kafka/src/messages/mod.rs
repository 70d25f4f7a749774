//! Every API: a file each, request and response together, and the list of them all. A new API is a file, and its lines here.
//!
//! The structs *are* the schemas, taken from Kafka's own and its history: `kafka-derive` says what the attributes mean.
//! Versions that Kafka 4 has removed are here too, as clients since 0.10 send them. A struct within a request or response
//! has its schema's name and is found in its API's module, such as [`fetch::FetchTopic`].

pub mod add_offsets_to_txn;
pub mod add_partitions_to_txn;
pub mod add_raft_voter;
pub mod allocate_producer_ids;
pub mod alter_client_quotas;
pub mod alter_configs;
pub mod alter_partition;
pub mod alter_partition_reassignments;
pub mod alter_replica_log_dirs;
pub mod alter_share_group_offsets;
pub mod alter_user_scram_credentials;
pub mod api_versions;
pub mod assign_replicas_to_dirs;
pub mod begin_quorum_epoch;
pub mod broker_heartbeat;
pub mod broker_registration;
pub mod consumer_group_describe;
pub mod consumer_group_heartbeat;
pub mod consumer_protocol;
pub mod control_record;
pub mod controller_registration;
pub mod create_acls;
pub mod create_delegation_token;
pub mod create_partitions;
pub mod create_topics;
pub mod default_principal;
pub mod delete_acls;
pub mod delete_groups;
pub mod delete_records;
pub mod delete_share_group_offsets;
pub mod delete_share_group_state;
pub mod delete_topics;
pub mod describe_acls;
pub mod describe_client_quotas;
pub mod describe_cluster;
pub mod describe_configs;
pub mod describe_delegation_token;
pub mod describe_groups;
pub mod describe_log_dirs;
pub mod describe_producers;
pub mod describe_quorum;
pub mod describe_share_group_offsets;
pub mod describe_topic_partitions;
pub mod describe_transactions;
pub mod describe_user_scram_credentials;
pub mod elect_leaders;
pub mod end_quorum_epoch;
pub mod end_txn;
pub mod envelope;
pub mod expire_delegation_token;
pub mod fetch;
pub mod fetch_snapshot;
pub mod find_coordinator;
pub mod get_telemetry_subscriptions;
pub mod heartbeat;
pub mod incremental_alter_configs;
pub mod init_producer_id;
pub mod initialize_share_group_state;
pub mod join_group;
pub mod leave_group;
pub mod list_config_resources;
pub mod list_groups;
pub mod list_offsets;
pub mod list_partition_reassignments;
pub mod list_transactions;
pub mod metadata;
pub mod offset_commit;
pub mod offset_delete;
pub mod offset_fetch;
pub mod offset_for_leader_epoch;
pub mod produce;
pub mod push_telemetry;
pub mod read_share_group_state;
pub mod read_share_group_state_summary;
pub mod remove_raft_voter;
pub mod renew_delegation_token;
pub mod sasl_authenticate;
pub mod sasl_handshake;
pub mod share_acknowledge;
pub mod share_fetch;
pub mod share_group_describe;
pub mod share_group_heartbeat;
pub mod streams_group_describe;
pub mod streams_group_heartbeat;
pub mod streams_group_topology_description_update;
pub mod sync_group;
pub mod txn_offset_commit;
pub mod unregister_broker;
pub mod unregister_controller;
pub mod update_features;
pub mod update_raft_voter;
pub mod vote;
pub mod write_share_group_state;
pub mod write_txn_markers;

use crate::api_key::apis;

pub use add_offsets_to_txn::{AddOffsetsToTxnRequest, AddOffsetsToTxnResponse};
pub use add_partitions_to_txn::{AddPartitionsToTxnRequest, AddPartitionsToTxnResponse};
pub use add_raft_voter::{AddRaftVoterRequest, AddRaftVoterResponse};
pub use allocate_producer_ids::{AllocateProducerIdsRequest, AllocateProducerIdsResponse};
pub use alter_client_quotas::{AlterClientQuotasRequest, AlterClientQuotasResponse};
pub use alter_configs::{AlterConfigsRequest, AlterConfigsResponse};
pub use alter_partition::{AlterPartitionRequest, AlterPartitionResponse};
pub use alter_partition_reassignments::{
    AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse,
};
pub use alter_replica_log_dirs::{AlterReplicaLogDirsRequest, AlterReplicaLogDirsResponse};
pub use alter_share_group_offsets::{
    AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsResponse,
};
pub use alter_user_scram_credentials::{
    AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse,
};
pub use api_versions::{ApiVersionsRequest, ApiVersionsResponse};
pub use assign_replicas_to_dirs::{AssignReplicasToDirsRequest, AssignReplicasToDirsResponse};
pub use begin_quorum_epoch::{BeginQuorumEpochRequest, BeginQuorumEpochResponse};
pub use broker_heartbeat::{BrokerHeartbeatRequest, BrokerHeartbeatResponse};
pub use broker_registration::{BrokerRegistrationRequest, BrokerRegistrationResponse};
pub use consumer_group_describe::{ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse};
pub use consumer_group_heartbeat::{ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse};
pub use controller_registration::{ControllerRegistrationRequest, ControllerRegistrationResponse};
pub use create_acls::{CreateAclsRequest, CreateAclsResponse};
pub use create_delegation_token::{CreateDelegationTokenRequest, CreateDelegationTokenResponse};
pub use create_partitions::{CreatePartitionsRequest, CreatePartitionsResponse};
pub use create_topics::{CreateTopicsRequest, CreateTopicsResponse};
pub use delete_acls::{DeleteAclsRequest, DeleteAclsResponse};
pub use delete_groups::{DeleteGroupsRequest, DeleteGroupsResponse};
pub use delete_records::{DeleteRecordsRequest, DeleteRecordsResponse};
pub use delete_share_group_offsets::{
    DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsResponse,
};
pub use delete_share_group_state::{DeleteShareGroupStateRequest, DeleteShareGroupStateResponse};
pub use delete_topics::{DeleteTopicsRequest, DeleteTopicsResponse};
pub use describe_acls::{DescribeAclsRequest, DescribeAclsResponse};
pub use describe_client_quotas::{DescribeClientQuotasRequest, DescribeClientQuotasResponse};
pub use describe_cluster::{DescribeClusterRequest, DescribeClusterResponse};
pub use describe_configs::{DescribeConfigsRequest, DescribeConfigsResponse};
pub use describe_delegation_token::{
    DescribeDelegationTokenRequest, DescribeDelegationTokenResponse,
};
pub use describe_groups::{DescribeGroupsRequest, DescribeGroupsResponse};
pub use describe_log_dirs::{DescribeLogDirsRequest, DescribeLogDirsResponse};
pub use describe_producers::{DescribeProducersRequest, DescribeProducersResponse};
pub use describe_quorum::{DescribeQuorumRequest, DescribeQuorumResponse};
pub use describe_share_group_offsets::{
    DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse,
};
pub use describe_topic_partitions::{
    DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse,
};
pub use describe_transactions::{DescribeTransactionsRequest, DescribeTransactionsResponse};
pub use describe_user_scram_credentials::{
    DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse,
};
pub use elect_leaders::{ElectLeadersRequest, ElectLeadersResponse};
pub use end_quorum_epoch::{EndQuorumEpochRequest, EndQuorumEpochResponse};
pub use end_txn::{EndTxnRequest, EndTxnResponse};
pub use envelope::{EnvelopeRequest, EnvelopeResponse};
pub use expire_delegation_token::{ExpireDelegationTokenRequest, ExpireDelegationTokenResponse};
pub use fetch::{FetchRequest, FetchResponse};
pub use fetch_snapshot::{FetchSnapshotRequest, FetchSnapshotResponse};
pub use find_coordinator::{FindCoordinatorRequest, FindCoordinatorResponse};
pub use get_telemetry_subscriptions::{
    GetTelemetrySubscriptionsRequest, GetTelemetrySubscriptionsResponse,
};
pub use heartbeat::{HeartbeatRequest, HeartbeatResponse};
pub use incremental_alter_configs::{
    IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse,
};
pub use init_producer_id::{InitProducerIdRequest, InitProducerIdResponse};
pub use initialize_share_group_state::{
    InitializeShareGroupStateRequest, InitializeShareGroupStateResponse,
};
pub use join_group::{JoinGroupRequest, JoinGroupResponse};
pub use leave_group::{LeaveGroupRequest, LeaveGroupResponse};
pub use list_config_resources::{ListConfigResourcesRequest, ListConfigResourcesResponse};
pub use list_groups::{ListGroupsRequest, ListGroupsResponse};
pub use list_offsets::{ListOffsetsRequest, ListOffsetsResponse};
pub use list_partition_reassignments::{
    ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse,
};
pub use list_transactions::{ListTransactionsRequest, ListTransactionsResponse};
pub use metadata::{MetadataRequest, MetadataResponse};
pub use offset_commit::{OffsetCommitRequest, OffsetCommitResponse};
pub use offset_delete::{OffsetDeleteRequest, OffsetDeleteResponse};
pub use offset_fetch::{OffsetFetchRequest, OffsetFetchResponse};
pub use offset_for_leader_epoch::{OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse};
pub use produce::{ProduceRequest, ProduceResponse};
pub use push_telemetry::{PushTelemetryRequest, PushTelemetryResponse};
pub use read_share_group_state::{ReadShareGroupStateRequest, ReadShareGroupStateResponse};
pub use read_share_group_state_summary::{
    ReadShareGroupStateSummaryRequest, ReadShareGroupStateSummaryResponse,
};
pub use remove_raft_voter::{RemoveRaftVoterRequest, RemoveRaftVoterResponse};
pub use renew_delegation_token::{RenewDelegationTokenRequest, RenewDelegationTokenResponse};
pub use sasl_authenticate::{SaslAuthenticateRequest, SaslAuthenticateResponse};
pub use sasl_handshake::{SaslHandshakeRequest, SaslHandshakeResponse};
pub use share_acknowledge::{ShareAcknowledgeRequest, ShareAcknowledgeResponse};
pub use share_fetch::{ShareFetchRequest, ShareFetchResponse};
pub use share_group_describe::{ShareGroupDescribeRequest, ShareGroupDescribeResponse};
pub use share_group_heartbeat::{ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse};
pub use streams_group_describe::{StreamsGroupDescribeRequest, StreamsGroupDescribeResponse};
pub use streams_group_heartbeat::{StreamsGroupHeartbeatRequest, StreamsGroupHeartbeatResponse};
pub use streams_group_topology_description_update::{
    StreamsGroupTopologyDescriptionUpdateRequest, StreamsGroupTopologyDescriptionUpdateResponse,
};
pub use sync_group::{SyncGroupRequest, SyncGroupResponse};
pub use txn_offset_commit::{TxnOffsetCommitRequest, TxnOffsetCommitResponse};
pub use unregister_broker::{UnregisterBrokerRequest, UnregisterBrokerResponse};
pub use unregister_controller::{UnregisterControllerRequest, UnregisterControllerResponse};
pub use update_features::{UpdateFeaturesRequest, UpdateFeaturesResponse};
pub use update_raft_voter::{UpdateRaftVoterRequest, UpdateRaftVoterResponse};
pub use vote::{VoteRequest, VoteResponse};
pub use write_share_group_state::{WriteShareGroupStateRequest, WriteShareGroupStateResponse};
pub use write_txn_markers::{WriteTxnMarkersRequest, WriteTxnMarkersResponse};

/// The list: hands every API to a macro, as `key Name: Request<'a> => Response<'b>;`, and behind `gone:` the keys that are
/// named but have no messages here. Tests and fuzzing reach every message by it.
#[macro_export]
macro_rules! for_each_api {
    ($then:ident) => {
        $then! {
            0 Produce: ProduceRequest<'a> => ProduceResponse<'b>;
            1 Fetch: FetchRequest<'a> => FetchResponse<'b>;
            2 ListOffsets: ListOffsetsRequest<'a> => ListOffsetsResponse<'b>;
            3 Metadata: MetadataRequest<'a> => MetadataResponse<'b>;
            8 OffsetCommit: OffsetCommitRequest<'a> => OffsetCommitResponse<'b>;
            9 OffsetFetch: OffsetFetchRequest<'a> => OffsetFetchResponse<'b>;
            10 FindCoordinator: FindCoordinatorRequest<'a> => FindCoordinatorResponse<'b>;
            11 JoinGroup: JoinGroupRequest<'a> => JoinGroupResponse<'b>;
            12 Heartbeat: HeartbeatRequest<'a> => HeartbeatResponse;
            13 LeaveGroup: LeaveGroupRequest<'a> => LeaveGroupResponse<'b>;
            14 SyncGroup: SyncGroupRequest<'a> => SyncGroupResponse<'b>;
            15 DescribeGroups: DescribeGroupsRequest<'a> => DescribeGroupsResponse<'b>;
            16 ListGroups: ListGroupsRequest<'a> => ListGroupsResponse<'b>;
            17 SaslHandshake: SaslHandshakeRequest<'a> => SaslHandshakeResponse<'b>;
            18 ApiVersions: ApiVersionsRequest<'a> => ApiVersionsResponse<'b>;
            19 CreateTopics: CreateTopicsRequest<'a> => CreateTopicsResponse<'b>;
            20 DeleteTopics: DeleteTopicsRequest<'a> => DeleteTopicsResponse<'b>;
            21 DeleteRecords: DeleteRecordsRequest<'a> => DeleteRecordsResponse<'b>;
            22 InitProducerId: InitProducerIdRequest<'a> => InitProducerIdResponse;
            23 OffsetForLeaderEpoch: OffsetForLeaderEpochRequest<'a> => OffsetForLeaderEpochResponse<'b>;
            24 AddPartitionsToTxn: AddPartitionsToTxnRequest<'a> => AddPartitionsToTxnResponse<'b>;
            25 AddOffsetsToTxn: AddOffsetsToTxnRequest<'a> => AddOffsetsToTxnResponse;
            26 EndTxn: EndTxnRequest<'a> => EndTxnResponse;
            27 WriteTxnMarkers: WriteTxnMarkersRequest<'a> => WriteTxnMarkersResponse<'b>;
            28 TxnOffsetCommit: TxnOffsetCommitRequest<'a> => TxnOffsetCommitResponse<'b>;
            29 DescribeAcls: DescribeAclsRequest<'a> => DescribeAclsResponse<'b>;
            30 CreateAcls: CreateAclsRequest<'a> => CreateAclsResponse<'b>;
            31 DeleteAcls: DeleteAclsRequest<'a> => DeleteAclsResponse<'b>;
            32 DescribeConfigs: DescribeConfigsRequest<'a> => DescribeConfigsResponse<'b>;
            33 AlterConfigs: AlterConfigsRequest<'a> => AlterConfigsResponse<'b>;
            34 AlterReplicaLogDirs: AlterReplicaLogDirsRequest<'a> => AlterReplicaLogDirsResponse<'b>;
            35 DescribeLogDirs: DescribeLogDirsRequest<'a> => DescribeLogDirsResponse<'b>;
            36 SaslAuthenticate: SaslAuthenticateRequest<'a> => SaslAuthenticateResponse<'b>;
            37 CreatePartitions: CreatePartitionsRequest<'a> => CreatePartitionsResponse<'b>;
            38 CreateDelegationToken: CreateDelegationTokenRequest<'a> => CreateDelegationTokenResponse<'b>;
            39 RenewDelegationToken: RenewDelegationTokenRequest<'a> => RenewDelegationTokenResponse;
            40 ExpireDelegationToken: ExpireDelegationTokenRequest<'a> => ExpireDelegationTokenResponse;
            41 DescribeDelegationToken: DescribeDelegationTokenRequest<'a> => DescribeDelegationTokenResponse<'b>;
            42 DeleteGroups: DeleteGroupsRequest<'a> => DeleteGroupsResponse<'b>;
            43 ElectLeaders: ElectLeadersRequest<'a> => ElectLeadersResponse<'b>;
            44 IncrementalAlterConfigs: IncrementalAlterConfigsRequest<'a> => IncrementalAlterConfigsResponse<'b>;
            45 AlterPartitionReassignments: AlterPartitionReassignmentsRequest<'a> => AlterPartitionReassignmentsResponse<'b>;
            46 ListPartitionReassignments: ListPartitionReassignmentsRequest<'a> => ListPartitionReassignmentsResponse<'b>;
            47 OffsetDelete: OffsetDeleteRequest<'a> => OffsetDeleteResponse<'b>;
            48 DescribeClientQuotas: DescribeClientQuotasRequest<'a> => DescribeClientQuotasResponse<'b>;
            49 AlterClientQuotas: AlterClientQuotasRequest<'a> => AlterClientQuotasResponse<'b>;
            50 DescribeUserScramCredentials: DescribeUserScramCredentialsRequest<'a> => DescribeUserScramCredentialsResponse<'b>;
            51 AlterUserScramCredentials: AlterUserScramCredentialsRequest<'a> => AlterUserScramCredentialsResponse<'b>;
            52 Vote: VoteRequest<'a> => VoteResponse<'b>;
            53 BeginQuorumEpoch: BeginQuorumEpochRequest<'a> => BeginQuorumEpochResponse<'b>;
            54 EndQuorumEpoch: EndQuorumEpochRequest<'a> => EndQuorumEpochResponse<'b>;
            55 DescribeQuorum: DescribeQuorumRequest<'a> => DescribeQuorumResponse<'b>;
            56 AlterPartition: AlterPartitionRequest<'a> => AlterPartitionResponse<'b>;
            57 UpdateFeatures: UpdateFeaturesRequest<'a> => UpdateFeaturesResponse<'b>;
            58 Envelope: EnvelopeRequest<'a> => EnvelopeResponse;
            59 FetchSnapshot: FetchSnapshotRequest<'a> => FetchSnapshotResponse<'b>;
            60 DescribeCluster: DescribeClusterRequest => DescribeClusterResponse<'b>;
            61 DescribeProducers: DescribeProducersRequest<'a> => DescribeProducersResponse<'b>;
            62 BrokerRegistration: BrokerRegistrationRequest<'a> => BrokerRegistrationResponse;
            63 BrokerHeartbeat: BrokerHeartbeatRequest => BrokerHeartbeatResponse;
            64 UnregisterBroker: UnregisterBrokerRequest => UnregisterBrokerResponse<'b>;
            65 DescribeTransactions: DescribeTransactionsRequest<'a> => DescribeTransactionsResponse<'b>;
            66 ListTransactions: ListTransactionsRequest<'a> => ListTransactionsResponse<'b>;
            67 AllocateProducerIds: AllocateProducerIdsRequest => AllocateProducerIdsResponse;
            68 ConsumerGroupHeartbeat: ConsumerGroupHeartbeatRequest<'a> => ConsumerGroupHeartbeatResponse<'b>;
            69 ConsumerGroupDescribe: ConsumerGroupDescribeRequest<'a> => ConsumerGroupDescribeResponse<'b>;
            70 ControllerRegistration: ControllerRegistrationRequest<'a> => ControllerRegistrationResponse<'b>;
            71 GetTelemetrySubscriptions: GetTelemetrySubscriptionsRequest => GetTelemetrySubscriptionsResponse<'b>;
            72 PushTelemetry: PushTelemetryRequest => PushTelemetryResponse;
            73 AssignReplicasToDirs: AssignReplicasToDirsRequest => AssignReplicasToDirsResponse;
            74 ListConfigResources: ListConfigResourcesRequest => ListConfigResourcesResponse<'b>;
            75 DescribeTopicPartitions: DescribeTopicPartitionsRequest<'a> => DescribeTopicPartitionsResponse<'b>;
            76 ShareGroupHeartbeat: ShareGroupHeartbeatRequest<'a> => ShareGroupHeartbeatResponse<'b>;
            77 ShareGroupDescribe: ShareGroupDescribeRequest<'a> => ShareGroupDescribeResponse<'b>;
            78 ShareFetch: ShareFetchRequest<'a> => ShareFetchResponse<'b>;
            79 ShareAcknowledge: ShareAcknowledgeRequest<'a> => ShareAcknowledgeResponse<'b>;
            80 AddRaftVoter: AddRaftVoterRequest<'a> => AddRaftVoterResponse<'b>;
            81 RemoveRaftVoter: RemoveRaftVoterRequest<'a> => RemoveRaftVoterResponse<'b>;
            82 UpdateRaftVoter: UpdateRaftVoterRequest<'a> => UpdateRaftVoterResponse<'b>;
            83 InitializeShareGroupState: InitializeShareGroupStateRequest<'a> => InitializeShareGroupStateResponse<'b>;
            84 ReadShareGroupState: ReadShareGroupStateRequest<'a> => ReadShareGroupStateResponse<'b>;
            85 WriteShareGroupState: WriteShareGroupStateRequest<'a> => WriteShareGroupStateResponse<'b>;
            86 DeleteShareGroupState: DeleteShareGroupStateRequest<'a> => DeleteShareGroupStateResponse<'b>;
            87 ReadShareGroupStateSummary: ReadShareGroupStateSummaryRequest<'a> => ReadShareGroupStateSummaryResponse<'b>;
            88 StreamsGroupHeartbeat: StreamsGroupHeartbeatRequest<'a> => StreamsGroupHeartbeatResponse<'b>;
            89 StreamsGroupDescribe: StreamsGroupDescribeRequest<'a> => StreamsGroupDescribeResponse<'b>;
            90 DescribeShareGroupOffsets: DescribeShareGroupOffsetsRequest<'a> => DescribeShareGroupOffsetsResponse<'b>;
            91 AlterShareGroupOffsets: AlterShareGroupOffsetsRequest<'a> => AlterShareGroupOffsetsResponse<'b>;
            92 DeleteShareGroupOffsets: DeleteShareGroupOffsetsRequest<'a> => DeleteShareGroupOffsetsResponse<'b>;
            93 StreamsGroupTopologyDescriptionUpdate: StreamsGroupTopologyDescriptionUpdateRequest<'a> => StreamsGroupTopologyDescriptionUpdateResponse<'b>;
            94 UnregisterController: UnregisterControllerRequest => UnregisterControllerResponse<'b>;
            gone:
            4 LeaderAndIsr;
            5 StopReplica;
            6 UpdateMetadata;
            7 ControlledShutdown;
        }
    };
}

for_each_api!(apis);
