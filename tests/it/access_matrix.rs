//! Who may what: one row a route, one column a persona. A second test compares the rows with the routes in `src`,
//! so that a route without a row fails.
//!
//! A GET is simply opened. A POST carries a valid `csrf` and nothing else: 422 says that the form's parser was
//! reached, so the door is open, and that nothing has changed; buttons therefore want a `version`. To add a
//! feature, add a block of rows and name it in `MATRIX`; ids in addresses are the names in `Ground`.

pub mod pages;
mod registered;

use std::collections::{BTreeMap, BTreeSet};

use entity::agenda_item::AgendaItemKind;
use entity::id::{AgendaItemId, CharterId, MeetingId, PendingReplyId};
use entity::link::LinkPurpose;
use entity::{agenda_item, audit_entry, capacity, charter, invitation, outbox, person_name};
use renkei::platform::link;
use reqwest::Method;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};
use uuid::Uuid;

use crate::support::board::Board;
use crate::support::client::Persona;
use crate::support::exchange;
use crate::support::office;
use crate::support::story::story;
use crate::support::world::World;

/// The page is there.
const YES: u16 = 200;
/// The form's parser was reached.
const MAY: u16 = 422;
/// May be seen, but not done.
const NOT: u16 = 403;
/// Does not exist for this person.
const HID: u16 = 404;
/// A signed-out POST.
const WHO: u16 = 401;
/// Leads elsewhere; signed out to the page for signing in.
const GO: u16 = 303;

/// Method, path, and the answer to everybody in the order of `Persona::ALL`.
pub type Row = (&'static str, &'static str, [u16; 10]);

/// Where nobody needs to sign in.
const OPEN: [&str; 9] =
    ["/healthz", "/readyz", "/metrics", "/assets/", "/sign-in", "/r/", "/feeds/", "/help", "/public"];

/// Every block. The columns of all: secretary, secretary of another region, chair, member, member whose term
/// ended, delegate, officer, officer of another town, administrator, signed out.
pub const MATRIX: &[&[Row]] = &[
    OPERATION, ACCESS, ACCOUNT, DIRECTORY, BODY, MEETING, AGENDA, INVITATION, DELIVERY, READING, BOARD,
    ATTENDANCE, PACE, EXCHANGE, HELP,
];

#[rustfmt::skip]
pub const OPERATION: &[Row] = &[
    ("GET",  "/healthz",        [YES, YES, YES, YES, YES, YES, YES, YES, YES, YES]),
    ("GET",  "/readyz",         [YES, YES, YES, YES, YES, YES, YES, YES, YES, YES]),
    // Without RENKEI_METRICS_TOKEN it does not exist.
    ("GET",  "/metrics",        [HID, HID, HID, HID, HID, HID, HID, HID, HID, HID]),
    ("GET",  "/assets/{asset}", [YES, YES, YES, YES, YES, YES, YES, YES, YES, YES]),
    ("HEAD", "/assets/{asset}", [YES, YES, YES, YES, YES, YES, YES, YES, YES, YES]),
];

#[rustfmt::skip]
pub const ACCESS: &[Row] = &[
    ("POST", "/capacity",       [MAY, MAY, MAY, MAY, MAY, MAY, MAY, MAY, MAY, WHO]),
];

