//! tansu: a Kafka-compatible broker in Rust over exchangeable storage.

use std::process::Command;

use super::Engine;
use crate::error::Error;
use crate::lab::{Lab, on_path};
use crate::server::{Ready, Server, bound_to_us};

const ABSENT: Error = Error::Absent { how: "benches/setup tansu" };

pub(crate) fn start(lab: &Lab, engine: Engine) -> Result<Server, Error> {
    let program = lab.tool("tansu/bin/tansu").or_else(|| on_path("tansu")).ok_or(ABSENT)?;
    let (address, folder) = (lab.address()?, lab.folder()?);
    let storage = match engine {
        Engine::Null => "null://sink".to_owned(),
        Engine::Memory => "memory://tansu/".to_owned(),
        // Below the folder that it is started in.
        Engine::Sqlite => "sqlite://tansu.db".to_owned(),
    };
    let mut command: Command = bound_to_us(&program);
    command.args(["broker", "--silent", "--storage-engine", &storage]);
    for option in ["--listener-url", "--advertised-listener-url"] {
        command.arg(option).arg(format!("tcp://{address}"));
    }
    Server::start(command, address, Ready::Kafka, folder)
}
