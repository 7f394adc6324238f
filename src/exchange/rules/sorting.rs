//! Which line of a file is of what: by its ID, else by what names it, else something new. Columns that a file does not
//! have stay as they are.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::kind::{Cells, Head, Kind};
use super::reader::Reader;
use super::report::{Change, LineReport, Report, Verdict};
use crate::platform::table::{Fault, Incoming, Line};

/// Where the cells of a column come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// The file does not have it.
    Absent,
    /// The n-th cell of a line, from 0.
    Cell(usize),
    /// The same for every line.
    Value(String),
}

/// Something there is, in the cells of its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its key.
    pub id: Uuid,
    /// One a column.
    pub cells: Vec<String>,
}

/// A line and what it is of.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// In the file.
    pub line: usize,
    /// The key of what it is of.
    pub id: Uuid,
    /// The cells of what is there.
    pub before: Option<Vec<String>>,
    /// The cells as they shall be.
    pub cells: Vec<String>,
    /// What is wrong.
    pub faults: Vec<(&'static str, String)>,
}

/// All lines of a file on their way in.
#[derive(Clone, Debug)]
pub struct Sorting {
    kind: Kind,
    /// In the order of the file.
    pub candidates: Vec<Candidate>,
}

impl Sorting {
    /// Sorts the lines. `fresh` makes the key of something new.
    pub fn new(
        kind: Kind,
        (lines, sources): (&[Line], &[Source]),
        known: Vec<Known>,
        fresh: impl Fn() -> Uuid,
    ) -> Self {
        let mut seen = Seen::of(kind, known);
        let candidates = lines.iter().map(|line| seen.candidate(line, sources, &fresh)).collect();
        Self { kind, candidates }
    }

    /// Keys that come from the file and are of nothing in the region.
    pub fn strangers(&self) -> Vec<Uuid> {
        let at = self.kind.heads().iter().position(|head| head.name == "ID");
        let given =
            |one: &&Candidate| at.and_then(|at| one.cells.get(at)).is_some_and(|cell| !cell.is_empty());
        let new = self.candidates.iter().filter(|one| one.before.is_none() && one.faults.is_empty());
        new.filter(given).map(|one| one.id).collect()
    }

    /// What is new, with its cells.
    pub fn new_ones(&self) -> impl Iterator<Item = (Uuid, &[String])> {
        let new = self.candidates.iter().filter(|one| one.before.is_none());
        new.map(|one| (one.id, one.cells.as_slice()))
    }

    /// Gives new lines the key of what they are of outside the region.
    pub fn same_as(&mut self, find: impl Fn(&[String]) -> Option<Uuid>) {
        for one in self.candidates.iter_mut().filter(|one| one.before.is_none()) {
            one.id = find(&one.cells).unwrap_or(one.id);
        }
    }

    /// Refuses lines whose keys are of something elsewhere.
    pub fn refuse(&mut self, taken: &[Uuid]) {
        for one in self.candidates.iter_mut().filter(|one| taken.contains(&one.id)) {
            let why = "このIDは別のもの（別の圏域のもの、または外されたもの）に使われています。IDを空にしてください。";
            one.faults.push(("ID", why.to_owned()));
        }
    }

