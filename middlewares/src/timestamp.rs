//! The time now, in words: RFC 3339 with nanoseconds, in UTC.

use time::OffsetDateTime;

/// Such as `2024-05-17T20:30:00.000000001Z`; always nine digits, so that as texts they sort by time.
pub(crate) fn now() -> String {
    rfc3339(OffsetDateTime::now_utc())
}

fn rfc3339(at: OffsetDateTime) -> String {
    let (year, month, day) = at.to_calendar_date();
    let (hour, minute, second, nanosecond) = at.to_hms_nano();
    let month = u8::from(month);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{nanosecond:09}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_nine_digits_and_reads_back() {
        let at = OffsetDateTime::from_unix_timestamp_nanos(1_715_977_800_000_000_001).unwrap();
        assert_eq!(rfc3339(at), "2024-05-17T20:30:00.000000001Z");
        let format = &time::format_description::well_known::Rfc3339;
        assert_eq!(OffsetDateTime::parse(&rfc3339(at), format).unwrap(), at);
    }
}
