//! The secret key of the deployment and what is derived from it. Nothing here can be printed or logged.

use data_encoding::{Encoding, HEXLOWER, Specification};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A value that must never reach a log, a page or an error text: `Debug` prints stars, there is no `Display`.
#[derive(Clone)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Wraps a value.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// Hands the value out to the one place that needs it.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> std::fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// `RENKEI_SECRET_KEY`: signs links, forms and flash messages.
#[derive(Clone, Debug)]
pub struct SecretKey(Secret<Vec<u8>>);

impl SecretKey {
    /// Takes at least 32 octets.
    pub fn new(octets: Vec<u8>) -> Option<Self> {
        (octets.len() >= 32).then(|| Self(Secret::new(octets)))
    }

    /// HMAC-SHA-256 over a purpose and the given parts. The purpose ends with a zero octet and every part is
    /// preceded by its length, so that no two lists of parts sign alike.
    pub fn sign(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        // An HMAC takes a key of any length; the fallback keeps the signature total.
        let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(self.0.expose()) else {
            return [0; 32];
        };
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        for part in parts {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// A short printable signature for forms.
    pub fn sign_text(&self, purpose: &str, parts: &[&[u8]]) -> String {
        HEXLOWER.encode(&self.sign(purpose, parts))
    }

    /// 64 octets for keys of other libraries, bound to a purpose.
    pub fn derive(&self, purpose: &str) -> Vec<u8> {
        [self.sign(purpose, &[b"1"]), self.sign(purpose, &[b"2"])].concat()
    }
}

/// SHA-256 in hex, as tokens are kept at rest.
pub fn sha256_hex(octets: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(octets))
}

/// Compares two texts without telling by the time it takes where they differ.
pub fn same(left: &str, right: &str) -> bool {
    left.as_bytes().ct_eq(right.as_bytes()).into()
}

/// Crockford's base32 in lower case: no i, l, o, u.
pub fn crockford(octets: &[u8]) -> String {
    alphabet().map(|encoding| encoding.encode(octets)).unwrap_or_default()
}

fn alphabet() -> Option<Encoding> {
    let mut specification = Specification::new();
    specification.symbols.push_str(CROCKFORD);
    specification.encoding().ok()
}

/// The letters of links and reply numbers.
pub const CROCKFORD: &str = "0123456789abcdefghjkmnpqrstvwxyz";

/// What a person typed, as the letters it means: lower case, o read as 0, i and l as 1, no spaces or hyphens.
pub fn crockford_folded(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SecretKey {
        SecretKey::new(vec![7; 32]).expect("32 octets")
    }

    #[test]
    fn a_short_key_is_refused() {
        assert!(SecretKey::new(vec![1; 31]).is_none());
    }

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(key().sign("a", &[b"bc", b"d"]), key().sign("a", &[b"b", b"cd"]));
        assert_ne!(key().sign("ab", &[b"c"]), key().sign("a", &[b"bc"]));
    }

    #[test]
    fn secrets_print_as_stars() {
        assert_eq!(format!("{:?}", Secret::new("password")), "***");
        assert_eq!(format!("{:?}", key()), "SecretKey(***)");
    }

    #[test]
    fn crockford_is_read_as_written_by_hand() {
        assert_eq!(crockford(&[0xff; 5]), "zzzzzzzz");
        assert_eq!(crockford_folded(" H4-IL O"), "h4110");
    }
}
