//! What a group can answer instead of doing what was asked.

use ::stations::metadata;

/// A group's error.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A group's name that cannot be.
    #[error("a group's name must not be empty")]
    InvalidGroup,
    /// No such group.
    #[error("there is no group {0:?}")]
    UnknownGroup(String),
    /// The group still has members.
    #[error("group {0:?} still has members")]
    NotEmpty(String),
    /// The group does not know the member: it was thrown out, or the gateway was started anew.
    #[error("the group does not know member {0:?}; it has to join again")]
    UnknownMember(String),
    /// The member is to join once more, with this id (KIP-394).
    #[error("join again as {0:?}")]
    MemberIdRequired(String),
    /// Another member has taken over the instance id (KIP-345).
    #[error("another member has taken over the instance id {0:?}")]
    Fenced(String),
    /// The group has gone on to another generation.
    #[error("the group is at generation {current}, not {got}")]
    IllegalGeneration {
        /// What the member said.
        got: i32,
        /// What the group has.
        current: i32,
    },
    /// The members are being gathered; join again.
    #[error("the group is rebalancing; join again")]
    Rebalancing,
    /// The member shares no protocol with the others.
    #[error("the member's protocols are none that the rest of the group has")]
    InconsistentProtocol,
    /// A session timeout outside of the bounds.
    #[error("a session timeout must be 1 s to 30 min, not {got_ms} ms")]
    SessionTimeout {
        /// What was asked for.
        got_ms: i64,
    },
    /// As many members as a group may have.
    #[error("the group has as many members as a group may have ({limit})")]
    Full {
        /// The limit.
        limit: usize,
    },
    /// As many groups at work as there may be.
    #[error("there are as many groups at work as there may be ({limit})")]
    TooManyGroups {
        /// The limit.
        limit: usize,
    },
    /// What a member says of itself, or assigns, is too large.
    #[error("a group takes at most {limit_bytes} bytes of a member, not {bytes}")]
    Oversized {
        /// Its size.
        bytes: usize,
        /// The limit.
        limit_bytes: usize,
    },
    /// The text beside a committed offset is too large.
    #[error("the text beside a committed offset may have {limit_bytes} bytes, not {bytes}")]
    MetadataTooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        limit_bytes: usize,
    },
    /// The metadata database failed.
    #[error("the metadata database failed: {0}")]
    Metadata(#[from] metadata::Error),
}
