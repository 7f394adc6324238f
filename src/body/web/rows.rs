//! Rosters and rules as rows of a table, for the page of a body and for the sheet to print.

use entity::id::{MembershipId, SeatId};

use crate::body::rules::{self, Quorum, QuorumBase, RosterLine, Rule, Rules, Value, setting_name};

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

/// All rules of a day in the order of a charter's form.
pub fn rule_rows(rules: &Rules) -> Vec<RuleRow> {
    vec![
        rule_row(&rules.quorum),
        rule_row(&rules.quorum_base),
        rule_row(&rules.proxy),
        rule_row(&rules.proxy_scope),
        rule_row(&rules.online),
        rule_row(&rules.numbering),
        rule_row(&rules.cancelled_number),
        rule_row(&rules.notice_period),
        rule_row(&rules.reply_deadline),
    ]
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

/// A roster's lines as they are printed, numbered from 1.
pub fn roster_rows(lines: &[RosterLine], presider_title: &str) -> Vec<RosterRow> {
    (1..).zip(lines).map(|(number, line)| roster_row(number, line, presider_title)).collect()
}

fn roster_row(number: usize, line: &RosterLine, presider_title: &str) -> RosterRow {
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
        role: role.map(|role| rules::role_name(role, presider_title)).unwrap_or_default(),
        is_replacement: term.is_some_and(|term| term.predecessor_id.is_some()),
        term: term.map(|term| rules::print_term(term.from_on, term.to_on)).unwrap_or_default(),
    }
}
