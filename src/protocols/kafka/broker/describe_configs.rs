//! DescribeConfigs: a station's settings by Kafka's names, and the few of the broker that tools look for.

use kafka::ErrorCode;
use kafka::messages::describe_configs::{
    DescribeConfigsRequest, DescribeConfigsResource, DescribeConfigsResourceResult, DescribeConfigsResponse,
    DescribeConfigsResult, DescribeConfigsSynonym,
};

use super::configs::{BROKER, ENTRIES, FROM_DEFAULT, FROM_TOPIC, Kind, TOPIC};
use super::error::code;
use super::{Answer, Call, NODE_ID};
use crate::backends::{self, Settings};
use crate::gateway;
use crate::protocols::kafka::Error;

/// One entry as it is.
struct Described {
    name: &'static str,
    value: String,
    kind: Kind,
    documentation: Option<&'static str>,
    source: i8,
    read_only: bool,
}

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: DescribeConfigsRequest<'_> = call.request()?;
    let mut described = Vec::with_capacity(request.resources.len());
    for resource in &request.resources {
        described.push(describe(&call, resource).await);
    }
    let results = request.resources.iter().zip(&described).map(|(resource, described)| {
        let (resource_type, resource_name) = (resource.resource_type, resource.resource_name);
        let result = DescribeConfigsResult { resource_type, resource_name, ..DescribeConfigsResult::default() };
        match described {
            Ok(entries) => {
                let wanted = entries.iter().filter(|entry| is_wanted(resource, entry.name));
                DescribeConfigsResult {
                    configs: wanted.map(|entry| config(entry, &request, call.version)).collect(),
                    ..result
                }
            }
            Err((error_code, text)) => {
                DescribeConfigsResult { error_code: *error_code, error_message: Some(text), ..result }
            }
        }
    });
    call.respond(&DescribeConfigsResponse { results: results.collect(), ..DescribeConfigsResponse::default() })
}

async fn describe(call: &Call, resource: &DescribeConfigsResource<'_>) -> Result<Vec<Described>, (ErrorCode, String)> {
    let name = resource.resource_name;
    match resource.resource_type {
        TOPIC => {
            let failed = |error: gateway::Error| (code(&error), error.to_string());
            let unknown = || failed(backends::Error::UnknownStation(name.to_owned()).into());
            let station = call.door().station(name).await.map_err(failed)?.ok_or_else(unknown)?;
            Ok(of_station(&station.settings, &call.gateway().settings().defaults))
        }
        BROKER if name.is_empty() || name == NODE_ID.to_string() => Ok(of_broker(call)),
        BROKER => Err((ErrorCode::InvalidRequest, format!("there is no broker {name:?}, only {NODE_ID}"))),
        other => Err((ErrorCode::InvalidRequest, format!("resources of type {other} have no configs here"))),
    }
}

fn of_station(settings: &Settings, defaults: &Settings) -> Vec<Described> {
    let entries = ENTRIES.iter().map(|entry| {
        let value = entry.read(settings);
        Described {
            name: entry.name,
            kind: entry.kind,
            documentation: Some(entry.documentation),
            source: if value == entry.read(defaults) { FROM_DEFAULT } else { FROM_TOPIC },
            read_only: entry.is_fixed(),
            value,
        }
    });
    entries.collect()
}

fn of_broker(call: &Call) -> Vec<Described> {
    let settings = call.gateway().settings();
    let entry = |name, value: String, kind| Described {
        name,
        value,
        kind,
        documentation: None,
        source: FROM_DEFAULT,
        read_only: true,
    };
    vec![
        entry("auto.create.topics.enable", settings.auto_create.to_string(), Kind::Boolean),
        entry("broker.id", NODE_ID.to_string(), Kind::Int),
        entry("default.replication.factor", "1".to_owned(), Kind::Int),
        entry("delete.topic.enable", "true".to_owned(), Kind::Boolean),
        entry("message.max.bytes", settings.defaults.max_message_bytes.to_string(), Kind::Int),
        entry("num.partitions", settings.defaults.partitions.to_string(), Kind::Int),
        entry("socket.request.max.bytes", settings.max_frame_bytes.to_string(), Kind::Int),
    ]
}

/// No list of keys asks for all of them.
fn is_wanted(resource: &DescribeConfigsResource<'_>, name: &str) -> bool {
    resource.configuration_keys.as_ref().is_none_or(|keys| keys.is_empty() || keys.contains(&name))
}

fn config<'a>(
    entry: &'a Described,
    request: &DescribeConfigsRequest<'_>,
    version: i16,
) -> DescribeConfigsResourceResult<'a> {
    let own = DescribeConfigsSynonym { name: entry.name, value: Some(&entry.value), source: entry.source };
    DescribeConfigsResourceResult {
        name: entry.name,
        value: Some(&entry.value),
        read_only: entry.read_only,
        // Sources have come in its place.
        is_default: version == 0 && entry.source == FROM_DEFAULT,
        config_source: entry.source,
        is_sensitive: false,
        synonyms: request.include_synonyms.then_some(own).into_iter().collect(),
        config_type: entry.kind as i8,
        documentation: entry.documentation.filter(|_| request.include_documentation),
    }
}
