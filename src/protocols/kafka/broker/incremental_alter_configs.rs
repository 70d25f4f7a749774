//! IncrementalAlterConfigs: single configs of a station are set, or go back to their defaults (KIP-339).

use kafka::ErrorCode;
use kafka::messages::incremental_alter_configs::{
    AlterConfigsResource, AlterConfigsResourceResponse, AlterableConfig, IncrementalAlterConfigsRequest,
    IncrementalAlterConfigsResponse,
};

use super::alter_configs::alter;
use super::{Answer, Call, configs};
use crate::backends::Settings;
use crate::protocols::kafka::Error;

/// What is to be done with an entry (`AlterConfigOp.OpType`).
const SET: i8 = 0;
const DELETE: i8 = 1;
/// Adds words to a list.
const APPEND: i8 = 2;
/// Takes words from a list.
const SUBTRACT: i8 = 3;

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: IncrementalAlterConfigsRequest<'_> = call.request()?;
    let mut altered = Vec::with_capacity(request.resources.len());
    for resource in &request.resources {
        let change = |settings: &mut Settings, defaults: &Settings| apply(resource, settings, defaults);
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
    let responses = responses.collect();
    call.respond(&IncrementalAlterConfigsResponse { responses, ..IncrementalAlterConfigsResponse::default() })
}

fn apply(
    resource: &AlterConfigsResource<'_>,
    settings: &mut Settings,
    defaults: &Settings,
) -> Result<(), (ErrorCode, String)> {
    resource.configs.iter().try_for_each(|config| {
        let AlterableConfig { name, config_operation, value } = *config;
        match config_operation {
            SET => configs::set(settings, defaults, name, value),
            DELETE => configs::set(settings, defaults, name, None),
            APPEND | SUBTRACT => {
                let mut words = configs::words(settings, name)?;
                for word in value.unwrap_or_default().split(',').map(str::trim) {
                    words.retain(|present| present != word);
                    if config_operation == APPEND {
                        words.push(word.to_owned());
                    }
                }
                configs::set(settings, defaults, name, Some(&words.join(",")))
            }
            _ => Err((ErrorCode::InvalidRequest, format!("there is no config operation {config_operation}"))),
        }
    })
}
