//! ApiVersions: the list of APIs as it is.

use kafka::messages::api_versions::{ApiVersion, ApiVersionsRequest, ApiVersionsResponse};
use kafka::{ApiKey, ErrorCode, Frame};

use super::{APIS, Answer, Api, Call};
use crate::protocols::kafka::Error;

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    if !call.api()?.versions.contains(&call.version) {
        // The client can only know version 0 by now, and finds the right one in it (KIP-511).
        let response = response(ErrorCode::UnsupportedVersion);
        let frame = Frame::response(ApiKey::ApiVersions, 0, call.correlation_id, &response)?;
        return Ok(Answer { frame: Some(frame), throttle_ms: 0 });
    }
    let request: ApiVersionsRequest<'_> = call.request()?;
    let named = call.version < 3
        || (is_software_name(request.client_software_name) && is_software_name(request.client_software_version));
    call.respond(&response(if named { ErrorCode::None } else { ErrorCode::InvalidRequest }))
}

fn response(error_code: ErrorCode) -> ApiVersionsResponse<'static> {
    let api_keys = APIS.iter().map(version).collect();
    ApiVersionsResponse { error_code, api_keys, ..ApiVersionsResponse::default() }
}

fn version(api: &Api) -> ApiVersion {
    ApiVersion { api_key: api.key.into(), min_version: *api.versions.start(), max_version: *api.versions.end() }
}

/// Letters and digits, with dots and dashes between them (KIP-511).
fn is_software_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    let ends = [bytes.first(), bytes.last()];
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    ends.iter().all(|end| end.is_some_and(u8::is_ascii_alphanumeric)) && bytes.iter().all(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_api_served_is_known_in_all_its_versions_and_listed_once() {
        for api in APIS {
            let known = api.key.versions().unwrap();
            assert!(known.contains(api.versions.start()) && known.contains(api.versions.end()), "{}", api.key);
        }
        assert!(APIS.is_sorted_by(|one, next| one.key < next.key));
    }

    #[test]
    fn produce_is_advertised_from_version_0_as_old_clients_look_for_it() {
        let produce = APIS.iter().find(|api| api.key == ApiKey::Produce).unwrap();
        assert_eq!(*produce.versions.start(), 0);
    }

    #[test]
    fn software_names_are_letters_digits_dots_and_dashes() {
        for name in ["librdkafka", "apache-kafka-java", "2.13.0", "a"] {
            assert!(is_software_name(name), "{name}");
        }
        for name in ["", "-a", "a.", "a b", "ä"] {
            assert!(!is_software_name(name), "{name}");
        }
    }
}
