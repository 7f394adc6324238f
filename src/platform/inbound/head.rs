//! What the head of a mail says: who, to whom, about what.
//!
//! mail-parser sees only a head of bounded length. Addresses are lower-cased in ASCII alone, so that no
//! look-alike letter folds into a member's address; two senders are no sender.

use mail_parser::{Address, HeaderForm, HeaderName, HeaderValue, Message, MessageParser};

use crate::platform::calendar::text;

/// The longest line of a mail (RFC 5322 2.1.1): what is longer is no Message-ID and no subject.
const MAX_LINE: usize = 998;

/// The fields of a head, nothing when there is none.
pub(super) fn parse(head: &[u8]) -> Option<Message<'_>> {
    MessageParser::default().parse_headers(head)
}

/// Message-ID without its angle brackets.
pub(super) fn message_id(head: &Message<'_>) -> Option<String> {
    head.message_id().map(text::one_line).filter(|id| !id.is_empty() && id.len() <= MAX_LINE)
}

/// The one address of the one From field.
pub(super) fn from(head: &Message<'_>) -> Option<String> {
    let mut fields = head.header_values(HeaderName::From);
    let (field, None) = (fields.next()?, fields.next()) else {
        return None;
    };
    let mut senders = field.as_address()?.iter();
    let (sender, None) = (senders.next()?, senders.next()) else {
        return None;
    };
    plain_address(sender.address()?)
}

/// To, Cc, Delivered-To, X-Original-To.
pub(super) fn recipients(head: &Message<'_>) -> Vec<String> {
    let names =
        [HeaderName::To, HeaderName::Cc, HeaderName::DeliveredTo, HeaderName::Other("X-Original-To".into())];
    let fields: Vec<HeaderValue<'_>> =
        names.into_iter().flat_map(|name| head.header_as(name, HeaderForm::Addresses)).collect();
    let addresses = fields.iter().filter_map(HeaderValue::as_address).flat_map(Address::iter);
    let mut seen = std::collections::HashSet::new();
    addresses
        .filter_map(|one| plain_address(one.address()?))
        .filter(|address| seen.insert(address.clone()))
        .collect()
}

/// The decoded subject, one line.
pub(super) fn subject(head: &Message<'_>) -> String {
    text::one_line(head.subject().unwrap_or_default()).chars().take(MAX_LINE).collect()
}

/// The values of a field as they stand, trimmed.
pub(super) fn raw(head: &Message<'_>, name: &'static str) -> Vec<String> {
    let values = head.header_as(name, HeaderForm::Raw);
    values.iter().map(|value| text::one_line(value.as_text().unwrap_or_default())).collect()
}

/// An address as it is compared; nothing for what is none.
pub(super) fn plain_address(address: &str) -> Option<String> {
    let (local, domain) = address.split_once('@')?;
    let plain = !local.is_empty() && !domain.is_empty() && !domain.contains('@');
    (plain && !address.contains(|c: char| c.is_control() || c.is_whitespace()))
        .then(|| address.to_ascii_lowercase())
}
