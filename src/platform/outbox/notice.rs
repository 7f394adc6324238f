//! What a feature says about a notice: who gets it, and the words for one of them.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;

use entity::id::{AccountId, ContactPointId, InvitationId, MeetingId, PersonId, RegionId};
use entity::outbox;
use entity::outbox::Channel;
use sea_orm::DbErr;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::composing::Composing;
use crate::platform::db::Tx;
use crate::platform::mail::CalendarPart;

/// Something that people are told. Its fields are ids only.
pub trait Notice: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The word stored in rows, `<feature>.<past participle>`. A new meaning is a new kind.
    const KIND: &'static str;

    /// Who is told and by which way. Asked inside the command's transaction, so that "who was told" is part
    /// of the change.
    fn recipients(&self, tx: &Tx) -> impl Future<Output = Result<Vec<Recipient>, DbErr>> + Send;

    /// The words for one row. `None`: no longer true, the row is recorded as dropped.
    fn mail(
        &self,
        cx: &Composing<'_>,
        row: &outbox::Model,
    ) -> impl Future<Output = Result<Option<Draft>, DbErr>> + Send;
}

/// One row to be: a person by one way.
#[derive(Clone, Copy, Debug)]
pub struct Recipient {
    /// Whose sender stands on it; none for an account's mail.
    pub region: Option<RegionId>,
    /// About which meeting.
    pub meeting: Option<MeetingId>,
    /// About whose invitation.
    pub invitation: Option<InvitationId>,
    /// About whom.
    pub person: Option<PersonId>,
    /// Whose account, for a sign-in link.
    pub account: Option<AccountId>,
    /// Where to; none for hand delivery and accounts.
    pub contact: Option<ContactPointId>,
    /// Mail, fax, post or by hand.
    pub channel: Channel,
    /// Whether this row carries the calendar object.
    pub carries_calendar: bool,
    /// Whether the calendar object asks for an answer.
    pub wants_reply: bool,
}

/// The words for one recipient, before sender and address are added.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Name in the To line.
    pub to_name: String,
    /// Subject line.
    pub subject: String,
    /// The whole matter in plain text.
    pub text: String,
    /// The same in HTML.
    pub html: String,
    /// The calendar object, where this mail has one.
    pub calendar: Option<CalendarPart>,
    /// Reply-To; the office's address where none is said.
    pub reply_to: Option<String>,
}

/// A draft with sender and address.
#[derive(Clone, Debug)]
pub struct Composed {
    /// The words.
    pub draft: Draft,
    /// Display name and address of the From line.
    pub from: (String, String),
    /// Reply-To line.
    pub reply_to: Option<String>,
    /// Address of the To line; none for fax, post and by hand.
    pub to: Option<String>,
}

type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
type Compose =
    for<'a> fn(&'a str, &'a Composing<'a>, &'a outbox::Model) -> Boxed<'a, Result<Option<Draft>, DbErr>>;

/// Every kind of notice the program knows; built once in `app.rs`, where the list can be read.
#[derive(Clone, Default)]
pub struct Notices(HashMap<&'static str, Compose>);

impl Notices {
    /// Adds one kind.
    #[must_use]
    pub fn with<N: Notice>(mut self) -> Self {
        self.0.insert(N::KIND, compose_as::<N>);
        self
    }

    /// The words for a row, by its kind.
    pub async fn draft(&self, cx: &Composing<'_>, row: &outbox::Model) -> Result<Option<Draft>, DbErr> {
        let Some(compose) = self.0.get(row.kind.as_str()) else {
            return Err(DbErr::Custom(format!("no notice of kind {}", row.kind)));
        };
        compose(&row.payload, cx, row).await
    }
}

fn compose_as<'a, N: Notice>(
    payload: &'a str,
    cx: &'a Composing<'a>,
    row: &'a outbox::Model,
) -> Boxed<'a, Result<Option<Draft>, DbErr>> {
    Box::pin(async move {
        let notice: N = serde_json::from_str(payload).map_err(|error| DbErr::Json(error.to_string()))?;
        notice.mail(cx, row).await
    })
}
