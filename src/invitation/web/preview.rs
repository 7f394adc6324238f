//! What would leave, read from the rows that a rehearsed command wrote: who gets what by which way, and the words
//! of the first letter. Links and new reply numbers are masked, because those of the rehearsal will never exist.

use std::collections::HashMap;

use entity::contact_point;
use entity::id::{ContactPointId, InvitationId};
use entity::invitation;
use entity::outbox::{self, Channel};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use crate::invitation::commands::{Issued, LetterError};
use crate::platform::clock::Instant;
use crate::platform::db::{self, Tx};
use crate::platform::link::TOKEN_LENGTH;
use crate::platform::outbox::{Composing, compose};
use crate::platform::state::AppState;

/// People named one by one; of more only the count is shown, because a page stays below 50 kB.
const SHOWN: usize = 80;

/// What would leave.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// Heads told.
    pub people: usize,
    /// Mails.
    pub mails: usize,
    /// Sheets to print: fax, post, by hand.
    pub sheets: usize,
    /// Mails with the calendar object.
    pub calendars: usize,
    /// Who gets what, in roster order.
    pub lines: Vec<Line>,
    /// People who are not named because there are too many.
    pub unnamed: usize,
    /// The first mail and the first sheet.
    pub samples: Vec<Sample>,
}

/// One person and the ways to them.
#[derive(Clone, Debug)]
pub struct Line {
    /// As invited.
    pub name: String,
    /// As printed beside the name.
    pub association: String,
    /// Each way.
    pub ways: Vec<Way>,
    /// What becomes of the calendar.
    pub calendar: &'static str,
}

/// One way to a person.
#[derive(Clone, Debug)]
pub struct Way {
    /// 「メール（本人）」, 「FAX（団体の事務局）」, 「手渡し」.
    pub label: String,
    /// Address or number; empty by hand.
    pub value: String,
}

/// A letter as it would be read.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Whose: 「メールの文（1人目　髙橋 さくら 様）」.
    pub heading: String,
    /// Subject line.
    pub subject: String,
    /// The plain text.
    pub text: String,
}

impl Preview {
    /// 「18人に送ります（メール16通、印刷2通）」.
    pub fn count(&self) -> String {
        format!("{}人に送ります（{}）", self.people, parts(self.mails, self.sheets))
    }
}

/// 「メール16通、印刷2通」.
pub fn parts(mails: usize, sheets: usize) -> String {
    match (mails, sheets) {
        (mails, 0) => format!("メール{mails}通"),
        (0, sheets) => format!("印刷{sheets}通"),
        (mails, sheets) => format!("メール{mails}通、印刷{sheets}通"),
    }
}

/// Runs a command that issues a letter, looks what it put into 送信箱, and takes all of it back.
pub async fn rehearsed(
    app: &AppState,
    now: Instant,
    work: impl AsyncFnOnce(&Tx) -> Result<Issued, LetterError>,
) -> Result<Preview, LetterError> {
    db::rehearse(&app.db, async |tx| {
        let issued = work(tx).await?;
        let rows = outbox::Entity::find().filter(outbox::Column::LetterId.eq(issued.letter.id));
        Ok(of_rows(app, tx, rows, now).await?)
    })
    .await
}

/// What the rows of one push are about.
pub async fn of_rows(
    app: &AppState,
    tx: &Tx,
    rows: sea_orm::Select<outbox::Entity>,
    now: Instant,
) -> Result<Preview, DbErr> {
    let found =
        rows.find_also_related(contact_point::Entity).order_by_asc(outbox::Column::Id).all(tx).await?;
    let contacts =
        found.iter().filter_map(|(_, contact)| contact.clone().map(|contact| (contact.id, contact)));
    let contacts: HashMap<ContactPointId, contact_point::Model> = contacts.collect();
    let rows: Vec<_> = found.into_iter().map(|(row, _)| row).collect();
    let people = people(tx, &rows).await?;
    let lines = lines(&people, &rows, &contacts);
    let mails = rows.iter().filter(|row| row.channel == Channel::Mail).count();
    Ok(Preview {
        people: lines.len(),
        mails,
        sheets: rows.len() - mails,
        calendars: rows.iter().filter(|row| row.carries_calendar).count(),
        unnamed: lines.len().saturating_sub(SHOWN),
        lines: lines.into_iter().take(SHOWN).collect(),
        samples: samples(app, tx, &people, &rows, now).await?,
    })
}

