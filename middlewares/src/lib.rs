//! The middleware contract (Delivery, Receipt, Refusal, the adapter) and the catalogue, a file each.
