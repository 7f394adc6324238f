//! What the pages of a meeting offer to choose from, and what speaks against what was chosen.

use chrono::{Months, NaiveDate};
use entity::body;
use entity::id::{BodyId, MeetingId, RegionId};
use entity::meeting::{MeetingMode, Openness};
use sea_orm::{ActiveEnum, ConnectionTrait, DbErr};

use crate::body::queries::rules_on;
use crate::meeting::commands::Date;
use crate::meeting::queries;
use crate::meeting::rules::{self, Warning};
use crate::platform::date::{FiscalYear, iso_day, tokyo_day, wareki_month};
use crate::platform::form::Choice;

/// What the page offers to choose from.
#[derive(Clone, Debug)]
pub struct Offers {
    /// Bodies of the region; empty when the body is fixed.
    pub bodies: Vec<Choice>,
    /// The months of this fiscal year and the two after it.
    pub months: Vec<Choice>,
    /// 会場だけ, 会場とオンライン, オンラインだけ.
    pub modes: Vec<Choice>,
    /// 公開, 非公開.
    pub openness: Vec<Choice>,
}

impl Offers {
    /// Everything but bodies; `kept` is the month stored, which stays on offer when it has passed.
    pub fn new(today: NaiveDate, kept: Option<NaiveDate>) -> Self {
        let start = FiscalYear::of(today).start();
        let ahead = (0..36).filter_map(|months| start.checked_add_months(Months::new(months)));
        let mut all: Vec<_> = kept.into_iter().chain(ahead).collect();
        all.sort_unstable();
        all.dedup();
        let months = all.into_iter().map(|first| Choice::new(iso_day(first), wareki_month(first)));
        let modes = [MeetingMode::Room, MeetingMode::Hybrid, MeetingMode::Online];
        let openness = [Openness::Open, Openness::Closed];
        Self {
            bodies: Vec::new(),
            months: std::iter::once(Choice::new("", "選ばない")).chain(months).collect(),
            modes: modes.map(|mode| Choice::new(mode.to_value(), mode_label(mode))).into(),
            openness: openness.map(|one| Choice::new(one.to_value(), openness_label(one))).into(),
        }
    }

    /// With the bodies a meeting can be planned for.
    pub fn with_bodies(self, bodies: &[body::Model]) -> Self {
        let offer = |body: &body::Model| Choice::new(body.id.to_string(), &*body.name);
        let none = Choice::new("", "選んでください");
        Self { bodies: std::iter::once(none).chain(bodies.iter().map(offer)).collect(), ..self }
    }
}

/// Whose meeting is looked at, and which one is not to be compared with itself.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    /// Its region.
    pub region: RegionId,
    /// Its body.
    pub body: BodyId,
    /// The meeting that is edited.
    pub except: Option<MeetingId>,
}

/// What speaks against the day chosen, and the reply deadline the charter proposes for it; nothing while only
/// a month is known.
pub async fn advice(
    db: &impl ConnectionTrait,
    of: Subject,
    date: Date,
    today: NaiveDate,
) -> Result<(Vec<Warning>, Option<NaiveDate>), DbErr> {
    let Date::Hours(span) = date else { return Ok((Vec::new(), None)) };
    let day = tokyo_day(span.starts_at);
    let said = rules_on(db, of.body, day).await?;
    let mut found = rules::warnings(day, today, said.notice_period.value().zip(said.notice_period.cite()));
    let clashes = queries::clashes(db, of.region, of.body, span, of.except).await?;
    found.extend(clashes.iter().map(queries::Clash::warning));
    Ok((found, Some(rules::reply_due(day, said.reply_deadline.value())).filter(|due| *due >= today)))
}

/// 会場だけ, 会場とオンライン, オンラインだけ.
pub(super) fn mode_label(mode: MeetingMode) -> &'static str {
    match mode {
        MeetingMode::Room => "会場だけ",
        MeetingMode::Hybrid => "会場とオンライン",
        MeetingMode::Online => "オンラインだけ",
    }
}

/// 公開 or 非公開.
pub(super) fn openness_label(openness: Openness) -> &'static str {
    match openness {
        Openness::Open => "公開",
        Openness::Closed => "非公開",
    }
}
