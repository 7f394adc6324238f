//! What applies to a body on a day. The charter version in force that day decides; each setting is stated there,
//! inherited (準用) where the charter says so, or not stated. A parent's rule never applies by itself.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use entity::charter_setting;
use entity::charter_setting::{Setting, Standing};
use entity::id::{BodyId, CharterId};

use super::rule::{Citation, Rule};
use super::setting::{
    ActingChair, CancelledNumber, ChairChoice, ChairVote, Decision, ExOfficio, ExcludedMember, Exclusion,
    LegalForm, MinutesForm, NoticePeriod, Numbering, Online, Pay, Proxy, ProxyScope, Publicity, Quorum,
    QuorumBase, ReplacementTerm, ReplyDeadline, SeatNumber, Signers, Speakers, TermLength, Value,
    ViceChairChoice, WrittenMeeting,
};
use super::titles::Titles;
use super::version::{Version, in_order};

/// Everything the product asks of a charter, for one body on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The body's own charter version in force that day.
    pub charter: Option<CharterId>,
    /// 定足数.
    pub quorum: Rule<Quorum>,
    /// What the quorum is a part of.
    pub quorum_base: Rule<QuorumBase>,
    /// 代理出席.
    pub proxy: Rule<Proxy>,
    /// Who may be a proxy.
    pub proxy_scope: Rule<ProxyScope>,
    /// オンライン出席.
    pub online: Rule<Online>,
    /// How meetings are numbered.
    pub numbering: Rule<Numbering>,
    /// What becomes of a cancelled meeting's number.
    pub cancelled_number: Rule<CancelledNumber>,
    /// When the notice must be out.
    pub notice_period: Rule<NoticePeriod>,
    /// When answers are asked for.
    pub reply_deadline: Rule<ReplyDeadline>,
    /// 法的な位置づけ.
    pub legal_form: Rule<LegalForm>,
    /// 委員の数.
    pub seat_number: Rule<SeatNumber>,
    /// 報酬・謝礼.
    pub pay: Rule<Pay>,
    /// 委員の任期.
    pub term: Rule<TermLength>,
    /// 補欠の任期.
    pub replacement: Rule<ReplacementTerm>,
    /// 充て職の委員.
    pub ex_officio: Rule<ExOfficio>,
    /// 会長の選び方.
    pub chair: Rule<ChairChoice>,
    /// 副会長の選び方.
    pub vice_chair: Rule<ViceChairChoice>,
    /// Who presides when the chair is away.
    pub acting_chair: Rule<ActingChair>,
    /// 議決の方法.
    pub decision: Rule<Decision>,
    /// 議長の表決.
    pub chair_vote: Rule<ChairVote>,
    /// 書面開催.
    pub written_meeting: Rule<WrittenMeeting>,
    /// 除斥: whether the counts shrink.
    pub exclusion: Rule<Exclusion>,
    /// 除斥: whether the member stays.
    pub excluded_member: Rule<ExcludedMember>,
    /// 会議の公開.
    pub publicity: Rule<Publicity>,
    /// 会議録の形.
    pub minutes_form: Rule<MinutesForm>,
    /// How minutes name those who speak.
    pub speakers: Rule<Speakers>,
    /// Who signs the minutes.
    pub signers: Rule<Signers>,
    /// What those who preside are called.
    pub titles: Titles,
    /// 庶務: the office that does the clerical work, where the charter names one.
    pub general_affairs: Option<String>,
}

/// The charters of some bodies and of everything above them.
#[derive(Clone, Debug, Default)]
pub struct Charters {
    parents: HashMap<BodyId, BodyId>,
    versions: HashMap<BodyId, Vec<Version>>,
    settings: HashMap<CharterId, BTreeMap<Setting, charter_setting::Model>>,
}

impl Charters {
    /// From rows in any order; `parents` names the body above each body that has one.
    pub fn new(
        parents: HashMap<BodyId, BodyId>,
        versions: Vec<Version>,
        settings: Vec<charter_setting::Model>,
    ) -> Self {
        let mut found = Self { parents, ..Self::default() };
        for version in versions {
            found.versions.entry(version.body).or_default().push(version);
        }
        for setting in settings {
            found.settings.entry(setting.charter_id).or_default().insert(setting.setting, setting);
        }
        found
    }

