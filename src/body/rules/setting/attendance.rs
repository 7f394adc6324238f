//! Who counts at a meeting: quorum, what it is a part of, proxies, people on the line.

use entity::charter_setting::Setting;

use super::{Value, count};

/// 定足数: which part of the base must be present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quorum {
    /// 過半数.
    MoreThanHalf,
    /// 半数以上, 2分の1以上.
    AtLeastHalf,
    /// 3分の2以上.
    TwoThirds,
    /// The charter says that no quorum is needed.
    None,
}

words! { Quorum, Quorum,
    MoreThanHalf "more_than_half" "過半数",
    AtLeastHalf "at_least_half" "半数以上",
    TwoThirds "two_thirds" "3分の2以上",
    None "none" "定足数を設けない",
}

/// What the quorum is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuorumBase {
    /// 在任委員: heads in the seats filled that day, so a vacancy lowers the bar.
    FilledSeats,
    /// 定数: a number of members that vacancies do not change; 1 to 999.
    Fixed(u32),
}

impl Value for QuorumBase {
    const SETTING: Setting = Setting::QuorumBase;

    fn from_word(word: &str) -> Option<Self> {
        match word.split_once(':') {
            None if word == "filled_seats" => Some(Self::FilledSeats),
            Some(("fixed", number)) => count(number).filter(|number| *number > 0).map(Self::Fixed),
            _ => None,
        }
    }

    fn word(self) -> String {
        match self {
            Self::FilledSeats => "filled_seats".to_owned(),
            Self::Fixed(number) => format!("fixed:{number}"),
        }
    }

    fn label(self) -> String {
        match self {
            Self::FilledSeats => "在任委員".to_owned(),
            Self::Fixed(number) => format!("定数{number}人"),
        }
    }
}

/// 代理出席: what somebody sent in a member's place may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proxy {
    /// Nobody can be sent.
    NotAllowed,
    /// May sit in, but is not counted.
    Attends,
    /// Counted for the quorum.
    Counted,
    /// Counted for the quorum, and votes.
    Votes,
}

words! { Proxy, Proxy,
    NotAllowed "not_allowed" "認めない",
    Attends "attends" "出席できるが数えない",
    Counted "counted" "定足数に数える",
    Votes "votes" "定足数に数え、議決に加わる",
}

impl Proxy {
    /// Whether a proxy who comes counts for the quorum.
    pub fn counts(self) -> bool {
        matches!(self, Self::Counted | Self::Votes)
    }
}

/// Who may be sent as a proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyScope {
    /// Somebody of the same association.
    Association,
    /// Somebody of the same workplace.
    Workplace,
    /// The one the member named beforehand.
    Named,
    /// Anyone who brings a 委任状.
    Letter,
}

words! { ProxyScope, ProxyScope,
    Association "association" "同じ団体の人",
    Workplace "workplace" "同じ勤務先の人",
    Named "named" "あらかじめ指名した人",
    Letter "letter" "委任状を持つ人",
}

/// オンライン出席, while sight and sound run both ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Online {
    /// Counts as attendance.
    Counted,
    /// Does not count.
    NotCounted,
}

words! { Online, Online,
    Counted "counted" "出席として数える",
    NotCounted "not_counted" "出席として数えない",
}
