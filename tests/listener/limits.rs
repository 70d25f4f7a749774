//! How many may come in, and a system that runs out of descriptors.

use std::process::Command;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::{Running, closed, log, request, served};

#[tokio::test]
async fn one_too_many_is_closed_at_once_and_let_in_when_another_has_left() {
    let running = Running::with_limits("max_connections: 2").await;
    let first = served(running.address()).await;
    let _second = served(running.address()).await;
    for _ in 0..5 {
        let mut third = TcpStream::connect(running.address()).await.unwrap();
        assert_eq!(closed(&mut third).await, b"");
    }
    drop(first);
    let third = async {
        while request(running.address(), b"GET / HTTP/1.1\r\n\r\n").await.is_err() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(Duration::from_secs(5), third).await.expect("there is room again");
}

/// The accept loop's own test, in a process that may have few descriptors: see below.
#[tokio::test]
#[ignore = "run by out_of_descriptors_the_loop_goes_on, with few descriptors"]
async fn few_descriptors() {
    if std::env::var_os("FEW_DESCRIPTORS").is_none() {
        return;
    }
    let running = Running::with_limits("sniff_deadline: 60s").await;
    let mut clients = Vec::new();
    while let Ok(client) = TcpStream::connect(running.address()).await {
        clients.push(client);
    }
    // What waits in the backlog is more than there are descriptors for.
    let trouble = || log().lines("cannot accept connections for now").len();
    while trouble() == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(trouble(), 1, "said once");
    clients.clear();
    let next = async {
        while request(running.address(), b"GET / HTTP/1.1\r\n\r\n").await.is_err() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(Duration::from_secs(10), next).await.expect("the loop goes on");
    assert_eq!(log().lines("accepting connections again").len(), 1);
}

#[test]
fn out_of_descriptors_the_loop_goes_on() {
    let me = std::env::current_exe().unwrap();
    let run = "ulimit -n 64; exec \"$0\" --ignored --exact limits::few_descriptors --nocapture";
    let output = Command::new("sh").arg("-c").arg(run).arg(me).env("FEW_DESCRIPTORS", "1").output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}{}", String::from_utf8_lossy(&output.stderr));
}
