//! Which term somebody who takes a seat has, by the charter of the day.

use chrono::NaiveDate;
use entity::id::{BodyId, MembershipId};
use entity::membership::{self, MemberRole};

use crate::body::rules::{ChairChoice, Charters, ReplacementTerm, Rules, TermLength, ViceChairChoice};

/// The term that a seat's next holder has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextTerm {
    /// Last day; empty when open.
    pub to: Option<NaiveDate>,
    /// Whom a 補欠 replaces.
    pub predecessor: Option<MembershipId>,
    /// As what.
    pub role: MemberRole,
    /// What makes it end there.
    pub kind: TermKind,
}

/// What a term is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermKind {
    /// A term like all others of the round.
    Whole,
    /// What a member who left early had still to serve.
    Remaining,
    /// The same, though the charter does not say what a 補欠 serves; nearly all do say this.
    RemainingUnsaid,
    /// A member left early, and the charter gives the 補欠 a whole term.
    WholeReplacement,
}

impl TermKind {
    /// Whether it ends with the whole terms of the round.
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Whole | Self::WholeReplacement)
    }
}

/// The term of whoever takes a seat on a day. `last` is the term before in that seat, `terms` are all terms of the body,
/// `whole` is where whole terms of this round end.
pub fn next_term(
    charters: &Charters,
    body: BodyId,
    (last, terms): (Option<&membership::Model>, &[membership::Model]),
    from: NaiveDate,
    whole: Option<NaiveDate>,
) -> NextTerm {
    let rules = charters.rules_on(body, from);
    let role = last.map_or(MemberRole::Member, |last| next_role(last.role, &rules));
    let term = |to, predecessor, kind| NextTerm { to, predecessor, role, kind };
    let left = last.and_then(|last| {
        let end = whole_end(charters, body, last, terms)?;
        let early = last.to_on.is_some_and(|to| to < end) && from <= end;
        early.then_some((last.id, end))
    });
    let Some((predecessor, end)) = left else { return term(whole, None, TermKind::Whole) };
    match rules.replacement.value() {
        Some(ReplacementTerm::Remaining) => term(Some(end), Some(predecessor), TermKind::Remaining),
        None => term(Some(end), Some(predecessor), TermKind::RemainingUnsaid),
        Some(ReplacementTerm::Whole) => term(whole, Some(predecessor), TermKind::WholeReplacement),
    }
}

/// Where a whole term that begins on a day ends by the rules of that day; none where it is open or the charter is silent.
pub fn whole_term_end(rules: &Rules, from: NaiveDate) -> Option<NaiveDate> {
    rules.term.value().and_then(|length: TermLength| length.last_day(from))
}

/// Whether a day is near enough to today for somebody to take a seat on it: within a year, before or after.
pub fn is_near(day: NaiveDate, today: NaiveDate) -> bool {
    (day - today).num_days().abs() <= 366
}

/// Where a term would have ended had nobody left early, by the charters of the days it and those before it began. None
/// where the charter says nothing of terms.
fn whole_end(
    charters: &Charters,
    body: BodyId,
    term: &membership::Model,
    terms: &[membership::Model],
) -> Option<NaiveDate> {
    let mut first = term;
    for _ in 0..terms.len() {
        let serves_rest =
            charters.rules_on(body, first.from_on).replacement.value() != Some(ReplacementTerm::Whole);
        let before = first.predecessor_id.filter(|_| serves_rest);
        match before.and_then(|id| terms.iter().find(|other| other.id == id)) {
            Some(other) => first = other,
            None => break,
        }
    }
    charters.rules_on(body, first.from_on).term.value()?.last_day(first.from_on)
}

