//! `/meetings/{id}/rulings`: where the charter says nothing, the clerk rules for this one meeting, with a reason.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::charter_setting::Setting;
use entity::id::MeetingId;
use entity::{body, meeting, meeting_ruling};
use sea_orm::ActiveEnum;
use serde::Deserialize;

use crate::access::Actor;
use crate::access::web::Shell;
use crate::body::queries::rules_on;
use crate::body::rules::{
    CancelledNumber, ChairVote, Decision, ExcludedMember, Exclusion, Numbering, Online, Proxy, ProxyScope,
    Quorum, QuorumBase, Rule, Rules, Value, Word, setting_name,
};
use crate::meeting::commands::{self, RuleError};
use crate::meeting::queries;
use crate::meeting::rules::{self, Refusal};
use crate::platform::date::{half_width, month_day_weekday, tokyo_day};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Choice, ErrorSummary, Field, Form, required_one_line};
use crate::platform::page::{self, Flash};
use crate::platform::state::AppState;

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RuleForm {
    /// The ruling as `setting=value`.
    pub ruling: Field,
    /// For 定数: how many members.
    pub members: Field,
    /// Why.
    pub reason: Field,
}

/// Why a ruling cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulingError {
    /// Nothing chosen, or what the charter says itself.
    #[error("要綱に定めのない事項から、1つを選んでください。")]
    NotChosen,
    /// 定数 needs a number.
    #[error("定数を1から999までの数で入れてください。")]
    NoMembers,
    /// A number for a ruling that has none.
    #[error("定数を選んだときだけ入れます。空にしてください。")]
    NotFixed,
}

/// One setting the charter is silent about, and what can be ruled.
#[derive(Clone, Debug)]
pub struct Question {
    setting: Setting,
    /// 定足数, 代理出席.
    pub name: &'static str,
    values: Vec<(String, String)>,
}

/// What the charter of the day says nothing about.
pub fn questions(said: &Rules) -> Vec<Question> {
    let base = [QuorumBase::FilledSeats, QuorumBase::Fixed(1)];
    let all = [
        question(&said.quorum, Quorum::ALL),
        question(&said.quorum_base, &base),
        question(&said.proxy, Proxy::ALL),
        question(&said.proxy_scope, ProxyScope::ALL),
        question(&said.online, Online::ALL),
        question(&said.numbering, Numbering::ALL),
        question(&said.cancelled_number, CancelledNumber::ALL),
        question(&said.decision, Decision::ALL),
        question(&said.chair_vote, ChairVote::ALL),
        question(&said.exclusion, Exclusion::ALL),
        question(&said.excluded_member, ExcludedMember::ALL),
    ];
    all.into_iter().flatten().collect()
}

fn question<T: Value>(rule: &Rule<T>, values: &[T]) -> Option<Question> {
    let shown = |value: &T| match value.word().strip_prefix("fixed:") {
        Some(_) => (FIXED.to_owned(), "定数（人数を下に入れる）".to_owned()),
        None => (value.word(), value.label()),
    };
    let values = values.iter().map(shown).collect();
    let name = setting_name(T::SETTING);
    rule.value().is_none().then_some(Question { setting: T::SETTING, name, values })
}

/// Stands for 定数 until its number is known.
const FIXED: &str = "fixed";

impl RuleForm {
    fn parse(&mut self, meeting: MeetingId, open: &[Question]) -> Option<commands::Rule> {
        let chosen = self.ruling.parse(|text| chosen(text, open));
        let reason = self.reason.parse(required_one_line(200));
        let (setting, mut value) = chosen?;
        if value == FIXED {
            value = format!("fixed:{}", self.members.parse(members)?);
        } else {
            self.members
                .parse(|text| if text.trim().is_empty() { Ok(()) } else { Err(RulingError::NotFixed) })?;
        }
        Some(commands::Rule { meeting, setting, value, reason: reason? })
    }

    fn errors(&self) -> ErrorSummary {
        ErrorSummary::of([
            ("ruling", "判断", &self.ruling.error),
            ("members", "定数の人数", &self.members.error),
            ("reason", "理由", &self.reason.error),
        ])
    }
}

