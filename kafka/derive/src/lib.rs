//! `#[derive(Message)]`: a struct's fields and their `#[kafka(...)]` attributes are the whole schema of a Kafka message.
//! It only writes code that calls `kafka::Wire`; how an integer or a string looks on the wire is that crate's business.
//!
//! # Layout
//! - `schema`: what the attributes say, parsed and checked.
//! - `expand`: the impls written from it.

mod expand;
mod schema;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Writes `Default`, `Wire` and, for a struct with `versions`, `Message`; in the crate's own tests also `Sample`.
/// It is for the crate `kafka` alone: what it writes begins with `crate::`.
///
/// On a struct that is a whole message:
/// - `versions = "0-13"`: the versions there are;
/// - `flexible = "9+"`: those with compact lengths and tagged fields (KIP-482); left out, none is.
///
/// A struct without them is a part of other messages, and follows the version of the message it stands in.
///
/// On a field, in the order in which they travel:
/// - `versions = "4+"`, `"0-3"` or `"7"`: where the field exists; left out, everywhere;
/// - `nullable = "1+"`: where an `Option` may be null; left out, an `Option` is nullable everywhere;
/// - `default = -1`: what an absent field means; left out, the type's own default (`None` for an `Option`);
/// - `ignorable`: a value may be dropped in silence by a version that lacks the field; otherwise that is an error;
/// - `tag = 0`: the field travels among the tagged fields, and only when it differs from its default.
#[proc_macro_derive(Message, attributes(kafka))]
pub fn message(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    schema::Schema::parse(&input)
        .map(|schema| expand::expand(&schema))
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}
