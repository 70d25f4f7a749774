//! The records of one delivery, each to where it belongs: on, to another station, to nowhere. It judges none.

use std::sync::Arc;

use bytes::Bytes;
use records::{Batch, Builder, Codec, Error, RecordEdit, RecordView};

use super::header::{ERROR_HEADER, ErrorHeader};
use crate::budget::{Budget, record_bytes};
use crate::{Mark, Outcome, RecordProblem, Side};

/// What every invalid record of a delivery comes to.
pub(super) enum Fate {
    /// Stored as it is.
    Pass,
    /// Stored with the error header.
    Tag,
    /// Takes its batch with it.
    RefuseBatch {
        /// Why even though the settings do not say so.
        because: Option<&'static str>,
    },
    /// Left out, and its sender told.
    RefuseRecord,
    /// Stored in that station instead, with the error header.
    Divert(Arc<str>),
}

/// Gathers what is to be done, record by record.
pub(super) struct Sorter {
    fate: Fate,
    error_header: ErrorHeader,
    budget: Budget,
    refused: Vec<RecordProblem>,
    marks: Vec<Mark>,
    diverted: Builder,
    copies: Option<Builder>,
}

/// A whole delivery, sorted.
pub(super) struct Sorted {
    /// If there are any, the delivery is to be refused for them, and only the copies are to be written.
    pub(super) refused: Vec<RecordProblem>,
    pub(super) marks: Vec<Mark>,
    pub(super) diverted: Option<Side>,
    pub(super) copies: Option<Batch>,
}

impl Sorter {
    /// Batches for other stations are compressed like the one they come from.
    pub(super) fn new(fate: Fate, copying: bool, codec: Codec, limit_bytes: usize) -> Self {
        Self {
            fate,
            error_header: ErrorHeader::default(),
            budget: Budget::new(limit_bytes),
            refused: Vec::new(),
            marks: Vec::new(),
            diverted: Builder::new(codec),
            copies: copying.then(|| Builder::new(codec)),
        }
    }

    /// A valid record goes on; what its sender says of it in the gateway's name does not.
    pub(super) fn valid(&mut self, record: &RecordView<'_>, edit: &mut RecordEdit) {
        if self.replaces_header(record) && self.budget.allows(0) {
            edit.remove_header(ERROR_HEADER);
        }
    }

    pub(super) fn invalid(
        &mut self,
        index: usize,
        record: &RecordView<'_>,
        edit: &mut RecordEdit,
        mut errors: Vec<String>,
    ) {
        let value = self.error_header.value(&errors);
        if !self.budget.allows(value.len() + record_bytes(record)) {
            return;
        }
        if let Some(copies) = &mut self.copies {
            push_tagged(copies, record, &value);
        }
        let outcome = match &self.fate {
            Fate::RefuseBatch { because } => {
                errors.extend(because.map(String::from));
                self.refused.push(RecordProblem { index, errors });
                return;
            }
            Fate::Pass => Outcome::Passed(errors.into()),
            Fate::Tag => {
                edit.remove_header(ERROR_HEADER);
                edit.add_header(ERROR_HEADER, Some(value));
                Outcome::Tagged(errors.into())
            }
            Fate::RefuseRecord => {
                edit.drop_record();
                Outcome::Refused(errors.into())
            }
            Fate::Divert(to) => {
                push_tagged(&mut self.diverted, record, &value);
                edit.drop_record();
                Outcome::Diverted { to: Arc::clone(to), errors: errors.into() }
            }
        };
        self.marks.push(Mark { index, outcome });
    }

    /// # Errors
    /// Those of [`Builder::build`], and [`Error::TooLarge`] where there is more wrong with a batch than can be told.
    pub(super) fn finish(self) -> Result<Sorted, Error> {
        let Self { fate, budget, refused, marks, diverted, copies, .. } = self;
        budget.check()?;
        let diverted = match (fate, built(diverted)?) {
            (Fate::Divert(station), Some(batch)) => Some(Side { station, batch }),
            _ => None,
        };
        let copies = copies.map(built).transpose()?.flatten();
        Ok(Sorted { refused, marks, diverted, copies })
    }

    fn replaces_header(&self, record: &RecordView<'_>) -> bool {
        !matches!(self.fate, Fate::Pass) && record.headers().any(|(name, _)| name == ERROR_HEADER.as_bytes())
    }
}

/// Adds the record as it is, with this error header instead of any it had.
fn push_tagged(builder: &mut Builder, record: &RecordView<'_>, value: &Bytes) {
    let tag = (ERROR_HEADER.as_bytes(), Some(value.as_ref()));
    let own = record.headers().filter(|(name, _)| *name != ERROR_HEADER.as_bytes());
    let headers: Vec<_> = own.chain([tag]).collect();
    builder.push(record.timestamp_ms, record.key, record.value, &headers);
}

fn built(builder: Builder) -> Result<Option<Batch>, Error> {
    (!builder.is_empty()).then(|| builder.build()).transpose()
}
