//! Tests across the files of this crate.
