//! What people answered: through the link in their mail, by telephone and fax to the office, and once by the
//! undecided button of a calendar.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use entity::id::MeetingId;
use entity::invitation;
use entity::link::LinkPurpose;
use entity::reply::{Answer, ReplyMode, ReplyWay};

use super::SampleError;
use super::fill::refused;
use super::meetings::is_hybrid;
use super::region::Filling;
use super::tables::{MeetingRow, ReplyRow, missing, word};
use crate::access::{LinkHolder, Secretary, System};
use crate::invitation::commands::{Given, ProxyGiven, Stored, answer_by_link, enter, ingest, store_mail};
use crate::invitation::queries as invitations;
use crate::platform::clock::Instant;
use crate::platform::link;

/// An undecided answer as a calendar program sends it.
const TENTATIVE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/tentative_reply.eml"));

impl Filling<'_> {
    /// One row of the table. Somebody who was not asked after all says nothing.
    pub(super) async fn answer(
        &self,
        by: &Secretary,
        row: &ReplyRow,
        reply_to: Option<&str>,
        at: Instant,
    ) -> Result<(), SampleError> {
        let id = self.meetings.get(&row.meeting).copied().ok_or_else(|| missing("会議", &row.meeting))?;
        let Some(asked) = self.asked(id, &row.person).await? else { return Ok(()) };
        if row.answer == "tentative" {
            return self.answer_by_calendar(&asked, reply_to, at).await;
        }
        let given = given(row)?;
        let seen = asked.asked_sequence;
        match row.way.as_str() {
            "web" => self.answer_by_link(&asked, given, at).await,
            way => {
                let way: ReplyWay = word(way)?;
                let entered = enter(self.tx, by, asked.id, given, way, seen, at).await;
                entered.map(drop).map_err(refused(&row.person))
            }
        }
    }

    /// Everybody asked without a row of their own attends, and says so in the days after the notice.
    pub(super) async fn answer_for_others(&self, row: &MeetingRow) -> Result<(), SampleError> {
        let id = self.meetings.get(&row.key).copied().ok_or_else(|| missing("会議", &row.key))?;
        let own = |reply: &&ReplyRow| reply.region == row.region && reply.meeting == row.key;
        let known: BTreeSet<_> =
            self.tables.replies.iter().filter(own).map(|reply| reply.person.as_str()).collect();
        let meeting = self.meeting(id).await?;
        let asked = invitations::lock_asked(self.tx, id).await?;
        let silent = asked.iter().filter(|one| !known.contains(self.name_of(one.person_id)));
        let answer = word(&row.others)?;
        let mode = is_hybrid(&meeting).then_some(ReplyMode::Room);
        // At noon, at six and at nine in the evening of each day.
        let moments = (0..).flat_map(|day| [3, 9, 12].map(|hour| TimeDelta::hours(day * 24 + hour)));
        for (later, one) in moments.zip(silent) {
            let given = Given { answer, mode, proxy: None, comment: String::new() };
            let at = one.invited_at + later;
            self.answer_by_link(one, given, at).await?;
        }
        Ok(())
    }

    async fn asked(
        &self,
        meeting: MeetingId,
        person: &str,
    ) -> Result<Option<invitation::Model>, SampleError> {
        let person = self.person(person)?;
        Ok(invitations::of_person(self.tx, meeting, person).await?)
    }

    async fn answer_by_link(
        &self,
        asked: &invitation::Model,
        given: Given,
        at: Instant,
    ) -> Result<(), SampleError> {
        let holder = LinkHolder::open(self.tx, LinkPurpose::Reply, &self.token(asked), at).await?;
        let holder = holder.ok_or_else(|| missing("リンク", &asked.name))?;
        let answered = answer_by_link(self.tx, &holder, given, asked.asked_sequence, at).await;
        answered.map(drop).map_err(refused(&asked.name))
    }

    async fn answer_by_calendar(
        &self,
        asked: &invitation::Model,
        reply_to: Option<&str>,
        at: Instant,
    ) -> Result<(), SampleError> {
        let Some(template) = reply_to else { return Ok(()) };
        let from = invitations::addresses(self.tx, asked.id).await?;
        let from = from.first().ok_or_else(|| missing("メールアドレス", &asked.name))?;
        let meeting = self.meeting(asked.meeting_id).await?;
        let mail = TENTATIVE
            .replace("{to}", &template.replace("{token}", &self.token(asked)))
            .replace("{from}", from)
            .replace("{date}", &at.to_rfc2822())
            .replace("{uid}", &meeting.uid)
            .replace("{sequence}", &meeting.sequence.to_string());
        let by = System::acting();
        if let Stored::Unread(mail) = store_mail(self.tx, &by, mail.as_bytes(), at).await? {
            ingest(self.tx, &by, mail, reply_to, at).await?;
        }
        Ok(())
    }

    fn token(&self, asked: &invitation::Model) -> String {
        link::token(&self.tx.terms().key, LinkPurpose::Reply, asked.id.0, asked.generation)
    }
}

fn given(row: &ReplyRow) -> Result<Given, SampleError> {
    let answer: Answer = word(&row.answer)?;
    let mode = if row.mode.is_empty() { None } else { Some(word(&row.mode)?) };
    let proxy = (answer == Answer::Proxy).then(|| ProxyGiven {
        name: row.proxy_name.clone(),
        title: row.proxy_title.clone(),
        contact: row.proxy_contact.clone(),
    });
    Ok(Given { answer, mode, proxy, comment: row.comment.clone() })
}
