//! What a promise is worth: which answer counts, until when, and whether the meeting will be quorate.

mod mails;
mod plain_words;
mod reminding;
mod words;

pub use mails::{MailCell, mail_cell};
pub use plain_words::{PlainWords, plain_words, reply_number, reply_numbers};
pub use reminding::{Due, concerns};
pub use words::{answer_word, mode_word, notice_word, pending_word, role_note};

use entity::meeting::{self, MeetingMode};
use entity::reply::{self, Answer, ReplyMode, ReplyWay};
use entity::{invitation, meeting_ruling};

use crate::body::rules::{Online, Proxy, ProxyScope, Quorum, QuorumBase, Rule, Rules, Value, needed};
use crate::meeting::rules::applied;
use crate::platform::clock::Instant;
use crate::platform::date::{end_of_day, tokyo_day};

/// How an asked person stands towards a meeting when a link or a screen is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Answers count.
    Open,
    /// The deadline has passed: words to the office only.
    Late,
    /// Postponed without a date.
    Postponed,
    /// Cancelled.
    Cancelled,
    /// Taken off the list, or the meeting's day is over.
    Over,
}

/// Where the asked person stands. A link lives until the end of the meeting's day; a postponed meeting keeps it
/// until the day of the new date.
pub fn standing(meeting: &meeting::Model, invitation: &invitation::Model, now: Instant) -> Standing {
    let over = meeting.starts_at.is_some_and(|start| now >= end_of_day(tokyo_day(start)));
    if invitation.withdrawn_at.is_some() || over {
        return Standing::Over;
    }
    if meeting.cancelled_at.is_some() {
        return Standing::Cancelled;
    }
    if meeting.starts_at.is_none() {
        return Standing::Postponed;
    }
    if meeting.reply_due_on.is_some_and(|due| now >= end_of_day(due)) {
        return Standing::Late;
    }
    Standing::Open
}

/// The answer that counts: the latest one given for a sequence still asked.
pub fn counting<'a>(invitation: &invitation::Model, replies: &'a [reply::Model]) -> Option<&'a reply::Model> {
    let asked = replies.iter().filter(|reply| reply.invitation_id == invitation.id);
    let in_time = asked.filter(|reply| reply.for_sequence >= invitation.asked_sequence);
    in_time.max_by_key(|reply| (reply.replied_at, reply.id))
}

/// How somebody who comes will come: as said in a hybrid meeting, else as the meeting is held. `None`: it has
/// to be asked.
pub fn mode(held: MeetingMode, answer: Answer, said: Option<ReplyMode>) -> Option<Option<ReplyMode>> {
    match (held, answer, said) {
        (_, Answer::Absent, _) => Some(None),
        (MeetingMode::Room, ..) => Some(Some(ReplyMode::Room)),
        (MeetingMode::Online, ..) => Some(Some(ReplyMode::Online)),
        (MeetingMode::Hybrid, _, Some(said)) => Some(Some(said)),
        // A proxy's form does not ask; who is sent by somebody else is expected in the room.
        (MeetingMode::Hybrid, Answer::Proxy, None) => Some(Some(ReplyMode::Room)),
        (MeetingMode::Hybrid, Answer::Attend, None) => None,
    }
}

/// The same for an answer that cannot say it, from a calendar program: who comes to a hybrid meeting is expected
/// in the room, where a chair has to stand ready.
pub fn mode_unasked(held: MeetingMode, answer: Answer, said: Option<ReplyMode>) -> Option<ReplyMode> {
    mode(held, answer, said.or(Some(ReplyMode::Room))).flatten()
}

/// Whether 代理出席 is offered: unless the charter of the meeting's day, or the clerk's ruling, says no.
pub fn proxy_is_offered(rules: &Rules, rulings: &[meeting_ruling::Model]) -> bool {
    applied(&rules.proxy, rulings) != Some(Proxy::NotAllowed)
}

