//! Every field of every form gets awkward texts. Whatever comes of it is an answer in words: the error beside
//! the field and what was typed still in it, or it is stored as typed; never a fault of ours, never a success that
//! forgot something.

use std::cell::Cell;
use std::collections::{BTreeSet, VecDeque};

use reqwest::Method;

pub use super::forms_filled::filled;
use crate::access_matrix::{
    ACCESS, ACCOUNT, AGENDA, BOARD, BODY, DELIVERY, DIRECTORY, Ground, INVITATION, MEETING, READING, Row,
};
use crate::support::client::{Client, Persona};
use crate::support::html::{Control, Form, Kind};
use crate::support::page::Page;
use crate::support::world::{Backend, World};

const NOW: &str = "2026-11-21T09:00+09:00";

/// Names as they are, and signs that turn the direction of writing.
const RARE: &str = "髙﨑𠮷辻\u{e0100}🙇‍♀️👨‍👩‍👧e\u{301}\u{202e}gpj\u{202c}\u{200f}";

/// What would be several lines of a head.
const LINES: &str = "一行目\r\nBcc: stranger@example.com\r\n\r\n三行目";

/// What is no text, and what PostgreSQL does not store.
const CONTROLS: &str = "見えない\0文字\u{1b}[31m";

/// Typed into all fields of a form at once; the fields that refuse it are then filled in well, until the form is taken.
const AWKWARD: [&str; 3] = [RARE, LINES, CONTROLS];

/// The same, without going on to the end.
const FURTHER: [&str; 3] = ["\"><script>alert(1)</script>{{7*7}}&amp;';--%00", "　 ", HUGE];

const HUGE: &str = "99999999999999999999";

/// Sent where nothing is typed: hidden fields, lists and buttons to choose.
const TAMPERED: &str = "a\0b\u{202e}";

/// The same, by turns.
const TURNS: [&str; 3] = ["", "x", "00000000-0000-7000-8000-000000000000"];

/// Whose pages are looked at.
const WHO: [Persona; 4] = [Persona::Secretary, Persona::Administrator, Persona::Member, Persona::SignedOut];

/// Pages of the convened meeting that the matrix opens for the planned one.
const CONVENED: [&str; 4] = [
    "/meetings/{convened}/cancellation",
    "/meetings/{convened}/edit",
    "/meetings/{convened}/agenda",
    "/meetings/{convened}/rulings",
];

macro_rules! driven {
    ($($name:ident: $block:expr, $backend:ident;)*) => {
        $(#[actix_web::test]
        async fn $name() {
            drive(Backend::$backend, &patterns($block)).await;
        })*
    };
}

driven! {
    account_on_sqlite: &[ACCESS, ACCOUNT], Sqlite;
    directory_on_sqlite: &[DIRECTORY], Sqlite;
    body_on_sqlite: &[BODY], Sqlite;
    meeting_on_sqlite: &[MEETING, AGENDA, READING, DELIVERY], Sqlite;
    board_on_sqlite: &[BOARD], Sqlite;
    invitation_on_sqlite: &[INVITATION], Sqlite;
    all_on_postgres: &[ACCESS, ACCOUNT, DIRECTORY, BODY, MEETING, AGENDA, READING, DELIVERY, INVITATION, BOARD], Postgres;
}

/// The addresses of pages, each with who can open it.
fn patterns(blocks: &[&[Row]]) -> Vec<(String, Vec<Persona>)> {
    let opened = |row: &Row| {
        let may =
            |persona: &Persona| Persona::ALL.iter().zip(row.2).any(|(one, got)| one == persona && got == 200);
        // A seat that is taken takes nobody else.
        let path = row.1.replace("/seats/{seat}/memberships", "/seats/{vacant_seat}/memberships");
        (path, WHO.into_iter().filter(may).collect::<Vec<_>>())
    };
    let rows = blocks
        .iter()
        .copied()
        .flatten()
        .filter(|(method, path, _)| *method == "GET" && !path.ends_with(".ics"));
    let mut pages: Vec<_> = rows.map(opened).filter(|(_, who)| !who.is_empty()).collect();
    if blocks.contains(&MEETING) {
        pages.extend(CONVENED.map(|path| (path.to_owned(), vec![Persona::Secretary])));
    }
    pages
}

