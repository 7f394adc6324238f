//! The box 定足数: the verdict first, then the seats, then the articles that say why.

use entity::meeting_ruling;

use crate::body::rules::Rules;
use crate::invitation::rules::{Forecast, Verdict};
use crate::meeting::rules::applied;

/// The most signs the strip has; of more nobody sees anything in it.
const SIGNS: usize = 60;

/// What the box shows.
pub struct QuorumBox {
    /// The forecast it draws.
    pub forecast: Forecast,
    /// 会長 and the others: one sign a head, and the bar at the number needed; nothing for a crowd.
    pub seats: Vec<SeatSign>,
    /// Whether the charter leaves something open that the forecast needs.
    pub open: bool,
}

/// One sign of the strip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatSign {
    /// The class.
    pub class: &'static str,
    /// One sign, or the bar's words.
    pub sign: String,
}

impl QuorumBox {
    /// Draws a forecast under the rules of its day and what was ruled for the meeting.
    pub fn new(forecast: Forecast, rules: &Rules, rulings: &[meeting_ruling::Model]) -> Self {
        let open = applied(&rules.quorum, rulings).is_none()
            || (forecast.online > 0 && applied(&rules.online, rulings).is_none())
            || (forecast.proxies > 0 && applied(&rules.proxy, rulings).is_none());
        Self { seats: strip(&forecast), open, forecast }
    }

    /// The class of the box.
    pub fn class(&self) -> &'static str {
        match self.forecast.verdict {
            Verdict::Met => "quorum quorum--met",
            Verdict::Short(_) => "quorum quorum--short",
            Verdict::NoRule | Verdict::NobodyInOffice => "quorum",
        }
    }

    /// 「出席見込 9人、定足数 10人」.
    pub fn counts(&self) -> String {
        let expected = format!("出席見込 {}人", self.forecast.expected);
        match self.forecast.needed {
            Some(needed) => format!("{expected}、定足数 {needed}人"),
            None => expected,
        }
    }
}

/// Those who come and count, proxies among them, those who come and do not count, the silent, the absent; the bar
/// stands after as many as are needed.
fn strip(forecast: &Forecast) -> Vec<SeatSign> {
    let people = forecast.room + if forecast.online_counts { forecast.online } else { 0 };
    let proxies = if forecast.proxies_count { forecast.proxies } else { 0 };
    let uncounted = (forecast.attending() + forecast.proxies).saturating_sub(people + proxies);
    let mut signs = Vec::new();
    for (count, class, sign) in [
        (people, "yes", "出"),
        (proxies, "sub", "代"),
        (uncounted, "", "外"),
        (forecast.unanswered(), "", "未"),
        (forecast.absent, "no", "欠"),
    ] {
        signs.extend((0..count).map(|_| SeatSign { class, sign: sign.to_owned() }));
    }
    if let Some(needed) = forecast.needed {
        let at = usize::try_from(needed).unwrap_or(usize::MAX).min(signs.len());
        signs.insert(at, SeatSign { class: "bar", sign: format!("定足数{needed}") });
    }
    if signs.len() > SIGNS { Vec::new() } else { signs }
}
