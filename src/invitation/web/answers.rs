//! The three forms of an answer, 出席, 欠席 and 代理出席, as the reply page, a member's first screen and the page
//! of a meeting show them. Each is a form of its own that needs no script; what was typed into one of them comes
//! back in that one, open. Drawn by the macro of `templates/invitation/answers.html`.

use entity::meeting::{self, MeetingMode};
use entity::reply::{self, Answer, ReplyMode};
use serde::Deserialize;

use crate::body::rules::{ProxyScope, Rules};
use crate::invitation::commands::{AnswerError, Given, ProxyGiven};
use crate::invitation::queries::Asked;
use crate::invitation::rules::{self, Standing};
use crate::meeting::queries::Ruled;
use crate::platform::form::{
    Choice, ErrorSummary, Field, many_lines, one_line, required_one_line, seen_version,
};

/// The most words of a comment, in characters.
const LONGEST_COMMENT: usize = 2_000;

/// The most letters of a proxy's name, title or contact.
const LONGEST_LINE: usize = 100;

/// What one of the forms sends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    /// `attend`, `absent` or `proxy`.
    pub answer: Field,
    /// `room` or `online`, asked in a hybrid meeting.
    pub mode: Field,
    /// 代理の方の氏名.
    pub proxy_name: Field,
    /// 所属・役職.
    pub proxy_title: Field,
    /// 連絡先; may be empty.
    pub proxy_contact: Field,
    /// 連絡 or opinion; may be empty.
    pub comment: Field,
    /// How it came in; said by the clerk only.
    pub way: Field,
    /// SEQUENCE of the meeting as drawn.
    pub seen: Field,
}

/// Neither 出席 nor 欠席 nor 代理出席 was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("出席・欠席・代理出席のどれかでお答えください。")]
pub struct NoAnswer;

impl AnswerForm {
    /// Every field is read before the first `?`, so all errors show at once. The second value is `seen`.
    pub fn parse(&mut self, held: MeetingMode) -> Option<(Given, i32)> {
        let (seen, answer) = (self.seen.parse(seen_version), self.answer.parse(answer));
        let (mode, comment) = (self.mode.parse(mode), self.comment.parse(many_lines(LONGEST_COMMENT)));
        let proxy = if answer == Some(Answer::Proxy) { self.proxy().map(Some) } else { Some(None) };
        let (answer, mode) = (answer?, mode?);
        if rules::mode(held, answer, mode).is_none() {
            self.mode.refuse(AnswerError::ModeMissing);
            return None;
        }
        Some((Given { answer, mode, proxy: proxy?, comment: comment? }, seen?))
    }

    fn proxy(&mut self) -> Option<ProxyGiven> {
        let (name, title) = (
            self.proxy_name.parse(required_one_line(LONGEST_LINE)),
            self.proxy_title.parse(required_one_line(LONGEST_LINE)),
        );
        let contact = self.proxy_contact.parse(one_line(LONGEST_LINE));
        Some(ProxyGiven { name: name?, title: title?, contact: contact? })
    }

    /// The form as it would send an answer that was given before.
    pub fn of(reply: &reply::Model) -> Self {
        let field = |text: &Option<String>| Field::new(text.clone().unwrap_or_default());
        Self {
            answer: Field::new(word(reply.answer)),
            mode: Field::new(reply.mode.map_or("", mode_word)),
            proxy_name: field(&reply.proxy_name),
            proxy_title: field(&reply.proxy_title),
            proxy_contact: field(&reply.proxy_contact),
            comment: Field::new(&reply.comment),
            ..Self::default()
        }
    }

    /// Puts what a command said beside the field it is about.
    pub fn refuse(&mut self, error: &AnswerError) {
        let field = if matches!(error, AnswerError::ModeMissing) { &mut self.mode } else { &mut self.answer };
        field.refuse(error);
    }

