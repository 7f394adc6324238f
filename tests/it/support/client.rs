//! People as browsers: each keeps its cookies, follows no redirect and sees pages of at most 50 kB. A client of
//! somebody signs in on its first request, by a session row instead of a password, which takes a second to check.

use entity::id::AccountId;
use renkei::platform::{db, session};
use reqwest::Method;
use reqwest::cookie::Jar;
use reqwest::redirect::Policy;
use std::sync::Arc;
use tokio::sync::OnceCell;

use super::page::Page;
use super::world::World;

/// Who asks, as the columns of the access matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Persona {
    /// The clerk of the region.
    Secretary,
    /// The clerk of another region.
    OtherSecretary,
    /// The chair of the council.
    Chair,
    /// A member of the council.
    Member,
    /// Somebody whose term ended.
    EndedMember,
    /// The delegate of that member's association.
    Delegate,
    /// The officer of a town of the region.
    Officer,
    /// The officer of its other town.
    OtherOfficer,
    /// The administrator of the deployment.
    Administrator,
    /// Nobody signed in.
    SignedOut,
}

impl Persona {
    /// Everyone, in the order of the columns.
    pub const ALL: [Self; 10] = [
        Self::Secretary,
        Self::OtherSecretary,
        Self::Chair,
        Self::Member,
        Self::EndedMember,
        Self::Delegate,
        Self::Officer,
        Self::OtherOfficer,
        Self::Administrator,
        Self::SignedOut,
    ];
}

/// One person's browser.
pub struct Client<'a> {
    world: &'a World,
    account: Option<AccountId>,
    browser: OnceCell<Browser>,
}

struct Browser {
    http: reqwest::Client,
    /// What the forms of this session carry.
    csrf: Option<String>,
    /// The value of the session's cookie.
    token: Option<String>,
}

impl World {
    /// The clerk of the region.
    pub fn secretary(&self) -> Client<'_> {
        self.anyone(Persona::Secretary)
    }

    /// The clerk of another region.
    pub fn other_secretary(&self) -> Client<'_> {
        self.anyone(Persona::OtherSecretary)
    }

    /// The chair of the council.
    pub fn chair(&self) -> Client<'_> {
        self.anyone(Persona::Chair)
    }

    /// The n-th ordinary member of the council, from 1: `people.members[n - 1]`.
    pub fn member(&self, n: usize) -> Client<'_> {
        self.somebody(Some(self.people.members[n - 1].account))
    }

    /// A member whose term ended.
    pub fn ended_member(&self) -> Client<'_> {
        self.anyone(Persona::EndedMember)
    }

    /// The delegate of the first member's association.
    pub fn delegate(&self) -> Client<'_> {
        self.anyone(Persona::Delegate)
    }

    /// The officer of a town of the region.
    pub fn officer(&self) -> Client<'_> {
        self.anyone(Persona::Officer)
    }

    /// The officer of its other town.
    pub fn other_officer(&self) -> Client<'_> {
        self.anyone(Persona::OtherOfficer)
    }

    /// The administrator of the deployment.
    pub fn administrator(&self) -> Client<'_> {
        self.anyone(Persona::Administrator)
    }

    /// Nobody signed in.
    pub fn anonymous(&self) -> Client<'_> {
        self.somebody(None)
    }

    /// A column of the access matrix.
    pub fn anyone(&self, persona: Persona) -> Client<'_> {
        let people = &self.people;
        self.somebody(match persona {
            Persona::Secretary => Some(people.secretary.account),
            Persona::OtherSecretary => Some(people.other_secretary.account),
            Persona::Chair => Some(people.chair.account),
            Persona::Member => Some(people.members[0].account),
            Persona::EndedMember => Some(people.ended_member.account),
            Persona::Delegate => Some(people.delegate.account),
            Persona::Officer => Some(people.officer.account),
            Persona::OtherOfficer => Some(people.other_officer.account),
            Persona::Administrator => Some(people.administrator),
            Persona::SignedOut => None,
        })
    }

    /// The browser of an account, or of nobody.
    pub fn somebody(&self, account: Option<AccountId>) -> Client<'_> {
        Client { world: self, account, browser: OnceCell::new() }
    }
}

impl Client<'_> {
    /// Opens an address.
    pub async fn get(&self, path: &str) -> Page {
        self.send(&Method::GET, path, None).await
    }

    /// Sends a form as a page of this session would: its `csrf` is added.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let csrf = self.browser().await.csrf.clone();
        let mut all: Vec<_> = csrf.iter().map(|csrf| ("csrf", csrf.as_str())).collect();
        all.extend(fields);
        self.send(&Method::POST, path, Some(&all)).await
    }

    /// Sends exactly these fields.
    pub async fn post_raw(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send(&Method::POST, path, Some(fields)).await
    }

    /// Fills in the form of a page that leads to `action` and sends it with everything the page had put into it
    /// (`csrf`, `version`, values to keep); `fields` replace what stood there.
    pub async fn submit(&self, page: &Page, action: &str, fields: &[(&str, &str)]) -> Page {
        let kept = page.form(action);
        let mut all: Vec<(&str, &str)> = kept
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(name, _)| fields.iter().all(|(replaced, _)| replaced != name))
            .collect();
        all.extend(fields);
        self.send(&Method::POST, action, Some(&all)).await
    }

    /// Sends a request of any method; `fields` become the body of a form.
    pub async fn send(&self, method: &Method, path: &str, fields: Option<&[(&str, &str)]>) -> Page {
        let browser = self.browser().await;
        let mut request = browser.http.request(method.clone(), format!("{}{path}", self.world.address));
        if let Some(fields) = fields {
            request = request.form(fields);
        }
        Page::read(format!("{method} {path}"), request.send().await.unwrap()).await
    }

    /// Sends a form with a file.
    pub async fn send_file(&self, path: &str, form: reqwest::multipart::Form) -> Page {
        let request = self.browser().await.http.post(format!("{}{path}", self.world.address));
        Page::read(format!("POST {path}"), request.multipart(form).send().await.unwrap()).await
    }

    /// The value of the session's cookie; none when signed out.
    pub async fn session_token(&self) -> Option<&str> {
        self.browser().await.token.as_deref()
    }

    /// What the forms of this session carry; none when signed out.
    pub async fn csrf(&self) -> Option<&str> {
        self.browser().await.csrf.as_deref()
    }

    async fn browser(&self) -> &Browser {
        self.browser.get_or_init(|| self.open_browser()).await
    }

    async fn open_browser(&self) -> Browser {
        let jar = Arc::new(Jar::default());
        let (mut csrf, mut token) = (None, None);
        if let Some(account) = self.account {
            let opened = self.open_session(account).await;
            let cookie = session::cookie(false, opened.clone()).to_string();
            jar.add_cookie_str(&cookie, &self.world.address.parse().unwrap());
            csrf = Some(self.csrf_of(&opened).await);
            token = Some(opened);
        }
        let http = reqwest::Client::builder().cookie_provider(jar).redirect(Policy::none()).no_proxy();
        Browser { http: http.build().unwrap(), csrf, token }
    }

    async fn open_session(&self, account: AccountId) -> String {
        let now = self.world.now();
        db::write(self.world.db(), async |tx| session::open(tx, account, now).await).await.unwrap()
    }

    async fn csrf_of(&self, token: &str) -> String {
        let db = self.world.db();
        let found = session::find(&db.read, token, self.world.now()).await.unwrap().unwrap();
        session::csrf(&db.terms().key, &found.session)
    }
}
