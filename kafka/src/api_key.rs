//! What a request asks: the keys with their names, versions and headers, made from the list in [`crate::messages`].

use std::fmt;
use std::ops::RangeInclusive;

use crate::messages::ApiKey;

/// Makes `ApiKey` with its facts, and `Request` for every request, of the list.
macro_rules! apis {
    ($($key:literal $api:ident: $request:ty => $response:ty;)* gone: $($gone_key:literal $gone:ident;)*) => {
        /// What a request asks, by the number before it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum ApiKey {
            $(
                #[doc = concat!("Key ", $key, ".")]
                $api,
            )*
            $(
                #[doc = concat!("Key ", $gone_key, ": between brokers before Kafka 4. Named, but without a message here.")]
                $gone,
            )*
            /// A key that this crate does not know.
            Unknown(i16),
        }

        impl ApiKey {
            /// Every API that has messages here, in the order of keys.
            pub const ALL: &[Self] = &[$(Self::$api),*];

            /// Its name, as in Kafka's documentation.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$api => stringify!($api),)*
                    $(Self::$gone => stringify!($gone),)*
                    Self::Unknown(_) => "Unknown",
                }
            }

            /// The versions there are and the first flexible one; `None` for an API without messages here.
            #[expect(clippy::extra_unused_lifetimes, reason = "the types of the list name it")]
            pub(crate) fn facts<'a>(self) -> Option<(::std::ops::RangeInclusive<i16>, Option<i16>)> {
                match self {
                    $(Self::$api => Some((<$request as $crate::Message>::VERSIONS, <$request as $crate::Message>::FLEXIBLE_FROM)),)*
                    $(Self::$gone => None,)*
                    Self::Unknown(_) => None,
                }
            }
        }

        impl From<i16> for ApiKey {
            fn from(key: i16) -> Self {
                match key {
                    $($key => Self::$api,)*
                    $($gone_key => Self::$gone,)*
                    _ => Self::Unknown(key),
                }
            }
        }

        impl From<ApiKey> for i16 {
            fn from(key: ApiKey) -> Self {
                match key {
                    $(ApiKey::$api => $key,)*
                    $(ApiKey::$gone => $gone_key,)*
                    ApiKey::Unknown(key) => key,
                }
            }
        }

        $(
            impl<'a> $crate::Request<'a> for $request {
                const KEY: ApiKey = ApiKey::$api;
                type Response<'b> = $response;
            }
        )*
    };
}

pub(crate) use apis;

impl ApiKey {
    /// The versions that can be read and written here; `None` for an API without messages here.
    pub fn versions(self) -> Option<RangeInclusive<i16>> {
        self.facts().map(|(versions, _)| versions)
    }

    /// The version of the header that a request of this version has: 2 when it is flexible, otherwise 1, but 0 for the one
    /// request that never named its client.
    pub fn request_header_version(self, version: i16) -> i16 {
        match self {
            Self::ControlledShutdown if version == 0 => 0,
            _ => 1 + i16::from(self.is_flexible(version)),
        }
    }

    /// The version of the header that a response of this version has: 1 when it is flexible, otherwise 0. A client cannot
    /// know the version of the first answer it gets, so ApiVersions is always 0.
    pub fn response_header_version(self, version: i16) -> i16 {
        match self {
            Self::ApiVersions => 0,
            _ => i16::from(self.is_flexible(version)),
        }
    }

    fn is_flexible(self, version: i16) -> bool {
        self.facts().and_then(|(_, flexible_from)| flexible_from).is_some_and(|from| version >= from)
    }
}

impl fmt::Display for ApiKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(key) => write!(formatter, "API {key}"),
            _ => formatter.write_str(self.name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::messages::*;
    use crate::{Message, for_each_api};

    #[test]
    fn every_number_comes_back_as_it_went() {
        for key in i16::MIN..=i16::MAX {
            assert_eq!(i16::from(ApiKey::from(key)), key);
        }
    }

    #[test]
    fn unknown_apis_have_no_versions_and_are_named_by_number() {
        let key = ApiKey::from(0x7000);
        assert_eq!((key.versions(), key.request_header_version(9)), (None, 1));
        assert_eq!(key.to_string(), "API 28672");
        assert_eq!(ApiKey::Produce.to_string(), "Produce");
    }

    /// What of a response is decided by its request must hold for the response too.
    macro_rules! alike {
        ($($key:literal $api:ident: $request:ty => $response:ty;)* gone: $($gone_key:literal $gone:ident;)*) => {
            #[expect(clippy::extra_unused_lifetimes, reason = "the types of the list name them")]
            fn differing<'a, 'b>() -> Vec<ApiKey> {
                let mut differing = Vec::new();
                $(
                    if <$request as Message>::VERSIONS != <$response as Message>::VERSIONS
                        || <$request as Message>::FLEXIBLE_FROM != <$response as Message>::FLEXIBLE_FROM
                    {
                        differing.push(ApiKey::$api);
                    }
                )*
                differing
            }
        };
    }
    for_each_api!(alike);

    #[test]
    fn requests_and_responses_have_the_same_versions() {
        assert_eq!(differing(), []);
    }
}