    /// The lines that bring something new, read; what cannot be read stays here as a fault.
    pub fn read<I: From<Uuid>, F>(
        &mut self,
        read: impl Fn(&mut Reader<'_>) -> Option<F>,
    ) -> Vec<Incoming<I, F>> {
        let heads = self.kind.heads();
        let mut incoming = Vec::new();
        for one in self.candidates.iter_mut().filter(|one| one.faults.is_empty()) {
            if one.before.as_ref() == Some(&one.cells) {
                continue;
            }
            let Candidate { cells, before, faults, .. } = one;
            let facts = read(&mut Reader { heads, cells, before: before.as_deref(), faults });
            if let Some(facts) =
                facts.filter(|_| one.faults.is_empty() && one.before.as_ref() != Some(&one.cells))
            {
                let (id, known) = (I::from(one.id), one.before.is_some());
                incoming.push(Incoming { line: one.line, id, known, facts });
            }
        }
        incoming
    }

    /// What comes of each line.
    pub fn report(self, faults: &[Fault]) -> Report {
        let heads = self.kind.heads();
        let mut refused: HashMap<usize, Vec<(String, String)>> = HashMap::new();
        for fault in faults {
            refused.entry(fault.line).or_default().push((fault.column.to_string(), fault.reason.clone()));
        }
        let lines = self.candidates.into_iter().map(|one| {
            let title = title(self.kind, &one.cells);
            let mut wrong = refused.remove(&one.line).unwrap_or_default();
            wrong.extend(one.faults.into_iter().map(|(head, why)| (head.to_owned(), why)));
            let verdict = match one.before {
                _ if !wrong.is_empty() => Verdict::Refused(wrong),
                None => Verdict::Added,
                Some(before) if before == one.cells => Verdict::Same,
                Some(before) => Verdict::Changed(changes(heads, &before, &one.cells)),
            };
            LineReport { line: one.line, title, verdict }
        });
        Report { kind: self.kind, lines: lines.collect() }
    }
}

fn changes(heads: &[Head], before: &[String], after: &[String]) -> Vec<Change> {
    let cells = heads.iter().zip(before.iter().zip(after)).filter(|(_, (old, new))| old != new);
    cells.map(|(head, (old, new))| Change { head: head.name, old: old.clone(), new: new.clone() }).collect()
}

fn title(kind: Kind, cells: &[String]) -> String {
    let cells = Cells { heads: kind.heads(), cells };
    let words = kind.title().iter().map(|head| cells.get(head)).filter(|cell| !cell.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// What there is, and what the lines before were of.
struct Seen {
    kind: Kind,
    known: HashMap<Uuid, Vec<String>>,
    keys: HashMap<String, Vec<Uuid>>,
    lines: HashMap<Uuid, usize>,
    new: HashMap<String, usize>,
}

impl Seen {
    fn of(kind: Kind, known: Vec<Known>) -> Self {
        let mut keys: HashMap<String, Vec<Uuid>> = HashMap::new();
        for one in &known {
            if let Some(key) = kind.key(&Cells { heads: kind.heads(), cells: &one.cells }) {
                keys.entry(key).or_default().push(one.id);
            }
        }
        let known = known.into_iter().map(|one| (one.id, one.cells)).collect();
        Self { kind, known, keys, lines: HashMap::new(), new: HashMap::new() }
    }

    fn candidate(&mut self, line: &Line, sources: &[Source], fresh: impl Fn() -> Uuid) -> Candidate {
        let given: Vec<Option<String>> = sources
            .iter()
            .map(|source| match source {
                Source::Absent => None,
                Source::Cell(at) => Some(line.cells.get(*at).cloned().unwrap_or_default()),
                Source::Value(text) => Some(text.clone()),
            })
            .collect();
        let bare: Vec<String> = given.iter().map(|cell| cell.clone().unwrap_or_default()).collect();
        let mut faults = Vec::new();
        let id = match self.identity(&bare) {
            Ok(found) => found,
            Err(why) => {
                faults.push(why);
                None
            }
        };
        let before = id.and_then(|id| self.known.get(&id)).cloned();
        if let Some(at) = id.and_then(|id| self.lines.insert(id, line.number)) {
            faults.push((self.first_head(), format!("{at}行目と同じものです。1行にまとめてください。")));
        }
        if let (None, Some(key)) = (id, self.key(&bare))
            && let Some(at) = self.new.insert(key, line.number).filter(|_| faults.is_empty())
        {
            faults.push((self.first_head(), format!("{at}行目と同じものです。1行にまとめてください。")));
        }
        let cells = match &before {
            Some(before) => {
                given.into_iter().zip(before).map(|(cell, was)| cell.unwrap_or_else(|| was.clone()))
            }
            None => {
                return Candidate {
                    line: line.number,
                    id: id.unwrap_or_else(fresh),
                    before,
                    cells: bare,
                    faults,
                };
            }
        };
        let mut cells: Vec<_> = cells.collect();
        // What was found by its name is written out with its ID.
        if let (Some("ID"), Some(cell)) = (self.kind.heads().first().map(|head| head.name), cells.first_mut())
        {
            *cell = id.map(|id| id.to_string()).unwrap_or_default();
        }
        Candidate { line: line.number, id: id.unwrap_or_else(fresh), before, cells, faults }
    }

    /// The key of what a line is of; `None` when it is new and says no key.
    fn identity(&self, cells: &[String]) -> Result<Option<Uuid>, (&'static str, String)> {
        let named = Cells { heads: self.kind.heads(), cells };
        let id = named.get("ID").trim();
        if !id.is_empty() {
            let read = id.parse::<Uuid>().map_err(|_| {
                (
                    "ID",
                    "IDとして読めません。書き出したファイルのままにするか、新しい行なら空にしてください。"
                        .to_owned(),
                )
            });
            return read.map(Some);
        }
        let found = self.key(cells).and_then(|key| self.keys.get(&key)).map(Vec::as_slice);
        match found {
            None | Some([]) => Ok(None),
            Some([one]) => Ok(Some(*one)),
            Some(several) => Err((
                self.first_head(),
                format!("同じものが{}件あり、どれか決められません。IDを入れてください。", several.len()),
            )),
        }
    }

    fn key(&self, cells: &[String]) -> Option<String> {
        self.kind.key(&Cells { heads: self.kind.heads(), cells })
    }

    fn first_head(&self) -> &'static str {
        self.kind.title().first().copied().unwrap_or("ID")
    }
}
