//! People by name: offered as 「氏名（ふりがな）」, read from whatever of it was typed.

use entity::person;

use crate::platform::folding::folded;

/// People offered at once in a list beside a field; anybody may be typed.
const OFFERED: usize = 150;

/// What a person is called in a list.
pub fn label(person: &person::Model) -> String {
    if person.kana.is_empty() {
        return person.name.clone();
    }
    format!("{}（{}）", person.name, person.kana)
}

/// The labels to offer.
pub fn labels(people: &[person::Model]) -> Vec<String> {
    people.iter().take(OFFERED).map(label).collect()
}

/// The one person that is meant; none when nothing was typed.
pub fn read<'a>(people: &'a [person::Model], typed: &str) -> Result<Option<&'a person::Model>, &'static str> {
    let sought = folded(typed);
    if sought.is_empty() {
        return Ok(None);
    }
    let whole: Vec<_> = people.iter().filter(|one| folded(&label(one)) == sought).collect();
    let by_name: Vec<_> = people.iter().filter(|one| folded(&one.name) == sought).collect();
    match (whole.as_slice(), by_name.as_slice()) {
        ([one], _) | ([], [one]) => Ok(Some(one)),
        ([], []) => Err("この名前の人は名簿にいません。先に「人」に加えてください。"),
        ([], _) => Err("同じ名前の人が2人以上います。ふりがなも入れてください。例　佐藤 恵（さとう めぐみ）"),
        _ => Err("名前もふりがなも同じ人がいます。名簿の「委嘱する」から、勤務先を見て選んでください。"),
    }
}