/// How an answer came in, as lists and receipts say it.
pub fn way_word(way: ReplyWay) -> &'static str {
    match way {
        ReplyWay::Web => "回答ページ",
        ReplyWay::Mail => "メール",
        ReplyWay::Calendar => "カレンダー",
        ReplyWay::Telephone => "電話",
        ReplyWay::Fax => "FAX",
        ReplyWay::Post => "郵送",
        ReplyWay::InPerson => "口頭",
        ReplyWay::Office => "団体の事務局",
    }
}

/// One head that counts for the quorum, with what was promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The counting answer, if there is one.
    pub answer: Option<(Answer, Option<ReplyMode>)>,
}

/// 定足数の見込み: counts of heads, the number needed and the sentence that says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// Heads asked.
    pub asked: u32,
    /// Promised to come to the room, in person.
    pub room: u32,
    /// Promised to join online, in person.
    pub online: u32,
    /// Will send a proxy.
    pub proxies: u32,
    /// Will not come.
    pub absent: u32,
    /// Whether those online count under this charter.
    pub online_counts: bool,
    /// Whether proxies do.
    pub proxies_count: bool,
    /// 出席見込: those that count under this charter.
    pub expected: u32,
    /// The base the quorum is taken of.
    pub base: u32,
    /// 定足数.
    pub needed: Option<u32>,
    /// Whether it will be met.
    pub verdict: Verdict,
    /// Why, each a sentence that cites its article.
    pub reasons: Vec<String>,
}

/// The outcome in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Enough have promised.
    Met,
    /// So many more are needed.
    Short(u32),
    /// The charter has no quorum, or says none is needed.
    NoRule,
    /// Nobody is in office.
    NobodyInOffice,
}

impl Forecast {
    /// 返事: heads that have answered.
    pub fn answered(&self) -> u32 {
        self.room + self.online + self.proxies + self.absent
    }

    /// Heads that have not.
    pub fn unanswered(&self) -> u32 {
        self.asked.saturating_sub(self.answered())
    }

    /// 出席: those that come themselves.
    pub fn attending(&self) -> u32 {
        self.room + self.online
    }

    /// The verdict as the screen says it.
    pub fn sentence(&self) -> String {
        match self.verdict {
            Verdict::Met => "定足数に達する見込みです".to_owned(),
            Verdict::Short(short) => format!("あと{short}人で成立します"),
            Verdict::NoRule => "定足数はありません".to_owned(),
            Verdict::NobodyInOffice => "在任の委員がいません".to_owned(),
        }
    }

    /// The verdict for a table cell.
    pub fn short(&self) -> String {
        match self.verdict {
            Verdict::Met => "見込みあり".to_owned(),
            Verdict::Short(short) => format!("あと{short}人"),
            Verdict::NoRule => "定めなし".to_owned(),
            Verdict::NobodyInOffice => "委員なし".to_owned(),
        }
    }
}

/// The body on the meeting's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InOffice {
    /// Heads in counted seats.
    pub heads: u32,
    /// Seats nobody fills.
    pub vacancies: u32,
}

/// Counts promises against the charter of the meeting's day. Where the charter is silent and no ruling fills the
/// gap, the doubtful heads are left out and the reasons say so.
pub fn forecast(
    rules: &Rules,
    rulings: &[meeting_ruling::Model],
    in_office: InOffice,
    heads: &[Head],
) -> Forecast {
    let come = |mode| heads.iter().filter(|head| head.answer == Some((Answer::Attend, Some(mode)))).count();
    let answer =
        |answer| heads.iter().filter(|head| head.answer.is_some_and(|(said, _)| said == answer)).count();
    let (room, online) = (number(come(ReplyMode::Room)), number(come(ReplyMode::Online)));
    let proxies = number(answer(Answer::Proxy));
    let mut why = Why { rulings, reasons: Vec::new() };
    let (base, needed, none) = why.quorum(rules, in_office);
    let online_counts = why.online(rules, online);
    let proxies_count = why.proxy(rules, proxies);
    if in_office.vacancies > 0
        && !matches!(rules.quorum_base, Rule::Stated { value: QuorumBase::Fixed(_), .. })
    {
        why.reasons.push(format!("欠員{}は数えません。", in_office.vacancies));
    }
    let expected = room + if online_counts { online } else { 0 } + if proxies_count { proxies } else { 0 };
    Forecast {
        asked: number(heads.len()),
        room,
        online,
        proxies,
        absent: number(answer(Answer::Absent)),
        online_counts,
        proxies_count,
        expected,
        base,
        needed,
        verdict: verdict(expected, needed, none),
        reasons: why.reasons,
    }
}

