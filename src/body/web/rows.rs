//! Rosters and rules as rows of a table, for the page of a body and for the sheet to print.

use entity::charter_setting::Setting;
use entity::id::{MembershipId, SeatId};

use crate::body::rules::{
    self, GROUPS, Quorum, QuorumBase, RosterLine, Rule, Rules, Titles, Value, is_ruled_by_meeting,
    setting_name,
};

/// One rule in force.
pub struct RuleRow {
    /// 定足数.
    pub name: &'static str,
    /// 「過半数」, or what follows where nothing is said.
    pub label: String,
    /// 定め, 準用 or 定めなし.
    pub standing: &'static str,
    /// 設置要綱 第6条第2項; empty where nothing is said.
    pub cite: String,
}

/// One line of a roster as it is printed.
pub struct RosterRow {
    /// The seat.
    pub seat: SeatId,
    /// The term; none = 欠員.
    pub membership: Option<MembershipId>,
    /// From 1.
    pub number: usize,
    /// 選出区分.
    pub category: String,
    /// 所属団体.
    pub association: String,
    /// 役職.
    pub post: String,
    /// 氏名; empty when vacant.
    pub name: String,
    /// ふりがな.
    pub kana: String,
    /// 勤務先.
    pub workplace: String,
    /// 会長, 副会長 …; empty for a plain member.
    pub role: String,
    /// Whether a 補欠 fills it.
    pub is_replacement: bool,
    /// 任期.
    pub term: String,
}

/// Some rules under their heading.
pub struct RuleGroup {
    /// 「出席と定足数」.
    pub heading: &'static str,
    /// What is said, and what the clerk rules on where nothing is.
    pub rows: Vec<RuleRow>,
    /// The names of what the charter leaves open and nobody rules on.
    pub silent: Vec<&'static str>,
}

/// All rules of a day under the headings of a charter's form.
pub fn rule_groups(rules: &Rules) -> Vec<RuleGroup> {
    let groups = GROUPS.into_iter().map(|(heading, settings)| {
        let rows = settings.iter().map(|setting| (*setting, row_of(rules, *setting)));
        let (rows, silent): (Vec<_>, Vec<_>) =
            rows.partition(|(setting, row)| !row.cite.is_empty() || is_ruled_by_meeting(*setting));
        RuleGroup {
            heading,
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            silent: silent.into_iter().map(|(_, row)| row.name).collect(),
        }
    });
    groups.collect()
}

fn row_of(rules: &Rules, setting: Setting) -> RuleRow {
    match setting {
        Setting::LegalForm => rule_row(&rules.legal_form),
        Setting::SeatNumber => rule_row(&rules.seat_number),
        Setting::Pay => rule_row(&rules.pay),
        Setting::Term => rule_row(&rules.term),
        Setting::Replacement => rule_row(&rules.replacement),
        Setting::ExOfficio => rule_row(&rules.ex_officio),
        Setting::Chair => rule_row(&rules.chair),
        Setting::ViceChair => rule_row(&rules.vice_chair),
        Setting::ActingChair => rule_row(&rules.acting_chair),
        Setting::NoticePeriod => rule_row(&rules.notice_period),
        Setting::ReplyDeadline => rule_row(&rules.reply_deadline),
        Setting::Numbering => rule_row(&rules.numbering),
        Setting::CancelledNumber => rule_row(&rules.cancelled_number),
        Setting::Quorum => rule_row(&rules.quorum),
        Setting::QuorumBase => rule_row(&rules.quorum_base),
        Setting::Proxy => rule_row(&rules.proxy),
        Setting::ProxyScope => rule_row(&rules.proxy_scope),
        Setting::Online => rule_row(&rules.online),
        Setting::Decision => rule_row(&rules.decision),
        Setting::ChairVote => rule_row(&rules.chair_vote),
        Setting::WrittenMeeting => rule_row(&rules.written_meeting),
        Setting::Exclusion => rule_row(&rules.exclusion),
        Setting::ExcludedMember => rule_row(&rules.excluded_member),
        Setting::Publicity => rule_row(&rules.publicity),
        Setting::MinutesForm => rule_row(&rules.minutes_form),
        Setting::Speakers => rule_row(&rules.speakers),
        Setting::Signers => rule_row(&rules.signers),
    }
}

