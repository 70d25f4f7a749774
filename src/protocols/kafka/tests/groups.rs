//! Consumer groups over the wire: members, generations, offsets.

use kafka::ErrorCode;
use kafka::messages::delete_groups::DeleteGroupsRequest;
use kafka::messages::describe_groups::DescribeGroupsRequest;
use kafka::messages::find_coordinator::FindCoordinatorRequest;
use kafka::messages::heartbeat::HeartbeatRequest;
use kafka::messages::join_group::{JoinGroupRequest, JoinGroupRequestProtocol};
use kafka::messages::leave_group::{LeaveGroupRequest, MemberIdentity};
use kafka::messages::list_groups::ListGroupsRequest;
use kafka::messages::offset_commit::{OffsetCommitRequest, OffsetCommitRequestPartition, OffsetCommitRequestTopic};
use kafka::messages::offset_delete::{OffsetDeleteRequest, OffsetDeleteRequestPartition, OffsetDeleteRequestTopic};
use kafka::messages::offset_fetch::{
    OffsetFetchRequest, OffsetFetchRequestGroup, OffsetFetchRequestTopic, OffsetFetchRequestTopics,
};
use kafka::messages::sync_group::{SyncGroupRequest, SyncGroupRequestAssignment};

use super::bench::{Bench, Wire, ask, decode, fine};
use super::messages::create;

fn join(member_id: &str) -> JoinGroupRequest<'_> {
    JoinGroupRequest {
        group_id: "g",
        session_timeout_ms: 10_000,
        rebalance_timeout_ms: 10_000,
        member_id,
        protocol_type: "consumer",
        protocols: vec![JoinGroupRequestProtocol { name: "range", metadata: b"me" }],
        ..JoinGroupRequest::default()
    }
}

/// Takes a member id, as clients since JoinGroup version 4 do.
async fn member_id(wire: &mut Wire) -> String {
    ask!(wire, 9, join("") => response);
    assert_eq!(response.error_code, ErrorCode::MemberIdRequired);
    response.member_id.to_owned()
}

fn sync<'a>(member_id: &'a str, generation_id: i32, given: &[(&'a str, &'a [u8])]) -> SyncGroupRequest<'a> {
    let given = given.iter().map(|(member_id, assignment)| SyncGroupRequestAssignment { member_id, assignment });
    SyncGroupRequest {
        group_id: "g",
        generation_id,
        member_id,
        protocol_type: Some("consumer"),
        protocol_name: Some("range"),
        assignments: given.collect(),
        ..SyncGroupRequest::default()
    }
}

fn beat(member_id: &str, generation_id: i32) -> HeartbeatRequest<'_> {
    HeartbeatRequest { group_id: "g", generation_id, member_id, group_instance_id: None }
}

fn commit<'a>(member_id: &'a str, generation: i32, topic: &'a str, offset: i64) -> OffsetCommitRequest<'a> {
    let partition = |partition_index| OffsetCommitRequestPartition {
        partition_index,
        committed_offset: offset,
        committed_metadata: Some("note"),
        ..OffsetCommitRequestPartition::default()
    };
    let partitions = vec![partition(0), partition(7)];
    OffsetCommitRequest {
        group_id: "g",
        generation_id_or_member_epoch: generation,
        member_id,
        topics: vec![OffsetCommitRequestTopic { name: topic, partitions, ..OffsetCommitRequestTopic::default() }],
        ..OffsetCommitRequest::default()
    }
}

