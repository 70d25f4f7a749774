//! Raw bytes.
