//! One rule as a charter says it, with the place where it does.

use std::fmt;

/// Words that a charter's title ends with; the citation of a body's own charter prints only these.
const KINDS: [&str; 8] =
    ["設置要綱", "設置要領", "設置規程", "設置規則", "設置条例", "運営要綱", "運営要領", "会則"];

/// One rule as it applies to a body on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule<T> {
    /// A charter says it.
    Stated {
        /// What it says.
        value: T,
        /// Where it says so.
        cite: Citation,
    },
    /// No charter says it: the clerk rules for one meeting, with a reason.
    NotStated,
}

impl<T: Copy> Rule<T> {
    /// The value, if a charter says it.
    pub fn value(&self) -> Option<T> {
        match self {
            Self::Stated { value, .. } => Some(*value),
            Self::NotStated => None,
        }
    }

    /// Where it is said.
    pub fn cite(&self) -> Option<&Citation> {
        match self {
            Self::Stated { cite, .. } => Some(cite),
            Self::NotStated => None,
        }
    }
}

/// The place in a charter that a count on screen names. Prints 「設置要綱 第6条第2項」; a rule taken over from
/// another body's charter keeps that charter's whole title and says so:
/// 「連携協議会設置要綱 第6条第2項（準用）」.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Whole title of the charter that states the rule.
    pub charter_title: String,
    /// E.g. 第6条第2項; may be empty.
    pub article: String,
    /// Whether the body's own charter only points there.
    pub inherited: bool,
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let title = self.charter_title.as_str();
        let kind = KINDS.into_iter().find(|kind| !self.inherited && title.ends_with(kind));
        f.write_str(kind.unwrap_or(title))?;
        if !self.article.is_empty() {
            write!(f, " {}", self.article)?;
        }
        if self.inherited { f.write_str("（準用）") } else { Ok(()) }
    }
}