/// Signing in, one's own settings, and the accounts of the deployment.
#[rustfmt::skip]
pub const ACCOUNT: &[Row] = &[
    ("GET",  "/account",                                  [YES, YES, YES, YES, YES, YES, YES, YES, YES,  GO]),
    ("GET",  "/account/password",                         [YES, YES, YES, YES, YES, YES, YES, YES, YES,  GO]),
    ("POST", "/account/password",                         [MAY, MAY, MAY, MAY, MAY, MAY, MAY, MAY, MAY, WHO]),
    ("GET",  "/admin/accounts",                           [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, YES,  GO]),
    ("GET",  "/admin/accounts.{format}", [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, YES,  GO]),
    ("GET",  "/admin/accounts/new",                       [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, YES,  GO]),
    ("POST", "/admin/accounts/new",                       [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, MAY, WHO]),
    ("GET",  "/admin/accounts/{account}",                 [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, YES,  GO]),
    ("POST", "/admin/accounts/{account}/disabling",       [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, MAY, WHO]),
    ("GET",  "/admin/accounts/{account}/edit",            [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, YES,  GO]),
    ("POST", "/admin/accounts/{account}/edit",            [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, MAY, WHO]),
    ("POST", "/admin/accounts/{account}/enabling",        [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, MAY, WHO]),
    ("POST", "/admin/accounts/{account}/password-reset",  [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, MAY, WHO]),
    ("GET",  "/admin/accounts/{account}/roles/new",       [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, YES,  GO]),
    ("POST", "/admin/accounts/{account}/roles/new",       [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, MAY, WHO]),
    ("POST", "/admin/capacities/{capacity}/ending",       [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, MAY, WHO]),
    // Somebody signed in is led on.
    ("GET",  "/sign-in",                                  [ GO,  GO,  GO,  GO,  GO,  GO,  GO,  GO,  GO, YES]),
    // These forms carry a csrf of their own, made for the page; that of a session is not it.
    ("POST", "/sign-in",                                  [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT]),
    ("POST", "/sign-in/link",                             [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT]),
    ("GET",  "/sign-in/{no_token}",                       [HID, HID, HID, HID, HID, HID, HID, HID, HID, HID]),
    ("POST", "/sign-in/{no_token}",                       [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT]),
    ("POST", "/sign-out",                                 [ GO,  GO,  GO,  GO,  GO,  GO,  GO,  GO,  GO, WHO]),
];

