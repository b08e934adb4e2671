//! Bytes to stories. A bad record becomes a [`Problem`](crate::model::Problem),
//! never an abort.
