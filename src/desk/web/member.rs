//! 委員の今日: the next meeting with three large buttons, what was answered to those after it, and the calendar.

use actix_web::HttpResponse;
use askama::Template;
use entity::reply::Answer;

use crate::access::Member;
use crate::access::web::Shell;
use crate::desk::queries::{self, OwnMeeting};
use crate::invitation::commands::feed_address;
use crate::invitation::queries::asked;
use crate::invitation::rules::{self, Standing, answer_word};
use crate::invitation::web::answers::AnswerForms;
use crate::meeting::queries::ruled;
use crate::meeting::rules::called;
use crate::platform::clock::Instant;
use crate::platform::date::{
    at_tokyo, clock_span, iso_datetime_attr, month_day_weekday, tokyo_day, tokyo_time, wareki_weekday,
};
use crate::platform::error::AppError;
use crate::platform::page::{self, filters};
use crate::platform::state::AppState;

/// What the page shows.
#[derive(Template)]
#[template(path = "desk/member.html")]
struct MemberPage {
    shell: Shell,
    next: Option<Line>,
    forms: Option<AnswerForms>,
    others: Vec<Line>,
    /// Whether the person has an address to subscribe to.
    feed: bool,
}

/// A meeting the person is asked to.
struct Line {
    id: entity::id::MeetingId,
    name: String,
    datetime: String,
    when: String,
    place: String,
    due: String,
    answer: Option<Answer>,
    standing: Standing,
}

impl Line {
    /// 「出席と回答しました」, 「未回答」, or why no answer is asked for.
    fn said(&self) -> String {
        match (self.standing, self.answer) {
            (Standing::Cancelled, _) => "中止になりました".to_owned(),
            (Standing::Postponed, _) => "延期になりました".to_owned(),
            (_, Some(answer)) => format!("{}と回答しました", answer_word(answer)),
            (_, None) => "未回答".to_owned(),
        }
    }

    /// The look of its tag.
    fn tag(&self) -> &'static str {
        match (self.standing, self.answer) {
            (Standing::Cancelled | Standing::Postponed, _) => "tag",
            (_, Some(_)) => "tag tag--done",
            (_, None) => "tag tag--wait",
        }
    }
}

/// The page.
pub(super) async fn desk(app: &AppState, shell: Shell, by: &Member) -> Result<HttpResponse, AppError> {
    let (db, now) = (&app.db.read, app.clock.now());
    let from = at_tokyo(tokyo_day(now), chrono::NaiveTime::MIN);
    let own = queries::own_meetings(db, by.person(), from).await?;
    let takes = |own: &&OwnMeeting| matches!(standing(own, now), Standing::Open | Standing::Late);
    let next = own.iter().find(takes);
    let forms = match next {
        Some(next) => forms(app, &shell, next, now).await?,
        None => None,
    };
    let others = own.iter().filter(|one| next.is_none_or(|next| next.meeting.id != one.meeting.id));
    page::ok(MemberPage {
        shell,
        next: next.map(|next| line(next, now)),
        forms,
        others: others.map(|one| line(one, now)).collect(),
        feed: feed_address(&app.db, by.person()).await?.is_some(),
    })
}

fn standing(own: &OwnMeeting, now: Instant) -> Standing {
    rules::standing(&own.meeting, &own.invitation, now)
}

async fn forms(
    app: &AppState,
    shell: &Shell,
    own: &OwnMeeting,
    now: Instant,
) -> Result<Option<AnswerForms>, AppError> {
    let db = &app.db.read;
    let Some(asked) = asked(db, own.invitation.id).await? else { return Ok(None) };
    let ruled = ruled(db, &own.meeting).await?;
    let action = format!("/meetings/{}/reply", own.meeting.id);
    let forms = AnswerForms::of(&asked, &ruled, standing(own, now), action, shell.csrf.clone());
    let counting = rules::counting(&own.invitation, &own.replies);
    Ok(forms.map(|forms| counting.into_iter().fold(forms, AnswerForms::after)))
}

fn line(own: &OwnMeeting, now: Instant) -> Line {
    let meeting = &own.meeting;
    let hours = meeting.starts_at.zip(meeting.ends_at);
    let when = hours.map(|(from, to)| {
        format!("{} {}", wareki_weekday(tokyo_day(from)), clock_span(tokyo_time(from), tokyo_time(to)))
    });
    Line {
        id: meeting.id,
        name: called(meeting, &own.body.short_name),
        datetime: meeting.starts_at.map(iso_datetime_attr).unwrap_or_default(),
        when: when.unwrap_or_else(|| "日時は決まっていません".to_owned()),
        place: if meeting.place.is_empty() { "オンライン".to_owned() } else { meeting.place.clone() },
        due: meeting.reply_due_on.map(month_day_weekday).unwrap_or_default(),
        answer: rules::counting(&own.invitation, &own.replies).map(|reply| reply.answer),
        standing: standing(own, now),
    }
}
