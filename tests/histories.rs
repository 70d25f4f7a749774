//! The history checker itself, on histories made by hand: one with nothing wrong, and one for every kind of anomaly. That it
//! also catches real bugs is shown where they are planted: `stations/src/store/state_machine/planted.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod history;

use history::{Guarantee, History, Kind, Producer, mark, marked, payload};

/// A station whose records 0, 1, 2, ... were acknowledged at the same offsets of partition 0.
fn stored(count: i64) -> (History, Producer, Vec<Vec<u8>>) {
    let history = History::new();
    let producer = history.producer(Guarantee::OnceInOrder);
    let payloads = (0..count).map(|offset| {
        let (id, payload) = producer.record(40);
        producer.acknowledged(id, 0, offset);
        payload
    });
    let payloads = payloads.collect();
    (history, producer, payloads)
}

/// Reads all of partition 0: these offsets with these payloads.
fn read<'a>(history: &History, found: impl IntoIterator<Item = (i64, &'a Vec<u8>)>) {
    let mut reading = history.reading(0, 0);
    for (offset, payload) in found {
        reading.found(offset, payload);
    }
    reading.ended();
}

/// The kinds that were found, in their order, each once.
fn kinds(history: &History) -> Vec<Kind> {
    history.check().counts().into_keys().collect()
}

#[test]
fn a_history_with_kills_trims_retries_and_refusals_is_clean() {
    let (history, producer, payloads) = stored(5);
    read(&history, (0..).zip(&payloads));
    let (refused, _) = producer.record(40);
    producer.refused(refused);
    let (unknown, in_doubt) = producer.record(40);
    let (_never_stored, _) = producer.record(40);
    history.note("kill -9");
    history.may_forget(0, 2);
    history.forgot(0, 1);
    // It happened to be stored, and is found by one reading of two.
    read(&history, (1..).zip(&payloads[1..]));
    read(&history, (2..).zip(payloads[2..].iter().chain([&in_doubt])));
    producer.acknowledged(unknown, 0, 5);
    let report = history.check();
    report.assert_clean();
    assert_eq!((report.sent, report.acknowledged, report.seen, report.unseen), (8, 6, 6, 0));
    assert!(report.to_string().contains("nothing is wrong"));
}

#[test]
fn lost_what_was_acknowledged_and_is_missing_in_the_middle_or_at_the_end() {
    for missing in [0, 2, 4] {
        let (history, _, payloads) = stored(5);
        read(&history, (0..).zip(&payloads).filter(|(offset, _)| *offset != missing));
        let report = history.check();
        assert_eq!(kinds(&history), [Kind::Lost]);
        assert_eq!(report.anomalies[0].record, Some(missing as u64), "{report}");
    }
}

#[test]
fn lost_what_was_read_once_though_never_acknowledged() {
    let (history, producer, mut payloads) = stored(2);
    payloads.push(producer.record(40).1);
    read(&history, (0..).zip(&payloads));
    read(&history, (0..).zip(&payloads[..2]));
    assert_eq!(kinds(&history), [Kind::Lost]);
}

#[test]
fn lost_what_was_acknowledged_without_a_place() {
    let (history, producer, payloads) = stored(2);
    let (id, _) = producer.record(40);
    producer.acknowledged_somewhere(id);
    assert!(history.check().is_clean(), "not while nothing was read to its end");
    read(&history, (0..).zip(&payloads));
    assert_eq!(kinds(&history), [Kind::Lost]);
}

#[test]
fn lost_a_start_that_nobody_asked_for() {
    let (history, ..) = stored(5);
    history.may_forget(0, 2);
    history.forgot(0, 3);
    assert_eq!(kinds(&history), [Kind::Lost]);
}

#[test]
fn skipped_what_one_reading_passed_over_and_another_found() {
    let (history, _, payloads) = stored(5);
    read(&history, (0..).zip(&payloads).filter(|(offset, _)| *offset != 3));
    read(&history, (0..).zip(&payloads));
    assert_eq!(kinds(&history), [Kind::Skipped]);
}

#[test]
fn duplicated_what_is_at_two_offsets_unless_its_producer_may_repeat() {
    for (guarantee, expected) in [(Guarantee::Once, vec![Kind::Duplicated]), (Guarantee::AtLeastOnce, vec![])] {
        let history = History::new();
        let producer = history.producer(guarantee);
        let (id, payload) = producer.record(40);
        producer.acknowledged(id, 0, 1);
        read(&history, [(0, &payload), (1, &payload)]);
        assert_eq!(kinds(&history), expected);
    }
}

#[test]
fn reordered_what_was_sent_first_and_is_behind() {
    let history = History::new();
    let producer = history.producer(Guarantee::OnceInOrder);
    let (first, second) = (producer.record(40).1, producer.record(40).1);
    read(&history, [(0, &second), (1, &first)]);
    assert_eq!(kinds(&history), [Kind::Reordered]);
}

#[test]
fn reordered_what_is_read_after_a_higher_offset() {
    let (history, _, payloads) = stored(3);
    read(&history, [(0, &payloads[0]), (1, &payloads[1]), (0, &payloads[0]), (2, &payloads[2])]);
    assert_eq!(kinds(&history), [Kind::Reordered]);
}

#[test]
fn phantom_what_nobody_sent_or_what_was_refused() {
    let (history, producer, payloads) = stored(1);
    let (id, refused) = producer.record(40);
    producer.refused(id);
    let foreign = payload(77, 40);
    let unmarked = b"hello".to_vec();
    read(&history, [(0, &payloads[0]), (1, &refused), (2, &foreign), (3, &unmarked)]);
    let report = history.check();
    assert_eq!(report.counts().get(&Kind::Phantom), Some(&3), "{report}");
}

