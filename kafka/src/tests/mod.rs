//! Tests of the messages as a whole: against raw bytes, against the oracle, against damage.

mod golden;
mod hostile;
mod oracle;
mod sample;

pub(crate) use sample::{Dice, Sample, sample_option};
