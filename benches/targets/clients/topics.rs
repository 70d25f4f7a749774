//! Making topics and deleting them, by Kafka's own administration requests.

use std::net::SocketAddr;

use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::config::ClientConfig;

use super::PATIENCE;
use crate::error::Error;

/// Makes a topic without replicas.
pub(crate) fn create(address: SocketAddr, name: &str, partitions: i32) -> Result<(), Error> {
    let topic = NewTopic::new(name, partitions, TopicReplication::Fixed(1));
    let options = AdminOptions::new().request_timeout(Some(PATIENCE)).operation_timeout(Some(PATIENCE));
    let admin = administrator(address)?;
    let made = wait_for(admin.create_topics([&topic], &options))?.map_err(Error::during("making a topic"))?;
    for result in made {
        result.map_err(|(topic, code)| Error::Failed(format!("making the topic {topic}: {code}")))?;
    }
    Ok(())
}

/// Deletes a topic; what becomes of its files is the server's.
pub(crate) fn delete(address: SocketAddr, name: &str) -> Result<(), Error> {
    let admin = administrator(address)?;
    let options = AdminOptions::new().request_timeout(Some(PATIENCE));
    wait_for(admin.delete_topics(&[name], &options))?.map_err(Error::during("deleting a topic"))?;
    Ok(())
}

fn administrator(address: SocketAddr) -> Result<AdminClient<DefaultClientContext>, Error> {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", address.to_string());
    config.create().map_err(Error::during("a librdkafka client"))
}

fn wait_for<F: Future>(future: F) -> Result<F::Output, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    Ok(runtime.map_err(Error::during("a runtime"))?.block_on(future))
}
