//! The derive that turns a message struct into its Kafka schema.