#[tokio::test]
async fn two_members_share_and_one_takes_over_when_the_other_leaves() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    let (mut one, mut two) = (bench.connect(), bench.connect());
    let (id_one, id_two) = (member_id(&mut one).await, member_id(&mut two).await);
    one.send(1, 9, &join(&id_one)).await;
    two.send(1, 9, &join(&id_two)).await;
    let (frame_one, frame_two) = (one.frame().await, two.frame().await);
    let (joined_one, joined_two) = (decode(&join(""), &frame_one, 9), decode(&join(""), &frame_two, 9));
    assert_eq!((joined_one.generation_id, joined_two.generation_id), (1, 1));
    assert_eq!(joined_one.leader, joined_two.leader);
    assert_eq!(joined_one.members.len() + joined_two.members.len(), 2, "only the leader sees them");

    let given: [(&str, &[u8]); 2] = [(&id_one, b"0,1"), (&id_two, b"2,3")];
    let leader_first = joined_one.leader == id_one;
    let (given_one, given_two) = if leader_first { (&given[..], &[][..]) } else { (&[][..], &given[..]) };
    one.send(2, 5, &sync(&id_one, 1, given_one)).await;
    two.send(2, 5, &sync(&id_two, 1, given_two)).await;
    let (frame_one, frame_two) = (one.frame().await, two.frame().await);
    assert_eq!(decode(&sync("", 1, &[]), &frame_one, 5).assignment, b"0,1");
    assert_eq!(decode(&sync("", 1, &[]), &frame_two, 5).assignment, b"2,3");
    ask!(one, 4, beat(&id_one, 1) => response);
    fine(response.error_code);

    let leaving = MemberIdentity { member_id: &id_two, ..MemberIdentity::default() };
    let leave = LeaveGroupRequest { group_id: "g", members: vec![leaving], ..LeaveGroupRequest::default() };
    ask!(two, 5, leave => response);
    fine(response.members[0].error_code);
    ask!(one, 4, beat(&id_one, 1) => response);
    assert_eq!(response.error_code, ErrorCode::RebalanceInProgress);
    ask!(one, 9, join(&id_one) => response);
    assert_eq!((response.generation_id, response.members.len()), (2, 1));
    ask!(two, 4, beat(&id_two, 1) => response);
    assert_eq!(response.error_code, ErrorCode::UnknownMemberId);
}

#[tokio::test]
async fn every_version_of_the_group_apis_is_understood() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 1).await;
    let mut wire = bench.connect();
    for version in 0..=3 {
        ask!(wire, version, join("") => response);
        fine(response.error_code);
        let id = response.member_id.to_owned();
        let generation = response.generation_id;
        let request = SyncGroupRequest { protocol_type: None, protocol_name: None, ..sync(&id, generation, &[]) };
        ask!(wire, version, request => response);
        fine(response.error_code);
        ask!(wire, version.min(2), beat(&id, generation) => response);
        fine(response.error_code);
        ask!(wire, version + 1, commit(&id, generation, "lights", 3) => response);
        fine(response.topics[0].partitions[0].error_code);
        let leave = LeaveGroupRequest { group_id: "g", member_id: &id, members: Vec::new() };
        ask!(wire, version.min(2), leave => response);
        fine(response.error_code);
    }
    for version in 0..=6 {
        let keys = if version >= 4 { vec!["g"] } else { vec![] };
        let key = if version >= 4 { "" } else { "g" };
        let request = FindCoordinatorRequest { key, key_type: 0, coordinator_keys: keys };
        ask!(wire, version, request => response);
        let found = response.coordinators.first();
        assert_eq!(found.map_or((response.node_id, response.port), |found| (found.node_id, found.port)), (1, 9092));
    }
    let transactions = FindCoordinatorRequest { key: "tx", key_type: 1, coordinator_keys: vec![] };
    ask!(wire, 2, transactions => response);
    assert_eq!(response.error_code, ErrorCode::TransactionalIdAuthorizationFailed);
}

