//! Pages as a strict reader takes them: tag by tag, with every form and control in it, and with everything a
//! browser would have to guess.

use std::collections::BTreeSet;

/// Elements that have no inside.
const VOID: [&str; 8] = ["br", "col", "hr", "img", "input", "link", "meta", "wbr"];

/// Elements a browser would end a paragraph for.
const BLOCKS: [&str; 19] = [
    "address", "article", "details", "div", "dl", "fieldset", "footer", "form", "h1", "h2", "h3", "header",
    "main", "nav", "ol", "p", "section", "table", "ul",
];

/// What an element must stand in.
const PARENTS: [(&str, &[&str]); 14] = [
    ("caption", &["table"]),
    ("dd", &["dl", "div"]),
    ("dt", &["dl", "div"]),
    ("legend", &["fieldset"]),
    ("li", &["ul", "ol"]),
    ("option", &["datalist", "select"]),
    ("summary", &["details"]),
    ("tbody", &["table"]),
    ("td", &["tr"]),
    ("th", &["tr"]),
    ("thead", &["table"]),
    ("title", &["head"]),
    ("tr", &["tbody", "thead"]),
    ("main", &["body", "div"]),
];

/// Where another element of the page is named.
const REFERENCES: [&str; 4] = ["for", "aria-labelledby", "aria-describedby", "data-copy"];

/// One tag.
#[derive(Debug)]
pub struct Tag<'a> {
    /// In lower case, as all of ours are.
    pub name: &'a str,
    /// `</…>`.
    pub closes: bool,
    /// `<…/>`.
    closed: bool,
    attributes: Vec<(&'a str, Option<&'a str>)>,
    /// The text up to the next tag.
    pub text: &'a str,
}

impl Tag<'_> {
    /// The value of an attribute as the browser reads it.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let found = self.attributes.iter().find(|(known, _)| *known == name)?;
        found.1.map(unescaped)
    }

    /// Whether an attribute is there, with a value or without.
    pub fn has(&self, name: &str) -> bool {
        self.attributes.iter().any(|(known, _)| *known == name)
    }
}

/// Every tag of a page, in order.
pub fn tags(html: &str) -> Vec<Tag<'_>> {
    html.split('<').skip(1).filter_map(tag).collect()
}

fn tag(piece: &str) -> Option<Tag<'_>> {
    let closes = piece.starts_with('/');
    let inside = piece.trim_start_matches('/');
    let name = &inside[..inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len())];
    if name.is_empty() {
        return None;
    }
    let (mut rest, mut attributes) = (&inside[name.len()..], Vec::new());
    loop {
        rest = rest.trim_start();
        let Some(first) = rest.chars().next() else {
            return Some(Tag::of(name, closes, false, attributes, ""));
        };
        if first == '>' {
            return Some(Tag::of(name, closes, false, attributes, &rest[1..]));
        }
        if let Some(text) = rest.strip_prefix("/>") {
            return Some(Tag::of(name, closes, true, attributes, text));
        }
        let end = rest.find(|c: char| c.is_whitespace() || "=>/".contains(c)).unwrap_or(rest.len());
        let attribute = &rest[..end.max(1)];
        rest = &rest[end.max(1)..];
        let value = rest.strip_prefix("=\"").and_then(|value| value.split_once('"'));
        attributes.push((attribute, value.map(|(value, _)| value)));
        rest = value.map_or(rest, |(_, rest)| rest);
    }
}

impl<'a> Tag<'a> {
    fn of(
        name: &'a str,
        closes: bool,
        closed: bool,
        attributes: Vec<(&'a str, Option<&'a str>)>,
        text: &'a str,
    ) -> Self {
        Self { name, closes, closed, attributes, text }
    }
}

/// A form as drawn.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it is sent.
    pub action: String,
    /// Whether by POST.
    pub posts: bool,
    /// In the order of the page.
    pub controls: Vec<Control>,
    /// Buttons that send a value of their own.
    pub buttons: Vec<(String, String)>,
}

/// A field of a form.
#[derive(Clone, Debug)]
pub struct Control {
    /// As sent.
    pub name: String,
    /// For its error.
    pub id: String,
    /// What one does with it.
    pub kind: Kind,
    /// What it would send as drawn; for boxes all that are ticked.
    pub values: Vec<String>,
    /// Whether it is said to be wrong.
    pub invalid: bool,
}

/// What one does with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Types one line.
    Line,
    /// Types several lines.
    Lines,
    /// Types what is never shown.
    Password,
    /// Nothing: it is not seen.
    Hidden,
    /// Chooses one of these.
    One(Vec<String>),
    /// Ticks any of these.
    Any(Vec<String>),
}

impl Form {
    /// What a browser would send for it.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let sent = |control: &Control| {
            let name = control.name.clone();
            control.values.clone().into_iter().map(move |value| (name.clone(), value))
        };
        self.controls.iter().flat_map(sent).collect()
    }

    /// The field of a name.
    pub fn control(&self, name: &str) -> Option<&Control> {
        self.controls.iter().find(|control| control.name == name)
    }
}

