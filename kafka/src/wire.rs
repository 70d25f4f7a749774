//! How each kind of value looks on the wire, in the plain and in the compact form (KIP-482). Structs get theirs by derive.

use bytes::Bytes;
use uuid::Uuid;

use crate::encoder::Encoder;
use crate::error::{Error, Problem};
use crate::reader::Reader;

/// What decides the form of every value in a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// The message's version.
    pub version: i16,
    /// Compact lengths, and a tagged section after every struct.
    pub flexible: bool,
}

/// A value that travels.
///
/// Null is a matter of the field, not of the type, so both forms are here; the provided ones are those of a struct.
pub trait Wire<'a>: Sized {
    /// Reads a value that may not be null.
    ///
    /// # Errors
    /// [`Error::Malformed`].
    fn read(reader: &mut Reader<'a>, format: Format) -> Result<Self, Error>;

    /// Writes a value.
    ///
    /// # Errors
    /// [`Error::Unwritable`].
    fn write(&self, encoder: &mut Encoder, format: Format) -> Result<(), Error>;

    /// Reads a value that may be null. A struct has a byte before it, negative for null.
    ///
    /// # Errors
    /// [`Error::Malformed`].
    fn read_nullable(reader: &mut Reader<'a>, format: Format) -> Result<Option<Self>, Error> {
        match i8::read(reader, format)? {
            ..0 => Ok(None),
            0.. => Self::read(reader, format).map(Some),
        }
    }

    /// Writes a null.
    fn write_null(encoder: &mut Encoder, _format: Format) {
        encoder.slice(&[0xff]);
    }

    /// Writes a value where null would have been allowed.
    ///
    /// # Errors
    /// [`Error::Unwritable`].
    fn write_present(&self, encoder: &mut Encoder, format: Format) -> Result<(), Error> {
        encoder.slice(&[1]);
        self.write(encoder, format)
    }
}

/// Reads a field that is null only in some versions.
///
/// # Errors
/// [`Error::Malformed`].
pub fn read_option<'a, T: Wire<'a>>(
    reader: &mut Reader<'a>,
    format: Format,
    nullable: bool,
) -> Result<Option<T>, Error> {
    if nullable { T::read_nullable(reader, format) } else { T::read(reader, format).map(Some) }
}

/// Writes a field that may be null only in some versions.
///
/// # Errors
/// [`Error::Unwritable`], with [`Problem::Null`] for a null in the others.
pub fn write_option<'a, T: Wire<'a>>(
    value: &Option<T>,
    encoder: &mut Encoder,
    format: Format,
    nullable: bool,
) -> Result<(), Error> {
    match (value, nullable) {
        (Some(value), true) => value.write_present(encoder, format),
        (Some(value), false) => value.write(encoder, format),
        (None, true) => {
            T::write_null(encoder, format);
            Ok(())
        }
        (None, false) => Err(encoder.unwritable(format, Problem::Null)),
    }
}

/// Numbers, in network order.
macro_rules! number {
    ($($number:ty),*) => {$(
        impl<'a> Wire<'a> for $number {
            fn read(reader: &mut Reader<'a>, _: Format) -> Result<Self, Error> {
                reader.array().map(<$number>::from_be_bytes)
            }

            fn write(&self, encoder: &mut Encoder, _: Format) -> Result<(), Error> {
                encoder.slice(&self.to_be_bytes());
                Ok(())
            }
        }
    )*};
}

number!(i8, i16, i32, i64, u16, u32, f64);

/// One byte, where anything but zero is true.
impl<'a> Wire<'a> for bool {
    fn read(reader: &mut Reader<'a>, _: Format) -> Result<Self, Error> {
        reader.array().map(|[byte]| byte != 0)
    }

    fn write(&self, encoder: &mut Encoder, _: Format) -> Result<(), Error> {
        encoder.slice(&[u8::from(*self)]);
        Ok(())
    }
}

/// Sixteen bytes, all zero for "none".
impl<'a> Wire<'a> for Uuid {
    fn read(reader: &mut Reader<'a>, _: Format) -> Result<Self, Error> {
        reader.array().map(Uuid::from_bytes)
    }

    fn write(&self, encoder: &mut Encoder, _: Format) -> Result<(), Error> {
        encoder.slice(self.as_bytes());
        Ok(())
    }
}

/// How a length before a value is written: plain strings have 16 bits, everything else 32, and every compact one is a
/// varint of the length plus one.
#[derive(Clone, Copy)]
enum Length {
    String,
    Other,
}