/// One form, on whose page it stands.
pub struct Place {
    /// Of the page.
    pub pattern: String,
    /// Who sees it.
    pub persona: Persona,
    /// Its address with names for keys.
    pub kind: String,
    form: Form,
}

impl Place {
    fn names(&self) -> Vec<String> {
        self.form.controls.iter().map(|control| control.name.clone()).collect()
    }
}

/// Every form that is sent by POST, once.
pub async fn every_form(world: &World, ground: &Ground) -> Vec<Place> {
    let all = [ACCESS, ACCOUNT, DIRECTORY, BODY, MEETING, AGENDA, READING, DELIVERY, INVITATION, BOARD];
    let mut places = places(world, ground, &patterns(&all)).await;
    places.retain(|place| place.form.posts);
    places
}

/// Every form of these pages once, as a new world draws them.
async fn places(world: &World, ground: &Ground, pages: &[(String, Vec<Persona>)]) -> Vec<Place> {
    let (mut seen, mut places) = (BTreeSet::new(), Vec::new());
    for (pattern, who) in pages {
        for persona in who.iter().copied() {
            let page = world.anyone(persona).get(&ground.fill(pattern)).await;
            page.is(200);
            for form in page.forms() {
                let kind = ground.unfilled(&form.action);
                let place = Place { pattern: pattern.clone(), persona, kind, form };
                if seen.insert((place.kind.clone(), place.names())) {
                    places.push(place);
                }
            }
        }
    }
    assert!(places.len() > 3, "the forms are no longer found");
    places
}

