//! What a document may cost. Generous for documents that people write, small for a process that must stay up.

/// Bytes of the document, and of each file it refers to.
pub(crate) const FILE_BYTES: usize = 8 << 20;
/// Files that one document may refer to, directly or through another.
pub(crate) const FILES: usize = 64;
/// Bytes of the document and all its files.
pub(crate) const ALL_BYTES: usize = 32 << 20;
/// Values in one file, each alias counted as all that it stands for.
pub(crate) const NODES: usize = 400_000;
/// Lists and maps within one another.
pub(crate) const DEPTH: usize = 100;
/// `$ref`s that lead to one another before a value is reached.
pub(crate) const REFERENCE_CHAIN: usize = 32;
/// Values in all the schemas that are compiled, each message's with everything it refers to.
pub(crate) const SCHEMA_NODES: usize = 500_000;
/// Schemas that one schema may lead to over a path of `$ref`s: the compiler of schemas descends along them.
pub(crate) const SCHEMA_CHAIN: usize = 64;
/// Values that merging traits may make.
pub(crate) const MERGED_NODES: usize = 400_000;
/// Messages of all channels, one that several of them share counted for each.
pub(crate) const MESSAGES: usize = 20_000;
/// Bytes that one compiled regular expression may take.
pub(crate) const PATTERN_BYTES: usize = 1 << 20;
/// Steps back that a regular expression which looks around may take on one value.
pub(crate) const PATTERN_STEPS: usize = 100_000;
/// Schemas within one another that judge one and the same value: the validator descends along them at every level of
/// a message, of which the parser of JSON allows 128.
pub(crate) const SAME_VALUE_STEPS: usize = 32;
/// Ways over `$ref`s in which one value is judged.
pub(crate) const SAME_VALUE_WAYS: usize = 10_000;