#[tokio::test]
async fn offsets_are_there_after_a_restart_in_every_version() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 1).await;
    let mut wire = bench.connect();
    ask!(wire, 8, commit("", -1, "lights", 42) => response);
    fine(response.topics[0].partitions[0].error_code);
    assert_eq!(response.topics[0].partitions[1].error_code, ErrorCode::UnknownTopicOrPartition);
    ask!(wire, 8, commit("", -1, "nowhere", 42) => response);
    assert_eq!(response.topics[0].partitions[0].error_code, ErrorCode::UnknownTopicOrPartition);
    ask!(wire, 8, commit("somebody", 3, "lights", 42) => response);
    assert_eq!(response.topics[0].partitions[0].error_code, ErrorCode::UnknownMemberId);
    drop(wire);
    bench.close();

    let bench = Bench::open(dir.path()).await;
    let mut wire = bench.connect();
    for version in 0..=7 {
        let topics = vec![OffsetFetchRequestTopic { name: "lights", partition_indexes: vec![0, 1] }];
        let request = OffsetFetchRequest { group_id: "g", topics: Some(topics), ..OffsetFetchRequest::default() };
        ask!(wire, version, request => response);
        let told: Vec<_> = response.topics[0].partitions.iter().map(|p| (p.committed_offset, p.metadata)).collect();
        assert_eq!(told, [(42, Some("note")), (-1, Some(""))]);
    }
    for version in 8..=9 {
        let topics = OffsetFetchRequestTopics { name: "lights", partition_indexes: vec![0], ..Default::default() };
        let of = |group_id, topics| OffsetFetchRequestGroup { group_id, topics, ..Default::default() };
        let groups = vec![of("g", Some(vec![topics])), of("g", None), of("other", None)];
        ask!(wire, version, OffsetFetchRequest { groups, ..OffsetFetchRequest::default() } => response);
        for group in &response.groups[..2] {
            assert_eq!(group.topics[0].partitions[0].committed_offset, 42);
        }
        assert!(response.groups[2].topics.is_empty());
        fine(response.groups[2].error_code);
    }
    bench.close();
}

#[tokio::test]
async fn groups_are_listed_described_and_deleted() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::open(dir.path()).await;
    create(&bench, "lights", 1).await;
    let mut wire = bench.connect();
    let id = member_id(&mut wire).await;
    ask!(wire, 9, join(&id) => response);
    fine(response.error_code);
    ask!(wire, 5, sync(&id, 1, &[(&id, b"all")]) => response);
    fine(response.error_code);
    ask!(wire, 8, commit(&id, 1, "lights", 5) => response);
    fine(response.topics[0].partitions[0].error_code);

    ask!(wire, 5, ListGroupsRequest::default() => response);
    let listed = &response.groups[0];
    assert_eq!((listed.group_id, listed.group_state, listed.group_type), ("g", "Stable", "classic"));
    ask!(wire, 5, ListGroupsRequest { states_filter: vec!["Empty"], types_filter: vec![] } => response);
    assert!(response.groups.is_empty());

    let describe = DescribeGroupsRequest { groups: vec!["g", "other"], include_authorized_operations: false };
    ask!(wire, 5, describe.clone() => response);
    let member = &response.groups[0].members[0];
    assert_eq!((member.client_id, member.client_host), ("test", "/192.0.2.7"));
    assert_eq!((member.member_metadata, member.member_assignment), (&b"me"[..], &b"all"[..]));
    assert_eq!((response.groups[1].group_state, response.groups[1].error_code), ("Dead", ErrorCode::None));
    ask!(wire, 6, describe => response);
    assert_eq!(response.groups[1].error_code, ErrorCode::GroupIdNotFound);

    let delete = DeleteGroupsRequest { groups_names: vec!["g", "other"] };
    ask!(wire, 2, delete.clone() => response);
    let codes: Vec<_> = response.results.iter().map(|result| result.error_code).collect();
    assert_eq!(codes, [ErrorCode::NonEmptyGroup, ErrorCode::GroupIdNotFound]);
    let leave = LeaveGroupRequest { group_id: "g", member_id: &id, members: Vec::new() };
    ask!(wire, 0, leave => response);
    fine(response.error_code);

    let partitions = vec![OffsetDeleteRequestPartition { partition_index: 0 }];
    let topics = vec![OffsetDeleteRequestTopic { name: "lights", partitions }];
    ask!(wire, 0, OffsetDeleteRequest { group_id: "g", topics } => response);
    fine(response.topics[0].partitions[0].error_code);
    ask!(wire, 2, delete => response);
    fine(response.results[0].error_code);
    ask!(wire, 5, ListGroupsRequest::default() => response);
    assert!(response.groups.is_empty());
}
