//! Everything renkei does, tried from outside, in one binary.
mod mail;
mod support;
