//! DeleteTopics: stations are deleted, by name or by id (KIP-516).

use std::sync::Arc;

use kafka::ErrorCode;
use kafka::messages::delete_topics::{
    DeletableTopicResult, DeleteTopicState, DeleteTopicsRequest, DeleteTopicsResponse,
};

use super::error::code;
use super::{Answer, Call};
use crate::gateway;
use crate::protocols::kafka::Error;

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: DeleteTopicsRequest<'_> = call.request()?;
    let named = |name: &&'_ str| -> Option<Arc<str>> { Some(Arc::from(*name)) };
    let mut wanted: Vec<(DeleteTopicState<'_>, Option<Arc<str>>)> = Vec::new();
    for name in &request.topic_names {
        wanted.push((DeleteTopicState { name: Some(name), ..DeleteTopicState::default() }, named(name)));
    }
    for topic in request.topics {
        let name = match &topic.name {
            Some(name) => named(name),
            None => call.topics().find(topic.topic_id, call.door()).await.ok().flatten(),
        };
        wanted.push((topic, name));
    }
    let mut deleted = Vec::with_capacity(wanted.len());
    for (_, name) in &wanted {
        deleted.push(delete(&call, name.as_deref()).await);
    }
    let responses = wanted.iter().zip(&deleted).map(|((topic, name), deleted)| {
        let (error_code, error_message) = match deleted {
            Ok(()) => (ErrorCode::None, None),
            Err((error_code, text)) => (*error_code, Some(text.as_str())),
        };
        let name = name.as_deref().or(topic.name);
        DeletableTopicResult { name, topic_id: topic.topic_id, error_code, error_message }
    });
    call.respond(&DeleteTopicsResponse { responses: responses.collect(), ..DeleteTopicsResponse::default() })
}

async fn delete(call: &Call, name: Option<&str>) -> Result<(), (ErrorCode, String)> {
    let name = name.ok_or_else(|| (ErrorCode::UnknownTopicId, "there is no topic with this id".to_owned()))?;
    let failed = |error: gateway::Error| (code(&error), error.to_string());
    call.door().delete(name).await.map_err(failed)?;
    call.topics().forget(name);
    Ok(())
}
