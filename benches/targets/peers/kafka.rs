//! Apache Kafka: one KRaft node, with the heap and the collector of its own start script.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Release, Sync};
use crate::error::Error;
use crate::lab::{Lab, on_path};
use crate::server::{Ready, Server, bound_to_us};

/// What `kafka-server-start.sh` and `kafka-run-class.sh` give it.
const JAVA: &[&str] = &[
    "-Xms1g",
    "-Xmx1g",
    "-server",
    "-XX:+UseG1GC",
    "-XX:MaxGCPauseMillis=20",
    "-XX:InitiatingHeapOccupancyPercent=35",
    "-XX:+ExplicitGCInvokesConcurrent",
    "-Djava.awt.headless=true",
];

pub(crate) fn start(lab: &Lab, release: Release, sync: Sync) -> Result<Server, Error> {
    let classpath = format!("kafka/{}/classpath", release.version());
    let absent = || Error::Absent { how: "benches/setup kafka; needs java and mvn: apt-get install default-jdk maven" };
    let classpath = lab.tool(&classpath).ok_or_else(absent)?;
    let classpath = fs::read_to_string(&classpath).map_err(Error::during(classpath.display()))?;
    let java = on_path("java").ok_or_else(absent)?;
    let (address, controller, folder) = (lab.address()?, lab.address()?, lab.folder()?);
    let properties = folder.path().join("server.properties");
    fs::write(&properties, configuration(address, controller, folder.path(), sync))
        .map_err(Error::during(properties.display()))?;
    format_storage(&java, &classpath, &properties)?;
    let mut command = bound_to_us(&java);
    command.args(JAVA).args(["-cp", classpath.trim(), "kafka.Kafka"]).arg(&properties);
    Server::start(command, address, Ready::Kafka, folder)
}

fn configuration(address: SocketAddr, controller: SocketAddr, folder: &Path, sync: Sync) -> String {
    let logs = folder.join("logs");
    let flush = match sync {
        Sync::Never => "",
        Sync::EachAppend => "log.flush.interval.messages=1\n",
    };
    format!(
        "process.roles=broker,controller
node.id=1
controller.quorum.voters=1@{controller}
listeners=PLAINTEXT://{address},CONTROLLER://{controller}
advertised.listeners=PLAINTEXT://{address}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={}
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
log.segment.delete.delay.ms=1000
{flush}",
        logs.display()
    )
}

fn format_storage(java: &PathBuf, classpath: &str, properties: &Path) -> Result<(), Error> {
    let mut command = Command::new(java);
    command.args(["-XX:TieredStopAtLevel=1", "-cp", classpath.trim(), "kafka.tools.StorageTool", "format"]);
    command.args(["--cluster-id", "WaystationBenchmarks00", "--config"]).arg(properties);
    let output = command.output().map_err(Error::during("java"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(Error::Failed(format!("formatting Kafka's storage: {}", String::from_utf8_lossy(&output.stderr))))
}
