//! A build without the Kafka client (feature `rdkafka`): there are no such producers and consumers, and asking for one
//! says so.

use super::Error;
use super::consume::Wish;
use super::dial::Trust;
use super::message::Message;
use super::produce::Fate;
use super::target::Target;
use crate::gateway::message::Raw;

/// None is ever made.
pub(super) enum Producer {}

/// None is ever made.
pub(super) enum Consumer {}

impl Producer {
    /// Says what is missing.
    pub(super) async fn open(_: &Target, _: &Trust, _: &str) -> Result<Self, Error> {
        Err(absent())
    }

    /// Never called.
    pub(super) async fn send(&mut self, _: &[Raw]) -> Result<Vec<Fate>, Error> {
        match *self {}
    }
}

impl Consumer {
    /// Says what is missing.
    pub(super) async fn open(_: &Target, _: &Trust, _: &Wish<'_>, _: Option<&str>) -> Result<Self, Error> {
        Err(absent())
    }

    /// Never called.
    pub(super) async fn next(&mut self, _: usize) -> Result<Vec<Message>, Error> {
        match *self {}
    }

    /// Never called.
    pub(super) fn taken(&self, _: &[Message]) -> Result<(), Error> {
        match *self {}
    }
}

fn absent() -> Error {
    Error::Misuse("this waystation was built without its Kafka client (feature `rdkafka`): say --protocol http".into())
}
