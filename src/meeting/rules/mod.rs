//! What is true of a meeting without asking anybody: where it stands, what may be done to it, what a change
//! does to calendars, how meetings are numbered, and what speaks against a day. Values in, values out.

mod addresses;
mod change;
mod day;
mod due;
mod number;
mod observers;
mod state;

pub use addresses::{Carried, carried};
#[cfg(test)]
pub(crate) use change::tests::meeting as sample;
pub use change::{Facts, change, differences};
pub use day::{DayProblem, Span, Warning, later_reply_due, reply_due, reply_due_fits, span, warnings};
pub use due::urgency;
pub use number::{Earlier, called, expected_number, name, next_number, numbered, numbering};
pub use observers::{NoCapacity, observer_capacity};
pub use state::{
    Edit, Refusal, State, may_cancel, may_convene, may_edit, may_postpone, may_record, may_reschedule,
    may_rule, state,
};

use entity::meeting_ruling;

use crate::body::rules::{Rule, Value};

/// What applies to one meeting: what a charter says, else what the clerk ruled for it last; else nothing.
pub fn applied<T: Value>(rule: &Rule<T>, rulings: &[meeting_ruling::Model]) -> Option<T> {
    let ruled = || {
        let about = rulings.iter().filter(|ruling| ruling.setting == T::SETTING);
        about.max_by_key(|ruling| (ruling.ruled_at, ruling.id)).and_then(|last| T::from_word(&last.value))
    };
    rule.value().or_else(ruled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::rules::{Citation, Quorum};
    use entity::id::{MeetingId, MeetingRulingId, PersonId};
    use uuid::Uuid;

    fn ruling(value: &str, at: &str) -> meeting_ruling::Model {
        let at = at.parse().unwrap();
        meeting_ruling::Model {
            id: MeetingRulingId::at(at),
            meeting_id: MeetingId(Uuid::nil()),
            setting: Quorum::SETTING,
            value: value.to_owned(),
            reason: "規定がないため".to_owned(),
            ruled_by: PersonId(Uuid::nil()),
            ruled_at: at,
        }
    }

    #[test]
    fn the_charter_comes_before_the_clerk_and_the_last_ruling_counts() {
        let cite =
            Citation { charter_title: "設置要綱".into(), article: "第6条".into(), inherited: false };
        let stated = Rule::Stated { value: Quorum::MoreThanHalf, cite };
        let (half, none) = (Quorum::AtLeastHalf.word(), Quorum::None.word());
        let rulings = [ruling(&none, "2026-11-02T00:00:00Z"), ruling(&half, "2026-11-01T00:00:00Z")];
        assert_eq!(applied(&stated, &rulings), Some(Quorum::MoreThanHalf));
        assert_eq!(applied(&Rule::NotStated, &rulings), Some(Quorum::None));
        assert_eq!(applied::<Quorum>(&Rule::NotStated, &[]), None);
    }
}