async fn drive(backend: Backend, pages: &[(String, Vec<Persona>)]) {
    let Some(mut stage) = Stage::set(backend).await else { return };
    let places = places(&stage.world, &stage.ground, pages).await;
    let mut wrong = Vec::new();
    for place in &places {
        let mut cases = VecDeque::from(place.cases(backend));
        while !cases.is_empty() {
            let left = cases.len();
            stage.play(place, &mut cases, &mut wrong).await;
            if !cases.is_empty() {
                // What was sent last has settled the matter; the next one begins anew.
                let begun = cases.len() < left || stage.sent.get() > 0;
                assert!(begun, "{} has no form to {}", place.pattern, place.kind);
                stage = Stage::set(backend).await.unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is done to a form.
#[derive(Debug)]
enum Case {
    /// One text in all fields at once; `true`: until it is taken.
    All(&'static str, bool),
    /// A text in one field.
    One(String, &'static str),
}

impl Place {
    /// What this form has to bear. Both databases see the same typed input; what differs is which values they can
    /// store and compare, so PostgreSQL gets what reaches it.
    fn cases(&self, backend: Backend) -> Vec<Case> {
        let own = || self.form.controls.iter().filter(|control| control.name != "csrf");
        let mut cases = Vec::new();
        if !self.form.posts {
            let texts = AWKWARD.into_iter().chain(FURTHER);
            cases.extend(texts.flat_map(|text| own().map(move |one| Case::One(one.name.clone(), text))));
            return cases;
        }
        let typed = own().filter(|control| control.is_typed());
        let values = typed.clone().map(|one| Case::One(one.name.clone(), worst(&one.name)));
        if backend == Backend::Postgres {
            cases.extend(typed.clone().next().map(|_| Case::All(CONTROLS, true)));
            cases.extend(values.filter(|case| matches!(case, Case::One(_, HUGE))));
        } else {
            if typed.clone().next().is_some() {
                cases.extend(AWKWARD.map(|text| Case::All(text, true)));
                cases.extend(FURTHER.map(|text| Case::All(text, false)));
            }
            cases.extend(values);
        }
        for (turn, control) in own().filter(|control| !control.is_typed()).enumerate() {
            let other = if worst(&control.name) == HUGE { HUGE } else { TURNS[turn % TURNS.len()] };
            cases.extend([TAMPERED, other].map(|text| Case::One(control.name.clone(), text)));
        }
        cases
    }
}

/// The value that a field of this name reads, and that does not exist.
fn worst(name: &str) -> &'static str {
    match name {
        "starts" | "ends" => "24:00",
        "position" | "minutes" | "members" | "version" | "seen" | "expected" | "code" => HUGE,
        name if name.ends_with("_number") => HUGE,
        _ => "令和9年2月29日",
    }
}

/// What became of a case.
enum Answer {
    /// Nothing: the form stands as it did.
    Refused,
    /// Something, so that the form is to be drawn anew.
    Done,
}

/// A world with something in it, and how much was sent there.
struct Stage {
    world: World,
    ground: Ground,
    /// So that every sample can be another one.
    sent: Cell<u32>,
}

impl Stage {
    async fn set(backend: Backend) -> Option<Self> {
        let world = World::start(backend, NOW, &[]).await?;
        let ground = Ground::of(&world).await;
        Some(Self { world, ground, sent: Cell::new(0) })
    }

    /// One case after the other, as long as the form is drawn.
    async fn play(&self, place: &Place, cases: &mut VecDeque<Case>, wrong: &mut Vec<String>) {
        let client = self.world.anyone(place.persona);
        let mut drawn = None;
        while !cases.is_empty() {
            if drawn.is_none() {
                drawn = self.drawn(&client, place).await;
            }
            let Some(form) = &drawn else { return };
            let Some(case) = cases.pop_front() else { return };
            let before = self.sent.get();
            match self.bear(&client, place, form, &case).await {
                Ok(Answer::Refused) => {}
                Ok(Answer::Done) => drawn = None,
                Err(why) => {
                    drawn = None;
                    wrong.push(format!("{:?} {} {case:?} ({before}): {why}", place.persona, place.kind));
                }
            }
        }
    }

    async fn bear(
        &self,
        client: &Client<'_>,
        place: &Place,
        drawn: &Form,
        case: &Case,
    ) -> Result<Answer, String> {
        let mut spoilt: Vec<_> = match case {
            Case::All(..) => drawn.controls.iter().filter(|control| control.is_typed()).collect(),
            Case::One(name, _) => drawn.control(name).into_iter().collect(),
        };
        // What is to be found again is told apart from what was stored before.
        let (text, to_the_end) = match case {
            Case::All(text, true) => (format!("{text}{}", self.sent.get()), true),
            Case::All(text, false) | Case::One(_, text) => ((*text).to_owned(), false),
        };
        while !spoilt.is_empty() {
            let Some(refused) = self.try_one(client, place, drawn, &spoilt, &text).await? else {
                return Ok(Answer::Done);
            };
            if refused.is_empty() || !to_the_end {
                break;
            }
            spoilt.retain(|control| !refused.contains(&control.name));
        }
        Ok(Answer::Refused)
    }

    /// The form as it stands on the page now.
    async fn drawn(&self, client: &Client<'_>, place: &Place) -> Option<Form> {
        let page = client.get(&self.ground.fill(&place.pattern)).await;
        let mut forms = page.forms().into_iter().filter(|_| page.status == 200);
        forms.find(|form| {
            let has = |name: &String| form.control(name).is_some();
            self.ground.unfilled(&form.action) == place.kind && place.names().iter().all(has)
        })
    }

    /// One text in these fields; the names of those that refuse it, nothing when it was taken or the matter is
    /// another one now.
    async fn try_one(
        &self,
        client: &Client<'_>,
        place: &Place,
        drawn: &Form,
        spoilt: &[&Control],
        text: &str,
    ) -> Result<Option<Vec<String>>, String> {
        self.sent.set(self.sent.get() + 1);
        if !drawn.posts {
            return filtered(client, drawn, spoilt, text).await.map(|()| Some(Vec::new()));
        }
        let mut pairs = filled(&self.ground, &place.kind, drawn, self.sent.get());
        pairs.retain(|(name, _)| spoilt.iter().all(|control| *name != control.name));
        pairs.extend(spoilt.iter().map(|control| (control.name.clone(), text.to_owned())));
        let sent: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = client.send(&Method::POST, &drawn.action, Some(&sent)).await;
        let is_shown = |control: &&Control| matches!(control.kind, Kind::Line | Kind::Lines);
        let shown: Vec<_> = spoilt.iter().copied().filter(is_shown).collect();
        match answer.status.as_u16() {
            200 if text.starts_with(RARE) && !shown.is_empty() => self
                .confirmed(client, &answer, place, &drawn.action, (text, shown.len()))
                .await
                .map(|()| None),
            303 if shown.is_empty() => Ok(None),
            303 => self.kept(&place.kind, text, shown.len()).await.map(|()| None),
            200 | 422 => shown_again(&answer, &drawn.action, &shown, text).map(Some),
            409 => shown_again(&answer, &drawn.action, &shown, text).map(|_| None),
            404 if shown.is_empty() => Ok(None),
            status => Err(format!("{status}\n{}", answer.words())),
        }
    }

    /// A preview carries everything on, so that its button sends what was typed.
    async fn confirmed(
        &self,
        client: &Client<'_>,
        preview: &Page,
        place: &Place,
        action: &str,
        (text, times): (&str, usize),
    ) -> Result<(), String> {
        let Some(form) = preview.forms().into_iter().find(|form| form.action == action) else {
            return Err("a preview without a button".to_owned());
        };
        if !form.buttons.iter().any(|(name, _)| name == "confirm") {
            return Err(format!("200 that is no preview\n{}", preview.words()));
        }
        let done = client.submit(preview, action, &[("confirm", "yes")]).await;
        match done.status.as_u16() {
            303 => self.kept(&place.kind, text, times).await,
            status => Err(format!("confirmed: {status}\n{}", done.words())),
        }
    }

    /// After a success what was typed is stored, as often as it was typed. Ways of writing a value (a date, a number)
    /// are read, so only what is no such way is looked for.
    async fn kept(&self, kind: &str, text: &str, times: usize) -> Result<(), String> {
        let said = text.replace("\r\n", "\n");
        // The answer to whoever asks for a link is the same whatever was typed.
        if said.trim().is_empty() || kind == "/sign-in/link" {
            return Ok(());
        }
        match self.world.stores(said.trim()).await {
            found if found >= times => Ok(()),
            found => Err(format!("a success, but what was typed {times} times is stored {found} times")),
        }
    }
}

/// The form again: the text still in its fields, and where it was refused the error beside at least one of them. The
/// names of the fields that refuse it.
fn shown_again(answer: &Page, action: &str, spoilt: &[&Control], text: &str) -> Result<Vec<String>, String> {
    let lines = |text: &str| text.replace("\r\n", "\n");
    let forms: Vec<_> = answer.forms().into_iter().filter(|form| form.action == action).collect();
    let mut refused = Vec::new();
    for control in spoilt {
        let holds = |control: &&Control| control.values.iter().any(|value| lines(value) == lines(text));
        let Some(field) = forms.iter().filter_map(|form| form.control(&control.name)).find(holds) else {
            return Err(format!(
                "{}: what was typed as {} is gone\n{}",
                answer.status,
                control.name,
                answer.words()
            ));
        };
        if field.invalid {
            refused.push(control.name.clone());
        }
    }
    if answer.status == 422 && refused.is_empty() && !spoilt.is_empty() && action != "/sign-in" {
        return Err(format!("422 without an error beside a field\n{}", answer.words()));
    }
    Ok(refused)
}

/// A list narrowed by any text is a list, and says by what it was narrowed.
async fn filtered(client: &Client<'_>, form: &Form, spoilt: &[&Control], text: &str) -> Result<(), String> {
    let encode = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let pairs = form.pairs().into_iter().filter(|(name, _)| spoilt.iter().all(|one| *name != one.name));
    let pairs = pairs.chain(spoilt.iter().map(|one| (one.name.clone(), text.to_owned())));
    let query: Vec<_> = pairs.map(|(name, value)| format!("{name}={}", encode(&value))).collect();
    let page = client.get(&format!("{}?{}", form.action, query.join("&"))).await;
    if page.status != 200 {
        return Err(format!("{}\n{}", page.status, page.words()));
    }
    let forms = page.forms();
    for control in spoilt.iter().filter(|control| control.kind == Kind::Line) {
        if !forms.iter().any(|form| form.control(&control.name).is_some_and(|c| c.values == [text])) {
            return Err(format!("what was looked for as {} is gone", control.name));
        }
    }
    Ok(())
}
