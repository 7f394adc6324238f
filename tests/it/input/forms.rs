//! Every field of every form gets every awkward text. Whatever comes of it is an answer in words: the error beside
//! the field and what was typed still in it, or it is stored as typed; never a fault of ours, never a success that
//! forgot something.

use std::collections::BTreeSet;
use std::iter::Peekable;

use reqwest::Method;

pub use super::forms_filled::filled;
use crate::access_matrix::{
    ACCESS, ACCOUNT, AGENDA, BODY, DELIVERY, DIRECTORY, Ground, INVITATION, MEETING, READING, Row,
};
use crate::support::client::{Client, Persona};
use crate::support::html::{Control, Form, Kind};
use crate::support::page::Page;
use crate::support::world::{Backend, World};

const NOW: &str = "2026-11-21T09:00+09:00";

/// Typed into every field.
const AWKWARD: [&str; 9] = [
    "髙﨑𠮷辻\u{e0100}🙇‍♀️👨‍👩‍👧 e\u{301}",
    "\u{202e}gpj.看取り\u{202c}\u{200f}",
    "一行目\r\nBcc: stranger@example.com\r\n\r\n三行目",
    "\"><script>alert(1)</script>{{7*7}}&amp;';--%00",
    "見えない\0文字\u{1b}[31m",
    "　 ",
    "24:00",
    "令和9年2月29日",
    "99999999999999999999",
];

/// Sent where nothing is typed: hidden fields, lists and buttons to choose.
const TAMPERED: [&str; 5] =
    ["", "x", "99999999999999999999", "00000000-0000-7000-8000-000000000000", "a\0b\u{202e}"];

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
    invitation_on_sqlite: &[INVITATION], Sqlite;
    account_on_postgres: &[ACCESS, ACCOUNT], Postgres;
    directory_on_postgres: &[DIRECTORY], Postgres;
    body_on_postgres: &[BODY], Postgres;
    meeting_on_postgres: &[MEETING, AGENDA, READING, DELIVERY], Postgres;
    invitation_on_postgres: &[INVITATION], Postgres;
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

