//! Letters as files: a reviewer reads the letter, not the assertion. `RENKEI_BLESS=1` writes the files anew; the
//! difference is then reviewed like any other change.

use std::collections::HashMap;
use std::fmt::Write;
use std::path::Path;

use super::mails::Mail;

/// What stands between two letters of a file.
const BETWEEN: &str = "\n════════════════════════════════════════\n";

/// Compares mails with the file `tests/it/<path>`. What differs from run to run (links, ids, reply numbers, the
/// port) stands there as a mark such as `{token 1}`, the same mark for the same value.
#[track_caller]
pub fn golden(path: &str, mails: &[Mail]) {
    let printed: Vec<_> = mails.iter().map(printed).collect();
    golden_text(path, &printed.join(BETWEEN));
}

/// Compares any text with the file, with the same marks.
#[track_caller]
pub fn golden_text(path: &str, text: &str) {
    let now = with_marks(text);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it").join(path);
    if std::env::var_os("RENKEI_BLESS").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, now).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    if kept != now {
        let differing = kept.lines().zip(now.lines()).position(|(kept, now)| kept != now);
        let line = differing.unwrap_or(kept.lines().count().min(now.lines().count()));
        panic!(
            "tests/it/{path} differs from line {} on:\n- {}\n+ {}\nRENKEI_BLESS=1 writes it anew; all of it now:\n{now}",
            line + 1,
            kept.lines().nth(line).unwrap_or("(the end)"),
            now.lines().nth(line).unwrap_or("(the end)"),
        );
    }
}

/// A mail as its reader has it before the eyes, and its calendar object with the folds undone.
fn printed(mail: &Mail) -> String {
    let mut text = format!("To: {} <{}>\nSubject: {}\n\n{}", mail.to_name, mail.to, mail.subject, mail.text);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    if let Some(calendar) = &mail.calendar {
        let lines = calendar.ics.replace("\r\n ", "").replace("\r\n", "\n");
        let _ = write!(text, "\ntext/calendar; method={}\n{lines}", calendar.method);
    }
    text
}

/// Puts marks where a run differs from the next.
pub fn with_marks(text: &str) -> String {
    let mut marks = Marks::default();
    let mut marked = String::new();
    let mut rest = text;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        let varies = if before.is_ascii_alphanumeric() { None } else { varying(rest, &marked) };
        let length = varies.map_or(c.len_utf8(), |(_, length)| length);
        let (here, after) = rest.split_at(length);
        match varies {
            Some((kind, _)) => marked.push_str(&marks.of(kind, here)),
            None => marked.push_str(here),
        }
        before = here.chars().last().unwrap_or(' ');
        rest = after;
    }
    marked
}

/// What begins here and how long it is, if it is something that varies.
fn varying(rest: &str, before: &str) -> Option<(&'static str, usize)> {
    const LOOPBACK: &str = "http://127.0.0.1:";
    if let Some(port) = rest.strip_prefix(LOOPBACK) {
        let digits = port.bytes().take_while(u8::is_ascii_digit).count();
        return Some(("base", LOOPBACK.len() + digits));
    }
    let run = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let word = &rest[..run];
    let token = run == 26 && word.bytes().all(|octet| octet.is_ascii_digit() || octet.is_ascii_lowercase());
    if token && word.bytes().any(|octet| octet.is_ascii_digit()) {
        return Some(("token", run));
    }
    if rest.get(..36).is_some_and(|text| uuid::Uuid::try_parse(text).is_ok()) {
        return Some(("id", 36));
    }
    let number = rest.bytes().take_while(|octet| octet.is_ascii_alphanumeric() || *octet == b'-').count();
    (number > 0 && before.ends_with("回答番号 ")).then_some(("number", number))
}

/// The marks of one text, numbered as they first appear.
#[derive(Default)]
struct Marks {
    known: HashMap<String, String>,
    counts: HashMap<&'static str, usize>,
}

impl Marks {
    fn of(&mut self, kind: &'static str, value: &str) -> String {
        if kind == "base" {
            return "{base}".to_owned();
        }
        if let Some(mark) = self.known.get(value) {
            return mark.clone();
        }
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        let mark = format!("{{{kind} {count}}}");
        self.known.insert(value.to_owned(), mark.clone());
        mark
    }
}
