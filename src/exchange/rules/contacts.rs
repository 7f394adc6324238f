//! Ways to reach somebody in cells: one column a kind, one line of a cell an address.

use entity::contact_point::{self, ContactKind};

use super::kind::Head;
use super::reader::Reader;
use crate::directory::commands::ContactFacts;
use crate::directory::rules::{mail_address, telephone};
use crate::platform::form::required_one_line;

pub(super) const MAIL: Head = Head::open(
    "メール",
    &["メールアドレス", "E-mail", "Eメール", "mail"],
    "いくつもあるときはセルの中で改行",
);
pub(super) const FAX: Head =
    Head::open("FAX", &["ファックス", "FAX番号", "ファクス"], "いくつもあるときはセルの中で改行");
pub(super) const TELEPHONE: Head =
    Head::open("電話", &["電話番号", "TEL", "連絡先電話番号"], "いくつもあるときはセルの中で改行");
pub(super) const POST: Head =
    Head::open("郵送", &["住所", "郵送先", "送付先"], "いくつもあるときはセルの中で改行");

const KINDS: [(ContactKind, &str); 4] = [
    (ContactKind::Mail, "メール"),
    (ContactKind::Fax, "FAX"),
    (ContactKind::Telephone, "電話"),
    (ContactKind::Post, "郵送"),
];

/// The cells of all kinds.
pub(super) fn cells(contacts: &[contact_point::Model]) -> [String; 4] {
    KINDS.map(|(kind, _)| {
        let own = contacts.iter().filter(|contact| contact.kind == kind);
        own.map(|contact| contact.value.as_str()).collect::<Vec<_>>().join("\n")
    })
}

/// Reads all kinds.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<Vec<ContactFacts>> {
    let mut all = Some(Vec::new());
    for (kind, head) in KINDS {
        let own = reader.read(head, |cell| values(kind, cell), |values| values.join("\n"));
        let own = own.map(|values| values.into_iter().map(|value| ContactFacts { kind, value }));
        all = all.zip(own).map(|(mut all, own)| {
            all.extend(own);
            all
        });
    }
    all
}

fn values(kind: ContactKind, cell: &str) -> Result<Vec<String>, String> {
    let between = |c: char| match kind {
        ContactKind::Post => c == '\n',
        _ => matches!(c, '\n' | ',' | ';' | '、' | '；' | '，'),
    };
    let mut all = Vec::new();
    for text in cell.split(between).map(str::trim).filter(|text| !text.is_empty()) {
        let value = match kind {
            ContactKind::Mail => mail_address(text).map_err(|error| error.to_string()),
            ContactKind::Fax | ContactKind::Telephone => telephone(text).map_err(|error| error.to_string()),
            ContactKind::Post => required_one_line(200)(text).map_err(|error| error.to_string()),
        };
        let value = value.map_err(|why| format!("「{text}」: {why}"))?;
        if !all.contains(&value) {
            all.push(value);
        }
    }
    Ok(all)
}
