//! The station store: a durable, partitioned, append-only log of record batches, and the metadata database beside it.
