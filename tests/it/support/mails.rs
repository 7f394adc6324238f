//! A mail that left, taken apart by a reader that renkei does not write with.

use mail_parser::{MessageParser, MimeHeaders, PartType};

/// One mail as it was laid down.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Address of the To line.
    pub to: String,
    /// Display name of the To line.
    pub to_name: String,
    /// Address of the From line.
    pub from: String,
    /// Subject, decoded.
    pub subject: String,
    /// The part text/plain, lines ended by `\n`.
    pub text: String,
    /// The part text/html.
    pub html: String,
    /// The part text/calendar, where there is one.
    pub calendar: Option<CalendarObject>,
    /// Every field of the head, decoded from nothing: name as written, value unfolded.
    pub headers: Vec<(String, String)>,
    /// The octets.
    pub octets: Vec<u8>,
}

/// An iCalendar object of a mail.
#[derive(Clone, Debug)]
pub struct CalendarObject {
    /// `method` of the part's Content-Type.
    pub method: String,
    /// The object with CRLF line ends.
    pub ics: String,
}

impl Mail {
    /// Takes a mail apart. Fails unless it has one recipient, a plain text and the same words in HTML; and where it
    /// has a calendar object, one part of it and the same object attached.
    pub fn read(octets: Vec<u8>) -> Self {
        let message = MessageParser::new().parse(&octets).unwrap();
        let to: Vec<_> = message.to().unwrap().iter().collect();
        assert_eq!(to.len(), 1, "one recipient a message");
        let (name, address) = (to[0].name().unwrap_or_default(), to[0].address().unwrap());
        let from = message.from().and_then(|from| from.first()).and_then(|from| from.address());
        let mut calendar = None;
        let mut attached = None;
        for part in &message.parts {
            let kind = part.content_type().map(|kind| (kind.ctype(), kind.subtype().unwrap_or_default()));
            let (Some((major, minor)), Some(words)) = (kind, octets_of(&part.body)) else { continue };
            let ics = || String::from_utf8(words.to_vec()).unwrap();
            match (major, minor) {
                ("text", "calendar") => {
                    let method = part.content_type().and_then(|kind| kind.attribute("method"));
                    let object = CalendarObject { method: method.unwrap().to_owned(), ics: ics() };
                    assert!(calendar.replace(object).is_none(), "one text/calendar part");
                }
                ("application", "ics") => attached = Some(ics()),
                _ => {}
            }
        }
        assert_eq!(calendar.as_ref().map(|object| &object.ics), attached.as_ref(), "the same object twice");
        let plain = message.body_text(0).expect("a plain text").replace("\r\n", "\n");
        assert!(message.html_body_count() > 0, "the words in HTML");
        Self {
            to: address.to_owned(),
            to_name: name.to_owned(),
            from: from.unwrap().to_owned(),
            subject: message.subject().unwrap().to_owned(),
            text: plain,
            html: message.body_html(0).unwrap().into_owned(),
            calendar,
            headers: headers(&octets),
            octets: octets.clone(),
        }
    }

    /// A field of the head, by its name in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut fields = self.headers.iter().filter(|(field, _)| field.eq_ignore_ascii_case(name));
        fields.next().map(|(_, value)| value.as_str())
    }

    /// The first link of the text that begins with this path, without scheme and host, e.g. `/r/`.
    pub fn link(&self, start: &str) -> Option<String> {
        let links = self.text.split_whitespace().filter(|word| word.contains("://"));
        let mut paths = links.filter_map(|link| {
            let link = link.split_once("://")?.1;
            link.find('/').map(|at| link[at..].trim_end_matches(['>', '）', ')', '。']).to_owned())
        });
        paths.find(|path| path.starts_with(start))
    }
}

fn octets_of<'a>(body: &'a PartType<'_>) -> Option<&'a [u8]> {
    match body {
        PartType::Text(text) | PartType::Html(text) => Some(text.as_bytes()),
        PartType::Binary(octets) | PartType::InlineBinary(octets) => Some(octets.as_ref()),
        _ => None,
    }
}

fn headers(octets: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(octets).into_owned();
    let head = text.split_once("\r\n\r\n").unwrap().0.replace("\r\n ", " ").replace("\r\n\t", " ");
    let fields = head.split("\r\n").filter_map(|line| line.split_once(": "));
    fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
