//! What became of the letters to one person, in a word and a day: 「届いた 10/27」.

use entity::id::InvitationId;
use entity::outbox::{self, Channel, OutboxState};

use crate::platform::clock::Instant;
use crate::platform::date::{slash, tokyo_day};

/// The cell 開催通知 of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailCell {
    /// The word: 届いた, 印刷待ち, 不達.
    pub word: &'static str,
    /// The day, where there is one.
    pub on: String,
    /// Whether something has to be done about it.
    pub late: bool,
    /// Whether it waits.
    pub waits: bool,
    /// When a reminder last left: 11/9.
    pub reminded: Option<String>,
}

/// What became of the last letter to a person and of the last reminder. With several addresses the best outcome
/// counts: one mail that arrived is enough.
pub fn mail_cell(messages: &[outbox::Model], invitation: InvitationId) -> MailCell {
    let own = || messages.iter().filter(|one| one.invitation_id == Some(invitation));
    let last = own().filter_map(|one| one.letter_id).next_back();
    let letter = own().filter(|one| last.is_some() && one.letter_id == last);
    let best = letter.max_by_key(|one| (rank(one), one.queued_at, one.id));
    let reminders = own().filter(|one| {
        matches!(one.kind.as_str(), "invitation.reminded" | "invitation.prompted")
            && one.state == OutboxState::Sent
    });
    let reminded = reminders.filter_map(|one| one.settled_at).max().map(on);
    let Some(row) = best else { return MailCell { word: "—", reminded, ..MailCell::default() } };
    MailCell {
        word: word(row),
        on: row.settled_at.map(on).unwrap_or_default(),
        late: undelivered(row),
        waits: matches!(row.state, OutboxState::Waiting | OutboxState::Printing),
        reminded,
    }
}

fn on(at: Instant) -> String {
    slash(tokyo_day(at))
}

fn undelivered(row: &outbox::Model) -> bool {
    let failed = matches!(row.state, OutboxState::Refused | OutboxState::GivenUp);
    failed && row.settled_by.is_none()
}

fn rank(row: &outbox::Model) -> u8 {
    match row.state {
        OutboxState::Sent => 4,
        OutboxState::Waiting | OutboxState::Printing => 3,
        OutboxState::Refused | OutboxState::GivenUp => 2,
        OutboxState::Stopped => 1,
        OutboxState::Dropped => 0,
    }
}

fn word(row: &outbox::Model) -> &'static str {
    match (row.state, row.channel) {
        (OutboxState::Waiting, _) if row.attempts > 0 => "送り直し中",
        (OutboxState::Waiting, _) => "送信待ち",
        (OutboxState::Printing, _) => "印刷待ち",
        (OutboxState::Sent, Channel::Mail) => "届いた",
        (OutboxState::Sent, Channel::Fax) => "FAX",
        (OutboxState::Sent, Channel::Post) => "郵送",
        (OutboxState::Sent, Channel::Hand) => "手渡し",
        (OutboxState::Refused | OutboxState::GivenUp, _) if row.settled_by.is_some() => "電話などで伝えた",
        (OutboxState::Refused | OutboxState::GivenUp, _) => "不達",
        (OutboxState::Stopped, _) => "止めた",
        (OutboxState::Dropped, _) => "取りやめ",
    }
}