impl Length {
    /// The most that a sender may count: a compact length could say more, but a string's must not.
    fn most(self) -> usize {
        match self {
            Self::String => i16::MAX as usize,
            Self::Other => i32::MAX as usize,
        }
    }

    fn read(self, reader: &mut Reader<'_>, format: Format) -> Result<Option<usize>, Error> {
        let length = match self {
            _ if format.flexible => i64::from(reader.unsigned_varint()?) - 1,
            Self::String => i64::from(i16::read(reader, format)?),
            Self::Other => i64::from(i32::read(reader, format)?),
        };
        match reader.length(length)? {
            Some(length) if length > self.most() => Err(reader.malformed(Problem::TooLong(length))),
            length => Ok(length),
        }
    }

    fn write(self, length: usize, encoder: &mut Encoder, format: Format) -> Result<(), Error> {
        if length > self.most() {
            return Err(encoder.unwritable(format, Problem::TooLong(length)));
        }
        match self {
            _ if format.flexible => encoder.unsigned_varint(length as u32 + 1),
            Self::String => encoder.slice(&(length as i16).to_be_bytes()),
            Self::Other => encoder.slice(&(length as i32).to_be_bytes()),
        }
        Ok(())
    }

    fn write_null(self, encoder: &mut Encoder, format: Format) {
        match self {
            _ if format.flexible => encoder.unsigned_varint(0),
            Self::String => encoder.slice(&(-1_i16).to_be_bytes()),
            Self::Other => encoder.slice(&(-1_i32).to_be_bytes()),
        }
    }
}

/// A value behind a length, whose null is a length of -1: its `Wire` from how it is read behind one, how long it is, and
/// how it is written.
macro_rules! behind_length {
    ([$($generics:tt)*] $value:ty, $length:expr, $read:expr, $write:expr) => {
        impl<'a $($generics)*> Wire<'a> for $value {
            fn read(reader: &mut Reader<'a>, format: Format) -> Result<Self, Error> {
                Self::read_nullable(reader, format)?.ok_or_else(|| reader.malformed(Problem::Null))
            }

            fn write(&self, encoder: &mut Encoder, format: Format) -> Result<(), Error> {
                $length.write(self.len(), encoder, format)?;
                $write(self, encoder, format)
            }

            fn read_nullable(reader: &mut Reader<'a>, format: Format) -> Result<Option<Self>, Error> {
                match $length.read(reader, format)? {
                    Some(length) => $read(reader, length, format).map(Some),
                    None => Ok(None),
                }
            }

            fn write_null(encoder: &mut Encoder, format: Format) {
                $length.write_null(encoder, format);
            }

            fn write_present(&self, encoder: &mut Encoder, format: Format) -> Result<(), Error> {
                self.write(encoder, format)
            }
        }
    };
}

behind_length!([] &'a str, Length::String, read_str, |text: &str, encoder: &mut Encoder, _| {
    encoder.slice(text.as_bytes());
    Ok(())
});
behind_length!(
    [] &'a [u8],
    Length::Other,
    |reader: &mut Reader<'a>, length, _| reader.slice(length),
    |bytes: &[u8], encoder: &mut Encoder, _| {
        encoder.slice(bytes);
        Ok(())
    }
);
behind_length!(
    [] Bytes,
    Length::Other,
    |reader: &mut Reader<'a>, length, _| reader.shared(length),
    |bytes: &Bytes, encoder: &mut Encoder, _| {
        encoder.shared(bytes);
        Ok(())
    }
);
behind_length!([, T: Wire<'a>] Vec<T>, Length::Other, read_elements, |elements: &[T], encoder: &mut Encoder, format| {
    elements.iter().try_for_each(|element| element.write(encoder, format))
});

fn read_str<'a>(reader: &mut Reader<'a>, length: usize, _: Format) -> Result<&'a str, Error> {
    let bytes = reader.slice(length)?;
    std::str::from_utf8(bytes).map_err(|_| reader.malformed(Problem::NotUtf8))
}

/// Room is made at once for the elements there can honestly be: an element of which many fit into the bytes that remain
/// gets at most four times those bytes, and grows from there only as elements are really read.
fn read_elements<'a, T: Wire<'a>>(reader: &mut Reader<'a>, count: usize, format: Format) -> Result<Vec<T>, Error> {
    let room = 4 * reader.remaining() / size_of::<T>().max(1) + 1;
    let mut elements = Vec::with_capacity(count.min(room));
    for _ in 0..count {
        elements.push(T::read(reader, format)?);
    }
    Ok(elements)
}
