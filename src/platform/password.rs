//! Passwords: hashed with Argon2id, compared in the same time whether or not there is one. A hash takes 19 MiB
//! and tens of milliseconds, so that it runs on a thread of its own and at most two run at once.

use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use super::clock::random_bytes;
use super::error::AppError;
use super::secret::Secret;

/// The fewest characters of a password that is set on a page.
pub const SHORTEST: usize = 12;

/// The most characters read; longer ones are refused, not cut.
pub const LONGEST: usize = 200;

/// Two at once: 40 MiB, and a core stays free for pages on a small machine.
static HASHING: Semaphore = Semaphore::const_new(2);

/// Compared with when there is no account or no password, so that the answer takes as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A password as somebody typed it.
pub type Password = Secret<String>;

/// A password's hash in PHC form.
#[derive(Clone)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// A hash made elsewhere, in PHC form.
    pub fn from_phc(text: &str) -> Option<Self> {
        Phc::new(text).ok().map(|_| Self(text.to_owned()))
    }

    /// As it is stored.
    pub fn into_phc(self) -> String {
        self.0
    }
}

/// Why a password cannot be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than `SHORTEST` characters.
    #[error("パスワードは12文字以上にしてください。短い文をつなげると覚えやすくなります。")]
    Short,
    /// More than `LONGEST` characters.
    #[error("パスワードは200文字以内にしてください。")]
    Long,
    /// A control character, which nobody types twice alike.
    #[error("パスワードに改行などの制御文字は使えません。")]
    Control,
}

/// Reads a new password. Any characters will do; length is what counts (NIST SP 800-63B).
pub fn new_password(typed: &str) -> Result<Password, PasswordError> {
    let length = typed.chars().count();
    if typed.chars().any(char::is_control) {
        return Err(PasswordError::Control);
    }
    if length < SHORTEST {
        return Err(PasswordError::Short);
    }
    if length > LONGEST {
        return Err(PasswordError::Long);
    }
    Ok(Secret::new(typed.to_owned()))
}

/// Hashes a password with a fresh salt.
pub async fn hash(password: Password) -> Result<PasswordHash, AppError> {
    hashing(move || {
        let salt = random_bytes::<16>();
        let hash: Result<Phc, _> = argon()?.hash_password_with_salt(password.expose().as_bytes(), &salt);
        Ok(PasswordHash(hash.map_err(|error| fault(&error))?.to_string()))
    })
    .await
}

/// Whether a password fits a stored hash. Without a hash it takes as long and is never right.
pub async fn fits(password: Password, stored: Option<String>) -> Result<bool, AppError> {
    hashing(move || {
        let against = stored.as_deref().unwrap_or(NOBODY);
        let against = Phc::new(against).map_err(|error| fault(&error))?;
        let right = argon()?.verify_password(password.expose().as_bytes(), &against).is_ok();
        Ok(right && stored.is_some())
    })
    .await
}

async fn hashing<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    let _turn = HASHING.acquire().await.map_err(|error| fault(&error))?;
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| fault(&error))?
}

/// m = 19 MiB, t = 2, p = 1: the least memory of the OWASP cheat sheet's equal choices.
fn argon() -> Result<Argon2<'static>, AppError> {
    let params = Params::new(19_456, 2, 1, None).map_err(|error| fault(&error))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn fault(error: &impl std::fmt::Display) -> AppError {
    AppError::Internal(format!("password hashing: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Password {
        Secret::new(text.to_owned())
    }

    #[tokio::test]
    async fn only_the_same_password_fits() {
        let stored = hash(typed("renkei-demo")).await.unwrap().into_phc();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(fits(typed("renkei-demo"), Some(stored.clone())).await.unwrap());
        assert!(!fits(typed("renkei-demo "), Some(stored.clone())).await.unwrap());
        assert!(!fits(typed(""), Some(stored)).await.unwrap());
        assert!(!fits(typed("renkei-demo"), None).await.unwrap());
        assert!(!fits(typed(""), None).await.unwrap());
    }

    #[test]
    fn the_stand_in_is_a_hash() {
        assert!(PasswordHash::from_phc(NOBODY).is_some());
        assert!(PasswordHash::from_phc("renkei-demo").is_none());
    }

    #[test]
    fn new_passwords_are_long() {
        for (text, error) in [
            ("", Some(PasswordError::Short)),
            ("renkei-demo", Some(PasswordError::Short)),
            ("renkei-demo1", None),
            ("春の小川はさらさらいくよ", None),
            ("renkei\ndemo123", Some(PasswordError::Control)),
        ] {
            assert_eq!(new_password(text).err(), error, "{text:?}");
        }
        assert_eq!(new_password(&"a".repeat(201)).err(), Some(PasswordError::Long));
    }
}
