//! The register as the secretariat and the administrator keep it.

mod associations;
mod contacts;
mod people;
mod regions;