    /// What was typed as (label, words), to be copied from a page that has no form any more.
    pub fn words(&self) -> Vec<(&'static str, String)> {
        let answer = answer(&self.answer.value).map_or("", answer_name);
        let fields = [
            ("回答", answer),
            ("代理の方", &self.proxy_name.value),
            ("所属・役職", &self.proxy_title.value),
            ("連絡先", &self.proxy_contact.value),
            ("連絡・意見", &self.comment.value),
        ];
        let typed = fields.into_iter().filter(|(_, words)| !words.trim().is_empty());
        typed.map(|(label, words)| (label, words.to_owned())).collect()
    }

    /// What is wrong and belongs to no field people see.
    pub fn message(&self) -> Option<String> {
        self.answer.error.clone().or(self.seen.error.clone())
    }
}

/// The forms of one person for one meeting.
#[derive(Clone, Debug)]
pub struct AnswerForms {
    /// Where they are sent.
    pub action: String,
    /// Of the session or of the link.
    pub csrf: String,
    /// SEQUENCE of the meeting as drawn.
    pub seen: i32,
    /// Before the ids of the fields, ended by a hyphen, where several meetings stand on one page; else empty.
    pub id: String,
    /// Whether the deadline has passed: what is sent are words to the office.
    pub late: bool,
    modes: Vec<Choice>,
    /// Under 代理出席: who may come; `None` where nobody may.
    pub proxy: Option<&'static str>,
    /// Which one is open.
    pub open: Option<Answer>,
    /// 出席.
    pub attend: AnswerForm,
    /// 欠席.
    pub absent: AnswerForm,
    /// 代理出席.
    pub proxied: AnswerForm,
    /// All errors, each a link to its field.
    pub errors: ErrorSummary,
    /// What is wrong and belongs to no field.
    pub message: Option<String>,
}

impl AnswerForms {
    /// The forms for somebody asked, empty; `None` where nothing can be answered any more.
    pub fn of(
        asked: &Asked,
        ruled: &Ruled,
        standing: Standing,
        action: String,
        csrf: String,
    ) -> Option<Self> {
        if !matches!(standing, Standing::Open | Standing::Late) {
            return None;
        }
        let Ruled { rules, rulings } = ruled;
        let modes = modes(&asked.meeting);
        let attend = AnswerForm {
            mode: Field::new(modes.first().map_or("", |first| first.value.as_str())),
            ..AnswerForm::default()
        };
        Some(Self {
            action,
            csrf,
            seen: asked.meeting.sequence,
            id: String::new(),
            late: standing == Standing::Late,
            modes,
            proxy: rules::proxy_is_offered(rules, rulings).then(|| who(rules)),
            open: None,
            attend,
            absent: AnswerForm::default(),
            proxied: AnswerForm::default(),
            errors: ErrorSummary::default(),
            message: None,
        })
    }

    /// With something before the ids of the fields, for a page with several meetings.
    pub fn under(self, id: impl std::fmt::Display) -> Self {
        Self { id: format!("{id}-"), ..self }
    }

    /// With the answer given so far in its form, so that a change begins from it.
    pub fn after(mut self, reply: &reply::Model) -> Self {
        let mut form = AnswerForm::of(reply);
        if form.mode.value.is_empty() {
            form.mode = std::mem::take(&mut self.attend.mode);
        }
        self.put(Some(reply.answer), form);
        self
    }

    /// With what was typed and what is wrong about it; the form it was typed into stands open.
    pub fn typed(mut self, form: AnswerForm) -> Self {
        self.open = answer(&form.answer.value).ok();
        self.message = form.message();
        self.put(self.open, form);
        self.errors = self.summary();
        self
    }

    fn put(&mut self, answer: Option<Answer>, form: AnswerForm) {
        match answer {
            Some(Answer::Attend) => self.attend = form,
            Some(Answer::Absent) => self.absent = form,
            Some(Answer::Proxy) => self.proxied = form,
            None => {}
        }
    }

