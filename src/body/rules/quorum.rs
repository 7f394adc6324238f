//! 定足数 as arithmetic: who counts and how many must come.

use entity::membership::MemberRole;

use super::setting::Quorum;

/// Heads that must be present for a meeting to be valid; `None` when no quorum is needed or the base is nobody.
///
/// `base` is the number of members in office that day or 定数, by the body's charter. Source: 過半数 is
/// present × 2 > base, 半数以上 present × 2 ≥ base, 3分の2以上 present × 3 ≥ base × 2.
pub fn needed(base: u32, quorum: Quorum) -> Option<u32> {
    match (base, quorum) {
        (0, _) | (_, Quorum::None) => None,
        (base, Quorum::MoreThanHalf) => Some(base / 2 + 1),
        (base, Quorum::AtLeastHalf) => Some(base.div_ceil(2)),
        (base, Quorum::TwoThirds) => Some(base - base / 3),
    }
}

/// Whether a role counts for the quorum and votes: 会長, 副会長 and 委員 do, 顧問 and オブザーバー never.
pub fn is_counted(role: MemberRole) -> bool {
    match role {
        MemberRole::Chair | MemberRole::ViceChair | MemberRole::Member => true,
        MemberRole::Adviser | MemberRole::Observer => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quorum_table() {
        //   base, 過半数, 半数以上, 3分の2以上
        for (base, more_than_half, at_least_half, two_thirds) in [
            (0, None, None, None),
            (1, Some(1), Some(1), Some(1)),
            (2, Some(2), Some(1), Some(2)),
            (3, Some(2), Some(2), Some(2)),
            (18, Some(10), Some(9), Some(12)),
            (20, Some(11), Some(10), Some(14)),
            (21, Some(11), Some(11), Some(14)),
            (22, Some(12), Some(11), Some(15)),
            (u32::MAX, Some(0x8000_0000), Some(0x8000_0000), Some(2_863_311_530)),
        ] {
            assert_eq!(needed(base, Quorum::MoreThanHalf), more_than_half, "過半数 of {base}");
            assert_eq!(needed(base, Quorum::AtLeastHalf), at_least_half, "半数以上 of {base}");
            assert_eq!(needed(base, Quorum::TwoThirds), two_thirds, "3分の2以上 of {base}");
            assert_eq!(needed(base, Quorum::None), None);
        }
    }

    #[test]
    fn the_number_needed_is_the_least_that_fulfils_the_charter() {
        for base in 1..=200_u32 {
            let least = |valid: fn(u32, u32) -> bool| (0..=base).find(|present| valid(*present, base));
            assert_eq!(needed(base, Quorum::MoreThanHalf), least(|present, base| present * 2 > base));
            assert_eq!(needed(base, Quorum::AtLeastHalf), least(|present, base| present * 2 >= base));
            assert_eq!(needed(base, Quorum::TwoThirds), least(|present, base| present * 3 >= base * 2));
        }
    }
}
