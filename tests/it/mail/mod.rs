//! Mail that leaves.
mod message;
