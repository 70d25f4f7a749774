//! The Kafka wire without I/O: frames, headers, and every message as a struct whose derive is its schema.
