//! Limits on guessing, the form of a sign-in name, and the words for what an account may be given.

use chrono::TimeDelta;
use entity::capacity::CapacityKind;

use crate::platform::date::half_width;

/// How often something may be tried, and within which time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// This many within `within`; the next one is refused.
    pub tries: u64,
    /// The time looked back.
    pub within: TimeDelta,
}

impl Limit {
    /// Whether one more is allowed after `made`.
    pub fn allows(self, made: u64) -> bool {
        made < self.tries
    }
}

/// Wrong passwords for one address of an account.
pub const PASSWORDS_PER_ACCOUNT: Limit = Limit { tries: 10, within: TimeDelta::minutes(15) };

/// Links asked for one account.
pub const LINKS_PER_ACCOUNT: Limit = Limit { tries: 5, within: TimeDelta::hours(1) };

/// Wrong passwords, and apart from them links asked for, from one place. A prefecture's offices share one.
pub const TRIES_PER_PLACE: Limit = Limit { tries: 100, within: TimeDelta::hours(1) };

/// How long a link from a mail works.
pub const MAILED_LINK_LIVES: TimeDelta = TimeDelta::minutes(30);

/// How long a link printed for the operator works.
pub const PRINTED_LINK_LIVES: TimeDelta = TimeDelta::hours(24);

/// The form in which sign-in names are stored and compared: half-width, lower case, no spaces around. A control
/// character, which no address has and not every database takes, becomes a sign that no address has either.
pub fn sign_in_name(typed: &str) -> String {
    half_width(typed).trim().to_lowercase().replace(char::is_control, "\u{fffd}")
}

/// What a capacity is called on screen.
pub fn capacity_word(kind: CapacityKind) -> &'static str {
    match kind {
        CapacityKind::Secretary => "事務局",
        CapacityKind::Officer => "市町村の担当",
        CapacityKind::Delegate => "団体の連絡役",
        CapacityKind::Administrator => "管理者",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_try_is_refused() {
        for (made, allowed) in [(0, true), (9, true), (10, false), (11, false)] {
            assert_eq!(PASSWORDS_PER_ACCOUNT.allows(made), allowed, "after {made}");
        }
        assert!(TRIES_PER_PLACE.allows(99) && !TRIES_PER_PLACE.allows(100));
        assert!(LINKS_PER_ACCOUNT.allows(4) && !LINKS_PER_ACCOUNT.allows(5));
    }

    #[test]
    fn sign_in_names_ignore_width_and_case() {
        for (typed, name) in [
            ("clerk@minamishinshu.example", "clerk@minamishinshu.example"),
            (" Clerk@Minamishinshu.Example ", "clerk@minamishinshu.example"),
            ("ｃｌｅｒｋ＠ｍｉｎａｍｉｓｈｉｎｓｈｕ．ｅｘａｍｐｌｅ　", "clerk@minamishinshu.example"),
            ("", ""),
        ] {
            assert_eq!(sign_in_name(typed), name, "{typed:?}");
        }
    }
}
