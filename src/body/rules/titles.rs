//! What a charter calls those who preside.

use entity::membership::MemberRole;

/// 会長 and 副会長, 座長 and 職務代理者; 議長 and 副議長 where no charter is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Titles {
    /// The chair's.
    pub chair: String,
    /// The vice-chair's.
    pub vice_chair: String,
}

impl Default for Titles {
    fn default() -> Self {
        Self::new("議長", None)
    }
}

impl Titles {
    /// The charter's words; a vice-chair without a title of its own is 副 and the chair's.
    pub fn new(chair: &str, vice_chair: Option<&str>) -> Self {
        let vice_chair = vice_chair.map_or_else(|| format!("副{chair}"), ToOwned::to_owned);
        Self { chair: chair.to_owned(), vice_chair }
    }

    /// What a role is called.
    pub fn of(&self, role: MemberRole) -> &str {
        match role {
            MemberRole::Chair => &self.chair,
            MemberRole::ViceChair => &self.vice_chair,
            MemberRole::Member => "委員",
            MemberRole::Adviser => "顧問",
            MemberRole::Observer => "オブザーバー",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_the_chairs() {
        for (chair, vice_chair, expected) in [
            ("会長", None, ("会長", "副会長")),
            ("座長", None, ("座長", "副座長")),
            ("座長", Some("職務代理者"), ("座長", "職務代理者")),
        ] {
            let titles = Titles::new(chair, vice_chair);
            assert_eq!((titles.of(MemberRole::Chair), titles.of(MemberRole::ViceChair)), expected);
        }
        assert_eq!(Titles::default().of(MemberRole::ViceChair), "副議長");
    }
}