    /// The rules that apply to a body on a day.
    pub fn rules_on(&self, body: BodyId, day: NaiveDate) -> Rules {
        let own = self.in_force(body, day);
        Rules {
            charter: own.map(|own| own.id),
            quorum: self.rule(body, day),
            quorum_base: self.rule(body, day),
            proxy: self.rule(body, day),
            proxy_scope: self.rule(body, day),
            online: self.rule(body, day),
            numbering: self.rule(body, day),
            cancelled_number: self.rule(body, day),
            notice_period: self.rule(body, day),
            reply_deadline: self.rule(body, day),
            legal_form: self.rule(body, day),
            seat_number: self.rule(body, day),
            pay: self.rule(body, day),
            term: self.rule(body, day),
            replacement: self.rule(body, day),
            ex_officio: self.rule(body, day),
            chair: self.rule(body, day),
            vice_chair: self.rule(body, day),
            acting_chair: self.rule(body, day),
            decision: self.rule(body, day),
            chair_vote: self.rule(body, day),
            written_meeting: self.rule(body, day),
            exclusion: self.rule(body, day),
            excluded_member: self.rule(body, day),
            publicity: self.rule(body, day),
            minutes_form: self.rule(body, day),
            speakers: self.rule(body, day),
            signers: self.rule(body, day),
            titles: own.map(Version::titles).unwrap_or_default(),
            general_affairs: own.and_then(|own| own.general_affairs.clone()),
        }
    }

    /// The version of a body's charter that is in force on a day.
    pub fn in_force(&self, body: BodyId, day: NaiveDate) -> Option<&Version> {
        let versions = self.versions.get(&body)?.iter();
        let place = |version: &&Version| in_order(version.effective_on, version.applies_from);
        versions.filter(|version| place(version).0 <= day).max_by_key(place)
    }

    /// Follows 準用 upwards until a charter states the setting. A charter on the way that is silent is passed;
    /// a body without a charter that day, the top of the tree or a circle ends the way.
    fn rule<T: Value>(&self, body: BodyId, day: NaiveDate) -> Rule<T> {
        let own = self.in_force(body, day).and_then(|own| self.said(own.id, T::SETTING));
        match own.map(|own| own.standing) {
            None => return Rule::NotStated,
            Some(Standing::Stated) => return self.stated(body, day, false).unwrap_or(Rule::NotStated),
            Some(Standing::Inherited) => {}
        }
        let mut above = body;
        for _ in 0..self.parents.len() {
            let Some(next) = self.parents.get(&above).filter(|next| **next != body) else { break };
            if self.in_force(*next, day).is_none() {
                break;
            }
            if let Some(rule) = self.stated(*next, day, true) {
                return rule;
            }
            above = *next;
        }
        Rule::NotStated
    }

    fn stated<T: Value>(&self, body: BodyId, day: NaiveDate, inherited: bool) -> Option<Rule<T>> {
        let charter = self.in_force(body, day)?;
        let said = self.said(charter.id, T::SETTING).filter(|said| said.standing == Standing::Stated)?;
        let value = T::from_word(said.value.as_deref()?)?;
        let article = said.article.clone().unwrap_or_default();
        Some(Rule::Stated {
            value,
            cite: Citation { charter_title: charter.title.clone(), article, inherited },
        })
    }

    fn said(&self, charter: CharterId, setting: Setting) -> Option<&charter_setting::Model> {
        self.settings.get(&charter)?.get(&setting)
    }
}

#[cfg(test)]
mod tests {
    use entity::charter_setting::Setting;
    use uuid::Uuid;

    use super::*;

    const COUNCIL: BodyId = BodyId(Uuid::from_u128(1));
    const SUBCOMMITTEE: BodyId = BodyId(Uuid::from_u128(2));
    const SECTION: BodyId = BodyId(Uuid::from_u128(3));

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn version(id: u128, body: BodyId, title: &str, effective: &str, applies: Option<&str>) -> Version {
        Version {
            id: CharterId(Uuid::from_u128(id)),
            body,
            title: title.to_owned(),
            effective_on: day(effective),
            applies_from: applies.map(day),
            presider_title: "会長".to_owned(),
            vice_title: None,
            general_affairs: None,
        }
    }

