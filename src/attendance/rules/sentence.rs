//! The words for a count of those present: on the screen of the day, and the opening of the minutes.

use entity::sitting::SittingVerb;

use crate::body::rules::Rules;
use crate::invitation::rules::{Forecast, Verdict};

/// The verdict of a count at the meeting itself; of a promise it is `Forecast::sentence`.
pub fn verdict_words(verdict: Verdict) -> String {
    match verdict {
        Verdict::Met => "定足数に達しています".to_owned(),
        Verdict::Short(short) => format!("あと{short}人で成立します"),
        Verdict::NoRule => "定足数はありません".to_owned(),
        Verdict::NobodyInOffice => "在任の委員がいません".to_owned(),
    }
}

/// 「委員20人のうち12人（うちオンライン2人、代理1人）が出席し、設置要綱第6条第2項に定める定足数（11人）に達しているため、
/// 会議は成立した。」
pub fn opening_words(count: &Forecast, rules: &Rules, verb: SittingVerb) -> String {
    let parts =
        [("オンライン", count.online, count.online_counts), ("代理", count.proxies, count.proxies_count)];
    let parts = parts.into_iter().filter(|(_, number, counts)| *number > 0 && *counts);
    let parts: Vec<_> = parts.map(|(word, number, _)| format!("{word}{number}人")).collect();
    let parts = if parts.is_empty() { String::new() } else { format!("（うち{}）", parts.join("、")) };
    let came = format!("委員{}人のうち{}人{parts}が出席し", count.base, count.expected);
    let Some(needed) = count.needed else {
        return match verb {
            SittingVerb::FellThrough => format!("{came}たが、会議は流会とした。"),
            SittingVerb::Talked => format!("{came}、懇談会として意見を交わした。"),
            _ => format!("{came}た。"),
        };
    };
    let article = rules.quorum.cite().map(|cite| cite.to_string().replace(' ', "")).unwrap_or_default();
    let of =
        if article.is_empty() { "定足数".to_owned() } else { format!("{article}に定める定足数") };
    let quorum = format!("{of}（{needed}人）");
    match (count.verdict, verb) {
        (Verdict::Met, _) => format!("{came}、{quorum}に達しているため、会議は成立した。"),
        (_, SittingVerb::FellThrough) => format!("{came}たが、{quorum}に達しなかったため、流会とした。"),
        _ => format!("{came}たが、{quorum}に達しなかったため、会議は成立せず、懇談会として意見を交わした。"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::rules::{Charters, Citation, Quorum, Rule};
    use entity::id::BodyId;
    use uuid::Uuid;

    fn rules(cited: bool) -> Rules {
        let day = "2026-11-26".parse().unwrap();
        let silent = Charters::default().rules_on(BodyId(Uuid::nil()), day);
        let cite = Citation {
            charter_title: "連携協議会設置要綱".into(),
            article: "第6条第2項".into(),
            inherited: false,
        };
        let quorum = Rule::Stated { value: Quorum::MoreThanHalf, cite };
        if cited { Rules { quorum, ..silent } } else { silent }
    }

    /// Room, online, proxies, counted, needed.
    fn count((room, online, proxies, expected, needed): (u32, u32, u32, u32, Option<u32>)) -> Forecast {
        let verdict = match needed {
            None => Verdict::NoRule,
            Some(needed) if expected >= needed => Verdict::Met,
            Some(needed) => Verdict::Short(needed - expected),
        };
        Forecast {
            asked: 20,
            room,
            online,
            proxies,
            absent: 20 - room - online - proxies,
            online_counts: true,
            proxies_count: expected == room + online + proxies,
            expected,
            base: 20,
            needed,
            verdict,
            reasons: Vec::new(),
        }
    }

    #[test]
    fn the_minutes_open_with_the_count() {
        use SittingVerb::{FellThrough, Opened, Talked};
        for (numbers, cited, verb, expected) in [
            (
                (9, 2, 1, 12, Some(11)),
                true,
                Opened,
                "委員20人のうち12人（うちオンライン2人、代理1人）が出席し、設置要綱第6条第2項に定める定足数（11人）に達しているため、会議は成立した。",
            ),
            // Proxies that do not count are not told of.
            (
                (11, 0, 3, 11, Some(11)),
                false,
                Opened,
                "委員20人のうち11人が出席し、定足数（11人）に達しているため、会議は成立した。",
            ),
            (
                (8, 0, 0, 8, Some(11)),
                true,
                FellThrough,
                "委員20人のうち8人が出席したが、設置要綱第6条第2項に定める定足数（11人）に達しなかったため、流会とした。",
            ),
            (
                (8, 0, 0, 8, Some(11)),
                false,
                Talked,
                "委員20人のうち8人が出席したが、定足数（11人）に達しなかったため、会議は成立せず、懇談会として意見を交わした。",
            ),
            ((8, 0, 0, 8, None), false, Opened, "委員20人のうち8人が出席した。"),
        ] {
            assert_eq!(opening_words(&count(numbers), &rules(cited), verb), expected);
        }
    }
}
