//! One version of a charter, and its place among those of its body.

use chrono::NaiveDate;
use entity::id::{BodyId, CharterId};

use super::titles::Titles;

/// A version of a charter, as far as rules need it.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its key.
    pub id: CharterId,
    /// Whose charter.
    pub body: BodyId,
    /// Whole title.
    pub title: String,
    /// 施行日.
    pub effective_on: NaiveDate,
    /// 適用日, where it is another day.
    pub applies_from: Option<NaiveDate>,
    /// What the presider is called.
    pub presider_title: String,
    /// What the vice-chair is called, where it is not 副 and the presider's title.
    pub vice_title: Option<String>,
    /// 庶務.
    pub general_affairs: Option<String>,
}

impl Version {
    /// What those who preside are called under it.
    pub fn titles(&self) -> Titles {
        Titles::new(&self.presider_title, self.vice_title.as_deref())
    }
}

/// The first day a version counts: 「○年○月○日から適用する」, else its 施行日.
pub fn applies_from(effective_on: NaiveDate, applies_from: Option<NaiveDate>) -> NaiveDate {
    applies_from.unwrap_or(effective_on)
}

/// Where a version stands among those of its body: they take each other's place in this order.
pub fn in_order(effective_on: NaiveDate, stated: Option<NaiveDate>) -> (NaiveDate, NaiveDate) {
    (applies_from(effective_on, stated), effective_on)
}
