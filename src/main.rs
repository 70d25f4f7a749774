//! waystation
fn main() {}
