//! `waystation serve`: the gateway, until it is told to stop. Says in three lines what to try.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

use clap::Args;
use config::{Address, Config, Environment, Listener, Problems, Service};

use super::{Error, check};
use crate::run::{self, Ready};
use crate::telemetry;

/// Run the gateway.
#[derive(Debug, Args)]
#[command(after_help = "\
Without a file it serves everything on 127.0.0.1:9092, from ./waystation-data. SIGTERM and SIGINT end it: what is
under way is finished first. Every value of the file can be overridden by WAYSTATION__SECTION__KEY.
WAYSTATION_LOG=debug says more; WAYSTATION_LOG_FORMAT=json says it to machines.

Examples:
  waystation serve
  waystation serve -c waystation.yaml
  waystation serve --listen 127.0.0.1:19092 --data /var/lib/waystation")]
pub struct Serve {
    /// The configuration file
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where the first listener listens, whatever the file says; port 0 lets the system choose
    #[arg(long, value_name = "ADDR")]
    listen: Option<Address>,
    /// The folder of the built-in store, whatever the file says
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Serve {
    /// Serves until SIGTERM or SIGINT.
    pub async fn run(self) -> Result<(), Error> {
        let config = self.load()?;
        telemetry::start();
        let listeners = config.listeners.clone();
        let announce = |ready: &Ready| {
            // A gateway whose standard output is closed serves all the same.
            let _ = io::stdout().write_all(what_to_try(&listeners, &ready.addresses).as_bytes());
        };
        match run::serve(config, announce).await {
            Err(run::Error::Config(problems)) => {
                check::tell(&problems);
                Err(Error::Said)
            }
            ended => Ok(ended?),
        }
    }

    fn load(self) -> Result<Config, Error> {
        let mut environment = Environment::of_process();
        if let Some(listen) = self.listen {
            environment = environment.with_listen(listen.to_string());
        }
        if let Some(data) = self.data {
            environment = environment.with_data(&data);
        }
        let mut problems = Problems::new();
        let config = Config::load_into(self.config.as_deref(), &environment, &mut problems);
        run::check(&config, &mut problems);
        if problems.is_empty() {
            return Ok(config);
        }
        check::tell(&problems);
        Err(Error::Said)
    }
}

/// A line each for Kafka, HTTP and watching, with the first address that serves it.
fn what_to_try(listeners: &[Listener], addresses: &[SocketAddr]) -> String {
    let first = |service| {
        let mut all = listeners.iter().zip(addresses);
        all.find(|(listener, _)| listener.serves.contains(&service)).map(|(listener, address)| Reached {
            address: reachable(*address),
            tls: listener.tls.is_some() && !listener.plaintext.allows(),
        })
    };
    let mut lines = String::new();
    // Writing to a String cannot fail.
    if let Some(Reached { address, tls }) = first(Service::Kafka) {
        let tls = if tls { " -X security.protocol=ssl -X ssl.ca.location=CA.pem" } else { "" };
        let _ = writeln!(lines, "Kafka:  echo '{{\"lumens\": 100}}' | kcat -b {address}{tls} -t lights -P");
    }
    if let Some(Reached { address, tls }) = first(Service::Http) {
        let (curl, scheme) = if tls { ("curl --cacert CA.pem", "https") } else { ("curl", "http") };
        let _ = writeln!(lines, "HTTP:   {curl} {scheme}://{address}/api/v1/stations/lights/messages");
    }
    if let Some(Reached { address, tls }) = first(Service::Websocket) {
        let at = if tls { format!("https://{address} --ca CA.pem") } else { address.to_string() };
        let _ = writeln!(lines, "Watch:  waystation watch --at {at}");
    }
    lines
}

struct Reached {
    address: SocketAddr,
    /// Only by TLS.
    tls: bool,
}

/// An address that a client on this machine can connect to: all interfaces are the loopback's, too.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_lines_with_the_true_port_say_what_to_try() {
        let Config { listeners, .. } = Config::default();
        let lines = what_to_try(&listeners, &["0.0.0.0:4711".parse().unwrap()]);
        let lines: Vec<&str> = lines.lines().collect();
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert!(lines.iter().all(|line| line.contains("127.0.0.1:4711")), "{lines:?}");
    }
}