    fn said(charter: u128, setting: Setting, value: Option<(&str, &str)>) -> charter_setting::Model {
        charter_setting::Model {
            charter_id: CharterId(Uuid::from_u128(charter)),
            setting,
            standing: if value.is_some() { Standing::Stated } else { Standing::Inherited },
            value: value.map(|(value, _)| value.to_owned()),
            article: value.map(|(_, article)| article.to_owned()),
        }
    }

    /// A council (charter 1), a subcommittee (2) and a section (3), all in force from April 2026.
    fn three(settings: Vec<charter_setting::Model>) -> Charters {
        let parents = HashMap::from([(SUBCOMMITTEE, COUNCIL), (SECTION, SUBCOMMITTEE)]);
        let versions = vec![
            version(1, COUNCIL, "連携協議会設置要綱", "2026-04-01", None),
            version(2, SUBCOMMITTEE, "連携部会設置要綱", "2026-04-01", None),
            version(3, SECTION, "分科会の手引", "2026-04-01", None),
        ];
        Charters::new(parents, versions, settings)
    }

    #[test]
    fn a_setting_is_stated_inherited_or_not_stated() {
        use Setting::Quorum as Q;
        const STATED: Option<(&str, &str)> = Some(("more_than_half", "第6条第2項"));
        const HALF: Option<(&str, &str)> = Some(("at_least_half", "第5条"));
        let own = "設置要綱 第6条第2項";
        let whole = "連携協議会設置要綱 第6条第2項（準用）";
        for (what, body, settings, expected) in [
            ("own charter", COUNCIL, vec![said(1, Q, STATED)], Some(own)),
            ("nothing said", COUNCIL, vec![], None),
            ("nothing to inherit from", COUNCIL, vec![said(1, Q, None)], None),
            ("never by itself", SUBCOMMITTEE, vec![said(1, Q, STATED)], None),
            ("from the parent", SUBCOMMITTEE, vec![said(1, Q, STATED), said(2, Q, None)], Some(whole)),
            ("two steps", SECTION, vec![said(1, Q, STATED), said(2, Q, None), said(3, Q, None)], Some(whole)),
            ("past a silent one", SECTION, vec![said(1, Q, STATED), said(3, Q, None)], Some(whole)),
            (
                "the nearest",
                SECTION,
                vec![said(1, Q, STATED), said(2, Q, HALF), said(3, Q, None)],
                Some("連携部会設置要綱 第5条（準用）"),
            ),
            ("nobody states it", SECTION, vec![said(1, Q, None), said(2, Q, None), said(3, Q, None)], None),
            ("an unknown word", COUNCIL, vec![said(1, Q, Some(("most", "第6条")))], None),
            ("another setting", COUNCIL, vec![said(1, Setting::Proxy, Some(("votes", "第7条")))], None),
        ] {
            let rules = three(settings).rules_on(body, day("2026-11-26"));
            let cite = rules.quorum.cite().map(ToString::to_string);
            assert_eq!(cite.as_deref(), expected, "{what}");
        }
    }

    #[test]
    fn every_setting_is_resolved() {
        let words = [
            (Setting::Quorum, "two_thirds"),
            (Setting::QuorumBase, "fixed:20"),
            (Setting::Proxy, "counted"),
            (Setting::ProxyScope, "association"),
            (Setting::Online, "counted"),
            (Setting::Numbering, "running"),
            (Setting::CancelledNumber, "free"),
            (Setting::NoticePeriod, "7:clear"),
            (Setting::ReplyDeadline, "14"),
            (Setting::SeatNumber, "within:20"),
            (Setting::Term, "march:2"),
            (Setting::ActingChair, "vice_chairs"),
            (Setting::Exclusion, "shrinks"),
            (Setting::Signers, "chair_and:2"),
        ];
        let rows = words.map(|(setting, word)| said(3, setting, Some((word, "")))).to_vec();
        let rules = three(rows).rules_on(SECTION, day("2026-11-26"));
        assert_eq!(rules.quorum.value().map(Value::word).as_deref(), Some("two_thirds"));
        assert_eq!(rules.quorum_base.value(), Some(QuorumBase::Fixed(20)));
        assert_eq!(rules.proxy.value(), Some(Proxy::Counted));
        assert_eq!(rules.proxy_scope.value(), Some(ProxyScope::Association));
        assert_eq!(rules.online.value(), Some(Online::Counted));
        assert_eq!(rules.numbering.value(), Some(Numbering::Running));
        assert_eq!(rules.cancelled_number.value(), Some(CancelledNumber::Free));
        assert_eq!(rules.notice_period.value().map(Value::word).as_deref(), Some("7:clear"));
        assert_eq!(rules.reply_deadline.value(), Some(ReplyDeadline(14)));
        assert_eq!(rules.seat_number.value(), Some(SeatNumber::Within(20)));
        assert_eq!(rules.term.value(), Some(TermLength::March(2)));
        assert_eq!(rules.acting_chair.value(), Some(ActingChair::ViceChairs));
        assert_eq!(rules.exclusion.value(), Some(Exclusion::Shrinks));
        assert_eq!(rules.signers.value(), Some(Signers::ChairAnd(2)));
        assert_eq!(rules.quorum.cite().map(ToString::to_string).as_deref(), Some("分科会の手引"));
    }