#[test]
fn phantom_what_was_forgotten_and_comes_back() {
    let (history, _, payloads) = stored(3);
    history.may_forget(0, 2);
    history.forgot(0, 2);
    read(&history, (1..).zip(&payloads[1..]));
    assert_eq!(kinds(&history), [Kind::Phantom]);
    history.forgot(0, 1);
    assert_eq!(history.check().anomalies.len(), 2);
}

#[test]
fn phantom_what_a_power_cut_took_and_gives_back() {
    let (history, _, payloads) = stored(3);
    history.took_back(0, 2);
    read(&history, (0..).zip(&payloads[..2]));
    history.check().assert_clean();
    read(&history, (0..).zip(&payloads));
    assert_eq!(kinds(&history), [Kind::Phantom]);
}

#[test]
fn phantom_what_was_given_up_and_appears_after_a_reading_without_it() {
    let (history, producer, mut payloads) = stored(2);
    let (id, late) = producer.record(40);
    payloads.push(late);
    producer.abandoned(id);
    read(&history, (0..).zip(&payloads[..2]));
    history.check().assert_clean();
    read(&history, (0..).zip(&payloads));
    assert_eq!(kinds(&history), [Kind::Phantom]);
}

#[test]
fn changed_what_is_read_otherwise_than_it_was_sent() {
    let (history, _, mut payloads) = stored(3);
    *payloads[1].last_mut().unwrap() ^= 1;
    read(&history, (0..).zip(&payloads));
    assert_eq!(kinds(&history), [Kind::Changed]);
}

#[test]
fn inconsistent_one_offset_of_two_records() {
    let (history, producer, _) = stored(3);
    let (id, _) = producer.record(40);
    producer.acknowledged(id, 0, 2);
    assert_eq!(kinds(&history), [Kind::InconsistentOffset]);
}

#[test]
fn inconsistent_one_record_of_two_offsets() {
    let history = History::new();
    let producer = history.producer(Guarantee::Once);
    let (id, payload) = producer.record(40);
    read(&history, [(0, &payload)]);
    producer.acknowledged(id, 0, 1);
    assert_eq!(kinds(&history), [Kind::InconsistentOffset]);
}

#[test]
fn torn_a_batch_of_which_a_part_is_there() {
    let (history, producer, mut payloads) = stored(2);
    let batch = producer.batch(3, 40);
    payloads.extend(batch.iter().take(2).map(|(_, payload)| payload.clone()));
    read(&history, (0..).zip(&payloads));
    history.check().assert_clean();
    // Something else is where its third record should be.
    payloads.push(producer.record(40).1);
    read(&history, (0..).zip(&payloads));
    assert_eq!(kinds(&history), [Kind::Torn]);
}

#[test]
fn lost_what_compaction_takes_though_it_is_the_newest_of_its_key() {
    let (history, producer, payloads) = stored(4);
    for (id, key) in [(0, 7), (1, 8), (2, 7), (3, 9)] {
        producer.keyed(id, key);
    }
    history.may_compact(0);
    read(&history, (0..).zip(&payloads).filter(|(offset, _)| *offset != 0));
    history.check().assert_clean();
    read(&history, (0..).zip(&payloads).filter(|(offset, _)| *offset > 1));
    assert_eq!(history.check().anomalies.iter().map(|anomaly| anomaly.record).collect::<Vec<_>>(), [Some(1)]);
}

#[test]
fn an_acknowledging_consumer_gets_everything_until_it_acknowledges_and_nothing_after() {
    let (history, _, payloads) = stored(3);
    let consumer = history.consumer("workers");
    let fetch = consumer.fetching();
    for (offset, payload) in (0..).zip(&payloads) {
        assert_eq!(fetch.delivered(0, offset, payload), Some(offset as u64));
    }
    consumer.acked(0);
    consumer.nacked(1);
    // On its way since before the acknowledgement.
    fetch.delivered(0, 0, &payloads[0]);
    assert!(history.check().is_clean());
    let again = consumer.fetching();
    again.delivered(0, 1, &payloads[1]);
    consumer.drained();
    history.check().assert_clean();
    again.delivered(0, 0, &payloads[0]);
    assert_eq!(kinds(&history), [Kind::RedeliveredAfterAck]);
}

#[test]
fn lost_what_is_never_delivered_to_an_acknowledging_consumer_or_not_again() {
    let (history, _, payloads) = stored(3);
    let consumer = history.consumer("workers");
    let fetch = consumer.fetching();
    fetch.delivered(0, 0, &payloads[0]);
    fetch.delivered(0, 1, &payloads[1]);
    consumer.nacked(1);
    consumer.drained();
    let report = history.check();
    assert_eq!(
        report.anomalies.iter().map(|anomaly| anomaly.record).collect::<Vec<_>>(),
        [Some(1), Some(2)],
        "{report}"
    );
    assert_eq!(kinds(&history), [Kind::Lost]);
}

#[test]
fn a_mark_is_found_wherever_it_is() {
    let marked_text = format!("{{\"x\":\"~short~\",\"id\":\"{}\"}}", mark(0xabc));
    assert_eq!(marked(marked_text.as_bytes()), Some(0xabc));
    assert_eq!(marked(b"~0000000000000abc"), None);
    assert_eq!((marked(&payload(7, 0)), payload(7, 300).len()), (Some(7), 300));
}

#[test]
fn a_million_records_are_judged_in_seconds() {
    let (history, _, payloads) = stored(1_000_000);
    let began = std::time::Instant::now();
    read(&history, (0..).zip(&payloads));
    history.check().assert_clean();
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
    println!("a million records: {:?}", began.elapsed());
}
