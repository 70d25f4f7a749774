//! AlterConfigs: all configs of a station are set anew; what is not named goes back to its default (KIP-133). The
//! way in which a set of changes reaches a station is here for IncrementalAlterConfigs too.

use kafka::ErrorCode;
use kafka::messages::alter_configs::{
    AlterConfigsRequest, AlterConfigsResource, AlterConfigsResourceResponse, AlterConfigsResponse,
};

use super::configs::{self, TOPIC};
use super::error::code;
use super::{Answer, Call};
use crate::backends::{self, Change, Settings};
use crate::gateway;
use crate::protocols::kafka::Error;

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: AlterConfigsRequest<'_> = call.request()?;
    let mut altered = Vec::with_capacity(request.resources.len());
    for resource in &request.resources {
        let change = |settings: &mut Settings, defaults: &Settings| replace(resource, settings, defaults);
        altered.push(alter(&call, resource.resource_type, resource.resource_name, request.validate_only, change).await);
    }
    let responses = request.resources.iter().zip(&altered).map(|(resource, altered)| {
        let (error_code, error_message) = match altered {
            Ok(()) => (ErrorCode::None, None),
            Err((error_code, text)) => (*error_code, Some(text.as_str())),
        };
        let (resource_type, resource_name) = (resource.resource_type, resource.resource_name);
        AlterConfigsResourceResponse { error_code, error_message, resource_type, resource_name }
    });
    call.respond(&AlterConfigsResponse { responses: responses.collect(), ..AlterConfigsResponse::default() })
}

fn replace(
    resource: &AlterConfigsResource<'_>,
    settings: &mut Settings,
    defaults: &Settings,
) -> Result<(), (ErrorCode, String)> {
    *settings = configs::at_defaults(settings, defaults);
    resource.configs.iter().try_for_each(|config| configs::set(settings, defaults, config.name, config.value))
}

/// Changes a resource's settings, all or nothing.
pub(super) async fn alter(
    call: &Call,
    resource_type: i8,
    name: &str,
    validate_only: bool,
    change: impl FnOnce(&mut Settings, &Settings) -> Result<(), (ErrorCode, String)>,
) -> Result<(), (ErrorCode, String)> {
    if resource_type != TOPIC {
        return Err((ErrorCode::InvalidRequest, "only topics can be configured here".to_owned()));
    }
    let failed = |error: gateway::Error| (code(&error), error.to_string());
    let unknown = || failed(backends::Error::UnknownStation(name.to_owned()).into());
    let mut settings = call.door().station(name).await.map_err(failed)?.ok_or_else(unknown)?.settings;
    change(&mut settings, &call.gateway().settings().defaults)?;
    if validate_only {
        return Ok(());
    }
    call.door().alter(name, Change::Settings(settings)).await.map_err(failed)
}