    #[test]
    fn the_version_in_force_on_the_day_decides() {
        let versions = vec![
            version(1, COUNCIL, "連携協議会設置要綱", "2020-04-01", None),
            // Issued in June, applied from April: from April on it was the law of the body.
            version(2, COUNCIL, "連携協議会設置要綱", "2026-06-10", Some("2026-04-01")),
            version(3, COUNCIL, "連携協議会設置要綱", "2027-04-01", None),
        ];
        let half = |charter, word| said(charter, Setting::Quorum, Some((word, "第6条")));
        let settings = vec![half(1, "at_least_half"), half(2, "more_than_half"), half(3, "two_thirds")];
        let charters = Charters::new(HashMap::new(), versions, settings);
        for (on, expected, presider) in [
            ("2020-03-31", None, "議長"),
            ("2020-04-01", Some(Quorum::AtLeastHalf), "会長"),
            ("2026-03-31", Some(Quorum::AtLeastHalf), "会長"),
            ("2026-04-01", Some(Quorum::MoreThanHalf), "会長"),
            ("2027-03-31", Some(Quorum::MoreThanHalf), "会長"),
            ("2027-04-01", Some(Quorum::TwoThirds), "会長"),
        ] {
            let rules = charters.rules_on(COUNCIL, day(on));
            assert_eq!(rules.quorum.value(), expected, "{on}");
            assert_eq!(rules.titles.chair, presider, "{on}");
        }
    }

    #[test]
    fn inheritance_takes_the_parents_version_of_the_day() {
        let versions = vec![
            version(1, COUNCIL, "旧要綱", "2020-04-01", None),
            version(2, COUNCIL, "新要綱", "2026-04-01", None),
            version(3, SUBCOMMITTEE, "部会設置要綱", "2019-04-01", None),
        ];
        let settings = vec![
            said(1, Setting::Quorum, Some(("at_least_half", "第6条"))),
            said(2, Setting::Quorum, Some(("more_than_half", "第6条"))),
            said(3, Setting::Quorum, None),
        ];
        let charters = Charters::new(HashMap::from([(SUBCOMMITTEE, COUNCIL)]), versions, settings);
        for (on, expected) in [
            ("2019-04-01", None), // the parent has no charter yet
            ("2026-03-31", Some(Quorum::AtLeastHalf)),
            ("2026-04-01", Some(Quorum::MoreThanHalf)),
        ] {
            assert_eq!(charters.rules_on(SUBCOMMITTEE, day(on)).quorum.value(), expected, "{on}");
        }
    }

    #[test]
    fn a_circle_ends_without_a_rule() {
        let inherited = [1, 2, 3].map(|charter| said(charter, Setting::Quorum, None)).to_vec();
        let mut charters = three(inherited);
        for (top, below) in [(COUNCIL, COUNCIL), (COUNCIL, SUBCOMMITTEE), (COUNCIL, SECTION)] {
            charters.parents.insert(top, below);
            for body in [COUNCIL, SUBCOMMITTEE, SECTION] {
                assert_eq!(charters.rules_on(body, day("2026-11-26")).quorum, Rule::NotStated);
            }
        }
    }
}