/// The register is the secretariat's; regions and towns are the administrator's.
#[rustfmt::skip]
pub const DIRECTORY: &[Row] = &[
    ("GET",  "/admin/municipalities/new",                 [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, YES,  GO]),
    ("POST", "/admin/municipalities/new",                 [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, MAY, WHO]),
    ("GET",  "/admin/mail",                               [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, YES,  GO]),
    ("POST", "/admin/mail/release",                       [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, MAY, WHO]),
    ("GET",  "/admin/regions",                            [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, YES,  GO]),
    ("GET",  "/admin/regions.{format}", [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, YES,  GO]),
    ("GET",  "/admin/regions/new",                        [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, YES,  GO]),
    ("POST", "/admin/regions/new",                        [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, MAY, WHO]),
    ("GET",  "/admin/regions/{region}/edit",              [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, YES,  GO]),
    ("POST", "/admin/regions/{region}/edit",              [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, MAY, WHO]),
    ("GET",  "/admin/regions/{region}/municipalities",    [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, YES,  GO]),
    ("POST", "/admin/regions/{region}/municipalities",    [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, MAY, WHO]),
    ("POST", "/admin/regions/{region}/municipalities/{municipality}/withdrawal",  [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, MAY, WHO]),
    ("GET",  "/associations",                             [YES, YES, NOT, NOT, NOT, NOT, NOT, NOT, NOT,  GO]),
    ("GET",  "/associations.{format}", [YES, YES, NOT, NOT, NOT, NOT, NOT, NOT, NOT,  GO]),
    ("GET",  "/associations/new",                         [YES, YES, NOT, NOT, NOT, NOT, NOT, NOT, NOT,  GO]),
    ("POST", "/associations/new",                         [MAY, MAY, NOT, NOT, NOT, NOT, NOT, NOT, NOT, WHO]),
    ("GET",  "/associations/{association}",               [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("GET",  "/associations/{association}/contacts/new",  [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("POST", "/associations/{association}/contacts/new",  [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
    ("GET",  "/associations/{association}/edit",          [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("POST", "/associations/{association}/edit",          [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
    ("GET",  "/contacts/{contact}/edit",                  [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("POST", "/contacts/{contact}/edit",                  [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
    ("POST", "/contacts/{contact}/precedence",            [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
    ("GET",  "/contacts/{contact}/retirement",            [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("POST", "/contacts/{contact}/retirement",            [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
    ("GET",  "/people",                                   [YES, YES, NOT, NOT, NOT, NOT, NOT, NOT, NOT,  GO]),
    ("GET",  "/people.{format}", [YES, YES, NOT, NOT, NOT, NOT, NOT, NOT, NOT,  GO]),
    ("GET",  "/people/new",                               [YES, YES, NOT, NOT, NOT, NOT, NOT, NOT, NOT,  GO]),
    ("POST", "/people/new",                               [MAY, MAY, NOT, NOT, NOT, NOT, NOT, NOT, NOT, WHO]),
    ("GET",  "/people/{person}",                          [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("GET",  "/people/{person}/names/{last_on}/removal",  [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("POST", "/people/{person}/names/{last_on}/removal",  [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
    ("GET",  "/people/{person}/contacts/new",             [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("POST", "/people/{person}/contacts/new",             [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
    ("GET",  "/people/{person}/edit",                     [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("GET",  "/people/{person}/double",                   [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("POST", "/people/{person}/double",                   [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
    ("GET",  "/people/{person}/succession",               [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("POST", "/people/{person}/succession",               [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
    ("POST", "/people/{person}/edit",                     [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
    ("GET",  "/settings/office",                          [YES, YES, NOT, NOT, NOT, NOT, NOT, NOT, NOT,  GO]),
    ("POST", "/settings/office",                          [MAY, MAY, NOT, NOT, NOT, NOT, NOT, NOT, NOT, WHO]),
];

/// Whoever may look at a body may not change it, except the secretary.
#[rustfmt::skip]
pub const BODY: &[Row] = &[
    ("GET",  "/bodies",                           [YES, YES, YES, YES, YES, YES, YES, YES, HID,  GO]),
    ("GET",  "/bodies.{format}", [YES, YES, YES, YES, YES, YES, YES, YES, HID,  GO]),
    ("GET",  "/bodies/new",                       [YES, YES, NOT, NOT, NOT, NOT, NOT, NOT, NOT,  GO]),
    ("POST", "/bodies/new",                       [MAY, MAY, NOT, NOT, NOT, NOT, NOT, NOT, NOT, WHO]),
    ("GET",  "/bodies/{body}",                    [YES, HID, YES, YES, HID, YES, YES, YES, HID,  GO]),
    ("GET",  "/bodies/{body}/charters/new",       [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/bodies/{body}/charters/new",       [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/bodies/{body}/closure",            [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/bodies/{body}/closure",            [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/bodies/{body}/deputies",           [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/bodies/{body}/deputies",           [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/bodies/{body}/edit",               [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/bodies/{body}/edit",               [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/bodies/{body}/roster",             [YES, HID, YES, YES, HID, YES, YES, YES, HID,  GO]),
    ("GET",  "/bodies/{body}/roster.{format}",    [YES, HID, YES, YES, HID, YES, YES, YES, HID,  GO]),
    ("GET",  "/bodies/{body}/seats/new",          [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/bodies/{body}/seats/new",          [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/charters/{charter}/comparison",    [YES, HID, YES, YES, HID, YES, YES, YES, HID,  GO]),
    ("GET",  "/charters/{charter}/edit",          [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/charters/{charter}/edit",          [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/memberships/{membership}/edit",    [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/memberships/{membership}/edit",    [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/memberships/{membership}/ending",  [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/memberships/{membership}/ending",  [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/seats/{seat}/contacts",            [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/seats/{seat}/contacts",            [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/seats/{seat}/edit",                [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/seats/{seat}/edit",                [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/seats/{seat}/memberships/new",     [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/seats/{seat}/memberships/new",     [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
];

/// Before it is convened a meeting exists for the secretary only.
#[rustfmt::skip]
pub const MEETING: &[Row] = &[
    ("GET",  "/meetings/new",                     [YES, YES, NOT, NOT, NOT, NOT, NOT, NOT, NOT,  GO]),
    ("POST", "/meetings/new",                     [MAY, MAY, NOT, NOT, NOT, NOT, NOT, NOT, NOT, WHO]),
    ("GET",  "/meetings/{planned}/cancellation",  [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("POST", "/meetings/{planned}/cancellation",  [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
    ("GET",  "/meetings/{planned}/edit",          [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("POST", "/meetings/{planned}/edit",          [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
    ("GET",  "/meetings/{planned}/rulings",       [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("POST", "/meetings/{planned}/rulings",       [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
];

/// As the meeting it belongs to.
#[rustfmt::skip]
pub const AGENDA: &[Row] = &[
    ("GET",  "/agenda-items/{agenda_item}/edit",     [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("POST", "/agenda-items/{agenda_item}/edit",     [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
    ("GET",  "/agenda-items/{agenda_item}/removal",  [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("POST", "/agenda-items/{agenda_item}/removal",  [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
    ("GET",  "/meetings/{planned}/agenda",           [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("POST", "/meetings/{planned}/agenda",           [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
    ("POST", "/meetings/{planned}/agenda/order",     [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
];

/// Convening and what follows is the secretary's; answers are those of whoever was asked. `{convened}` is a meeting
/// to which all members of the council were called, `{asked}` the member's invitation, `{token}` that of the link.
#[rustfmt::skip]
pub const INVITATION: &[Row] = &[
    ("GET",  "/account/feed",                         [NOT, NOT, YES, YES, YES, NOT, NOT, NOT, NOT,  GO]),
    ("POST", "/account/feed",                         [NOT, NOT, MAY, MAY, MAY, NOT, NOT, NOT, NOT, WHO]),
    ("GET",  "/feeds/{no_token}.ics",                 [HID, HID, HID, HID, HID, HID, HID, HID, HID, HID]),
    ("GET",  "/feeds/{feed_token}.ics",               [YES, YES, YES, YES, YES, YES, YES, YES, YES, YES]),
    ("GET",  "/invitations/{asked}/replies/new",      [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/invitations/{asked}/replies/new",      [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/invitations/{asked}/seat-reply",       [NOT, HID, NOT, NOT, HID, YES, NOT, NOT, HID,  GO]),
    ("POST", "/invitations/{asked}/seat-reply",       [NOT, HID, NOT, NOT, HID, MAY, NOT, NOT, HID, WHO]),
    ("GET",  "/invitations/{asked}/withdrawal",       [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/invitations/{asked}/withdrawal",       [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/meetings/{convened}/change",           [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/meetings/{convened}/change",           [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/meetings/{planned}/convocation",       [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("POST", "/meetings/{planned}/convocation",       [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
    ("GET",  "/meetings/{convened}/convocation",      [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("GET",  "/meetings/{convened}/invitations/new",  [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/meetings/{convened}/invitations/new",  [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/meetings/{convened}/postponement",     [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/meetings/{convened}/postponement",     [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/meetings/{convened}/reminder",         [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/meetings/{convened}/reminder",         [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/meetings/{convened}/reply",            [NOT, HID, YES, YES, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/meetings/{convened}/reply",            [NOT, HID, MAY, MAY, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/meetings/{convened}/sheets",           [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("GET",  "/outbox/{message}/sheet",               [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("POST", "/pending-replies/{pending}/acceptance", [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("POST", "/pending-replies/{pending}/dismissal",  [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    // Whoever has the link has the matter, signed in or not; without it nobody has.
    ("GET",  "/r/{token}",                            [YES, YES, YES, YES, YES, YES, YES, YES, YES, YES]),
    ("GET",  "/r/{token}.ics",                        [YES, YES, YES, YES, YES, YES, YES, YES, YES, YES]),
    ("GET",  "/r/{no_token}",                         [HID, HID, HID, HID, HID, HID, HID, HID, HID, HID]),
    ("GET",  "/r/{no_token}.ics",                     [HID, HID, HID, HID, HID, HID, HID, HID, HID, HID]),
    // Its csrf is made of the token; that of a session is not it.
    ("POST", "/r/{token}",                            [NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT]),
    ("POST", "/r/{no_token}",                         [HID, HID, HID, HID, HID, HID, HID, HID, HID, HID]),
];

/// 送信箱 is the secretariat's.
#[rustfmt::skip]
pub const DELIVERY: &[Row] = &[
    ("GET",  "/outbox",                            [YES, YES, NOT, NOT, NOT, NOT, NOT, NOT, NOT,  GO]),
    ("GET",  "/outbox.{format}", [YES, YES, NOT, NOT, NOT, NOT, NOT, NOT, NOT,  GO]),
    ("POST", "/outbox/stops",                      [MAY, MAY, NOT, NOT, NOT, NOT, NOT, NOT, NOT, WHO]),
    ("POST", "/outbox/{message}/acknowledgement",  [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
    ("GET",  "/outbox/{message}/correction",       [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("POST", "/outbox/{message}/correction",       [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
    ("POST", "/outbox/{message}/handover",         [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
    ("POST", "/outbox/{message}/resending",        [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
];

/// First screens and the pages made of many features. Who has no first screen of their own is led on.
#[rustfmt::skip]
pub const READING: &[Row] = &[
    ("GET",  "/",                         [YES, YES, YES, YES, YES, YES, YES, YES,  GO,  GO]),
    ("GET",  "/meetings",                 [YES, YES, YES, YES, YES, YES, YES, YES, HID,  GO]),
    ("GET",  "/meetings.{format}", [YES, YES, YES, YES, YES, YES, YES, YES, HID,  GO]),
    ("GET",  "/search",                   [YES, YES, YES, YES, YES, YES, YES, YES, HID,  GO]),
    ("GET",  "/meetings/{planned}",       [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    // Nobody is to come yet.
    ("GET",  "/meetings/{planned}.ics",   [HID, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("GET",  "/meetings/{convened}",      [YES, HID, YES, YES, HID, YES, YES, YES, HID,  GO]),
    ("GET",  "/meetings/{convened}.ics",  [YES, HID, YES, YES, HID, YES, YES, YES, HID,  GO]),
];

/// Whoever has a part in the region reads its board; the secretariat writes it.
#[rustfmt::skip]
pub const BOARD: &[Row] = &[
    ("GET",  "/board",                             [YES, YES, YES, YES, HID, YES, YES, YES, HID,  GO]),
    ("GET",  "/board.{format}",                    [YES, YES, YES, YES, HID, YES, YES, YES, HID,  GO]),
    ("POST", "/board/changes/{change}/undoing",    [MAY, HID, NOT, NOT, NOT, NOT, NOT, NOT, NOT, WHO]),
    ("GET",  "/board/entries/new",                 [YES, YES, NOT, NOT, NOT, NOT, NOT, NOT, NOT,  GO]),
    ("POST", "/board/entries/new",                 [MAY, MAY, NOT, NOT, NOT, NOT, NOT, NOT, NOT, WHO]),
    ("POST", "/board/entries/{entry}/completion",  [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/board/entries/{entry}/edit",        [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/board/entries/{entry}/edit",        [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("POST", "/board/entries/{entry}/place",       [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("POST", "/board/entries/{entry}/removal",     [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/board/groups/{group}/edit",         [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/board/groups/{group}/edit",         [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/board/rows",                        [YES, YES, NOT, NOT, NOT, NOT, NOT, NOT, NOT,  GO]),
    ("GET",  "/board/rows/new",                    [YES, YES, NOT, NOT, NOT, NOT, NOT, NOT, NOT,  GO]),
    ("POST", "/board/rows/new",                    [MAY, MAY, NOT, NOT, NOT, NOT, NOT, NOT, NOT, WHO]),
    ("POST", "/board/rows/order",                  [MAY, MAY, NOT, NOT, NOT, NOT, NOT, NOT, NOT, WHO]),
    ("GET",  "/board/rows/{line}/edit",            [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/board/rows/{line}/edit",            [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("POST", "/board/rows/{line}/removal",         [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
];

/// What happens on the day is entered by the secretariat; the chair of the body reads along.
#[rustfmt::skip]
pub const ATTENDANCE: &[Row] = &[
    ("GET",  "/attendance",                        [YES, YES, NOT, NOT, NOT, NOT, NOT, NOT, NOT,  GO]),
    ("GET",  "/attendance.{format}",               [YES, YES, NOT, NOT, NOT, NOT, NOT, NOT, NOT,  GO]),
    ("GET",  "/meetings/{convened}/announcement",  [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("GET",  "/meetings/{convened}/attendance",    [YES, HID, YES, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/meetings/{convened}/attendance",    [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/meetings/{convened}/opinions",      [YES, HID, YES, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/meetings/{convened}/sitting",       [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
];

/// A table that waits is seen by who sent it alone.
#[rustfmt::skip]
const PACE: &[Row] = &[
    ("GET",  "/bodies/{body}/pace",                            [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/bodies/{body}/pace",                            [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("POST", "/meetings/{convened}/steps",                     [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/handover",                                      [YES, YES, NOT, NOT, NOT, NOT, NOT, NOT, NOT,  GO]),
    ("GET",  "/new-year",                                      [YES, YES, NOT, NOT, NOT, NOT, NOT, NOT, NOT,  GO]),
    ("POST", "/new-year",                                      [MAY, MAY, NOT, NOT, NOT, NOT, NOT, NOT, NOT, WHO]),
    ("GET",  "/bodies/{body}/renewal",                         [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/bodies/{body}/renewal",                         [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/bodies/{body}/renewal/requests",                [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("GET",  "/proposals/{proposal}",                          [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
    ("POST", "/proposals/{proposal}/acceptance",               [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("POST", "/proposals/{proposal}/refusal",                  [MAY, HID, NOT, NOT, HID, NOT, NOT, NOT, HID, WHO]),
    ("GET",  "/seats/{seat}/proposal",                         [NOT, HID, NOT, NOT, HID, YES, NOT, NOT, HID,  GO]),
    ("POST", "/seats/{seat}/proposal",                         [NOT, HID, NOT, NOT, HID, MAY, NOT, NOT, HID, WHO]),
    ("POST", "/seats/{seat}/proposal/withdrawal",              [NOT, HID, NOT, NOT, HID, MAY, NOT, NOT, HID, WHO]),
    ("GET",  "/meetings/{convened}/reminders/{step}",           [YES, HID, NOT, NOT, HID, NOT, NOT, NOT, HID,  GO]),
];

#[rustfmt::skip]
const EXCHANGE: &[Row] = &[
    ("GET",  "/settings/export/{export}",          [YES, YES, NOT, NOT, NOT, NOT, NOT, NOT, NOT,  GO]),
    ("GET",  "/settings/import",                   [YES, YES, NOT, NOT, NOT, NOT, NOT, NOT, NOT,  GO]),
    ("POST", "/settings/import",                   [MAY, MAY, NOT, NOT, NOT, NOT, NOT, NOT, NOT, WHO]),
    ("GET",  "/settings/import/{draft}",           [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("POST", "/settings/import/{draft}",           [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
    ("GET",  "/settings/import/{draft}/columns",   [YES, HID, HID, HID, HID, HID, HID, HID, HID,  GO]),
    ("POST", "/settings/import/{draft}/columns",   [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
    ("POST", "/settings/import/{draft}/removal",   [MAY, HID, HID, HID, HID, HID, HID, HID, HID, WHO]),
];

/// The guide is everybody's; it shows nobody's data.
#[rustfmt::skip]
const HELP: &[Row] = &[
    ("GET",  "/help",                  [YES, YES, YES, YES, YES, YES, YES, YES, YES, YES]),
    ("GET",  "/help/{chapter}",        [YES, YES, YES, YES, YES, YES, YES, YES, YES, YES]),
    ("GET",  "/help/{no_token}",       [HID, HID, HID, HID, HID, HID, HID, HID, HID, HID]),
    ("GET",  "/help/images/{picture}", [YES, YES, YES, YES, YES, YES, YES, YES, YES, YES]),
];

/// What stands in addresses: `{planned}` is the key of a planned meeting.
pub struct Ground(BTreeMap<&'static str, String>);

impl Ground {
    /// Makes everything that has an address.
    pub async fn of(world: &World) -> Self {
        let people = &world.people;
        let planned = world.planned("", "2026-12-11T14:00+09:00").await;
        let convened = office::convened(world).await;
        let asked = office::asked(world, &convened, 1).await;
        let pending = late_words(world, &asked).await;
        let member = people.members[0].person.id;
        let sent = outbox::Entity::find().filter(outbox::Column::InvitationId.eq(asked.id));
        let message = sent.one(&world.db().read).await.unwrap().unwrap().id;
        let key = &world.db().terms().key;
        let feed = world.member(1);
        feed.post("/account/feed", &[("seen", "none")]).await.is(303);
        let agenda_item = agenda_item(world, planned.id).await;
        let board = Board::drawn(world).await;
        earlier_charter(world).await;
        earlier_name(world).await;
        let draft = exchange::draft(world).await;
        let proposal = office::proposed(world, "R9.4.1").await;
        let of_officer =
            capacity::Entity::find().filter(capacity::Column::AccountId.eq(people.officer.account));
        let capacity = of_officer.one(&world.db().read).await.unwrap().unwrap().id;
        Self(BTreeMap::from([
            ("agenda_item", agenda_item.to_string()),
            ("entry", board.entry.to_string()),
            ("change", board.change.to_string()),
            ("line", board.row.to_string()),
            ("group", board.group.to_string()),
            ("draft", draft.to_string()),
            ("proposal", proposal.to_string()),
            ("step", "first_reminder".to_owned()),
            ("export", "persons.csv".to_owned()),
            ("format", "csv".to_owned()),
            ("last_on", "2020-03-31".to_owned()),
            ("capacity", capacity.to_string()),
            ("no_token", "0".repeat(26)),
            ("asset", "renkei.css".to_owned()),
            ("chapter", "notice".to_owned()),
            ("picture", "desk.png".to_owned()),
            ("planned", planned.id.to_string()),
            ("convened", convened.id.to_string()),
            ("asked", asked.id.to_string()),
            ("token", office::token(world, &asked)),
            ("feed_token", link::token(key, LinkPurpose::Feed, member.0, 0)),
            ("pending", pending.to_string()),
            ("message", message.to_string()),
            ("region", people.region.id.to_string()),
            ("other_region", people.other_region.id.to_string()),
            ("municipality", people.towns[0].id.to_string()),
            ("association", people.associations[0].id.to_string()),
            ("person", people.members[0].person.id.to_string()),
            ("contact", people.members[0].mail.id.to_string()),
            ("account", people.members[0].account.to_string()),
            ("body", people.council.id.to_string()),
            ("charter", people.charter.id.to_string()),
            ("seat", people.members[0].seat.id.to_string()),
            ("vacant_seat", people.vacant_seat.id.to_string()),
            ("membership", people.members[0].membership.id.to_string()),
        ]))
    }

    /// An address with the names of keys instead of the keys.
    pub fn unfilled(&self, path: &str) -> String {
        let keys = self.0.iter().filter(|(_, value)| value.len() > 20);
        let path =
            keys.fold(path.to_owned(), |path, (name, value)| path.replace(value, &format!("{{{name}}}")));
        let parts = path.split('/').map(|part| part.parse::<Uuid>().map_or(part, |_| "{other}"));
        parts.collect::<Vec<_>>().join("/")
    }

    /// An address with its names filled in.
    pub fn fill(&self, pattern: &str) -> String {
        let mut path = pattern.to_owned();
        for (name, value) in &self.0 {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        assert!(!path.contains('{'), "no value for {path}; give `Ground` one");
        path
    }
}

/// An answer after the deadline, which waits for the clerk.
async fn late_words(world: &World, asked: &invitation::Model) -> PendingReplyId {
    let (path, phone) = (office::page_of(world, asked), world.anonymous());
    let page = phone.get(&path).await;
    phone.submit(&page, &path, &[]).await.is(303);
    office::waiting(world, asked.id).await[0].id
}

/// The name the first member had until 31 March 2020.
async fn earlier_name(world: &World) {
    let row = person_name::ActiveModel {
        person_id: Set(world.people.members[0].person.id),
        last_on: Set("2020-03-31".parse().unwrap()),
        name: Set("鈴木 さくら".to_owned()),
        kana: Set("すずき さくら".to_owned()),
    };
    world.write(async |tx| row.insert(tx).await).await;
}

/// A version that has been replaced, for the charter to be compared with.
async fn earlier_charter(world: &World) {
    let row = charter::ActiveModel {
        id: Set(CharterId::at(world.now())),
        effective_on: Set("2018-03-01".parse().unwrap()),
        number: Set(None),
        ..world.people.charter.clone().into()
    };
    world.write(async |tx| row.insert(tx).await).await;
}

async fn agenda_item(world: &World, meeting: MeetingId) -> AgendaItemId {
    let row = agenda_item::ActiveModel {
        id: Set(AgendaItemId::at(world.now())),
        meeting_id: Set(meeting),
        position: Set(1),
        kind: Set(AgendaItemKind::Report),
        title: Set("上半期の取組".to_owned()),
        minutes: Set(None),
        presenter: Set(String::new()),
        version: Set(1),
    };
    world.write(async |tx| row.insert(tx).await).await.id
}

story!(everyone_gets_what_the_matrix_says, "2026-11-21T09:00+09:00", async |world| {
    let ground = Ground::of(&world).await;
    let before = recorded(&world).await;
    let everyone = Persona::ALL.map(|persona| (persona, world.anyone(persona)));
    let mut wrong = Vec::new();
    for (method, pattern, row) in MATRIX.iter().copied().flatten() {
        let path = ground.fill(pattern);
        for ((persona, client), expected) in everyone.iter().zip(row) {
            // Signing out would end the session of the rows that follow.
            let own = world.anyone(*persona);
            let client = if *pattern == "/sign-out" { &own } else { client };
            let page = match *method {
                "POST" => client.post(&path, &[]).await,
                other => client.send(&other.parse::<Method>().unwrap(), &path, None).await,
            };
            let got = page.status.as_u16();
            if got != *expected {
                wrong.push(format!("{method} {pattern}: {persona:?} got {got}, the matrix says {expected}"));
            }
            if *persona == Persona::SignedOut && got == GO {
                let door = if *pattern == "/" { "/sign-in" } else { "/sign-in?next=" };
                assert!(page.header("location").starts_with(door), "{method} {pattern}");
            }
        }
    }
    assert_eq!(wrong, [""; 0], "{}", wrong.join("\n"));
    assert_eq!(recorded(&world).await, before, "a form without fields changed something");
});

async fn recorded(world: &World) -> u64 {
    audit_entry::Entity::find().count(&world.db().read).await.unwrap()
}

#[test]
fn every_route_has_a_row_and_every_row_a_route() {
    let rows: BTreeSet<_> =
        MATRIX.iter().copied().flatten().map(|(method, path, _)| named(method, path)).collect();
    let routes: BTreeSet<_> = registered::routes().iter().map(|(method, path)| named(method, path)).collect();
    let without_row: Vec<_> = routes.difference(&rows).collect();
    let without_route: Vec<_> = rows.difference(&routes).collect();
    assert!(without_row.is_empty(), "routes without a row in tests/it/access_matrix.rs: {without_row:#?}");
    assert!(without_route.is_empty(), "rows without a route in src: {without_route:#?}");
}

#[test]
fn only_these_addresses_are_open_to_everybody() {
    for (method, path, row) in MATRIX.iter().copied().flatten() {
        let open = OPEN.iter().any(|start| path.starts_with(start));
        let sent_away = if *method == "POST" { WHO } else { GO };
        assert!(open || row[9] == sent_away, "{method} {path}: {} for somebody signed out", row[9]);
    }
}

/// Method and path with every `{…}` made alike.
fn named(method: &str, path: &str) -> String {
    let parts = path.split('/').map(|part| {
        let (before, rest) = part.split_once('{').unwrap_or((part, ""));
        let after = rest.rsplit_once('}').map_or("", |(_, after)| after);
        if rest.is_empty() { part.to_owned() } else { format!("{before}{{}}{after}") }
    });
    format!("{method} {}", parts.collect::<Vec<_>>().join("/"))
}
