//! The register of a region (圏域): its office and member towns, its associations, its people, and the ways to
//! reach them. Names are kept as their owner writes them and never normalised; codes, numbers and addresses are.
//! Nothing is deleted: a contact point is retired, a town leaves on a day, an association ends on a day.
//!
//! Tables: `region`, `municipality`, `region_municipality`, `association`, `person`, `contact_point`.

pub mod commands;
pub mod queries;
pub mod rules;
