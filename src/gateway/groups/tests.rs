//! Groups over a real metadata database: what is committed stays.

use std::time::Duration;

use ::stations::{Options, Store};

use super::classic::Join;
use super::offsets::Committed;
use super::*;

const NOBODY: Speaker<'static> = Speaker { member_id: "", instance_id: None, generation: -1 };

fn at(offset: i64) -> Committed {
    Committed { offset, leader_epoch: 0, metadata: "so far".to_owned() }
}

fn offsets(offset: i64) -> Offsets {
    [(("lights".to_owned(), 0), at(offset)), (("a/b".to_owned(), 3), at(offset))].into()
}

fn member() -> Join {
    Join {
        client_id: "app".to_owned(),
        session_timeout: Duration::from_secs(10),
        rebalance_timeout: Duration::from_secs(10),
        protocol_type: "consumer".to_owned(),
        protocols: vec![("range".to_owned(), Bytes::new())],
        ..Join::default()
    }
}

#[tokio::test]
async fn offsets_survive_a_restart_and_members_do_not() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), Options::default()).unwrap();
    let groups = Groups::new(store.metadata());
    let joined = groups.join("g/1", member()).await.unwrap();
    let by = Speaker { member_id: &joined.member_id, instance_id: None, generation: joined.generation };
    let early = groups.commit("g/1", by, offsets(1)).await;
    assert!(matches!(early, Err(Error::Rebalancing)), "before the assignment nothing can have been read");
    let sync = Sync { member_id: joined.member_id.clone(), generation: 1, ..Sync::default() };
    groups.sync("g/1", sync).await.unwrap();
    groups.commit("g/1", by, offsets(42)).await.unwrap();
    drop(groups);
    store.close();

    let store = Store::open(dir.path(), Options::default()).unwrap();
    let groups = Groups::new(store.metadata());
    assert_eq!(groups.offsets("g/1").await.unwrap(), offsets(42));
    let listed = Listed { group: "g/1".to_owned(), protocol_type: "consumer".to_owned(), state: "Empty" };
    assert_eq!(groups.list().await.unwrap(), [listed]);
    assert!(matches!(groups.heartbeat("g/1", by), Err(Error::UnknownMember(_))));
    assert!(matches!(groups.commit("g/1", by, offsets(43)).await, Err(Error::UnknownMember(_))));
    groups.commit("g/1", NOBODY, offsets(43)).await.unwrap();
    store.close();
}

#[tokio::test]
async fn a_deleted_station_is_forgotten_by_all_groups_and_a_deleted_group_altogether() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), Options::default()).unwrap();
    let groups = Groups::new(store.metadata());
    for group in ["one", "two"] {
        groups.commit(group, NOBODY, offsets(7)).await.unwrap();
    }
    groups.forget_station("a/b").await.unwrap();
    for group in ["one", "two"] {
        let left: Vec<_> = groups.offsets(group).await.unwrap().into_keys().collect();
        assert_eq!(left, [("lights".to_owned(), 0)]);
    }
    groups.delete("one").await.unwrap();
    assert!(groups.offsets("one").await.unwrap().is_empty());
    assert!(matches!(groups.delete("one").await, Err(Error::UnknownGroup(_))));
    let _joined = groups.join("two", member()).await.unwrap();
    assert!(matches!(groups.delete("two").await, Err(Error::NotEmpty(_))));
    assert_eq!(groups.list().await.unwrap().len(), 1);
    store.close();
}

#[tokio::test]
async fn time_passes_in_a_group_that_nobody_calls() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), Options::default()).unwrap();
    let groups = Groups::new(store.metadata());
    let short = Join { session_timeout: Duration::from_secs(1), ..member() };
    groups.join("g", short).await.unwrap();
    assert_eq!(groups.describe("g").await.unwrap().unwrap().members.len(), 1);
    tokio::time::sleep(Duration::from_millis(1200)).await;
    assert_eq!(groups.describe("g").await.unwrap(), None, "it never committed, so nothing is left of it");
    store.close();
}

#[tokio::test]
async fn session_timeouts_and_texts_beside_offsets_are_bounded() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), Options::default()).unwrap();
    let groups = Groups::new(store.metadata());
    for session_timeout in [Duration::ZERO, Duration::from_secs(1801)] {
        let refused = groups.join("g", Join { session_timeout, ..member() }).await;
        assert!(matches!(refused, Err(Error::SessionTimeout { .. })));
    }
    let metadata = "x".repeat(MAX_OFFSET_METADATA_BYTES + 1);
    let large = [(("lights".to_owned(), 0), Committed { offset: 0, leader_epoch: 0, metadata })].into();
    assert!(matches!(groups.commit("g", NOBODY, large).await, Err(Error::MetadataTooLarge { .. })));
    assert!(matches!(groups.join("", member()).await, Err(Error::InvalidGroup)));
    store.close();
}
