//! Which column of a file is which of a kind: by name, never by place.

use super::kind::{Head, Kind};
use super::sorting::Source;
use crate::platform::date::half_width;

/// Why the heads of a file do not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadProblem {
    /// Heads that the kind does not have.
    pub unknown: Vec<String>,
    /// Heads that stand twice.
    pub double: Vec<String>,
    /// Columns that a new line needs and the file does not have.
    pub missing: Vec<&'static str>,
}

impl HeadProblem {
    /// One sentence a fault.
    pub fn sentences(&self) -> Vec<String> {
        let quoted = |names: &mut dyn Iterator<Item = &str>| {
            names.map(|name| format!("「{name}」")).collect::<String>()
        };
        let mut all = Vec::new();
        if !self.unknown.is_empty() {
            all.push(format!(
                "知らない列があります: {}",
                quoted(&mut self.unknown.iter().map(String::as_str))
            ));
        }
        if !self.double.is_empty() {
            all.push(format!("同じ列が2つあります: {}", quoted(&mut self.double.iter().map(String::as_str))));
        }
        if !self.missing.is_empty() {
            all.push(format!("必要な列がありません: {}", quoted(&mut self.missing.iter().copied())));
        }
        all
    }
}

/// Finds every column by its head. A column without a head is passed over as long as nothing stands in it.
pub fn matched(kind: Kind, heads: &[String]) -> Result<Vec<Source>, HeadProblem> {
    let mut sources = vec![Source::Absent; kind.heads().len()];
    let mut problem = HeadProblem { unknown: Vec::new(), double: Vec::new(), missing: Vec::new() };
    for (at, head) in heads.iter().enumerate().filter(|(_, head)| !head.trim().is_empty()) {
        let found = kind.heads().iter().position(|known| is_called(known, head));
        match found.and_then(|found| sources.get_mut(found)) {
            None => problem.unknown.push(head.trim().to_owned()),
            Some(Source::Absent) => {
                if let Some(source) = found.and_then(|found| sources.get_mut(found)) {
                    *source = Source::Cell(at);
                }
            }
            Some(_) => problem.double.push(head.trim().to_owned()),
        }
    }
    problem.missing = missing(kind, &sources);
    let fits = problem.unknown.is_empty() && problem.double.is_empty() && problem.missing.is_empty();
    if fits { Ok(sources) } else { Err(problem) }
}

/// The columns a new line needs and no source fills. With IDs a file may say less: it changes what there is.
pub fn missing(kind: Kind, sources: &[Source]) -> Vec<&'static str> {
    let all = || kind.heads().iter().zip(sources);
    if all().any(|(head, source)| head.name == "ID" && *source != Source::Absent) {
        return Vec::new();
    }
    all()
        .filter(|(head, source)| head.needed && **source == Source::Absent)
        .map(|(head, _)| head.name)
        .collect()
}

/// Whether a head of a file means this column.
pub fn is_called(head: &Head, text: &str) -> bool {
    let plain = |text: &str| -> String {
        half_width(text).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
    };
    let text = plain(text);
    plain(head.name) == text || head.also.iter().any(|other| plain(other) == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn columns_are_found_by_name() {
        let sources = matched(Kind::Municipalities, &heads(&["ふりがな", "名 前", "", "コード"])).unwrap();
        assert_eq!(sources[..3], [Source::Cell(3), Source::Cell(1), Source::Cell(0)]);
        let wrong = matched(Kind::Persons, &heads(&["ふりがな", "年れい", "ふりがな"])).unwrap_err();
        assert_eq!(
            wrong.sentences(),
            [
                "知らない列があります: 「年れい」",
                "同じ列が2つあります: 「ふりがな」",
                "必要な列がありません: 「氏名」"
            ]
        );
        assert!(matched(Kind::Persons, &heads(&["ID", "勤務先"])).is_ok());
    }

    #[test]
    fn no_two_columns_of_a_kind_are_called_alike() {
        for kind in Kind::ALL {
            for head in kind.heads() {
                let names = std::iter::once(&head.name).chain(head.also);
                for name in names {
                    let called = kind.heads().iter().filter(|other| is_called(other, name)).count();
                    assert_eq!(called, 1, "{kind:?} {name}");
                }
            }
            assert_eq!(Kind::from_word(kind.word()), Some(kind));
        }
    }
}
