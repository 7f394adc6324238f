//! The token in a reply address.

/// Where the token stands in the template.
const PLACE: &str = "{token}";

/// The token of an address that fits the template of reply addresses, `reply+{token}@renkei.example`.
///
/// Mail systems change the case of addresses, so both are compared without it and the token comes back
/// in lower case. Nothing comes back for another address, for an empty token, for a token that is not
/// made of ASCII letters and digits, and for a template without `{token}`. Whether the token is a known
/// one is not decided here.
pub fn address_token(address: &str, template: &str) -> Option<String> {
    let (before, after) = template.split_once(PLACE)?;
    let address = address.trim().to_ascii_lowercase();
    let rest = address.strip_prefix(&before.to_ascii_lowercase())?;
    let token = rest.strip_suffix(&after.to_ascii_lowercase())?;
    let sound = !token.is_empty() && token.bytes().all(|octet| octet.is_ascii_alphanumeric());
    sound.then(|| token.to_owned())
}
