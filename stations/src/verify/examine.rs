//! One log, looked at without touching it; but so that it is at rest, a compaction that was killed is finished, and room that
//! was made ahead of writes is given back: zeros, which are no batch.

use std::path::Path;

use super::report::{Finding, Progress, Severity};
use crate::disk::Disk;
use crate::error::{Damage, Error, Place};
use crate::partition::{
    CHECKPOINT_FILE, CLEANED_FILE, Depth, MARK_FILE, Survey, finish_swap, has_unreadable_slot, is_room,
};
use crate::segment::Segment;

/// What is to be said about the log in a folder, and what repairing it goes by.
pub(super) fn partition<'a>(
    disk: &'a dyn Disk,
    place: &Place,
    dir: &'a Path,
    progress: &'a Progress,
) -> Result<(Vec<Finding>, Survey<'a>), Error> {
    finish_swap(disk, dir).map_err(Error::disk("finish the compaction of", dir))?;
    let survey = Survey::of(disk, dir, Depth::Whole(&progress.done_bytes))?;
    let mut findings = lost(&survey);
    let entries = disk.list(dir).map_err(Error::disk("list", dir))?;
    let names: Vec<String> = entries.into_iter().map(|entry| entry.name).collect();
    findings.extend(beside(&survey, dir, &names));
    findings.extend(tail(&survey, disk, dir)?);
    findings.extend(names.iter().filter_map(|name| foreign(dir, name)));
    findings.iter_mut().for_each(|finding| finding.place = Some(place.clone()));
    Ok((findings, survey))
}

/// Messages that cannot be read.
fn lost(survey: &Survey<'_>) -> Vec<Finding> {
    let finding = |damage: &Damage| {
        let remedy = match damage.next_offset {
            Some(_) => "the bytes go to quarantine, and an empty batch takes the place of these offsets",
            None => "the bytes go to quarantine, and the log goes on behind any offset that may have been in them",
        };
        Finding {
            position: Some(damage.position),
            offsets: Some(damage.first_offset..damage.next_offset.unwrap_or(i64::MAX)),
            ..Finding::new(Severity::Loss, damage.file.clone(), damage.reason, remedy)
        }
    };
    survey.damage.iter().map(finding).collect()
}

/// What is kept beside the log files.
fn beside(survey: &Survey<'_>, dir: &Path, names: &[String]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut flaw = |name: &str, what: &str, remedy: &str| {
        findings.push(Finding::new(Severity::Flaw, dir.join(name), what, remedy));
    };
    let is_there = |name: &str| names.iter().any(|found| found == name);
    if survey.mark.is_none() {
        let what = if is_there(MARK_FILE) { "the synced mark cannot be read" } else { "the synced mark is missing" };
        flaw(MARK_FILE, what, "it is made anew");
    }
    if survey.is_unsure() {
        flaw(MARK_FILE, "without it the damaged log takes no appends", "it takes appends again");
    }
    match (&survey.checkpoint, is_there(CHECKPOINT_FILE)) {
        (Some(_), _) => {}
        (None, true) => flaw(
            CHECKPOINT_FILE,
            "the checkpoint cannot be read",
            "it is made anew from the log; messages that were trimmed but still lie there come back",
        ),
        // A log that never grew has none before it is first closed.
        (None, false) if survey.segments.len() <= 1 => {}
        (None, false) => flaw(
            CHECKPOINT_FILE,
            "the checkpoint is missing",
            "it is made anew from the log; messages that were trimmed but still lie there come back",
        ),
    }
    for segment in &survey.unindexed {
        let path = segment.path().with_extension("index");
        findings.push(Finding::new(Severity::Flaw, path, "the index is missing or damaged", "it is made anew"));
    }
    for path in &survey.strange {
        let what = "its batches are sound, but not those that were written: somebody changed the file";
        findings.push(Finding::new(
            Severity::Flaw,
            path.clone(),
            what,
            "it is taken as it is, and its index made anew",
        ));
    }
    findings
}

/// What is above the mark: whoever was killed leaves that. Room is given back here.
fn tail(survey: &Survey<'_>, disk: &dyn Disk, dir: &Path) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    let mut note = |path: &Path, position, what: String, remedy: &str| {
        let finding = Finding::new(Severity::Note, path.to_owned(), what, remedy);
        findings.push(Finding { position, ..finding });
    };
    if let Some(last) = survey.segments.last().filter(|_| survey.damage.is_empty()) {
        let length = last.file().len_bytes().map_err(Error::disk("measure", last.path()))?;
        let bytes = last.summary().bytes;
        let is_room = is_room(&**last.file(), bytes, length).map_err(Error::disk("read", last.path()))?;
        if length > bytes && is_room {
            let cut = last.file().set_len(bytes).and_then(|()| last.file().sync_data());
            cut.map_err(Error::disk("cut the room off", last.path()))?;
        } else if length > bytes {
            let what =
                format!("{} bytes of a batch that was being written, and acknowledged to nobody", length - bytes);
            note(last.path(), Some(bytes), what, "the next start cuts them off");
        }
    }
    for path in &survey.forgotten {
        note(path, None, "it is from before the log's start".to_owned(), "the next start removes it");
    }
    if survey.mark.is_some() && has_unreadable_slot(disk, dir).map_err(Error::disk("read the mark of", dir))? {
        let what = "one of the two slots of the synced mark cannot be read; the other says enough".to_owned();
        note(&dir.join(MARK_FILE), None, what, "it is written over as the log grows");
    }
    Ok(findings)
}

/// A file that is not the store's.
fn foreign(dir: &Path, name: &str) -> Option<Finding> {
    let log = name.strip_suffix(".index").or_else(|| name.strip_suffix(".new")).map(|stem| format!("{stem}.log"));
    let is_ours = matches!(name, MARK_FILE | CHECKPOINT_FILE | "checkpoint.new" | CLEANED_FILE | "cleaned.new")
        || Segment::parse_name(name).is_some()
        || log.is_some_and(|log| Segment::parse_name(&log).is_some());
    let what = "it is not the store's";
    (!is_ours).then(|| Finding::new(Severity::Note, dir.join(name), what, "it is left alone"))
}