    fn summary(&self) -> ErrorSummary {
        let ids = ["attend-mode", "attend-comment", "absent-comment", "proxy-name", "proxy-title"];
        let [mode, comment, opinion, name, title] = ids.map(|id| self.at(id));
        // Where nobody is asked, there is no field to lead to.
        let mode = if self.modes.is_empty() { String::new() } else { mode };
        let (contact, words) = (self.at("proxy-contact"), self.at("proxy-comment"));
        ErrorSummary::of([
            (mode.as_str(), "どこで出席しますか", &self.attend.mode.error),
            (&comment, "事務局への連絡", &self.attend.comment.error),
            (&opinion, "議題への意見", &self.absent.comment.error),
            (&name, "代理の方の氏名", &self.proxied.proxy_name.error),
            (&title, "所属・役職", &self.proxied.proxy_title.error),
            (&contact, "連絡先", &self.proxied.proxy_contact.error),
            (&words, "事務局への連絡", &self.proxied.comment.error),
        ])
    }

    /// The id of a field on this page.
    pub fn at(&self, name: &str) -> String {
        format!("{}{name}", self.id)
    }

    /// The ways to attend; none where it is not asked.
    pub fn modes(&self) -> &[Choice] {
        &self.modes
    }

    /// Under 出席.
    pub fn attend_words(&self) -> &'static str {
        if self.modes.is_empty() { "本人が出ます" } else { "会場かオンラインで出ます" }
    }

    /// The end of the words on the buttons: 「出席と答える」, late 「出席と事務局に伝える」.
    pub fn verb(&self) -> &'static str {
        if self.late { "と事務局に伝える" } else { "と答える" }
    }

    /// Whether a form stands open.
    pub fn is_open(&self, word: &str) -> bool {
        answer(word).ok() == self.open && self.open.is_some()
    }
}

/// Asked only where there is a choice.
fn modes(meeting: &meeting::Model) -> Vec<Choice> {
    if meeting.mode != MeetingMode::Hybrid {
        return Vec::new();
    }
    let room = format!("会場（{}）", meeting.place);
    vec![Choice::new("room", room), Choice::new("online", "オンライン")]
}

/// Who may come, as the charter says.
fn who(rules: &Rules) -> &'static str {
    match rules.proxy_scope.value() {
        Some(ProxyScope::Association) => "同じ団体の方が代わりに出ます",
        Some(ProxyScope::Workplace) => "同じ勤務先の方が代わりに出ます",
        Some(ProxyScope::Named) => "前もって届けた方が代わりに出ます",
        Some(ProxyScope::Letter) => "委任状を持った方が代わりに出ます",
        None => "代わりの方が出ます",
    }
}

/// Reads `attend`, `absent` or `proxy`.
pub fn answer(text: &str) -> Result<Answer, NoAnswer> {
    [Answer::Attend, Answer::Absent, Answer::Proxy]
        .into_iter()
        .find(|answer| word(*answer) == text)
        .ok_or(NoAnswer)
}

/// 出席, 欠席 or 代理出席.
pub fn answer_name(answer: Answer) -> &'static str {
    match answer {
        Answer::Attend => "出席",
        Answer::Absent => "欠席",
        Answer::Proxy => "代理出席",
    }
}

fn word(answer: Answer) -> &'static str {
    match answer {
        Answer::Attend => "attend",
        Answer::Absent => "absent",
        Answer::Proxy => "proxy",
    }
}

/// Reads `room`, `online` or nothing.
fn mode(text: &str) -> Result<Option<ReplyMode>, AnswerError> {
    match text {
        "" => Ok(None),
        "room" => Ok(Some(ReplyMode::Room)),
        "online" => Ok(Some(ReplyMode::Online)),
        _ => Err(AnswerError::ModeMissing),
    }
}

fn mode_word(mode: ReplyMode) -> &'static str {
    match mode {
        ReplyMode::Room => "room",
        ReplyMode::Online => "online",
    }
}
