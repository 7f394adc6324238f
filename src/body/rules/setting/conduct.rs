//! How a meeting decides, who may look on, and how it is written down.

use entity::charter_setting::Setting;

use super::{Value, count};

/// 議決の方法.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// 出席委員の過半数.
    MajorityPresent,
    /// By consensus only; nothing is counted.
    Consensus,
}

words! { Decision, Decision,
    MajorityPresent "majority_present" "出席委員の過半数",
    Consensus "consensus" "全員の合意",
}

/// 議長の表決.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChairVote {
    /// Votes as a member does, and decides at a tie.
    Ordinary,
    /// Only at a tie.
    TieOnly,
}

words! { ChairVote, ChairVote,
    Ordinary "ordinary" "委員として表決に加わり、可否同数は議長が決める",
    TieOnly "tie_only" "可否同数のときだけ決める",
}

/// 書面開催.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrittenMeeting {
    /// Never.
    NotAllowed,
    /// When the chair says so.
    ChairDecides,
    /// When a majority of the members agrees first.
    MajorityAgrees,
    /// Only in disaster, infection or urgency.
    UrgentOnly,
}

words! { WrittenMeeting, WrittenMeeting,
    NotAllowed "not_allowed" "認めない",
    ChairDecides "chair_decides" "会長が決める",
    MajorityAgrees "majority_agrees" "委員の過半数の同意があるとき",
    UrgentOnly "urgent_only" "災害・感染症・緊急のときだけ",
}

/// 除斥: whether base and present shrink by a member who may not decide on an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exclusion {
    /// Taken out of both counts for that item.
    Shrinks,
    /// Stays in both; only the vote is lost.
    Stays,
}

words! { Exclusion, Exclusion,
    Shrinks "shrinks" "その議題の委員数と出席者数から除く",
    Stays "stays" "委員数と出席者数に入れたまま、表決だけ除く",
}

/// 除斥: whether the member stays in the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExcludedMember {
    /// Leaves for that item.
    Leaves,
    /// May stay and speak when the meeting agrees.
    MaySpeak,
}

words! { ExcludedMember, ExcludedMember,
    Leaves "leaves" "その議題の間は退席する",
    MaySpeak "may_speak" "会議の同意があれば在席して発言できる",
}

/// 会議の公開.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publicity {
    /// Always.
    Open,
    /// Unless a majority of the members present closes it.
    OpenUnlessClosed,
    /// Never.
    Closed,
}

words! { Publicity, Publicity,
    Open "open" "公開",
    OpenUnlessClosed "open_unless_closed" "原則公開（出席委員の過半数で非公開にできる）",
    Closed "closed" "非公開",
}

/// 会議録の形.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MinutesForm {
    /// 全文: every word.
    Verbatim,
    /// 要点: each statement in short.
    Points,
    /// 要旨: what was decided and why.
    Gist,
}

words! { MinutesForm, MinutesForm,
    Verbatim "verbatim" "全文",
    Points "points" "要点（発言ごと）",
    Gist "gist" "要旨（議題ごと）",
}

/// How the minutes name those who speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speakers {
    /// 氏名.
    Name,
    /// 会長, 委員.
    Office,
    /// A委員, B委員.
    Letter,
}

words! { Speakers, Speakers,
    Name "name" "氏名",
    Office "office" "役職（会長、委員）",
    Letter "letter" "記号（A委員、B委員）",
}

/// Who signs the minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signers {
    /// Nobody.
    Nobody,
    /// The chair alone.
    Chair,
    /// The chair and so many members named at the opening; 1 to 999.
    ChairAnd(u32),
}

impl Value for Signers {
    const SETTING: Setting = Setting::Signers;

    fn from_word(word: &str) -> Option<Self> {
        match word.split_once(':') {
            None if word == "nobody" => Some(Self::Nobody),
            None if word == "chair" => Some(Self::Chair),
            Some(("chair_and", number)) => count(number).filter(|number| *number > 0).map(Self::ChairAnd),
            _ => None,
        }
    }

    fn word(self) -> String {
        match self {
            Self::Nobody => "nobody".to_owned(),
            Self::Chair => "chair".to_owned(),
            Self::ChairAnd(number) => format!("chair_and:{number}"),
        }
    }

    fn label(self) -> String {
        match self {
            Self::Nobody => "署名しない".to_owned(),
            Self::Chair => "議長".to_owned(),
            Self::ChairAnd(number) => format!("議長と、会議で指名した委員{number}人"),
        }
    }
}
