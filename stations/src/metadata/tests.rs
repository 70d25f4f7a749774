//! Compare-and-swap, groups, watching, and what a power cut leaves.

use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::disk::{Disk, SimDisk};

fn open(disk: &SimDisk) -> RedbMetadata {
    disk.create_dir(Path::new("/d")).unwrap();
    disk.sync_dir(Path::new("/")).unwrap();
    RedbMetadata::open(disk, Path::new("/d/metadata.redb")).unwrap()
}

#[tokio::test]
async fn a_commit_happens_whole_or_not_at_all() {
    let metadata = open(&SimDisk::new(0));
    let first = metadata.commit(Commit::new().if_absent("a/1").put("a/1", "one").put("a/2", "two")).await.unwrap();
    let conflict = metadata.commit(Commit::new().if_absent("a/1").put("a/3", "three")).await.unwrap_err();
    assert!(matches!(conflict, Error::Conflict { key } if key == "a/1"));
    assert_eq!(metadata.get("a/3").await.unwrap(), None);
    let second = metadata.commit(Commit::new().if_version("a/1", first).put("a/1", "uno").delete("a/2")).await.unwrap();
    assert!(second > first);
    assert!(metadata.commit(Commit::new().if_version("a/1", first).delete("a/1")).await.is_err());
    let found = metadata.get("a/1").await.unwrap().unwrap();
    assert_eq!(found, Versioned { value: "uno".into(), version: second });
}

#[tokio::test]
async fn a_scan_is_ordered_and_ends_with_its_prefix() {
    let metadata = open(&SimDisk::new(0));
    let commit = ["b/2", "a/9", "b/10", "c", "b"].into_iter().fold(Commit::new(), |commit, key| commit.put(key, key));
    metadata.commit(commit).await.unwrap();
    let keys: Vec<_> = metadata.scan("b/").await.unwrap().into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["b/10", "b/2"]);
    assert_eq!(metadata.scan("").await.unwrap().len(), 5);
}

#[tokio::test]
async fn a_watcher_hears_of_its_prefix_and_of_no_other() {
    let metadata = open(&SimDisk::new(0));
    let mut watcher = metadata.watch("specs/");
    metadata.commit(Commit::new().put("users/a", "x")).await.unwrap();
    assert!(!watcher.has_changed().unwrap());
    let version = metadata.commit(Commit::new().put("specs/a", "x")).await.unwrap();
    watcher.changed().await.unwrap();
    assert_eq!(*watcher.borrow(), version);
}

#[tokio::test]
async fn many_commits_at_once_swap_one_after_the_other() {
    let metadata = Arc::new(open(&SimDisk::new(0)));
    metadata.commit(Commit::new().put("counter", "0")).await.unwrap();
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let metadata = Arc::clone(&metadata);
            tokio::spawn(async move {
                loop {
                    let Versioned { value, version } = metadata.get("counter").await.unwrap().unwrap();
                    let next = std::str::from_utf8(&value).unwrap().parse::<u32>().unwrap() + 1;
                    let swap = Commit::new().if_version("counter", version).put("counter", next.to_string());
                    if metadata.commit(swap).await.is_ok() {
                        return;
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(metadata.get("counter").await.unwrap().unwrap().value, "20");
}

#[tokio::test]
async fn what_was_committed_outlasts_a_power_cut() {
    for seed in 0..20 {
        let mut disk = SimDisk::new(seed);
        let mut last_version = 0;
        for round in 0..4_u64 {
            let metadata = open(&disk);
            for number in 0..round {
                let found = metadata.get(&format!("k/{number}")).await.unwrap();
                assert_eq!(found.unwrap().value, format!("{number}"), "seed {seed}");
            }
            let version = metadata.commit(Commit::new().put(format!("k/{round}"), format!("{round}"))).await.unwrap();
            assert!(version > last_version);
            last_version = version;
            // One more, whose fate is open.
            disk.stop_after(seed % 7);
            metadata.commit(Commit::new().put("other", "x")).await.ok();
            disk = disk.cut_power();
        }
    }
}

#[tokio::test]
async fn a_closed_database_says_so() {
    let metadata = open(&SimDisk::new(0));
    metadata.close();
    assert!(matches!(metadata.get("a").await, Err(Error::Closed)));
    assert!(matches!(metadata.commit(Commit::new().put("a", "b")).await, Err(Error::Closed)));
}
