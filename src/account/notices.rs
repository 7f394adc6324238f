//! What account holders are told: the link to sign in with. The row carries the link's id and no region, so
//! that no office can open somebody's letter in 送信箱; the token is computed when the mail leaves.

use askama::Template;
use entity::account;
use entity::id::{AccountId, LinkId};
use entity::link::{self, LinkPurpose};
use entity::outbox::{self, Channel};
use sea_orm::{DbErr, EntityTrait};
use serde::{Deserialize, Serialize};

use super::queries;
use crate::platform::clock::Instant;
use crate::platform::date::{clock, month_day_weekday, tokyo_day, tokyo_time};
use crate::platform::db::Tx;
use crate::platform::mail::wrap_76;
use crate::platform::one_time;
use crate::platform::outbox::{Composing, Draft, Notice, Recipient};

/// Somebody asked for a link, or the administrator had one sent.
#[derive(Serialize, Deserialize)]
pub struct SignInLinkAsked {
    /// The link.
    pub link: LinkId,
}

#[derive(Template)]
#[template(path = "mail/account/sign_in_link.subject.txt")]
struct Subject {
    sample: bool,
}

#[derive(Template)]
#[template(path = "mail/account/sign_in_link.txt")]
struct Text<'a> {
    words: &'a Words,
}

#[derive(Template)]
#[template(path = "mail/account/sign_in_link.html")]
struct Html<'a> {
    words: &'a Words,
}

/// All that the templates may name.
struct Words {
    name: String,
    url: String,
    until: String,
    office: Option<OfficeWords>,
    sample: bool,
}

struct OfficeWords {
    name: String,
    mail: String,
    telephone: String,
    hours: String,
}

impl Notice for SignInLinkAsked {
    const KIND: &'static str = "account.sign_in_link_asked";

    async fn recipients(&self, tx: &Tx) -> Result<Vec<Recipient>, DbErr> {
        let link = link::Entity::find_by_id(self.link).one(tx).await?;
        Ok(link.map(|link| to(AccountId(link.subject_id))).into_iter().collect())
    }

    async fn mail(&self, cx: &Composing<'_>, _row: &outbox::Model) -> Result<Option<Draft>, DbErr> {
        let Some(link) = one_time::usable(cx.tx, self.link, cx.now).await? else { return Ok(None) };
        let account = account::Entity::find_by_id(AccountId(link.subject_id)).one(cx.tx).await?;
        let Some(account) = account.filter(|account| account.disabled_at.is_none()) else { return Ok(None) };
        let words = words(cx, &link, &account).await?;
        let drawn = |error: askama::Error| DbErr::Custom(error.to_string());
        Ok(Some(Draft {
            to_name: account.name,
            subject: Subject { sample: words.sample }.render().map_err(drawn)?.trim().to_owned(),
            text: wrap_76(&Text { words: &words }.render().map_err(drawn)?),
            html: Html { words: &words }.render().map_err(drawn)?,
            calendar: None,
            reply_to: words.office.map(|office| office.mail),
        }))
    }
}

fn to(account: AccountId) -> Recipient {
    Recipient {
        region: None,
        meeting: None,
        invitation: None,
        person: None,
        account: Some(account),
        contact: None,
        channel: Channel::Mail,
        carries_calendar: false,
        wants_reply: false,
    }
}

async fn words(cx: &Composing<'_>, link: &link::Model, account: &account::Model) -> Result<Words, DbErr> {
    let token = one_time::token(&cx.tx.terms().key, LinkPurpose::SignIn, link.id);
    let office = queries::office_of(cx.tx, account.id).await?;
    Ok(Words {
        name: account.name.clone(),
        url: format!("{}/sign-in/{token}", cx.terms.base_url),
        until: link.expires_at.map(until).unwrap_or_default(),
        office: office.map(|region| OfficeWords {
            name: format!("{} {}", region.name, region.office_name),
            mail: region.office_mail,
            telephone: region.office_telephone,
            hours: region.office_hours,
        }),
        sample: cx.terms.sample,
    })
}

/// 11月26日(木) 18:30.
fn until(end: Instant) -> String {
    format!("{} {}", month_day_weekday(tokyo_day(end)), clock(tokyo_time(end)))
}
