//! Typed keys: a meeting's id is never taken for a body's.

use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use serde::{Deserialize, Serialize};
use uuid::{NoContext, Timestamp, Uuid};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, DeriveValueType, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new key that sorts by the given instant; among keys of one instant, in the order made.
            pub fn at(now: chrono::DateTime<chrono::Utc>) -> Self {
                Self(version_7(now))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        // sea-orm asks every key for this; ours are never numbers.
        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )*};
}

/// RFC 9562, 6.2: microseconds in the twelve bits after the milliseconds, then a counter of this process in 22 bits,
/// then chance in 40. So what is made on a clock that stands still keeps its order, too.
fn version_7(now: chrono::DateTime<chrono::Utc>) -> Uuid {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    let random = Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos()));
    let micros = u128::from(now.timestamp_subsec_micros() % 1_000);
    let made = u128::from(MADE.fetch_add(1, Ordering::Relaxed)) & COUNTER;
    let kept = random.as_u128() & !(MICROS << 64 | COUNTER << 40);
    Uuid::from_u128(kept | micros << 64 | made << 40)
}

const MICROS: u128 = 0xfff;
const COUNTER: u128 = 0x3f_ffff;

ids! {
    /// Key of `region`.
    RegionId,
    /// Key of `municipality`.
    MunicipalityId,
    /// Key of `association`.
    AssociationId,
    /// Key of `person`.
    PersonId,
    /// Key of `contact_point`.
    ContactPointId,
    /// Key of `account`.
    AccountId,
    /// Key of `capacity`.
    CapacityId,
    /// Key of `failed_sign_in`.
    FailedSignInId,
    /// Key of `link`.
    LinkId,
    /// Key of `audit_entry`.
    AuditEntryId,
    /// Key of `body`.
    BodyId,
    /// Key of `charter`.
    CharterId,
    /// Key of `seat`.
    SeatId,
    /// Key of `membership`.
    MembershipId,
    /// Key of `meeting`.
    MeetingId,
    /// Key of `issued_letter`.
    IssuedLetterId,
    /// Key of `convocation`.
    ConvocationId,
    /// Key of `meeting_cancellation`.
    CancellationId,
    /// Key of `meeting_change`.
    MeetingChangeId,
    /// Key of `meeting_ruling`.
    MeetingRulingId,
    /// Key of `agenda_item`.
    AgendaItemId,
    /// Key of `invitation`.
    InvitationId,
    /// Key of `reply`.
    ReplyId,
    /// Key of `inbound_mail`.
    InboundMailId,
    /// Key of `pending_reply`.
    PendingReplyId,
    /// Key of `outbox`.
    OutboxId,
    /// Key of `board_group`.
    BoardGroupId,
    /// Key of `board_row`.
    BoardRowId,
    /// Key of `board_entry`.
    BoardEntryId,
    /// Key of `board_change`.
    BoardChangeId,
    /// Key of `attendance_guest`.
    AttendanceGuestId,
    /// Key of `attendance_entry`; made where the entry is typed, so that sending it twice adds nothing.
    AttendanceEntryId,
    /// Key of `sitting`.
    SittingId,
    /// Key of `meeting_step`.
    MeetingStepId,
    /// Key of `reminder`.
    ReminderId,
    /// A round in which seats of a body are filled anew.
    RenewalId,
    /// Key of `proposal`.
    ProposalId,
    /// Key of `import_draft`.
    ImportDraftId,
}
