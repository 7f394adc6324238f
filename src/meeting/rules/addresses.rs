//! Which of the mails about one meeting carries its calendar object: one a person, one an address.

use std::collections::{HashMap, HashSet};

use entity::id::InvitationId;

/// What a mail carries besides its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carried {
    /// Whether the calendar object goes with it.
    pub calendar: bool,
    /// Whether a calendar program may answer: never at an address that several invited people share.
    pub wants_reply: bool,
}

/// What each mail carries, in the order given. A person's object is in the first of their mails; at an address
/// that several people share it stands once, and answers by calendar are not asked for.
pub fn carried(mails: &[(InvitationId, &str)]) -> Vec<Carried> {
    let mut people_at: HashMap<String, HashSet<InvitationId>> = HashMap::new();
    for (invitation, address) in mails {
        people_at.entry(folded(address)).or_default().insert(*invitation);
    }
    let (mut told, mut used) = (HashSet::new(), HashSet::new());
    let carry = |(invitation, address): &(InvitationId, &str)| {
        let address = folded(address);
        let first_of_person = told.insert(*invitation);
        let calendar = first_of_person && used.insert(address.clone());
        let alone = people_at.get(&address).is_some_and(|people| people.len() == 1);
        Carried { calendar, wants_reply: calendar && alone }
    };
    mails.iter().map(carry).collect()
}

/// Providers do not tell addresses apart by case; ours must not either.
fn folded(address: &str) -> String {
    address.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn one_object_a_person_and_an_address() {
        let [a, b, c] = [1, 2, 3].map(|n| InvitationId(Uuid::from_u128(n)));
        let mails = [
            (a, "a@x.example"),
            (a, "a2@x.example"),
            (b, "office@x.example"),
            (c, "Office@x.example"),
            (c, "c@x.example"),
        ];
        let got: Vec<_> = carried(&mails).iter().map(|one| (one.calendar, one.wants_reply)).collect();
        let none = (false, false);
        assert_eq!(got, [(true, true), none, (true, false), none, none]);
    }

    #[test]
    fn one_person_twice_at_one_address_shares_it_with_nobody() {
        let a = InvitationId(Uuid::from_u128(1));
        let got = carried(&[(a, "a@x.example"), (a, "a@x.example")]);
        assert_eq!(got.first(), Some(&Carried { calendar: true, wants_reply: true }));
        assert_eq!(got.last(), Some(&Carried { calendar: false, wants_reply: false }));
    }
}
