//! `waystation stations`: what stations there are, and their making, changing and ending, by the gateway's HTTP API; and
//! `verify`, of the store's files, without one.

mod verify;

use std::io::{self, Write as _};

use clap::{Args, Subcommand, ValueEnum};
use config::{Bytes, Duration};
use http::Method;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::client::{At, Body, Client};
use super::target::encode;
use super::{Error, terminal};

/// List, show, create, alter, purge, delete and verify stations.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waystation stations list
  waystation stations create lights --partitions 4 --retention-age 7d
  waystation stations alter lights --durability written
  waystation stations purge lights
  waystation stations verify --data ./waystation-data")]
pub struct Stations {
    #[command(subcommand)]
    verb: Verb,
    #[command(flatten)]
    at: At,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// All stations, a line each
    List {
        /// As the gateway's JSON
        #[arg(long)]
        json: bool,
    },
    /// Everything about one station
    Show {
        /// The station
        name: String,
    },
    /// Make a station; nothing happens if it is there already, as it is asked for
    Create {
        /// The station
        name: String,
        #[command(flatten)]
        settings: Settings,
    },
    /// Change the settings of a station
    Alter {
        /// The station
        name: String,
        #[command(flatten)]
        settings: Settings,
    },
    /// Delete all messages of a station, and keep it
    Purge {
        /// The station
        name: String,
    },
    /// Delete a station with all its messages
    Delete {
        /// The station
        name: String,
    },
    /// Read every byte of a stopped store, and repair what is damaged; needs no gateway
    Verify(verify::Verify),
}

/// What a station is like; what is not said stays as it is, or is the gateway's default.
#[derive(Debug, Args)]
struct Settings {
    /// How many partitions; they can only become more
    #[arg(long, value_parser = clap::value_parser!(i32).range(1..))]
    partitions: Option<i32>,
    /// What an acknowledgement means
    #[arg(long, value_enum)]
    durability: Option<Durability>,
    /// The age at which messages go, such as 7d
    #[arg(long, value_name = "AGE")]
    retention_age: Option<Duration>,
    /// The size of a partition above which its oldest messages go, such as 10GiB
    #[arg(long, value_name = "SIZE")]
    retention_size: Option<Bytes>,
    /// The number of messages of a partition above which its oldest go
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u64).range(1..))]
    retention_messages: Option<u64>,
    /// What becomes of old messages
    #[arg(long, value_enum)]
    cleanup: Option<Cleanup>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Cleanup {
    /// They go when retention says so
    Delete,
    /// Of those with the same key the newest stays, however old
    Compact,
    /// Both
    #[value(name = "compact,delete")]
    CompactAndDelete,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Durability {
    /// The message is on disk: it survives a power loss
    Synced,
    /// It is with the operating system: it survives the end of the gateway
    Written,
    /// It is in memory
    Memory,
}

/// What the gateway tells of all stations; only what the list shows.
#[derive(Deserialize)]
struct Listed {
    stations: Vec<Station>,
}

#[derive(Deserialize)]
struct Station {
    name: String,
    partitions: i32,
    durability: String,
    extents: Vec<Extent>,
}

/// How far a partition reaches.
#[derive(Deserialize)]
struct Extent {
    log_start_offset: i64,
    high_watermark: i64,
    size_bytes: u64,
}

impl Stations {
    /// Does it.
    pub async fn run(self) -> Result<(), Error> {
        let mut client = Client::at(self.at);
        let path = |name: &str| format!("/api/v1/stations/{}", encode(name));
        match self.verb {
            Verb::List { json } => list(&mut client, json).await,
            Verb::Show { name } => {
                let station: Value = client.get(&path(&name)).await?;
                Ok(writeln!(io::stdout(), "{station:#}")?)
            }
            Verb::Create { name, settings } => {
                let body = Body::json(&settings.to_json());
                client.call(Method::PUT, &path(&name), body).await?;
                said(&name, "is there")
            }
            Verb::Alter { name, settings } => {
                let settings = settings.to_json();
                if settings.as_object().is_some_and(Map::is_empty) {
                    return Err(Error::Misuse("say what to change: --partitions, --durability, ...".to_owned()));
                }
                client.call(Method::PATCH, &path(&name), Body::json(&settings)).await?;
                said(&name, "altered")
            }
            Verb::Purge { name } => {
                client.call(Method::POST, &format!("{}/purge", path(&name)), Body::default()).await?;
                said(&name, "purged")
            }
            Verb::Delete { name } => {
                client.call(Method::DELETE, &path(&name), Body::default()).await?;
                said(&name, "deleted")
            }
            Verb::Verify(verify) => verify.run(),
        }
    }
}

fn said(name: &str, what: &str) -> Result<(), Error> {
    Ok(writeln!(io::stdout(), "{name}: {what}")?)
}

async fn list(client: &mut Client, json: bool) -> Result<(), Error> {
    const PATH: &str = "/api/v1/stations";
    if json {
        return Ok(writeln!(io::stdout(), "{:#}", client.get::<Value>(PATH).await?)?);
    }
    let Listed { stations } = client.get(PATH).await?;
    let row = |station: &Station| {
        let messages: i64 = station.extents.iter().map(|extent| extent.high_watermark - extent.log_start_offset).sum();
        let size_bytes: u64 = station.extents.iter().map(|extent| extent.size_bytes).sum();
        let name = terminal::tame(&station.name);
        let durability = terminal::tame(&station.durability);
        [name, station.partitions.to_string(), durability, messages.to_string(), size_bytes.to_string()]
    };
    let rows: Vec<_> = stations.iter().map(row).collect();
    Ok(terminal::table(["STATION", "PARTITIONS", "DURABILITY", "MESSAGES", "BYTES"], &rows)?)
}

impl Settings {
    fn to_json(&self) -> Value {
        let Self { partitions, durability, retention_age, retention_size, retention_messages, cleanup } = self;
        let mut settings = Map::new();
        if let Some(partitions) = partitions {
            settings.insert("partitions".to_owned(), json!(partitions));
        }
        if let Some(durability) = durability {
            let word = match durability {
                Durability::Synced => "synced",
                Durability::Written => "written",
                Durability::Memory => "memory",
            };
            settings.insert("durability".to_owned(), json!(word));
        }
        if let Some(cleanup) = cleanup {
            let word = match cleanup {
                Cleanup::Delete => "delete",
                Cleanup::Compact => "compact",
                Cleanup::CompactAndDelete => "compact,delete",
            };
            settings.insert("cleanup".to_owned(), json!(word));
        }
        let mut retention = Map::new();
        if let Some(age) = retention_age {
            retention.insert("max_age_ms".to_owned(), json!(u64::try_from(age.0.as_millis()).unwrap_or(u64::MAX)));
        }
        if let Some(size) = retention_size {
            retention.insert("max_bytes".to_owned(), json!(size.0));
        }
        if let Some(messages) = retention_messages {
            retention.insert("max_messages".to_owned(), json!(messages));
        }
        if !retention.is_empty() {
            settings.insert("retention".to_owned(), Value::Object(retention));
        }
        Value::Object(settings)
    }
}
