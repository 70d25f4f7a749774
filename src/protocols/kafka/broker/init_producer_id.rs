//! InitProducerId: an id for an idempotent producer. A transactional one is told that it cannot be.

use kafka::ErrorCode;
use kafka::messages::init_producer_id::{InitProducerIdRequest, InitProducerIdResponse};

use super::{Answer, Call};
use crate::protocols::kafka::Error;

pub(super) async fn handle(call: Call) -> Result<Answer, Error> {
    let request: InitProducerIdRequest<'_> = call.request()?;
    if request.transactional_id.is_some() {
        let error_code = ErrorCode::TransactionalIdAuthorizationFailed;
        return call.respond(&InitProducerIdResponse { error_code, ..InitProducerIdResponse::default() });
    }
    // One that has an id and asks to go on after an error (KIP-360) gets a new one too: without a transaction nothing
    // ties it to the old.
    let response = match call.client.broker.producer_ids.next().await {
        Ok(producer_id) => InitProducerIdResponse { producer_id, ..InitProducerIdResponse::default() },
        Err(error) => {
            tracing::error!("a producer got no id: {error}");
            let error_code = ErrorCode::CoordinatorNotAvailable;
            InitProducerIdResponse { error_code, ..InitProducerIdResponse::default() }
        }
    };
    call.respond(&response)
}
