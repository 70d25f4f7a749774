//! What stands before the body of every request and response, and whole frames of both.

use crate::encoder::Encoder;
use crate::error::Error;
use crate::frame::Frame;
use crate::message::{Message, Request};
use crate::messages::ApiKey;
use crate::reader::Reader;
use crate::wire::{Format, Wire, read_option, write_option};

/// A header's own values are never in the compact form; only the tagged section after them comes with flexible versions.
const PLAIN: Format = Format { version: 0, flexible: false };

/// The header of a request, in the version that its API key and version ask for: 0 is without client id, 2 has tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestHeader<'a> {
    /// What is asked.
    pub api_key: ApiKey,
    /// The version of the body, and of the response. It may be one that this crate does not know.
    pub api_version: i16,
    /// Comes back in the response; the client's to choose.
    pub correlation_id: i32,
    /// The client's name for itself, for logs and quotas.
    pub client_id: Option<&'a str>,
}

impl<'a> RequestHeader<'a> {
    /// Reads the header, leaving the reader before the body.
    ///
    /// Of an unknown API only these four fields can be trusted to be where they are, so whatever follows them is body.
    ///
    /// # Errors
    /// [`Error::Malformed`].
    pub fn read(reader: &mut Reader<'a>) -> Result<Self, Error> {
        let api_key = ApiKey::from(i16::read(reader.at("RequestHeader.api_key"), PLAIN)?);
        let api_version = i16::read(reader.at("RequestHeader.api_version"), PLAIN)?;
        let correlation_id = i32::read(reader.at("RequestHeader.correlation_id"), PLAIN)?;
        let version = api_key.request_header_version(api_version);
        let client_id = match version {
            0 => None,
            _ => read_option(reader.at("RequestHeader.client_id"), PLAIN, true)?,
        };
        if version >= 2 {
            skip_tags(reader.at("RequestHeader.tags"))?;
        }
        Ok(Self { api_key, api_version, correlation_id, client_id })
    }

    /// Writes the header.
    ///
    /// # Errors
    /// [`Error::Unwritable`] for a client id over 32767 bytes.
    pub fn write(&self, encoder: &mut Encoder) -> Result<(), Error> {
        i16::from(self.api_key).write(encoder, PLAIN)?;
        self.api_version.write(encoder, PLAIN)?;
        self.correlation_id.write(encoder, PLAIN)?;
        let version = self.api_key.request_header_version(self.api_version);
        if version >= 1 {
            write_option(&self.client_id, encoder.at("RequestHeader.client_id"), PLAIN, true)?;
        }
        if version >= 2 {
            encoder.unsigned_varint(0);
        }
        Ok(())
    }

    /// The frame that answers this request, in the request's own version.
    ///
    /// # Errors
    /// As [`Frame::response`].
    pub fn respond<'b>(&self, body: &impl Message<'b>) -> Result<Frame, Error> {
        Frame::response(self.api_key, self.api_version, self.correlation_id, body)
    }
}

/// The header of a response; which request it answers is known by its correlation id alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResponseHeader {
    /// The request's.
    pub correlation_id: i32,
}

impl ResponseHeader {
    /// Reads the header of the response to a request of this API and version, leaving the reader before the body.
    ///
    /// # Errors
    /// [`Error::Malformed`].
    pub fn read(reader: &mut Reader<'_>, api_key: ApiKey, api_version: i16) -> Result<Self, Error> {
        let correlation_id = i32::read(reader.at("ResponseHeader.correlation_id"), PLAIN)?;
        if api_key.response_header_version(api_version) >= 1 {
            skip_tags(reader.at("ResponseHeader.tags"))?;
        }
        Ok(Self { correlation_id })
    }

    /// Writes the header.
    pub fn write(&self, encoder: &mut Encoder, api_key: ApiKey, api_version: i16) {
        encoder.slice(&self.correlation_id.to_be_bytes());
        if api_key.response_header_version(api_version) >= 1 {
            encoder.unsigned_varint(0);
        }
    }
}

impl Frame {
    /// A whole request.
    ///
    /// # Errors
    /// [`Error::Version`], [`Error::Unwritable`], [`Error::FrameTooLarge`].
    pub fn request<'a, R: Request<'a>>(
        correlation_id: i32,
        client_id: Option<&str>,
        version: i16,
        body: &R,
    ) -> Result<Self, Error> {
        let header = RequestHeader { api_key: R::KEY, api_version: version, correlation_id, client_id };
        let mut encoder = Encoder::new();
        header.write(&mut encoder)?;
        body.encode(&mut encoder, version)?;
        encoder.finish()
    }

    /// A whole response to a request of this API and version.
    ///
    /// # Errors
    /// [`Error::Version`], [`Error::Unwritable`], [`Error::FrameTooLarge`].
    pub fn response<'a>(
        api_key: ApiKey,
        version: i16,
        correlation_id: i32,
        body: &impl Message<'a>,
    ) -> Result<Self, Error> {
        let mut encoder = Encoder::new();
        ResponseHeader { correlation_id }.write(&mut encoder, api_key, version);
        body.encode(&mut encoder, version)?;
        encoder.finish()
    }
}

/// No tagged field of a header is known as yet.
fn skip_tags(reader: &mut Reader<'_>) -> Result<(), Error> {
    let mut tags = reader.tags()?;
    while tags.next(reader)?.is_some() {
        tags.skip(reader)?;
    }
    Ok(())
}
