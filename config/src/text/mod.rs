//! Values that are written as text: `30s`, `64KiB`, `localhost:9092`, `10.0.0.0/8`, `lights*`.
//!
//! Each is a newtype that parses itself, and says in one sentence why it could not. For the sections of this crate;
//! other crates are unaware of it and take numbers with their unit in the name, or text.

mod address;
mod cidr;
mod glob;
mod units;

pub use address::{Address, HostPort};
pub use cidr::Cidr;
pub use glob::Glob;
pub use units::{Bytes, Duration};

/// Why a text is none of these.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Not a duration.
    #[error("{0:?} is not a duration: write numbers with units, such as 500ms, 30s, 1m30s, 12h or 7d")]
    Duration(String),
    /// Not a size.
    #[error("{0:?} is not a size: write bytes, or a number with a unit, such as 64KiB, 10MB or 1GiB")]
    Bytes(String),
    /// Not an address to listen on.
    #[error(
        "{0:?} is not an address to listen on: write an IP address (or localhost) and a port, such as 127.0.0.1:9092 or [::]:9092"
    )]
    Address(String),
    /// Not a host and a port.
    #[error("{0:?} is not a host and a port, such as gateway.example.com:9092")]
    HostPort(String),
    /// Not a block of addresses.
    #[error("{0:?} is not a block of addresses, such as 10.0.0.0/8, ::1/128 or 192.168.1.7")]
    Cidr(String),
    /// Not a pattern of station names.
    #[error("a pattern of station names may not be empty: \"*\" is every station")]
    Glob,
}

/// Gives a type that implements `FromStr<Err = TextError>` its serde and its JSON Schema: text, which the schema walker
/// has parsed by the type itself (see [`problem`]).
macro_rules! text_type {
    ($type:ident, $name:literal, $description:literal) => {
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "x-reads-as": $name, "description": $description })
            }
        }
    };
}
use text_type;

/// What is wrong with `text` as the type that calls itself `name` in its schema.
pub(crate) fn problem(name: &str, text: &str) -> Option<String> {
    let error = match name {
        "duration" => text.parse::<Duration>().err(),
        "bytes" => text.parse::<Bytes>().err(),
        "address" => text.parse::<Address>().err(),
        "host-port" => text.parse::<HostPort>().err(),
        "cidr" => text.parse::<Cidr>().err(),
        "glob" => text.parse::<Glob>().err(),
        _ => None,
    };
    error.map(|error| error.to_string())
}

#[cfg(test)]
mod tests;
