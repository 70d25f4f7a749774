//! The end: what is under way may finish, the rest is cut off, nobody else comes in.

use std::time::{Duration, Instant};

use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::{DRAIN_DEADLINE, KAFKA, Running, closed, log, request, served};

#[tokio::test]
async fn connections_end_by_themselves_and_nobody_comes_in_any_more() {
    let running = Running::with_limits("sniff_deadline: 60s").await;
    let address = running.address();
    let mut silent = TcpStream::connect(address).await.unwrap();
    let mut client = served(address).await;
    running.shutdown.cancel();
    assert_eq!(closed(&mut client).await, b"draining\n");
    assert_eq!(closed(&mut silent).await, b"");
    timeout(DRAIN_DEADLINE, running.task).await.expect("nobody is waited for").unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn who_has_not_ended_at_the_deadline_is_cut_off() {
    let running = Running::with_limits("").await;
    let (mut stubborn, _) = request(running.address(), KAFKA).await.unwrap();
    let mut polite = served(running.address()).await;
    let start = Instant::now();
    running.shutdown.cancel();
    closed(&mut polite).await;
    assert!(start.elapsed() < DRAIN_DEADLINE);
    closed(&mut stubborn).await;
    assert!(start.elapsed() >= DRAIN_DEADLINE);
    running.task.await.unwrap();
    let cut_off = "cutting off the connections that have not ended within 2s connections=1";
    assert!(!log().lines(cut_off).is_empty());
}

#[tokio::test]
async fn when_serving_is_dropped_everything_ends() {
    let running = Running::with_limits("").await;
    let address = running.address();
    let (mut stubborn, _) = request(address, KAFKA).await.unwrap();
    running.task.abort();
    closed(&mut stubborn).await;
    let refused = async {
        while TcpStream::connect(address).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(Duration::from_secs(5), refused).await.expect("the socket is closed");
}
