//! The sample councils of `renkei demo`, served at an instant that stands still: the same screens on every run.

use std::net::TcpListener;

use fantoccini::Locator;
use renkei::app;
use renkei::cli::demo::{Filled, PASSWORD, fill};
use renkei::platform::clock::Clock;
use renkei::platform::db::Db;
use renkei::platform::state::AppState;

use super::browser::Browser;
use super::world::{Running, instant, read_settings, serve, sqlite, terms_at};

/// The served sample. Dropping it stops the server.
pub struct Sample {
    /// What the server was started with.
    pub state: AppState,
    /// `http://127.0.0.1:…`, without a slash at the end.
    pub address: String,
    _server: Running,
}

impl Sample {
    /// Fills a database at an instant such as `2026-11-10T09:00+09:00` and serves it.
    pub async fn at(now: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Clock::standing_at(instant(now));
        let url = sqlite(&dir).await;
        let db = Db::open(&url, terms_at(clock.clone())).await.unwrap();
        let filled = fill(&db, Some("reply+{token}@renkei.example"), clock.now()).await.unwrap();
        assert_eq!(filled, Filled::Now);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let settings = read_settings(&dir, &url, &[]).listening_at(listener.local_addr().unwrap());
        let address = settings.base_url.to_string().trim_end_matches('/').to_owned();
        let mut state = AppState::new(db, settings, app::notices()).unwrap().marked().await.unwrap();
        state.clock = clock;
        let server = serve(state.clone(), listener, dir, None);
        Self { state, address, _server: server }
    }
    /// Signs somebody of the sample in at a browser, as nobody else; nobody where `who` is empty.
    pub async fn signed_in(&self, browser: &Browser, who: &str) {
        browser.goto("/healthz").await;
        browser.page.delete_all_cookies().await.unwrap();
        if !who.is_empty() {
            browser.goto("/sign-in").await;
            browser.fill("メールアドレス", who).await.fill("パスワード", PASSWORD).await;
            browser.press("サインイン").await;
            browser.page.wait().for_element(Locator::Css("nav.site-nav")).await.unwrap();
        }
    }
}
