//! What came back, read as a person would: words, links, errors beside fields, forms to fill in.

use reqwest::header::HeaderMap;
use reqwest::{Response, StatusCode};

use super::html::{self, unescaped};

/// Pages are small: people read them on telephones in a car park.
const LARGEST_PAGE: usize = 50_000;

/// An answer.
#[derive(Debug)]
pub struct Page {
    /// What was asked, for messages: `GET /meetings`.
    pub asked: String,
    /// Its status.
    pub status: StatusCode,
    /// Its head.
    pub headers: HeaderMap,
    /// Its body as it came.
    pub body: String,
}

impl Page {
    pub(super) async fn read(asked: String, response: Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.text().await.unwrap();
        let page = Self { asked, status, headers, body };
        let is_page = page.header("content-type").starts_with("text/html");
        assert!(
            !is_page || page.body.len() <= LARGEST_PAGE,
            "{}: a page of {} octets",
            page.asked,
            page.body.len()
        );
        // HEAD has the head of a page only.
        if is_page && !page.body.is_empty() {
            page.is_well_formed();
        }
        page
    }

    /// Fails where a browser would have to guess; and the request's number is shown for a fault of ours only.
    #[track_caller]
    fn is_well_formed(&self) {
        let faults = html::faults(&self.body);
        assert_eq!(faults, [""; 0], "{} ({})\n{}", self.asked, self.status, self.body);
        let id = self.header("x-request-id");
        let shown = !id.is_empty() && self.body.contains(id);
        assert_eq!(shown, self.status.is_server_error(), "{} ({}): {id}", self.asked, self.status);
    }

    /// Every form of the page.
    pub fn forms(&self) -> Vec<html::Form> {
        html::forms(&self.body)
    }

    /// Fails unless this is the status.
    #[track_caller]
    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}\n{}", self.asked, self.words());
        self
    }

    /// Fails unless the answer is 303 to this path, with its query.
    #[track_caller]
    pub fn is_redirect_to(&self, path: &str) -> &Self {
        self.is(303);
        assert_eq!(self.header("location"), path, "{}", self.asked);
        self
    }

    /// Fails unless a person reads these words on the page.
    #[track_caller]
    pub fn shows(&self, words: &str) -> &Self {
        let read = self.words();
        assert!(read.contains(words), "{} ({}) does not show 「{words}」:\n{read}", self.asked, self.status);
        self
    }

    /// Fails if these words are anywhere in the answer, shown or not.
    #[track_caller]
    pub fn hides(&self, words: &str) -> &Self {
        let read = self.words();
        let found = read.contains(words) || unescaped(&self.body).contains(words);
        assert!(!found, "{} ({}) holds 「{words}」:\n{read}", self.asked, self.status);
        self
    }

    /// The error beside a field, by the field's name; none if there is none.
    pub fn field_error(&self, name: &str) -> Option<String> {
        let (_, rest) = self.body.split_once(&format!("id=\"{name}-error\""))?;
        let inside = rest.split_once('>')?.1.split("</p>").next()?;
        Some(words(inside).trim_start_matches("エラー：").to_owned())
    }

    /// Where the first link with these words leads. Fails if there is none.
    #[track_caller]
    pub fn link(&self, label: &str) -> String {
        let links = elements(&self.body, "a");
        let found = links.iter().find(|(_, inside)| words(inside).contains(label));
        let href = found.and_then(|(tag, _)| attribute(tag, "href"));
        href.unwrap_or_else(|| panic!("{}: no link 「{label}」:\n{}", self.asked, self.words()))
    }

    /// A header's value, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// What a browser would send for the form that leads to `action`, as it stands. Fails if there is none.
    #[track_caller]
    pub fn form(&self, action: &str) -> Vec<(String, String)> {
        let form = self.forms().into_iter().find(|form| form.action == action);
        form.unwrap_or_else(|| panic!("{}: no form to {action}\n{}", self.asked, self.words())).pairs()
    }

    /// The value of one field of that form. Fails if it is not there.
    #[track_caller]
    pub fn field(&self, action: &str, name: &str) -> String {
        let found = self.form(action).into_iter().find(|(field, _)| field == name);
        found.unwrap_or_else(|| panic!("{}: the form to {action} has no {name}", self.asked)).1
    }

    /// The words of the page without its tags, one space where there was any.
    pub fn words(&self) -> String {
        words(&self.body)
    }
}

/// Every element of a name: its tag and what is inside. Such elements do not contain each other.
fn elements<'a>(html: &'a str, name: &str) -> Vec<(&'a str, &'a str)> {
    let (start, end) = (format!("<{name}"), format!("</{name}>"));
    let own = html.split(&start).skip(1).filter(|rest| rest.starts_with([' ', '>', '\n']));
    own.filter_map(|rest| rest.split(&end).next()?.split_once('>')).collect()
}

/// The value of an attribute in double quotes.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = format!(" {tag}").replace('\n', " ");
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(unescaped(rest.split('"').next()?))
}

/// Words between tags; where a tag stood that breaks the flow is a space, as is every run of spaces.
pub fn words(html: &str) -> String {
    const INLINE: [&str; 9] = ["b", "span", "a", "i", "em", "strong", "time", "small", "ruby"];
    let mut text = String::new();
    for (at, piece) in html.split('<').enumerate() {
        let (tag, after) = if at == 0 { ("", piece) } else { piece.split_once('>').unwrap_or((piece, "")) };
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or_default();
        if at > 0 && !INLINE.contains(&name) {
            text.push(' ');
        }
        text.push_str(&unescaped(after));
    }
    // U+3000 is a character of the text, not a gap in the page's source.
    text.split([' ', '\n', '\r', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
