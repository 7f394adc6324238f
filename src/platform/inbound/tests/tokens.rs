//! The token in a reply address.

use proptest::prelude::*;

use super::super::address_token;

const TEMPLATE: &str = "reply+{token}@renkei.example";
const TOKEN: &str = "7kq2m9xd4f6hw3npz5rt8vbcae";

#[test]
fn a_token_is_found_in_any_case_and_nowhere_else() {
    let cases = [
        ("reply+7kq2m9xd4f6hw3npz5rt8vbcae@renkei.example", TEMPLATE, Some(TOKEN)),
        ("Reply+7KQ2M9XD4F6HW3NPZ5RT8VBCAE@RENKEI.example", TEMPLATE, Some(TOKEN)),
        (" reply+a@renkei.example ", "REPLY+{token}@Renkei.Example", Some("a")),
        ("7kq2@in.renkei.example", "{token}@in.renkei.example", Some("7kq2")),
        ("reply+@renkei.example", TEMPLATE, None),
        ("reply@renkei.example", TEMPLATE, None),
        ("reply+a@attacker.example", TEMPLATE, None),
        ("reply+a@renkei.example.attacker.example", TEMPLATE, None),
        ("reply+a@b@renkei.example", TEMPLATE, None),
        ("reply+a b@renkei.example", TEMPLATE, None),
        ("reply+あ@renkei.example", TEMPLATE, None),
        ("reply@renkei.example", "reply@renkei.example", None),
        ("", TEMPLATE, None),
        ("{token}", "{token}", None),
        ("aa", "a{token}a", None),
        ("a", "a{token}a", None),
    ];
    for (address, template, expected) in cases {
        assert_eq!(address_token(address, template).as_deref(), expected, "{address} in {template}");
    }
}

proptest! {
    #[test]
    fn any_address_is_either_foreign_or_gives_a_sound_token(address in any::<String>(), token in "[a-zA-Z0-9]{1,40}") {
        if let Some(found) = address_token(&address, TEMPLATE) {
            prop_assert!(found.bytes().all(|c| c.is_ascii_digit() || c.is_ascii_lowercase()));
        }
        let ours = TEMPLATE.replace("{token}", &token);
        prop_assert_eq!(address_token(&ours, TEMPLATE), Some(token.to_ascii_lowercase()));
    }
}
