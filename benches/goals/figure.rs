//! A figure beside its goal.

use std::fmt;

/// By how much a goal may be missed before it counts: what the same program differs by from run to run.
const NOISE: f64 = 0.1;

/// What is wanted of a figure.
#[derive(Clone, Copy, Debug)]
pub enum Goal {
    /// This much or more.
    AtLeast(f64),
    /// Less than this.
    Below(f64),
}

/// One line of the answer.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What was measured.
    pub name: String,
    /// The median of the rounds.
    pub value: f64,
    /// `%`, `ms`, `MB`.
    pub unit: &'static str,
    /// What is wanted.
    pub goal: Goal,
    /// What stands behind it.
    pub note: String,
}

impl Figure {
    /// Whether the goal is missed by more than noise.
    pub fn is_missed(&self) -> bool {
        match self.goal {
            Goal::AtLeast(least) => self.value < least * (1.0 - NOISE),
            Goal::Below(most) => self.value > most * (1.0 + NOISE),
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, value, unit, note, .. } = self;
        let goal = match self.goal {
            Goal::AtLeast(least) => format!("at least {least}"),
            Goal::Below(most) => format!("below {most}"),
        };
        write!(f, "{name}: {value:.0} {unit} (goal {goal} {unit}) — {note}")
    }
}

/// The middle of some numbers.
pub fn median(numbers: impl IntoIterator<Item = f64>) -> f64 {
    let mut sorted: Vec<_> = numbers.into_iter().collect();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}
