//! Random values of every message, by the same derive that reads and writes them.

use bytes::Bytes;
use uuid::Uuid;

use crate::error_code::ErrorCode;
use crate::wire::Format;

/// A small generator of numbers (xorshift), as only variety matters here.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn throw(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.throw() as usize % choices.len()]
    }
}

/// A value of this type as a version can hold it: fields that the version lacks have their defaults.
pub(crate) trait Sample<'a> {
    fn sample(dice: &mut Dice, format: Format) -> Self;
}

pub(crate) fn sample_option<'a, T: Sample<'a>>(dice: &mut Dice, format: Format, nullable: bool) -> Option<T> {
    (!nullable || !dice.throw().is_multiple_of(3)).then(|| T::sample(dice, format))
}

/// Zero often, as it is the default that tagged fields leave out.
macro_rules! number {
    ($($number:ty),*) => {$(
        impl<'a> Sample<'a> for $number {
            fn sample(dice: &mut Dice, _: Format) -> Self {
                let random = dice.throw() as $number;
                dice.pick(&[0 as $number, 1 as $number, <$number>::MAX, <$number>::MIN, random, random])
            }
        }
    )*};
}

number!(i8, i16, i32, i64, u16, u32, f64);

impl<'a> Sample<'a> for bool {
    fn sample(dice: &mut Dice, _: Format) -> Self {
        dice.pick(&[false, true])
    }
}

impl<'a> Sample<'a> for Uuid {
    fn sample(dice: &mut Dice, _: Format) -> Self {
        let random = Uuid::from_u64_pair(dice.throw(), dice.throw());
        dice.pick(&[Uuid::nil(), random, random])
    }
}

impl<'a> Sample<'a> for ErrorCode {
    fn sample(dice: &mut Dice, format: Format) -> Self {
        Self::from(i16::sample(dice, format))
    }
}

/// The longest needs two bytes for its compact length.
impl<'a> Sample<'a> for &'a str {
    fn sample(dice: &mut Dice, _: Format) -> Self {
        dice.pick(&["", "lights", "straße", "💡", const { str_of(&[b'x'; 200]) }])
    }
}

impl<'a> Sample<'a> for &'a [u8] {
    fn sample(dice: &mut Dice, _: Format) -> Self {
        dice.pick(&[b"".as_slice(), b"\0", b"\xff\xfe", &[7; 130]])
    }
}

/// The longest is spliced into a frame rather than copied.
impl<'a> Sample<'a> for Bytes {
    fn sample(dice: &mut Dice, _: Format) -> Self {
        Self::from_static(dice.pick(&[b"".as_slice(), b"records", &[9; 5000]]))
    }
}

impl<'a, T: Sample<'a>> Sample<'a> for Vec<T> {
    fn sample(dice: &mut Dice, format: Format) -> Self {
        (0..dice.throw() % 4).map(|_| T::sample(dice, format)).collect()
    }
}

const fn str_of(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}
