//! 返事待ち: for each meeting whose answers are not complete the forecast and whom to call, those first whom no mail
//! reached.

use std::collections::HashMap;

use entity::id::{InvitationId, MeetingId};
use entity::{body, invitation, meeting};

use super::todo::unanswered;
use crate::desk::queries::{Office, UnderWay};
use crate::invitation::queries::Telephone;
use crate::invitation::queries::outlook::Asking;
use crate::invitation::rules::{Forecast, MailCell, mail_cell};
use crate::meeting::rules::called;
use crate::platform::clock::Instant;
use crate::platform::date::{clock, month_day_weekday, tokyo_day, tokyo_time};

/// One meeting that waits for answers.
pub struct Waiting {
    /// The meeting.
    pub id: MeetingId,
    /// 「協議会 第2回」.
    pub name: String,
    /// 「11月26日(木) 18:30　期限 11月12日(木)」.
    pub when: String,
    /// The forecast.
    pub forecast: Forecast,
    /// Those who have not answered, the first of them.
    pub people: Vec<Silent>,
    /// How many have not answered.
    pub silent: usize,
}

/// Somebody who has not answered.
pub struct Silent {
    /// The invitation.
    pub id: InvitationId,
    /// As printed.
    pub name: String,
    /// As printed.
    pub association: String,
    /// The number to call, where one is known.
    pub telephone: Option<Telephone>,
    /// Whether no mail reached the person.
    pub late: bool,
    /// What the person was last told.
    pub last: String,
}

/// People a meeting names on this screen; the others stand in its list of telephone numbers.
const NAMED: usize = 10;

impl Waiting {
    /// How far the bar is filled, in hundredths: those expected out of the base.
    pub fn filled(&self) -> u32 {
        self.part(self.forecast.expected)
    }

    /// Where the quorum stands on the bar, in hundredths.
    pub fn mark(&self) -> Option<u32> {
        self.forecast.needed.map(|needed| self.part(needed))
    }

    fn part(&self, heads: u32) -> u32 {
        (heads * 100).checked_div(self.forecast.base).unwrap_or(0).min(100)
    }
}

/// The people whose numbers are needed.
pub(in crate::desk) fn silent_people(under_way: &UnderWay, now: Instant) -> Vec<invitation::Model> {
    let askings =
        under_way.coming(now).filter_map(|(meeting, _)| under_way.askings.get(&meeting.id)).flatten();
    askings.filter(|one| is_silent(one)).map(|one| one.invitation.clone()).collect()
}

/// Whether somebody is asked and has not answered.
pub(super) fn is_silent(asking: &Asking) -> bool {
    asking.stands() && asking.reply.is_none()
}

/// The meetings that wait, in the order of their days.
pub(in crate::desk) fn waiting(
    office: &Office,
    telephones: &HashMap<InvitationId, Vec<Telephone>>,
    now: Instant,
) -> Vec<Waiting> {
    let under_way = &office.under_way;
    let asks = |(meeting, _): &&(meeting::Model, body::Model)| unanswered(under_way, meeting) > 0;
    let made = |(meeting, body): &(meeting::Model, body::Model)| {
        let askings = under_way.askings.get(&meeting.id)?;
        let silent = askings.iter().filter(|one| is_silent(one));
        let mut people: Vec<_> = silent.map(|one| line(office, one, telephones)).collect();
        let silent = people.len();
        people.sort_by_key(|one| !one.late);
        people.truncate(NAMED);
        let forecast = under_way.outlook.forecast(meeting)?;
        Some(Waiting {
            id: meeting.id,
            name: called(meeting, &body.short_name),
            when: when(meeting),
            forecast,
            people,
            silent,
        })
    };
    under_way.coming(now).filter(asks).filter_map(made).collect()
}

fn when(meeting: &meeting::Model) -> String {
    let start =
        meeting.starts_at.map(|at| format!("{} {}", month_day_weekday(tokyo_day(at)), clock(tokyo_time(at))));
    let due = meeting.reply_due_on.map(|due| format!("　期限 {}", month_day_weekday(due)));
    format!("{}{}", start.unwrap_or_default(), due.unwrap_or_default())
}

fn line(office: &Office, asking: &Asking, telephones: &HashMap<InvitationId, Vec<Telephone>>) -> Silent {
    let invitation = &asking.invitation;
    let mail = mail_cell(&office.messages, invitation.id);
    Silent {
        id: invitation.id,
        name: invitation.name.clone(),
        association: invitation.association.clone(),
        telephone: telephones.get(&invitation.id).and_then(|all| all.first().cloned()),
        late: mail.late,
        last: last(&mail),
    }
}

fn last(mail: &MailCell) -> String {
    match &mail.reminded {
        _ if mail.late => format!("（{}）。電話してください", mail.on),
        Some(on) => format!("{on}に催促"),
        None if mail.waits => "通知はまだ届いていません".to_owned(),
        None => format!("通知 {} {}", mail.word, mail.on),
    }
}
