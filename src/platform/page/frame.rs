//! What stands around a page. `Shell` is the frame of somebody signed in, `Bare` that of a page opened without
//! signing in. Both are plain data: the menu lists only what this person can use, so nothing is hidden here.

use super::flash::Flash;

/// `POST` with `capacity` and `csrf`: from now on acts in another capacity.
pub const SWITCH_CAPACITY: &str = "/capacity";

/// `POST` with `csrf`: ends the session.
pub const SIGN_OUT: &str = "/sign-out";

/// Under the name of the region, on every page.
const TAGLINE: &str = "医療・介護連携の会議と計画";

/// The frame of somebody signed in; templates call it `shell`.
#[derive(Clone)]
pub struct Shell {
    /// The region (圏域) this person works in.
    pub region_name: String,
    /// What the service is for.
    pub tagline: &'static str,
    /// Name and capacity acted in: 佐藤 由美（事務局）.
    pub who: String,
    /// All capacities this person has in the region; the switch shows when there are several.
    pub capacities: Vec<CapacityChoice>,
    /// The menu, in its order.
    pub nav: Vec<NavItem>,
    /// For every form of the page.
    pub csrf: String,
    /// What has just happened.
    pub flash: Option<Flash>,
    /// Whom to call.
    pub office: Option<OfficeLine>,
    /// Whether there is anything to search: the administrator acts in no region.
    pub searches: bool,
    /// Whether people are found, too.
    pub finds_people: bool,
    /// Whether the data are invented: every page says so then.
    pub sample: bool,
}

impl Default for Shell {
    fn default() -> Self {
        Self {
            region_name: String::new(),
            tagline: TAGLINE,
            who: String::new(),
            capacities: Vec::new(),
            nav: Vec::new(),
            csrf: String::new(),
            flash: None,
            office: None,
            searches: false,
            finds_people: false,
            sample: false,
        }
    }
}

impl Shell {
    /// Behind the page's own name in the title of the window; the administrator acts in no region.
    pub fn title(&self) -> String {
        if self.region_name == "renkei" {
            self.region_name.clone()
        } else {
            format!("renkei {}", self.region_name)
        }
    }
}

/// One capacity somebody can act in.
#[derive(Clone, Debug, Default)]
pub struct CapacityChoice {
    /// 事務局, 多職種連携研修部会 委員.
    pub label: String,
    /// Sent by the switch.
    pub key: String,
    /// Whether it is the one acted in.
    pub current: bool,
}

/// One entry of the menu.
#[derive(Clone, Debug, Default)]
pub struct NavItem {
    /// Where it leads.
    pub href: String,
    /// 会議, 送信箱.
    pub label: String,
    /// Whether the page belongs to it.
    pub current: bool,
    /// How many things wait there; none is not shown as 0.
    pub count: Option<i64>,
    /// The words after the count for those who hear the page: 通届いていません.
    pub count_words: String,
}

/// An office to call.
#[derive(Clone, Debug, Default)]
pub struct OfficeLine {
    /// 南信州広域連合 事務局 福祉連携係.
    pub name: String,
    /// As written: 0265-00-0000.
    pub telephone: String,
    /// 平日 8:30～17:15; may be empty.
    pub hours: String,
}

/// The frame of a page opened without signing in; templates call it `bare`.
#[derive(Clone)]
pub struct Bare {
    /// The region's name while the deployment serves one region or the link belongs to one, else `renkei`.
    pub brand: String,
    /// Under the brand: what the service is for, or the council's name.
    pub tagline: String,
    /// Whom to call: one office, or all this deployment serves.
    pub offices: Vec<OfficeLine>,
    /// What has just happened.
    pub flash: Option<Flash>,
    /// Whether the data are invented.
    pub sample: bool,
}

impl Default for Bare {
    fn default() -> Self {
        Self {
            brand: "renkei".to_owned(),
            tagline: TAGLINE.to_owned(),
            offices: Vec::new(),
            flash: None,
            sample: false,
        }
    }
}

/// A telephone number as a telephone dials it: what stands in a `tel:` address.
pub fn dialled(telephone: &str) -> String {
    telephone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}