/// The people the rows are about, in roster order.
async fn people(tx: &Tx, rows: &[outbox::Model]) -> Result<Vec<invitation::Model>, DbErr> {
    let mut ids: Vec<InvitationId> = rows.iter().filter_map(|row| row.invitation_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut people = Vec::new();
    for block in ids.chunks(500) {
        let found = invitation::Entity::find().filter(invitation::Column::Id.is_in(block.iter().copied()));
        people.extend(found.all(tx).await?);
    }
    people.sort_by_key(|person| (person.position, person.id));
    Ok(people)
}

fn lines(
    people: &[invitation::Model],
    rows: &[outbox::Model],
    contacts: &HashMap<ContactPointId, contact_point::Model>,
) -> Vec<Line> {
    let mut of: HashMap<InvitationId, Vec<&outbox::Model>> = HashMap::new();
    for row in rows {
        if let Some(invitation) = row.invitation_id {
            of.entry(invitation).or_default().push(row);
        }
    }
    let line = |person: &invitation::Model| {
        let own = of.remove(&person.id).unwrap_or_default();
        let contact = |row: &outbox::Model| row.contact_point_id.and_then(|id| contacts.get(&id));
        let calendar = own.iter().find(|row| row.carries_calendar);
        Line {
            name: person.name.clone(),
            association: person.association.clone(),
            ways: own.iter().map(|row| way(row.channel, contact(row))).collect(),
            calendar: match calendar {
                Some(row) if row.wants_reply => "あり",
                Some(_) => "あり（回答ボタンなし）",
                None => "なし",
            },
        }
    };
    people.iter().map(line).collect()
}

/// One way as the clerk reads it.
pub(super) fn way(channel: Channel, contact: Option<&contact_point::Model>) -> Way {
    let by = match channel {
        Channel::Mail => "メール",
        Channel::Fax => "FAX",
        Channel::Post => "郵送",
        Channel::Hand => "手渡し",
    };
    let Some(contact) = contact else { return Way { label: by.to_owned(), value: String::new() } };
    let whose = if contact.association_id.is_some() { "団体の事務局" } else { "本人" };
    Way { label: format!("{by}（{whose}）"), value: contact.value.clone() }
}

async fn samples(
    app: &AppState,
    tx: &Tx,
    people: &[invitation::Model],
    rows: &[outbox::Model],
    now: Instant,
) -> Result<Vec<Sample>, DbErr> {
    let first = |mail: bool| {
        let wanted = move |row: &&outbox::Model| (row.channel == Channel::Mail) == mail;
        people.iter().find_map(|person| {
            let own = |row: &&outbox::Model| row.invitation_id == Some(person.id);
            let mut own: Vec<_> = rows.iter().filter(wanted).filter(own).collect();
            own.sort_by_key(|row| !row.carries_calendar);
            own.first().map(|row| (person, (*row).clone()))
        })
    };
    let mut samples = Vec::new();
    for (words, found) in [("メールの文", first(true)), ("印刷する文", first(false))] {
        let Some((person, row)) = found else { continue };
        let cx = Composing::new(tx, &app.mail, now);
        let composed = compose(&app.notices, &cx, &[row]).await?.pop().transpose()?.flatten();
        let Some(composed) = composed else { continue };
        let is_new = person.invited_at == now;
        samples.push(Sample {
            heading: format!("{words}（{} 様）", person.name),
            subject: composed.draft.subject,
            text: masked(&composed.draft.text, &app.mail.base_url, is_new.then_some(&person.reply_number)),
        });
    }
    Ok(samples)
}

/// The text without the link, and without a reply number that was only drawn for the rehearsal.
fn masked(text: &str, base_url: &str, number: Option<&String>) -> String {
    let link = format!("{base_url}/r/");
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(&link) {
        shown.push_str(before);
        shown.push_str("https://…/r/（送るときに作られます）");
        rest = after.get(TOKEN_LENGTH..).unwrap_or_default();
    }
    shown.push_str(rest);
    match number {
        Some(number) => shown.replace(&format!("回答番号 {number}"), "回答番号 （送るときに決まります）"),
        None => shown,
    }
}
