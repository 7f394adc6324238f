//! The rows of the matrix as pages, for whoever looks at each in a browser: a route that gets a row is looked at.

use super::{Ground, MATRIX, MAY, Row, YES};
use crate::support::client::Persona;

/// What answers with a file or a word, not with a page.
const NO_PAGES: [&str; 7] = ["/healthz", "/readyz", "/assets/", "/help/images/", ".ics", ".csv", ".{format}"];

/// Every page this persona may open.
pub fn pages(ground: &Ground, persona: Persona) -> Vec<String> {
    let is_page = |path: &str| !NO_PAGES.iter().any(|part| path.contains(part));
    let open = rows("GET", persona, YES).filter(|(_, path, _)| is_page(path));
    open.map(|(_, path, _)| ground.fill(path)).collect()
}

/// Every form this persona may send. Sent empty, it comes back with what is wrong.
pub fn forms(ground: &Ground, persona: Persona) -> Vec<String> {
    rows("POST", persona, MAY).map(|(_, path, _)| ground.fill(path)).collect()
}

fn rows(method: &str, persona: Persona, answer: u16) -> impl Iterator<Item = &'static Row> {
    let column = Persona::ALL.iter().position(|one| *one == persona).unwrap();
    let all = MATRIX.iter().copied().flatten();
    all.filter(move |(of, _, row)| *of == method && row[column] == answer)
}
