//! nats-server with JetStream, its streams kept in files.

use std::fs;

use super::Sync;
use crate::error::Error;
use crate::lab::{Lab, on_path};
use crate::server::{Ready, Server, bound_to_us};

const ABSENT: Error = Error::Absent { how: "benches/setup nats, or: apt-get install nats-server" };

pub(crate) fn start(lab: &Lab, sync: Sync) -> Result<Server, Error> {
    let program = lab.tool("nats/bin/nats-server").or_else(|| on_path("nats-server")).ok_or(ABSENT)?;
    let (address, folder) = (lab.address()?, lab.folder()?);
    let sync = match sync {
        Sync::Never => "",
        Sync::EachAppend => ", sync_interval: always",
    };
    let store = folder.path().join("jetstream");
    let text = format!("listen: \"{address}\"\njetstream: {{store_dir: \"{}\"{sync}}}\n", store.display());
    let configuration = folder.path().join("nats.conf");
    fs::write(&configuration, text).map_err(Error::during(configuration.display()))?;
    let mut command = bound_to_us(&program);
    command.arg("-c").arg(&configuration);
    Server::start(command, address, Ready::Greeting, folder)
}
