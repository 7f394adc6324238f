//! Mail addresses and the names beside them.
//!
//! An [`Address`] can stand in a head and in an SMTP command as it is: ASCII, no white space, one line, known form.
//! It is otherwise kept as typed, capitals included. A [`Mailbox`] name is any text; it is cleaned when it is written.

use std::fmt;

/// The longest address SMTP can carry: 256 octets of path less its angle brackets (RFC 5321, 4.5.3.1.3).
const LONGEST: usize = 254;

/// A mail address such as `reply+7kq2@renkei.example`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address(lettre::Address);

/// An address with the name a mail program shows for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// Person or office as written, for example 髙橋 花子; empty shows the bare address.
    pub name: String,
    /// Where the mail goes, or comes from.
    pub address: Address,
}

/// Why a typed text is no address renkei can write to; shown beside the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing but white space.
    #[error("メールアドレスを入力してください。")]
    Empty,
    /// More than 254 characters.
    #[error("メールアドレスは254文字以内で入力してください。")]
    TooLong,
    /// Line breaks, tabs and other control characters.
    #[error("メールアドレスに改行などの制御文字が入っています。")]
    Control,
    /// White space between other characters; often two addresses in one field.
    #[error("メールアドレスの途中に空白が入っています。1つだけ入力してください。")]
    Space,
    /// No `@`.
    #[error("メールアドレスに「@」がありません。")]
    NoAt,
    /// Japanese or other letters beyond ASCII before the `@`.
    #[error(
        "メールアドレスの「@」の前に、日本語などの全角文字は使えません。半角の英数字で入力してください。"
    )]
    LocalNotAscii,
    /// An internationalised domain as written; its `xn--` form would be taken.
    #[error(
        "メールアドレスの「@」の後に、日本語などの全角文字は使えません。半角の英数字で入力してください。"
    )]
    DomainNotAscii,
    /// Dots as older mobile telephones allowed them; only a quoted form of such an address is valid.
    #[error(
        "「.」が続く、又は「@」の直前にあるアドレスは、「@」の前を\"\"で囲んで入力してください（例 \"abc.\"@example.jp）。"
    )]
    Dots,
    /// Any other fault of form.
    #[error("メールアドレスの形が正しくありません。例のように入力してください（例 hanako@example.jp）。")]
    Form,
}

impl Address {
    /// Reads one address. White space around it is dropped and full-width letters, digits and signs become half-width.
    pub fn parse(typed: &str) -> Result<Self, AddressError> {
        let text: String = typed.trim().chars().map(half_width).collect();
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        if text.chars().count() > LONGEST {
            return Err(AddressError::TooLong);
        }
        if text.chars().any(char::is_control) {
            return Err(AddressError::Control);
        }
        if text.chars().any(char::is_whitespace) {
            return Err(AddressError::Space);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(AddressError::NoAt)?;
        if !local.is_ascii() {
            return Err(AddressError::LocalNotAscii);
        }
        if !domain.is_ascii() {
            return Err(AddressError::DomainNotAscii);
        }
        let quoted = local.starts_with('"');
        if !quoted && (local.contains("..") || local.ends_with('.') || local.starts_with('.')) {
            return Err(AddressError::Dots);
        }
        lettre::Address::new(local, domain)
            .map(Self)
            .map_err(|_| AddressError::Form)
    }

    /// The address as it stands in commands and heads.
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }

    /// What stands after the `@`.
    pub fn domain(&self) -> &str {
        self.0.domain()
    }

    /// The same address for the mail library.
    pub(super) fn to_lettre(&self) -> lettre::Address {
        self.0.clone()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The half-width form of a full-width ASCII character (U+FF01 to U+FF5E) or of the ideographic space.
fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, AddressError};

    #[test]
    fn addresses_are_read() {
        for (typed, kept) in [
            ("hanako@example.jp", "hanako@example.jp"),
            ("  hanako@example.jp\n", "hanako@example.jp"),
            ("　ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ　", "hanako@example.jp"),
            ("Hanako.Takahashi@Example.JP", "Hanako.Takahashi@Example.JP"),
            ("reply+7kq2m9xd@renkei.example", "reply+7kq2m9xd@renkei.example"),
            ("\"abc.\"@docomo.example", "\"abc.\"@docomo.example"),
            ("root@localhost", "root@localhost"),
            ("a@xn--wgv71a119e.jp", "a@xn--wgv71a119e.jp"),
        ] {
            assert_eq!(Address::parse(typed).unwrap().as_str(), kept, "{typed:?}");
        }
    }

    #[test]
    fn others_are_refused_with_a_reason() {
        let long = format!("a@{}.example", "b.".repeat(130));
        for (typed, reason) in [
            ("", AddressError::Empty),
            (" 　", AddressError::Empty),
            (long.as_str(), AddressError::TooLong),
            ("a@example.jp\r\nBcc: b@example.jp", AddressError::Control),
            ("a\0@example.jp", AddressError::Control),
            ("a@example.jp b@example.jp", AddressError::Space),
            ("髙橋 花子@example.jp", AddressError::Space),
            ("example.jp", AddressError::NoAt),
            ("髙橋@example.jp", AddressError::LocalNotAscii),
            ("hanako@日本.jp", AddressError::DomainNotAscii),
            ("abc..def@docomo.example", AddressError::Dots),
            ("abc.@docomo.example", AddressError::Dots),
            ("@example.jp", AddressError::Form),
            ("a@", AddressError::Form),
            ("a,b@example.jp", AddressError::Form),
            ("<a@example.jp>", AddressError::Form),
            ("a@exa_mple..jp", AddressError::Form),
        ] {
            assert_eq!(Address::parse(typed), Err(reason), "{typed:?}");
        }
    }
}