impl Control {
    /// Whether one types into it.
    pub fn is_typed(&self) -> bool {
        matches!(self.kind, Kind::Line | Kind::Lines | Kind::Password)
    }
}

/// Every form of a page.
pub fn forms(html: &str) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let (mut inside, mut group_invalid) = (false, false);
    for tag in tags(html) {
        match (tag.name, tag.closes) {
            ("form", true) => inside = false,
            ("form", false) => {
                inside = true;
                let action = tag.attribute("action").unwrap_or_default();
                let posts = tag.attribute("method").as_deref() == Some("post");
                forms.push(Form { action, posts, controls: Vec::new(), buttons: Vec::new() });
            }
            ("fieldset", closes) => group_invalid = !closes && tag.has("aria-invalid"),
            (_, false) if inside => {
                if let Some(form) = forms.last_mut() {
                    take(form, &tag, group_invalid);
                }
            }
            _ => {}
        }
    }
    forms
}

fn take(form: &mut Form, tag: &Tag<'_>, group_invalid: bool) {
    let name = tag.attribute("name").unwrap_or_default();
    let value = || tag.attribute("value").unwrap_or_default();
    let mut control = Control {
        id: tag.attribute("id").unwrap_or_else(|| name.clone()),
        kind: Kind::Line,
        values: Vec::new(),
        invalid: group_invalid || tag.attribute("aria-invalid").as_deref() == Some("true"),
        name,
    };
    match (tag.name, tag.attribute("type").as_deref()) {
        ("button", _) if !control.name.is_empty() => form.buttons.push((control.name, value())),
        ("option", _) => option(form, tag, value()),
        // What has no name is not sent.
        _ if control.name.is_empty() => {}
        ("input", Some(group @ ("radio" | "checkbox"))) => {
            let ticked = tag.has("checked").then(value);
            if let Some(known) = form.controls.iter_mut().find(|known| known.name == control.name) {
                known.values.extend(ticked);
                if let Kind::One(options) | Kind::Any(options) = &mut known.kind {
                    options.push(value());
                }
                return;
            }
            control.kind = if group == "radio" { Kind::One(vec![value()]) } else { Kind::Any(vec![value()]) };
            control.values.extend(ticked);
            form.controls.push(control);
        }
        ("input", kind) => {
            control.kind = match kind {
                Some("hidden") => Kind::Hidden,
                Some("password") => Kind::Password,
                _ => Kind::Line,
            };
            control.values.push(value());
            form.controls.push(control);
        }
        ("textarea", _) => {
            control.kind = Kind::Lines;
            control.values.push(unescaped(tag.text.strip_prefix('\n').unwrap_or(tag.text)));
            form.controls.push(control);
        }
        ("select", _) => {
            control.kind = Kind::One(Vec::new());
            form.controls.push(control);
        }
        _ => {}
    }
}

/// A list without a choice sends its first line.
fn option(form: &mut Form, tag: &Tag<'_>, value: String) {
    let Some(list) = form.controls.last_mut() else { return };
    if let Kind::One(options) = &mut list.kind {
        if tag.has("selected") || options.is_empty() {
            list.values = vec![value.clone()];
        }
        options.push(value);
    }
}

/// Everything in a page that is not well formed, leads nowhere or could be mistaken.
pub fn faults(html: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if !html.trim_start().starts_with("<!DOCTYPE html>\n<html lang=\"ja\">") {
        faults.push("does not begin as a Japanese page".to_owned());
    }
    let all = tags(html);
    nesting(&all, &mut faults);
    attributes(&all, &mut faults);
    names(&all, &mut faults);
    characters(html, &all, &mut faults);
    faults
}

