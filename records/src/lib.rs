//! The record batch: Kafka's v2 batch as borrowed views, building, editing and compression. Pure bytes, no I/O.