/// Every form that is sent by POST, once.
pub async fn every_form(world: &World, ground: &Ground) -> Vec<Place> {
    let all = [ACCESS, ACCOUNT, DIRECTORY, BODY, MEETING, AGENDA, READING, DELIVERY, INVITATION];
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
                let names: Vec<_> = form.controls.iter().map(|control| control.name.clone()).collect();
                let kind = ground.unfilled(&form.action);
                if seen.insert((kind.clone(), names)) {
                    places.push(Place { pattern: pattern.clone(), persona, kind, form });
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
        let mut cases = place.cases().into_iter().peekable();
        while cases.peek().is_some() {
            let left = cases.len();
            stage.play(place, &mut cases, &mut wrong).await;
            if cases.len() > 0 {
                // What was sent last has settled the matter; the next one begins anew.
                assert!(
                    cases.len() < left || stage.sent > 0,
                    "{} has no form to {}",
                    place.pattern,
                    place.kind
                );
                stage = Stage::set(backend).await.unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

impl Place {
    /// Each field of the form, each text.
    fn cases(&self) -> Vec<(&Control, &'static str)> {
        let texts = |control: &Control| match control.kind {
            Kind::Line | Kind::Lines | Kind::Password => &AWKWARD[..],
            Kind::Hidden | Kind::One(_) | Kind::Any(_) => &TAMPERED[..],
        };
        let own = self.form.controls.iter().filter(|control| control.name != "csrf");
        own.flat_map(|control| texts(control).iter().map(move |text| (control, *text))).collect()
    }
}

/// A world with something in it, and how much was sent there.
struct Stage {
    world: World,
    ground: Ground,
    /// So that every sample can be another one.
    sent: u32,
}

impl Stage {
    async fn set(backend: Backend) -> Option<Self> {
        let world = World::start(backend, NOW, &[]).await?;
        let ground = Ground::of(&world).await;
        Some(Self { world, ground, sent: 0 })
    }

    /// Sends one text after the other, as long as the form is drawn.
    async fn play<'a>(
        &mut self,
        place: &Place,
        cases: &mut Peekable<impl Iterator<Item = (&'a Control, &'static str)>>,
        wrong: &mut Vec<String>,
    ) {
        let client = self.world.anyone(place.persona);
        while let Some((control, text)) = cases.peek().copied() {
            let Some(drawn) = self.drawn(&client, place, control).await else { return };
            cases.next();
            self.sent += 1;
            if let Some(why) = self.field(&client, place, &drawn, control, text).await {
                wrong.push(format!("{:?} {} {}={text:?}: {why}", place.persona, place.kind, control.name));
            }
        }
    }

    /// The form as it stands on the page now.
    async fn drawn(&self, client: &Client<'_>, place: &Place, control: &Control) -> Option<Form> {
        let page = client.get(&self.ground.fill(&place.pattern)).await;
        let mut forms = page.forms().into_iter().filter(|_| page.status == 200);
        forms.find(|form| {
            self.ground.unfilled(&form.action) == place.kind && form.control(&control.name).is_some()
        })
    }

    /// One text in one field; says what is wrong about the answer.
    async fn field(
        &self,
        client: &Client<'_>,
        place: &Place,
        drawn: &Form,
        control: &Control,
        text: &str,
    ) -> Option<String> {
        if !drawn.posts {
            return filtered(client, drawn, control, text).await;
        }
        let mut pairs = filled(&self.ground, &place.kind, drawn, self.sent);
        pairs.retain(|(name, _)| *name != control.name);
        pairs.push((control.name.clone(), text.to_owned()));
        let sent: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = client.send(&Method::POST, &drawn.action, Some(&sent)).await;
        let typed = matches!(control.kind, Kind::Line | Kind::Lines);
        if typed && answer.status == 200 && AWKWARD[..2].contains(&text) {
            return self.confirmed(client, &answer, &drawn.action, &place.kind, text).await;
        }
        match answer.status.as_u16() {
            303 if typed => self.kept(&place.kind, text).await,
            303 => None,
            200 | 409 | 422 if typed => shown_again(&answer, &drawn.action, control, text),
            200 | 404 | 409 | 422 => None,
            status => Some(format!("{status}\n{}", answer.words())),
        }
    }

    /// A preview carries everything on, so that its button sends what was typed.
    async fn confirmed(
        &self,
        client: &Client<'_>,
        preview: &Page,
        action: &str,
        kind: &str,
        text: &str,
    ) -> Option<String> {
        let Some(form) = preview.forms().into_iter().find(|form| form.action == action) else {
            return Some("a preview without a button".to_owned());
        };
        let confirms = form.buttons.iter().any(|(name, _)| name == "confirm");
        if !confirms {
            return Some(format!("200 that is no preview\n{}", preview.words()));
        }
        let done = client.submit(preview, action, &[("confirm", "yes")]).await;
        match done.status.as_u16() {
            303 => self.kept(kind, text).await,
            status => Some(format!("confirmed: {status}\n{}", done.words())),
        }
    }

    /// After a success what was typed is stored. Ways of writing a value (a date, a number) are read, so only what
    /// is no such way is looked for.
    async fn kept(&self, kind: &str, text: &str) -> Option<String> {
        let said = text.replace("\r\n", "\n");
        // The answer to whoever asks for a link is the same whatever was typed.
        if said.trim().is_empty() || kind == "/sign-in/link" || self.world.stores(said.trim()).await {
            return None;
        }
        Some("a success, but what was typed is nowhere".to_owned())
    }
}

/// The form again: the text still in its field, and where it was refused the error beside it.
fn shown_again(answer: &Page, action: &str, control: &Control, text: &str) -> Option<String> {
    let lines = |text: &str| text.replace("\r\n", "\n");
    let forms = answer.forms();
    let mut own =
        forms.iter().filter(|form| form.action == action).filter_map(|form| form.control(&control.name));
    let holds = |control: &Control| control.values.iter().any(|value| lines(value) == lines(text));
    let Some(field) = own.find(|control| holds(control)) else {
        return Some(format!("{}: what was typed is gone\n{}", answer.status, answer.words()));
    };
    if answer.status == 422 && !field.invalid && action != "/sign-in" {
        return Some(format!("422 without an error beside the field\n{}", answer.words()));
    }
    None
}

/// A list narrowed by any text is a list, and says by what it was narrowed.
async fn filtered(client: &Client<'_>, form: &Form, control: &Control, text: &str) -> Option<String> {
    let encode = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let pairs = form.pairs().into_iter().filter(|(name, _)| *name != control.name);
    let pairs = pairs.chain([(control.name.clone(), text.to_owned())]);
    let query: Vec<_> = pairs.map(|(name, value)| format!("{name}={}", encode(&value))).collect();
    let page = client.get(&format!("{}?{}", form.action, query.join("&"))).await;
    if page.status != 200 {
        return Some(format!("{}\n{}", page.status, page.words()));
    }
    let typed = control.kind == Kind::Line;
    let kept =
        page.forms().iter().any(|form| form.control(&control.name).is_some_and(|c| c.values == [text]));
    (typed && !kept).then(|| "what was looked for is gone".to_owned())
}
