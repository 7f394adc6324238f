//! The ladder of a meeting: where it stands, what is done, what comes next.

/// One step, as far as this product has it.
#[derive(Clone, Debug)]
pub struct Step {
    /// 計画, 通知, 回答.
    pub name: String,
    /// When it was done, or by when it is due: 11月12日(木).
    pub when: String,
    /// Where it stands.
    pub stage: Stage,
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// 済.
    Done,
    /// いま.
    Now,
    /// これから.
    Later,
}

impl Stage {
    /// For those who hear the page.
    pub fn words(self) -> &'static str {
        match self {
            Self::Done => "（済）",
            Self::Now => "（いま）",
            Self::Later => "（これから）",
        }
    }
}