fn chosen(text: &str, open: &[Question]) -> Result<(Setting, String), RulingError> {
    let found = open.iter().find_map(|question| {
        let offered = question.values.iter().find(|(word, _)| key(question.setting, word) == text);
        offered.map(|(word, _)| (question.setting, word.clone()))
    });
    found.ok_or(RulingError::NotChosen)
}

fn key(setting: Setting, word: &str) -> String {
    format!("{}={word}", setting.to_value())
}

fn members(text: &str) -> Result<u32, RulingError> {
    let number = half_width(text.trim()).parse().ok();
    number.filter(|number| (1..=999).contains(number)).ok_or(RulingError::NoMembers)
}

/// What the page shows.
#[derive(Template)]
#[template(path = "meeting/rulings.html")]
pub struct RulingsPage {
    /// The frame.
    pub shell: Shell,
    /// Whose meeting.
    pub body: body::Model,
    /// The meeting.
    pub meeting: meeting::Model,
    /// Whether a ruling can be added.
    pub may: Result<(), Refusal>,
    /// What the charter leaves open, as choices.
    pub offers: Vec<Choice>,
    /// What was ruled so far: day, what, why.
    pub rulings: Vec<[String; 3]>,
    /// As typed.
    pub form: RuleForm,
    /// All errors.
    pub errors: ErrorSummary,
}

/// `GET /meetings/{id}/rulings`.
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
) -> Result<HttpResponse, AppError> {
    let (meeting, body) = queries::with_body(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    let open = open_questions(&app, &meeting).await?;
    page::ok(rulings_page(&app, shell, (meeting, body), &open, RuleForm::default()).await?)
}

/// `POST /meetings/{id}/rulings`.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
    form: Form<RuleForm>,
) -> Result<HttpResponse, AppError> {
    let (meeting, body) = queries::with_body(&app.db.read, &actor, *id).await?;
    let (by, now, mut form) = (actor.secretary()?, app.clock.now(), form.into_inner());
    let open = open_questions(&app, &meeting).await?;
    let Some(input) = form.parse(meeting.id, &open) else {
        return page::unprocessable(rulings_page(&app, shell, (meeting, body), &open, form).await?);
    };
    match db::write(&app.db, async |tx| commands::rule(tx, &by, input, now).await).await {
        Ok(_) => {
            page::see_other(format!("/meetings/{id}"), Flash::ok("この会議についての判断を記録しました"))
        }
        Err(RuleError::Refused(why)) => {
            form.ruling.refuse(why);
            page::unprocessable(rulings_page(&app, shell, (meeting, body), &open, form).await?)
        }
        Err(RuleError::Db(error)) => Err(error.into()),
    }
}

async fn open_questions(app: &AppState, meeting: &meeting::Model) -> Result<Vec<Question>, AppError> {
    let day = queries::charter_day(meeting);
    Ok(questions(&rules_on(&app.db.read, meeting.body_id, day).await?))
}

async fn rulings_page(
    app: &AppState,
    shell: Shell,
    (meeting, body): (meeting::Model, body::Model),
    open: &[Question],
    form: RuleForm,
) -> Result<RulingsPage, AppError> {
    let rulings = queries::rulings(&app.db.read, meeting.id).await?;
    let offer = |question: &Question| {
        let (setting, name) = (question.setting, question.name);
        let choice =
            |(word, label): &(String, String)| Choice::new(key(setting, word), format!("{name}：{label}"));
        question.values.iter().map(choice).collect::<Vec<_>>()
    };
    let offers = std::iter::once(Choice::new("", "選んでください")).chain(open.iter().flat_map(offer));
    Ok(RulingsPage {
        shell,
        may: rules::may_rule(rules::state(&meeting, app.clock.now())),
        offers: offers.collect(),
        rulings: rulings.iter().map(shown).collect(),
        errors: form.errors(),
        body,
        meeting,
        form,
    })
}

fn shown(ruling: &meeting_ruling::Model) -> [String; 3] {
    let day = month_day_weekday(tokyo_day(ruling.ruled_at));
    [day, ruled_words(ruling), ruling.reason.clone()]
}

/// What a ruling says: 「定足数：過半数」.
pub fn ruled_words(ruling: &meeting_ruling::Model) -> String {
    let word = Word::new(ruling.setting, &ruling.value);
    let label = word.as_ref().map_or(ruling.value.as_str(), Word::label);
    format!("{}：{label}", setting_name(ruling.setting))
}
