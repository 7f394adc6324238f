//! What comes of a file, line by line.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::kind::Kind;

/// What comes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Of what.
    pub kind: Kind,
    /// In the order of the file.
    pub lines: Vec<LineReport>,
}

/// What comes of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineReport {
    /// In the file, from 1.
    pub line: usize,
    /// What it is of, in a few words.
    pub title: String,
    /// What comes of it.
    pub verdict: Verdict,
}

/// What comes of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Something new.
    Added,
    /// What there is becomes otherwise.
    Changed(Vec<Change>),
    /// It says what there is.
    Same,
    /// It cannot be taken: columns and why.
    Refused(Vec<(String, String)>),
}

/// One column that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its head.
    pub head: &'static str,
    /// As it is.
    pub old: String,
    /// As it will be.
    pub new: String,
}

/// How many lines come to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New.
    pub added: usize,
    /// Changed.
    pub changed: usize,
    /// The same.
    pub same: usize,
    /// Refused.
    pub refused: usize,
}

impl Report {
    /// How many lines come to what.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for line in &self.lines {
            match line.verdict {
                Verdict::Added => counts.added += 1,
                Verdict::Changed(_) => counts.changed += 1,
                Verdict::Same => counts.same += 1,
                Verdict::Refused(_) => counts.refused += 1,
            }
        }
        counts
    }

    /// Lines that cannot be taken.
    pub fn refused(&self) -> impl Iterator<Item = (&LineReport, &[(String, String)])> {
        self.lines.iter().filter_map(|line| match &line.verdict {
            Verdict::Refused(why) => Some((line, why.as_slice())),
            _ => None,
        })
    }

    /// The same for two reports of which nobody could tell the difference: whoever confirms, confirms what was shown.
    pub fn digest(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            // Writing to a String cannot fail.
            let _ = write!(text, "{}|{:?}|", line.line, line.verdict);
        }
        data_encoding::HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
    }
}

impl Counts {
    /// Whether there is something to take.
    pub fn is_nothing(&self) -> bool {
        self.added + self.changed == 0
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "追加{}件、変更{}件、そのまま{}件", self.added, self.changed, self.same)?;
        if self.refused > 0 {
            write!(f, "、取り込めない行{}件", self.refused)?;
        }
        Ok(())
    }
}