fn nesting(all: &[Tag<'_>], faults: &mut Vec<String>) {
    let mut open: Vec<&str> = Vec::new();
    for tag in all {
        if tag.closes {
            match open.last() {
                Some(last) if *last == tag.name => drop(open.pop()),
                last => {
                    faults.push(format!("</{}> closes {last:?}", tag.name));
                    return;
                }
            }
            continue;
        }
        let parent = open.last().copied().unwrap_or_default();
        let parents = PARENTS.iter().find(|(name, _)| *name == tag.name).map(|(_, parents)| *parents);
        if parents.is_some_and(|parents| !parents.contains(&parent)) {
            faults.push(format!("<{}> in <{parent}>", tag.name));
        }
        if BLOCKS.contains(&tag.name) && open.contains(&"p") {
            faults.push(format!("<{}> in a paragraph", tag.name));
        }
        if matches!(tag.name, "form" | "a" | "button") && open.contains(&tag.name) {
            faults.push(format!("<{0}> in <{0}>", tag.name));
        }
        if !tag.closed && !VOID.contains(&tag.name) {
            open.push(tag.name);
        }
    }
    if !open.is_empty() {
        faults.push(format!("never closed: {open:?}"));
    }
}

fn attributes(all: &[Tag<'_>], faults: &mut Vec<String>) {
    for tag in all {
        let names: Vec<_> = tag.attributes.iter().map(|(name, _)| *name).collect();
        let twice = names.iter().find(|name| names.iter().filter(|other| other == name).count() > 1);
        if let Some(name) = twice {
            faults.push(format!("<{}> has {name} twice", tag.name));
        }
        let plain = |name: &str| name.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-');
        if let Some(name) = names.iter().find(|name| !plain(name) || name.starts_with("on")) {
            faults.push(format!("<{}> has an attribute {name}", tag.name));
        }
    }
}

/// Ids are there once, and whoever names one finds it.
fn names(all: &[Tag<'_>], faults: &mut Vec<String>) {
    let mut ids = BTreeSet::new();
    for id in all.iter().filter_map(|tag| tag.attribute("id")) {
        if !ids.insert(id.clone()) {
            faults.push(format!("id {id} twice"));
        }
    }
    for tag in all {
        let named = REFERENCES.iter().filter_map(|name| tag.attribute(name));
        let linked = tag.attribute("href").and_then(|href| href.strip_prefix('#').map(decoded));
        for id in named.chain(linked).flat_map(|ids| ids.split(' ').map(str::to_owned).collect::<Vec<_>>()) {
            if !ids.contains(&id) {
                faults.push(format!("<{}> leads to {id}, which is not there", tag.name));
            }
        }
    }
    for name in ["h1", "main", "title"] {
        let count = all.iter().filter(|tag| tag.name == name && !tag.closes).count();
        if count != 1 {
            faults.push(format!("{count} times <{name}>"));
        }
    }
}

/// The id behind a fragment.
fn decoded(fragment: &str) -> String {
    percent_encoding::percent_decode_str(fragment).decode_utf8_lossy().into_owned()
}

/// What was typed is text: no sign that turns the direction of writing is drawn as such, except where it is sent back.
fn characters(html: &str, all: &[Tag<'_>], faults: &mut Vec<String>) {
    let turns = |text: &str| {
        text.contains(|c| {
            matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        })
    };
    for tag in all {
        let around: String = tag.text.chars().take(60).collect();
        if turns(tag.text) && tag.name != "textarea" {
            faults.push(format!("a sign that turns writing in <{}>: {around:?}", tag.name));
        }
        let sent = |name: &str| matches!(name, "value" | "href" | "action");
        let mut shown = tag.attributes.iter().filter(|(name, _)| !sent(name)).filter_map(|(_, value)| *value);
        if shown.any(turns) {
            faults.push(format!("a sign that turns writing in an attribute of <{}>", tag.name));
        }
    }
    for (at, _) in html.match_indices('&') {
        let entity = html[at + 1..].split(';').next().unwrap_or_default();
        let known = matches!(entity, "amp" | "lt" | "gt" | "quot" | "nbsp");
        let number = entity.strip_prefix('#').is_some_and(|n| n.bytes().all(|o| o.is_ascii_digit()));
        if !known && !number {
            faults.push(format!("an & alone: {:?}", html[at..].chars().take(20).collect::<String>()));
        }
    }
}

/// The characters behind the entities of our pages.
pub fn unescaped(html: &str) -> String {
    let known = [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&nbsp;", "\u{a0}"),
        ("&amp;", "&"),
    ];
    let (mut text, mut rest) = (String::with_capacity(html.len()), html);
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        let entity = known.iter().find_map(|(entity, sign)| Some((after.strip_prefix(&entity[1..])?, *sign)));
        let (after, sign) = entity.unwrap_or((after, "&"));
        text.push_str(sign);
        rest = after;
    }
    text + rest
}

/// A page that is well formed, and what becomes of it when something is spoilt.
#[test]
fn faults_are_found() {
    let page = |inside: &str| {
        format!(
            "<!DOCTYPE html>\n<html lang=\"ja\">\n<head>\n<title>x</title>\n</head>\n<body>\n<main id=\"m\"><h1>x</h1>{inside}</main>\n</body>\n</html>\n"
        )
    };
    assert_eq!(faults(&page("<p>a<br>b</p><input name=\"a\" value=\"\u{202e}\" required>")), [""; 0]);
    for (inside, fault) in [
        ("<p>a", "closes"),
        ("<p><div></div></p>", "in a paragraph"),
        ("<form><form></form></form>", "<form> in <form>"),
        ("<td>a</td>", "<td> in <main>"),
        ("<b id=\"m\">a</b>", "twice"),
        ("<b class=\"a\" class=\"b\">a</b>", "twice"),
        ("<b class=a>a</b>", "attribute"),
        ("<label for=\"y\">a</label>", "which is not there"),
        ("<a href=\"#y\">a</a>", "which is not there"),
        ("<h1>a</h1>", "2 times"),
        ("<b>\u{202e}a</b>", "turns writing"),
        ("<b title=\"\u{202e}\">a</b>", "turns writing"),
        ("a & b", "an & alone"),
        ("<b onclick='x'>a</b>", "attribute"),
    ] {
        let found = faults(&page(inside));
        assert!(found.iter().any(|one| one.contains(fault)), "{inside}: {found:?}");
    }
}