fn verdict(expected: u32, needed: Option<u32>, no_rule: NoRule) -> Verdict {
    match (needed, no_rule) {
        (_, NoRule(true)) => Verdict::NoRule,
        (None, _) => Verdict::NobodyInOffice,
        (Some(needed), _) if expected >= needed => Verdict::Met,
        (Some(needed), _) => Verdict::Short(needed - expected),
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Whether there is no number to reach.
struct NoRule(bool);

struct Why<'a> {
    rulings: &'a [meeting_ruling::Model],
    reasons: Vec<String>,
}

impl Why<'_> {
    fn quorum(&mut self, rules: &Rules, in_office: InOffice) -> (u32, Option<u32>, NoRule) {
        let (base, of) = match &rules.quorum_base {
            Rule::Stated { value: QuorumBase::Fixed(fixed), .. } => (*fixed, format!("定数{fixed}人")),
            _ => (in_office.heads, format!("在任委員{}人", in_office.heads)),
        };
        let Some((form, source)) = self.settled(&rules.quorum) else {
            self.reasons.push("要綱に定めがないため、成立するかどうかは判定しません。".to_owned());
            return (base, None, NoRule(true));
        };
        if form == Quorum::None {
            self.reasons.push(format!("定足数は要りません（{source}）。"));
            return (base, None, NoRule(true));
        }
        self.reasons.push(format!("{of}の{}（{source}）。", form.label()));
        (base, needed(base, form), NoRule(false))
    }

    fn online(&mut self, rules: &Rules, promised: u32) -> bool {
        match self.settled(&rules.online) {
            Some((Online::Counted, source)) => {
                self.reasons.push(format!("オンライン出席は{source}により数えます。"));
                true
            }
            Some((Online::NotCounted, source)) => {
                self.reasons.push(format!("オンライン出席は{source}により数えません。"));
                false
            }
            None => {
                self.doubt(promised, "オンライン出席");
                false
            }
        }
    }

    fn proxy(&mut self, rules: &Rules, promised: u32) -> bool {
        match self.settled(&rules.proxy) {
            Some((Proxy::Counted | Proxy::Votes, source)) => {
                let scope = rules
                    .proxy_scope
                    .value()
                    .map_or(String::new(), |scope: ProxyScope| format!("（{}）", scope.label()));
                self.reasons.push(format!("代理{scope}は{source}により数えます。"));
                true
            }
            Some((Proxy::Attends, source)) => {
                self.reasons.push(format!("代理は出席できますが、{source}により数えません。"));
                false
            }
            Some((Proxy::NotAllowed, source)) => {
                self.reasons.push(format!("代理出席はできません（{source}）。"));
                false
            }
            None => {
                self.doubt(promised, "代理出席");
                false
            }
        }
    }

    fn doubt(&mut self, promised: u32, what: &str) {
        if promised > 0 {
            self.reasons
                .push(format!("{what}を数えるかどうかの定めがないため、{promised}人を数えていません。"));
        }
    }

    /// The value that applies and where it comes from: the charter, else the latest ruling for this meeting.
    fn settled<T: Value>(&self, rule: &Rule<T>) -> Option<(T, String)> {
        if let Rule::Stated { value, cite } = rule {
            return Some((*value, cite.to_string()));
        }
        let ruled = self.rulings.iter().filter(|ruling| ruling.setting == T::SETTING);
        let ruled = ruled.max_by_key(|ruling| ruling.ruled_at)?;
        Some((T::from_word(&ruled.value)?, "この会議についての事務局の判断".to_owned()))
    }
}