/// What the next holder of a seat is: advisers and observers sit there as such, a chair by post is one, and a chair who
/// is elected or named is a member until the first meeting of the term.
pub fn next_role(role: MemberRole, rules: &Rules) -> MemberRole {
    let stays = match role {
        MemberRole::Adviser | MemberRole::Observer | MemberRole::Member => true,
        MemberRole::Chair => rules.chair.value() == Some(ChairChoice::Post),
        MemberRole::ViceChair => rules.vice_chair.value() == Some(ViceChairChoice::Post),
    };
    if stays { role } else { MemberRole::Member }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use entity::charter_setting::{self, Setting, Standing};
    use entity::id::{CharterId, PersonId, SeatId};
    use uuid::Uuid;

    use super::*;
    use crate::body::rules::Version;

    const BODY: BodyId = BodyId(Uuid::from_u128(1));

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Charter versions by their day, each with settings as `(setting, word)`.
    fn charters(versions: &[(&str, &[(Setting, &str)])]) -> Charters {
        let id = |at: usize| CharterId(Uuid::from_u128(at as u128 + 1));
        let version = |(at, (from, _)): (usize, &(&str, _))| Version {
            id: id(at),
            body: BODY,
            title: "協議会設置要綱".to_owned(),
            effective_on: day(from),
            applies_from: None,
            presider_title: "会長".to_owned(),
            vice_title: None,
            general_affairs: None,
        };
        let said = versions.iter().enumerate().flat_map(|(at, (_, said))| {
            said.iter().map(move |(setting, word)| charter_setting::Model {
                charter_id: id(at),
                setting: *setting,
                standing: Standing::Stated,
                value: Some((*word).to_owned()),
                article: Some("第4条".to_owned()),
            })
        });
        Charters::new(HashMap::new(), versions.iter().enumerate().map(version).collect(), said.collect())
    }

    fn term(id: u128, from: &str, to: &str, predecessor: Option<u128>) -> membership::Model {
        membership::Model {
            id: MembershipId(Uuid::from_u128(id)),
            seat_id: SeatId(Uuid::from_u128(1)),
            person_id: PersonId(Uuid::from_u128(id)),
            role: MemberRole::Member,
            from_on: day(from),
            to_on: Some(day(to)),
            predecessor_id: predecessor.map(|id| MembershipId(Uuid::from_u128(id))),
            deputy_order: None,
            version: 1,
        }
    }

    /// What, the charter, the terms in the seat so far with whether each follows the one before, first day, whole end,
    /// then last day and kind.
    type Case<'a> = (
        &'a str,
        &'a [(Setting, &'a str)],
        &'a [(&'a str, &'a str, bool)],
        &'a str,
        &'a str,
        &'a str,
        TermKind,
    );

    #[test]
    fn who_takes_a_seat_serves_so_long() {
        use Setting::{Replacement, Term};
        use TermKind::{Remaining, RemainingUnsaid, Whole, WholeReplacement};
        let march = "march:2";
        #[rustfmt::skip]
        let cases: &[Case] = &[
            ("after a whole term", &[(Term, march), (Replacement, "remaining")],
                &[("2025-04-01", "2027-03-31", false)], "2027-04-01", "2029-03-31", "2029-03-31", Whole),
            ("a vacancy that nobody ever filled", &[(Term, march)], &[], "2026-12-01", "2028-03-31", "2028-03-31", Whole),
            ("after one who left early", &[(Term, march), (Replacement, "remaining")],
                &[("2025-04-01", "2026-11-30", false)], "2026-12-01", "2028-03-31", "2027-03-31", Remaining),
            ("after a 補欠 who left early", &[(Term, march), (Replacement, "remaining")],
                &[("2025-04-01", "2025-09-30", false), ("2025-10-01", "2026-11-30", true)],
                "2026-12-01", "2028-03-31", "2027-03-31", Remaining),
            ("after a 補欠 who stayed", &[(Term, march), (Replacement, "remaining")],
                &[("2025-04-01", "2025-09-30", false), ("2025-10-01", "2027-03-31", true)],
                "2027-04-01", "2029-03-31", "2029-03-31", Whole),
            ("a whole term by the charter", &[(Term, march), (Replacement, "whole")],
                &[("2025-04-01", "2026-11-30", false)], "2026-12-01", "2028-03-31", "2028-03-31", WholeReplacement),
            ("the charter says nothing of 補欠", &[(Term, march)],
                &[("2025-04-01", "2026-11-30", false)], "2026-12-01", "2028-03-31", "2027-03-31", RemainingUnsaid),
            ("the charter says nothing of terms", &[(Replacement, "remaining")],
                &[("2025-04-01", "2026-11-30", false)], "2026-12-01", "2028-03-31", "2028-03-31", Whole),
            ("long after the term was over", &[(Term, march), (Replacement, "remaining")],
                &[("2023-04-01", "2024-11-30", false)], "2026-12-01", "2028-03-31", "2028-03-31", Whole),
            ("two years to the day, from a leap day", &[(Term, "appointment:2"), (Replacement, "remaining")],
                &[("2024-02-29", "2025-12-31", false)], "2026-01-01", "2027-12-31", "2026-02-27", Remaining),
        ];
        for (what, said, before, from, whole, to, kind) in cases {
            let charters = charters(&[("2020-04-01", said)]);
            let terms: Vec<_> = (1..)
                .zip(*before)
                .map(|(id, (from, to, follows))| term(id, from, to, follows.then(|| id - 1)))
                .collect();
            let next = next_term(&charters, BODY, (terms.last(), &terms), day(from), Some(day(whole)));
            assert_eq!((next.to, next.kind), (Some(day(to)), *kind), "{what}");
            let replaces = *kind != Whole;
            assert_eq!(next.predecessor, terms.last().map(|last| last.id).filter(|_| replaces), "{what}");
        }
    }

    #[test]
    fn the_charter_of_the_day_a_term_began_says_how_long_it_was() {
        use Setting::{Replacement, Term};
        let charters = charters(&[
            ("2020-04-01", &[(Term, "march:3"), (Replacement, "remaining")]),
            ("2026-04-01", &[(Term, "march:2"), (Replacement, "remaining")]),
        ]);
        let last = term(1, "2024-04-01", "2026-11-30", None);
        let next =
            |from| next_term(&charters, BODY, (Some(&last), std::slice::from_ref(&last)), day(from), None);
        assert_eq!(next("2026-12-01").to, Some(day("2027-03-31")));
        // The term of three years is over.
        assert_eq!((next("2027-04-01").to, next("2027-04-01").kind), (None, TermKind::Whole));
    }

    #[test]
    fn a_chair_is_chosen_anew_unless_the_post_makes_one() {
        use MemberRole::{Adviser, Chair, Member, ViceChair};
        for (said, role, next) in [
            (&[(Setting::Chair, "elected")][..], Chair, Member),
            (&[(Setting::Chair, "post")], Chair, Chair),
            (&[], Chair, Member),
            (&[(Setting::ViceChair, "post")], ViceChair, ViceChair),
            (&[(Setting::ViceChair, "named_by_chair")], ViceChair, Member),
            (&[], Adviser, Adviser),
            (&[], Member, Member),
        ] {
            let rules = charters(&[("2020-04-01", said)]).rules_on(BODY, day("2026-04-01"));
            assert_eq!(next_role(role, &rules), next, "{said:?} {role:?}");
        }
    }
}
