//! A whole message in its versions, and a request with its key and its response.

use std::ops::RangeInclusive;

use bytes::Bytes;

use crate::encoder::Encoder;
use crate::error::Error;
use crate::messages::ApiKey;
use crate::reader::Reader;
use crate::wire::{Format, Wire};

/// A message with versions of its own: a request's or a response's body, or one that travels in a byte field.
pub trait Message<'a>: Wire<'a> + Default {
    /// The struct's name, for errors.
    const NAME: &'static str;
    /// The versions that can be read and written.
    const VERSIONS: RangeInclusive<i16>;
    /// The first version with compact lengths and tagged fields (KIP-482).
    const FLEXIBLE_FROM: Option<i16>;

    /// The form that a version has.
    ///
    /// # Errors
    /// [`Error::Version`].
    fn format(version: i16) -> Result<Format, Error> {
        if !Self::VERSIONS.contains(&version) {
            return Err(Error::Version { message: Self::NAME, version, versions: Self::VERSIONS });
        }
        Ok(Format { version, flexible: Self::FLEXIBLE_FROM.is_some_and(|from| version >= from) })
    }

    /// Reads the message from a reader behind its header, or from `&Bytes` that are nothing but the message.
    ///
    /// # Errors
    /// [`Error::Version`]; [`Error::Malformed`], also for bytes that follow the message.
    fn decode(body: impl Into<Reader<'a>>, version: i16) -> Result<Self, Error> {
        let format = Self::format(version)?;
        let mut reader = body.into();
        let message = Self::read(&mut reader, format)?;
        reader.at(Self::NAME).finish()?;
        Ok(message)
    }

    /// Reads the message and passes over bytes that follow it, as Apache Kafka does with requests: librdkafka 2.16
    /// sends three behind their Metadata request.
    ///
    /// # Errors
    /// [`Error::Version`]; [`Error::Malformed`].
    fn decode_front(body: impl Into<Reader<'a>>, version: i16) -> Result<Self, Error> {
        Self::read(&mut body.into(), Self::format(version)?)
    }

    /// Writes the message behind what the encoder has.
    ///
    /// # Errors
    /// [`Error::Version`], [`Error::Unwritable`].
    fn encode(&self, encoder: &mut Encoder, version: i16) -> Result<(), Error> {
        self.write(encoder, Self::format(version)?)
    }

    /// The message alone, in one piece: for those that travel in byte fields, and for tests.
    ///
    /// # Errors
    /// As [`Message::encode`].
    fn to_bytes(&self, version: i16) -> Result<Bytes, Error> {
        let mut encoder = Encoder::new();
        self.encode(&mut encoder, version)?;
        Ok(encoder.into_body())
    }
}

/// A message that travels in a byte field behind two bytes with its version: what the members of a group tell each other.
pub trait Versioned<'a>: Message<'a> {
    /// Reads the version, and the message. A version newer than any here is read as the newest, and what it adds at the
    /// end is passed over: that is how members of different age understand each other.
    ///
    /// # Errors
    /// [`Error::Version`] for one older than any here, [`Error::Malformed`].
    fn decode_versioned(bytes: &'a Bytes) -> Result<(i16, Self), Error> {
        let mut reader = Reader::new(bytes);
        let sent = i16::read(reader.at(Self::NAME), Format { version: 0, flexible: false })?;
        let version = sent.min(*Self::VERSIONS.end());
        let message = Self::read(&mut reader, Self::format(version)?)?;
        if sent == version {
            reader.at(Self::NAME).finish()?;
        }
        Ok((version, message))
    }

    /// The version, and the message.
    ///
    /// # Errors
    /// As [`Message::encode`].
    fn to_versioned_bytes(&self, version: i16) -> Result<Bytes, Error> {
        let mut encoder = Encoder::new();
        encoder.slice(&version.to_be_bytes());
        self.encode(&mut encoder, version)?;
        Ok(encoder.into_body())
    }
}

/// A request's body.
pub trait Request<'a>: Message<'a> {
    /// The API that it asks.
    const KEY: ApiKey;
    /// What it is answered with.
    type Response<'b>: Message<'b>;
}
