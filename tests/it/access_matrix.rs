//! Who may what: one row a route, one column a persona. A second test compares the rows with the routes in `src`,
//! so that a route without a row fails.
//!
//! A GET is simply opened. A POST carries a valid `csrf` and nothing else: 422 says that the form's parser was
//! reached, so the door is open, and that nothing has changed; buttons therefore want a `version`. To add a
//! feature, add a block of rows and name it in `MATRIX`; ids in addresses are the names in `Ground`.

mod registered;

use std::collections::{BTreeMap, BTreeSet};

use entity::audit_entry;
use reqwest::Method;
use sea_orm::{EntityTrait, PaginatorTrait};

use crate::support::client::Persona;
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
type Row = (&'static str, &'static str, [u16; 10]);

/// Every block. The columns of all: secretary, secretary of another region, chair, member, member whose term
/// ended, delegate, officer, officer of another town, administrator, signed out.
const MATRIX: &[&[Row]] = &[OPERATION, ACCESS];

#[rustfmt::skip]
const OPERATION: &[Row] = &[
    ("GET",  "/healthz",        [YES, YES, YES, YES, YES, YES, YES, YES, YES, YES]),
    ("GET",  "/readyz",         [YES, YES, YES, YES, YES, YES, YES, YES, YES, YES]),
    // Without RENKEI_METRICS_TOKEN it does not exist.
    ("GET",  "/metrics",        [HID, HID, HID, HID, HID, HID, HID, HID, HID, HID]),
    ("GET",  "/assets/{asset}", [YES, YES, YES, YES, YES, YES, YES, YES, YES, YES]),
    ("HEAD", "/assets/{asset}", [YES, YES, YES, YES, YES, YES, YES, YES, YES, YES]),
];

#[rustfmt::skip]
const ACCESS: &[Row] = &[
    ("POST", "/capacity",       [MAY, MAY, MAY, MAY, MAY, MAY, MAY, MAY, MAY, WHO]),
];

/// What stands in addresses: `{planned}` is the key of a planned meeting.
struct Ground(BTreeMap<&'static str, String>);

impl Ground {
    async fn of(world: &World) -> Self {
        let people = &world.people;
        let planned = world.planned("", "2026-12-04T14:00+09:00").await;
        Self(BTreeMap::from([
            ("asset", "renkei.css".to_owned()),
            ("planned", planned.id.to_string()),
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

    fn fill(&self, pattern: &str) -> String {
        let mut path = pattern.to_owned();
        for (name, value) in &self.0 {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        assert!(!path.contains('{'), "no value for {path}; give `Ground` one");
        path
    }
}

story!(everyone_gets_what_the_matrix_says, "2026-11-20T09:00+09:00", async |world| {
    let ground = Ground::of(&world).await;
    let everyone = Persona::ALL.map(|persona| (persona, world.anyone(persona)));
    let mut wrong = Vec::new();
    for (method, pattern, row) in MATRIX.iter().copied().flatten() {
        let path = ground.fill(pattern);
        for ((persona, client), expected) in everyone.iter().zip(row) {
            let page = match *method {
                "POST" => client.post(&path, &[]).await,
                other => client.send(&other.parse::<Method>().unwrap(), &path, None).await,
            };
            let got = page.status.as_u16();
            if got != *expected {
                wrong.push(format!("{method} {pattern}: {persona:?} got {got}, the matrix says {expected}"));
            }
            if *persona == Persona::SignedOut && got == GO {
                assert!(page.header("location").starts_with("/sign-in?next="), "{method} {pattern}");
            }
        }
    }
    assert_eq!(wrong, [""; 0], "{}", wrong.join("\n"));
    let recorded = audit_entry::Entity::find().count(&world.db().read).await.unwrap();
    assert_eq!(recorded, 0, "a form without fields changed something");
});

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
fn the_rows_say_how_signed_out_people_are_sent_away() {
    for (method, path, row) in MATRIX.iter().copied().flatten() {
        let signed_out = row[9];
        let sent_away = if *method == "POST" { WHO } else { GO };
        let open_to_all = signed_out == row[0] && signed_out != NOT;
        assert!(
            signed_out == sent_away || open_to_all,
            "{method} {path}: {signed_out} for somebody signed out"
        );
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