fn rule_row<T: Value>(rule: &Rule<T>) -> RuleRow {
    let name = setting_name(T::SETTING);
    match rule {
        Rule::Stated { value, cite } => {
            let standing = if cite.inherited { "準用" } else { "定めあり" };
            RuleRow { name, label: value.label(), standing, cite: cite.to_string() }
        }
        Rule::NotStated => {
            RuleRow { name, label: String::new(), standing: "定めなし", cite: String::new() }
        }
    }
}

/// The quorum with its reason: 「定足数10人　在任委員18人の過半数（設置要綱 第6条第2項）」. Where the charter does not say
/// what it is a part of, the number is left open.
pub fn quorum_line(rules: &Rules, in_office: u32) -> String {
    let Rule::Stated { value: quorum, cite } = &rules.quorum else {
        return "定足数の定めがありません。".to_owned();
    };
    if *quorum == Quorum::None {
        return format!("定足数を設けないと定められています（{cite}）。");
    }
    let (base, of) = match rules.quorum_base.value() {
        None => {
            return format!(
                "委員の{}（{cite}）。もとになる人数（在任か定数か）の定めがありません。",
                quorum.label()
            );
        }
        Some(QuorumBase::FilledSeats) => (in_office, format!("在任委員{in_office}人")),
        Some(QuorumBase::Fixed(number)) => (number, format!("定数{number}人")),
    };
    match rules::needed(base, *quorum) {
        Some(needed) => format!("定足数{needed}人　{of}の{}（{cite}）", quorum.label()),
        None => format!("在任の委員がいないので、会議は成立しません（{cite}）。"),
    }
}

/// Who presides on the day shown.
pub struct PresidingLine {
    /// 「会長 原 重彦」, 「会長は欠けています」.
    pub chair: String,
    /// 「不在のときは、1 副会長 中島 誠、2 委員 近藤 明美（設置要綱 第5条第4項）」.
    pub acting: String,
}

impl PresidingLine {
    /// By the roster of the day and the rules in force that day.
    pub fn of(lines: &[RosterLine], rules: &Rules) -> Self {
        let heads = rules::heads(lines);
        let found = rules::presiding(&heads, rules.acting_chair.value());
        let named = |id| {
            let head = heads.iter().find(|head| head.person.id == id);
            head.map(|head| format!("{} {}", rules.titles.of(head.role()), head.person.name))
        };
        let chair = found.chair.and_then(named);
        let missing = || format!("{}は欠けています", rules.titles.chair);
        Self { chair: chair.unwrap_or_else(missing), acting: acting_line(&found, rules, named) }
    }
}

fn acting_line(
    found: &rules::Presiding,
    rules: &Rules,
    named: impl Fn(entity::id::PersonId) -> Option<String>,
) -> String {
    let Some(cite) = rules.acting_chair.cite() else {
        return "不在のときにだれが代理するかは、要綱に定めがありません。".to_owned();
    };
    if found.elects {
        return format!("不在のときは、出席した委員の互選で決めます（{cite}）。");
    }
    let people = found.acting.iter().filter_map(|id| named(*id));
    let people: Vec<_> = (1..).zip(people).map(|(at, name): (usize, _)| format!("{at} {name}")).collect();
    if people.is_empty() {
        return format!("不在のときに代理する人がいません（{cite}）。");
    }
    format!("不在のときは、{}（{cite}）。", people.join("、"))
}

/// A roster's lines as they are printed, numbered from 1.
pub fn roster_rows(lines: &[RosterLine], titles: &Titles) -> Vec<RosterRow> {
    (1..).zip(lines).map(|(number, line)| roster_row(number, line, titles)).collect()
}

fn roster_row(number: usize, line: &RosterLine, titles: &Titles) -> RosterRow {
    let (person, term) = match &line.member {
        Some(holder) => (Some(&holder.person), Some(&holder.membership)),
        None => (None, None),
    };
    let of = |read: fn(&entity::person::Model) -> &str| person.map_or("", read).to_owned();
    let role = term.map(|term| term.role).filter(|role| *role != entity::membership::MemberRole::Member);
    RosterRow {
        seat: line.seat.id,
        membership: term.map(|term| term.id),
        number,
        category: line.seat.category.clone(),
        association: line.association_name().to_owned(),
        post: of(|person| &person.post),
        name: of(|person| &person.name),
        kana: of(|person| &person.kana),
        workplace: of(|person| &person.workplace),
        role: role.map_or("", |role| titles.of(role)).to_owned(),
        is_replacement: term.is_some_and(|term| term.predecessor_id.is_some()),
        term: term.map(|term| rules::print_term(term.from_on, term.to_on)).unwrap_or_default(),
    }
}
