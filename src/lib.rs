//! Waystation.
