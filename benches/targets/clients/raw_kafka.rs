//! Kafka's Produce over a blocking socket: one request made once, sent again and again. No library between.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use kafka::Frame;
use kafka::messages::produce::{PartitionProduceData, ProduceRequest, TopicProduceData};
use records::{Builder, Codec};

use crate::error::Error;

/// Of Produce: the first that Kafka 4 takes.
const VERSION: i16 = 3;
/// Where, in an answer about one partition of a topic, its error code begins: behind the correlation id, the count of
/// topics, the topic's name (whose length is added), the count of partitions and the partition's number.
const ERROR_CODE_AT: usize = 4 + 4 + 2 + 4 + 4;

/// A connection with its request.
pub(crate) struct Client {
    stream: TcpStream,
    request: Vec<u8>,
    error_code_at: usize,
    answer: Vec<u8>,
}

impl Client {
    /// Connects; the request has one record for partition 0.
    pub(crate) fn connect(address: SocketAddr, topic: &str, payload: &[u8]) -> Result<Self, Error> {
        let mut batch = Builder::new(Codec::None);
        batch.push(1_700_000_000_000, None, Some(payload), &[]);
        let batch = batch.build().map_err(Error::during("a batch"))?;
        let partition = PartitionProduceData { index: 0, records: Some(batch.bytes().clone()) };
        let topic_data = TopicProduceData { name: topic, partition_data: vec![partition], ..Default::default() };
        let body = ProduceRequest { acks: -1, timeout_ms: 30_000, topic_data: vec![topic_data], ..Default::default() };
        let request = Frame::request(1, Some("bench"), VERSION, &body).map_err(Error::during("a request"))?.to_vec();
        let stream = super::connect(address)?;
        Ok(Self { stream, request, error_code_at: ERROR_CODE_AT + topic.len(), answer: Vec::new() })
    }

    /// Sends the record and waits until it is acknowledged.
    pub(crate) fn ping(&mut self) -> Result<(), Error> {
        let failed = || Error::during("a raw Kafka client");
        self.stream.write_all(&self.request).map_err(failed())?;
        let mut size = [0; 4];
        self.stream.read_exact(&mut size).map_err(failed())?;
        let size = usize::try_from(u32::from_be_bytes(size)).unwrap_or(0).min(1 << 20);
        self.answer.resize(size, 0);
        self.stream.read_exact(&mut self.answer).map_err(failed())?;
        match self.answer.get(self.error_code_at..self.error_code_at + 2) {
            Some([0, 0]) => Ok(()),
            code => Err(Error::Failed(format!("a raw Kafka client was answered with the error {code:?}"))),
        }
    }
}
