//! Things that a file calls by their names.

use std::collections::HashMap;
use std::hash::Hash;

/// Names and what they stand for.
#[derive(Clone, Debug)]
pub struct Lookup<I> {
    /// What these things are called: 「会議体」.
    pub noun: &'static str,
    ids: HashMap<String, Vec<I>>,
    words: HashMap<I, Vec<String>>,
}

/// Why a name stands for nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LookupError {
    /// Nothing is called so.
    #[error("「{1}」という{0}はありません。名前を確かめるか、先に{0}を入れてください。")]
    Unknown(&'static str, String),
    /// Several are.
    #[error("「{1}」という{0}がいくつもあります。正式な名前かIDを入れてください。")]
    Several(&'static str, String),
}

impl<I: Copy + Eq + Hash> Lookup<I> {
    /// Nothing yet.
    pub fn new(noun: &'static str) -> Self {
        Self { noun, ids: HashMap::new(), words: HashMap::new() }
    }

    /// Something and what it is called, first as it is written out.
    pub fn add(&mut self, id: I, words: impl IntoIterator<Item = String>) {
        let words: Vec<_> = words.into_iter().filter(|word| !word.is_empty()).collect();
        for word in &words {
            let ids = self.ids.entry(tight(word)).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        self.words.insert(id, words);
    }

    /// What is called so.
    pub fn find(&self, text: &str) -> Result<I, LookupError> {
        match self.ids.get(&tight(text)).map(Vec::as_slice) {
            Some([one]) => Ok(*one),
            Some([_, ..]) => Err(LookupError::Several(self.noun, text.trim().to_owned())),
            _ => Err(LookupError::Unknown(self.noun, text.trim().to_owned())),
        }
    }

    /// The first of its names that only it has.
    pub fn word(&self, id: I) -> String {
        let words = self.words.get(&id).map_or(&[][..], Vec::as_slice);
        let own = words.iter().find(|word| self.ids.get(&tight(word)).is_some_and(|ids| ids.len() == 1));
        own.or(words.last()).cloned().unwrap_or_default()
    }
}

/// A name without its spaces.
pub(super) fn tight(text: &str) -> String {
    text.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_two_have_is_asked_back() {
        let mut all = Lookup::new("会議体");
        all.add(1, ["部会".to_owned(), "東部 部会".to_owned()]);
        all.add(2, ["部会".to_owned(), "西部部会".to_owned()]);
        all.add(3, ["協議会".to_owned()]);
        assert_eq!(all.find("東部部会"), Ok(1));
        assert_eq!(all.find("協 議会"), Ok(3));
        assert_eq!(all.find("部会"), Err(LookupError::Several("会議体", "部会".to_owned())));
        assert_eq!(all.find("幹事会"), Err(LookupError::Unknown("会議体", "幹事会".to_owned())));
        assert_eq!((all.word(1).as_str(), all.word(3).as_str()), ("東部 部会", "協議会"));
    }
}
