//! Chance that comes out the same each time: SplitMix64 (Steele, Lea, Flood 2014), one stream a region.

use chrono::TimeDelta;
use uuid::{Builder, Uuid};

use crate::platform::clock::Instant;

/// What each step adds: the golden ratio in 64 bits.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// A stream of numbers, and of keys in the order in which they are asked for.
#[derive(Clone, Debug)]
pub(super) struct Chance {
    state: u64,
    key: Instant,
}

impl Chance {
    /// The stream of one region; its keys are as of this instant and the milliseconds after it.
    pub(super) fn of_region(seed: u64, region: u16, from: Instant) -> Self {
        let mut own = Self { state: seed, key: from };
        own.state = own.next() ^ u64::from(region).wrapping_mul(STEP);
        own
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below this one; 0 where there is none.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        let drawn = self.next().checked_rem(u64::from(end)).unwrap_or(0);
        u32::try_from(drawn).unwrap_or(0)
    }

    /// One of these.
    pub(super) fn one_of<T: Copy + Default>(&mut self, all: &[T]) -> T {
        let count = u32::try_from(all.len()).unwrap_or(u32::MAX);
        nth(all, self.below(count))
    }

    /// A key of version 7 after all before it.
    pub(super) fn key(&mut self) -> Uuid {
        self.key += TimeDelta::milliseconds(1);
        let millis = u64::try_from(self.key.timestamp_millis()).unwrap_or(0);
        let drawn = (u128::from(self.next()) << 64 | u128::from(self.next())).to_be_bytes();
        let [octets @ .., _, _, _, _, _, _] = drawn;
        Builder::from_unix_timestamp_millis(millis, &octets).into_uuid()
    }
}

/// The one at this place, counted round and round.
pub(super) fn nth<T: Copy + Default>(all: &[T], place: u32) -> T {
    let place = usize::try_from(place).unwrap_or(0).checked_rem(all.len()).unwrap_or(0);
    all.get(place).copied().unwrap_or_default()
}
