//! From one plain function to a [`tower::Layer`]: most middlewares look at a delivery, or edit it, and never wait.
//! One that must wait, or must see what comes back, implements [`tower::Layer`] itself.

use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::future::Either;
use std::future::{Ready, ready};
use tower::{Layer, Service};

use crate::{Delivery, Receipt, Refusal};

/// A middleware that inspects or edits a delivery, synchronously.
pub trait Middleware: Send + Sync + 'static {
    /// Looks at the delivery, edits its draft, marks records, adds sides; or refuses it whole.
    fn handle(&self, delivery: &mut Delivery) -> Result<(), Refusal>;
}

/// The layer (and, around an inner service, the service) made of a [`Middleware`].
#[derive(Debug)]
pub struct Inspect<M: ?Sized> {
    middleware: Arc<M>,
}

impl<M: ?Sized> Inspect<M> {
    /// A layer that runs `middleware` on each delivery before what is inside.
    pub fn new(middleware: Arc<M>) -> Self {
        Self { middleware }
    }
}

impl<M: ?Sized> Clone for Inspect<M> {
    fn clone(&self) -> Self {
        Self { middleware: Arc::clone(&self.middleware) }
    }
}

impl<M: ?Sized, S> Layer<S> for Inspect<M> {
    type Service = Inspected<M, S>;

    fn layer(&self, inner: S) -> Self::Service {
        Inspected { middleware: Arc::clone(&self.middleware), inner }
    }
}

/// A service that runs a [`Middleware`] before the one inside.
#[derive(Debug)]
pub struct Inspected<M: ?Sized, S> {
    middleware: Arc<M>,
    inner: S,
}

impl<M: ?Sized, S: Clone> Clone for Inspected<M, S> {
    fn clone(&self) -> Self {
        Self { middleware: Arc::clone(&self.middleware), inner: self.inner.clone() }
    }
}

impl<M, S> Service<Delivery> for Inspected<M, S>
where
    M: Middleware + ?Sized,
    S: Service<Delivery, Response = Receipt, Error = Refusal>,
{
    type Response = Receipt;
    type Error = Refusal;
    type Future = Either<S::Future, Ready<Result<Receipt, Refusal>>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Refusal>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut delivery: Delivery) -> Self::Future {
        match self.middleware.handle(&mut delivery) {
            Ok(()) => Either::Left(self.inner.call(delivery)),
            Err(refusal) => Either::Right(ready(Err(refusal))),
        }
    }
}
