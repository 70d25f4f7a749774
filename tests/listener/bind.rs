//! Binding: all or nothing, and a clear word where it cannot be.

use std::net::TcpListener;

use crate::support::{Running, bind, line, log, request, served};

#[tokio::test]
async fn an_address_that_is_taken_is_said_with_what_to_do_and_no_other_stays_bound() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error =
        bind(&format!("listeners: [{{address: {free}}}, {{address: {address}}}]")).await.map(|_| ()).unwrap_err();
    let port = address.port();
    assert_eq!(
        error.to_string(),
        format!(
            "cannot listen on {address}: another program is listening there (`ss -ltnp 'sport = :{port}'` tells which): \
             stop it, or choose another address with --listen, or in the file's `listeners`"
        )
    );
    TcpListener::bind(free).expect("nothing stays bound");
}

#[tokio::test]
async fn an_address_of_another_machine_is_said_to_be_none_of_ours() {
    let error = bind("listeners: [{address: '192.0.2.1:0', insecure: true}]").await.map(|_| ()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot listen on 192.0.2.1:0: this machine has no address 192.0.2.1: choose one of its own, or 0.0.0.0 or [::] \
         for all"
    );
}

#[tokio::test]
async fn several_listeners_serve_each_what_it_serves_and_say_so_at_the_start() {
    let running = Running::start(
        "listeners: [{address: 127.0.0.1:0, serves: [http, admin]}, {address: 127.0.0.1:0, serves: [kafka]}]",
    )
    .await;
    let [http, kafka] = running.addresses[..] else { panic!("two listeners") };
    assert!(http.port() != 0 && http != kafka);
    served(http).await;
    assert!(request(kafka, b"GET / HTTP/1.1\r\n\r\n").await.is_err());
    let started = log().lines(&format!("listening address={http}"));
    assert_eq!(started.len(), 1);
    assert!(started[0].ends_with(r#"serves={Http, Admin} tls="no""#), "{}", started[0]);
}

#[tokio::test]
async fn a_listener_on_every_address_knows_by_which_it_was_reached() {
    let running = Running::start("listeners: [{address: '[::]:0', insecure: true, anonymous: allow}]").await;
    let port = running.address().port();
    for ip in ["127.0.0.1", "[::1]"] {
        let address = format!("{ip}:{port}").parse().unwrap();
        let (client, hello) = request(address, b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
        assert_eq!(hello, format!("{} at {address}", client.local_addr().unwrap()));
    }
    let (mut client, _) =
        request(format!("127.0.0.1:{port}").parse().unwrap(), b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    assert_eq!(line(&mut client).await.unwrap(), "GET / HTTP/1.1\r");
}
