//! What can be wrong with bytes that claim to be a Kafka message, and with a message that is to become bytes.
//! Not the codes that brokers answer with: those are [`crate::ErrorCode`].

use std::ops::RangeInclusive;

/// Why something cannot be read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The peer sent bytes that are not what they claim to be; the connection cannot go on, as Kafka has no way to skip.
    #[error("{field}, {remaining} bytes before the end of its frame: {problem}")]
    Malformed {
        /// The field being read, as `Struct.field`.
        field: &'static str,
        /// How many bytes of the frame were still unread.
        remaining: usize,
        /// What is wrong there.
        problem: Problem,
    },
    /// The caller gave a value that the wire, or this version of the message, has no place for.
    #[error("{field} cannot be written in version {version}: {problem}")]
    Unwritable {
        /// The field being written, as `Struct.field`.
        field: &'static str,
        /// The version asked for.
        version: i16,
        /// What is wrong with the value.
        problem: Problem,
    },
    /// A version outside the schema.
    #[error("{message} has no version {version}, only {} to {}", versions.start(), versions.end())]
    Version {
        /// The message's name.
        message: &'static str,
        /// The version asked for.
        version: i16,
        /// The versions there are.
        versions: RangeInclusive<i16>,
    },
    /// The four bytes before a frame claim a size that cannot be, or that is over the limit.
    #[error("a frame claims {claimed_bytes} bytes, where 0 to {max_bytes} are accepted")]
    FrameSize {
        /// The size as sent, in bytes.
        claimed_bytes: i32,
        /// The limit, in bytes.
        max_bytes: usize,
    },
    /// A frame to be sent would be larger than its 31-bit size can say.
    #[error("a frame of {bytes} bytes is larger than Kafka's 2147483647; send fewer records at a time")]
    FrameTooLarge {
        /// Its size in bytes.
        bytes: usize,
    },
}

/// What is wrong at one place of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The frame ends within the value.
    #[error("the frame ends here")]
    Truncated,
    /// A length or a count other than a null's is negative.
    #[error("the length {0} is negative")]
    NegativeLength(i64),
    /// A length or a count that even one byte an element would not fit into what remains.
    #[error("it claims {0} bytes or elements, more than the frame has left")]
    Overlong(usize),
    /// A null where this version allows none.
    #[error("null is not allowed here")]
    Null,
    /// A string that is not UTF-8.
    #[error("the text is not UTF-8")]
    NotUtf8,
    /// A variable-length integer of more than 32 bits.
    #[error("a variable-length integer does not end within 32 bits")]
    VarintOverflow,
    /// Tags must rise, each at most once.
    #[error("tagged field {0} is repeated or out of order")]
    TagOrder(u32),
    /// A tagged field is shorter or longer than the size before it.
    #[error("a tagged field does not fill the size it claims")]
    TagSize,
    /// Bytes after the last field.
    #[error("bytes follow after the last field")]
    Trailing,
    /// A value in a field that the version lacks, and that may not be dropped in silence.
    #[error("this version lacks the field, and its value would be lost")]
    Lost,
    /// A string over 32767 bytes, or an array or byte string over 2147483647.
    #[error("{0} bytes or elements are more than the wire can count")]
    TooLong(usize),
}
