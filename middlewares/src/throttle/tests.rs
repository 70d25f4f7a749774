//! Tests of `throttle`.
