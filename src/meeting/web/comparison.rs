//! Two people saved the same meeting: theirs beside what was typed here, field by field.

use entity::meeting::{self, MeetingMode, Openness};

use super::details::{MeetingForm, chosen, first_of_month};
use super::offers::{mode_label, openness_label};
use crate::platform::date::{clock, parse_day, parse_time, wareki_month, wareki_weekday};

impl MeetingForm {
    /// Where what somebody else saved differs from what is typed here, both written alike. Fields that were not
    /// drawn (`scope`) are passed over.
    pub fn against(&self, theirs: &meeting::Model) -> Vec<Difference> {
        let theirs = Self::of(theirs);
        let drawn = |id: &str| self.scope.value != "wording" || Self::WORDING.contains(&id);
        let pairs = self.fields().into_iter().zip(theirs.fields());
        let differing = pairs.filter(|((id, _, yours), (_, _, theirs))| {
            *id != "body" && drawn(id) && written(id, &yours.value) != written(id, &theirs.value)
        });
        differing
            .map(|((id, label, yours), (_, _, theirs))| Difference {
                label,
                theirs: shown(id, &theirs.value),
                yours: shown(id, &yours.value),
            })
            .collect()
    }
}

/// One field in two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field's name on screen.
    pub label: &'static str,
    /// What somebody else saved; 「（空）」 for nothing.
    pub theirs: String,
    /// What was typed here.
    pub yours: String,
}

/// A day or time in one way of writing, whatever way it was typed in.
fn written(id: &str, value: &str) -> String {
    let value = value.trim().replace("\r\n", "\n");
    let same = match id {
        "day" | "reply_due" => parse_day(&value).ok().map(wareki_weekday),
        "starts" | "ends" => parse_time(&value).ok().map(clock),
        _ => None,
    };
    same.unwrap_or(value)
}

fn shown(id: &str, value: &str) -> String {
    let words = match id {
        "mode" => chosen::<MeetingMode>(value).ok().map(|mode| mode_label(mode).to_owned()),
        "openness" => chosen::<Openness>(value).ok().map(|openness| openness_label(openness).to_owned()),
        "month" => first_of_month(value).ok().map(wareki_month),
        _ => None,
    };
    let words = words.unwrap_or_else(|| written(id, value));
    if words.is_empty() { "（空）".to_owned() } else { words }
}
