//! The words everything else is sorted by: the eight items ア–ク of the programme since 2015 and the four scenes
//! of care of the plans since 2020. Both are alive; neither is a table.

/// 8つの事業項目 of 在宅医療・介護連携推進事業; the kana letter is the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProgrammeItem {
    /// ア 地域の医療・介護の資源の把握.
    Resources,
    /// イ 在宅医療・介護連携の課題の抽出と対応策の検討.
    Issues,
    /// ウ 切れ目のない在宅医療と在宅介護の提供体制の構築推進.
    Provision,
    /// エ 医療・介護関係者の情報共有の支援.
    Sharing,
    /// オ 在宅医療・介護連携に関する相談支援.
    Consultation,
    /// カ 医療・介護関係者の研修.
    Training,
    /// キ 地域住民への普及啓発.
    Awareness,
    /// ク 在宅医療・介護連携に関する関係市区町村の連携.
    Neighbours,
}

impl ProgrammeItem {
    /// All eight in their order.
    pub const ALL: [Self; 8] = [
        Self::Resources,
        Self::Issues,
        Self::Provision,
        Self::Sharing,
        Self::Consultation,
        Self::Training,
        Self::Awareness,
        Self::Neighbours,
    ];

    /// The kana letter.
    pub fn code(self) -> &'static str {
        match self {
            Self::Resources => "ア",
            Self::Issues => "イ",
            Self::Provision => "ウ",
            Self::Sharing => "エ",
            Self::Consultation => "オ",
            Self::Training => "カ",
            Self::Awareness => "キ",
            Self::Neighbours => "ク",
        }
    }

    /// The item's name as the ministry prints it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Resources => "地域の医療・介護の資源の把握",
            Self::Issues => "在宅医療・介護連携の課題の抽出と対応策の検討",
            Self::Provision => "切れ目のない在宅医療と在宅介護の提供体制の構築推進",
            Self::Sharing => "医療・介護関係者の情報共有の支援",
            Self::Consultation => "在宅医療・介護連携に関する相談支援",
            Self::Training => "医療・介護関係者の研修",
            Self::Awareness => "地域住民への普及啓発",
            Self::Neighbours => "在宅医療・介護連携に関する関係市区町村の連携",
        }
    }

    /// The item of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.code() == code)
    }
}

/// 4つの場面 of home care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CareScene {
    /// 日常の療養支援.
    DailyCare,
    /// 入退院支援.
    HospitalTransition,
    /// 急変時の対応.
    SuddenChange,
    /// 看取り.
    EndOfLife,
}

impl CareScene {
    /// All four in their order.
    pub const ALL: [Self; 4] =
        [Self::DailyCare, Self::HospitalTransition, Self::SuddenChange, Self::EndOfLife];

    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            Self::DailyCare => "daily_care",
            Self::HospitalTransition => "hospital_transition",
            Self::SuddenChange => "sudden_change",
            Self::EndOfLife => "end_of_life",
        }
    }

    /// The scene's name as printed.
    pub fn name(self) -> &'static str {
        match self {
            Self::DailyCare => "日常の療養支援",
            Self::HospitalTransition => "入退院支援",
            Self::SuddenChange => "急変時の対応",
            Self::EndOfLife => "看取り",
        }
    }

    /// The scene of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scene| scene.code() == code)
    }
}
