//! A real browser at a real size: chromium, driven by chromedriver. Both are found on PATH; where they are missing
//! the test is passed over visibly (`requirement.rs`).
//!
//! `axe.min.js` is axe-core 4.14.1 by Deque Systems under the Mozilla Public License 2.0 (`axe.min.js.LICENSE`),
//! unchanged; it is used by these tests only and is no part of the program.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::OnceLock;

use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use renkei::platform::session;
use reqwest::Method;
use serde_json::{Value, json};
use url::Url;

use super::client;
use super::requirement::{find_program, pass_over};
use super::world::World;

/// The checker of accessible pages.
const AXE: &str = include_str!("axe.min.js");

/// $1 is chromedriver, $2 chromium, $3 a folder. chromedriver does not end its browser when it is ended, so the
/// browser is started by a script that notes its number. All three go when standard input ends, also because this
/// process is gone.
const KEEPER: &str = r#"
end() {
    kill -KILL $driver
    browser=$(cat "$1/pid") && kill -KILL "$browser"
    while kill -0 "$browser"; do sleep 0.02; done
    rm -rf "$1"
}
trap 'end "$3"' EXIT
trap 'exit 1' HUP INT TERM
printf '#!/bin/sh\necho $$ >"%s/pid"\nexec "%s" "$@"\n' "$3" "$2" >"$3/chromium"
chmod +x "$3/chromium"
TMPDIR="$3" "$1" --port=0 </dev/null &
driver=$!
read -r _
"#;

/// A browser window over a world.
pub struct Browser {
    /// Everything fantoccini offers: find, click, type.
    pub page: Client,
    address: String,
    _driver: Driver,
}

/// The running chromedriver.
struct Driver {
    folder: PathBuf,
    lifeline: Option<ChildStdin>,
    keeper: Child,
    /// Kept open: a driver that cannot write dies.
    _said: BufReader<ChildStdout>,
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        // It ends by itself now; waiting keeps the machine clean.
        let _ = self.keeper.wait();
    }
}

impl Browser {
    /// Opens a window whose inside has this size. `None`: this machine has no browser.
    pub async fn open(world: &World, width: u32, height: u32) -> Option<Self> {
        let (driver, port) = start(programs()?);
        let folder = driver.folder.display();
        let capabilities: Capabilities = serde_json::from_value(json!({ "goog:chromeOptions": {
            "binary": format!("{folder}/chromium"),
            "args": [
                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--lang=ja",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--no-first-run", format!("--user-data-dir={folder}/profile"),
            ],
            // The size of a window has a lower limit, that of an emulated screen has none.
            "mobileEmulation": { "deviceMetrics": {
                "width": width, "height": height, "pixelRatio": 1, "touch": false, "mobile": false,
            } },
        } }))
        .unwrap();
        let page = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap();
        Some(Self { page, address: world.address.clone(), _driver: driver })
    }

    /// Signs somebody in by the cookie of a session.
    pub async fn sign_in(&self, person: &client::Client<'_>) {
        let token = person.session_token().await.unwrap().to_owned();
        self.goto("/healthz").await;
        self.page.issue_cmd(SetCookie(token)).await.unwrap();
    }

    /// Opens an address of the world.
    pub async fn goto(&self, path: &str) {
        self.page.goto(&format!("{}{path}", self.address)).await.unwrap();
    }

    /// Fails if anything keeps somebody from using the page, or if the page is wider than the window.
    pub async fn axe(&self) {
        let found = self.violations().await;
        let url = self.page.current_url().await.unwrap();
        assert!(found.is_empty(), "{url}\n  {}", found.join("\n  "));
        let wide = "return document.documentElement.scrollWidth - window.innerWidth;";
        let beyond = self.page.execute(wide, Vec::new()).await.unwrap().as_i64().unwrap();
        assert!(beyond <= 0, "{url} is {beyond} px wider than the window");
    }

    /// What axe finds by all its rules (WCAG 2 A and AA, good practice): the rule, its words, the elements.
    pub async fn violations(&self) -> Vec<String> {
        self.page.execute(AXE, Vec::new()).await.unwrap();
        let run = "const done = arguments[0]; axe.run(document, { resultTypes: ['violations'] }).then( \
            found => done(found.violations.map(one => one.id + ': ' + one.help + '\\n    ' + \
                one.nodes.map(node => node.html).join('\\n    '))), \
            error => done([String(error)]));";
        let found = self.page.execute_async(run, Vec::new()).await.unwrap();
        serde_json::from_value(found).unwrap()
    }

    /// The size of the inside of the window.
    pub async fn size(&self) -> Value {
        self.page.execute("return [window.innerWidth, window.innerHeight];", Vec::new()).await.unwrap()
    }
}

/// The session's cookie for the page that is open. fantoccini always names a domain, which a number cannot be.
#[derive(Debug)]
struct SetCookie(String);

impl WebDriverCompatibleCommand for SetCookie {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/cookie", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let cookie = json!({ "name": session::cookie_name(false), "value": self.0, "path": "/" });
        (Method::POST, Some(json!({ "cookie": cookie }).to_string()))
    }
}

/// Where chromium and chromedriver are; looked for once.
fn programs() -> Option<(&'static Path, &'static Path)> {
    static FOUND: OnceLock<Option<(PathBuf, PathBuf)>> = OnceLock::new();
    let found = FOUND.get_or_init(|| {
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let chromium = names.iter().find_map(|name| find_program(name, []));
        let found = chromium.zip(find_program("chromedriver", []));
        if found.is_none() {
            pass_over("browser", "chromium and chromedriver on PATH");
        }
        found
    });
    found.as_ref().map(|(chromium, chromedriver)| (chromium.as_path(), chromedriver.as_path()))
}

/// Starts chromedriver on a port of its choice.
fn start((chromium, chromedriver): (&Path, &Path)) -> (Driver, u16) {
    let folder = tempfile::Builder::new().prefix("renkei-browser-").tempdir().unwrap().keep();
    let mut command = Command::new("sh");
    command.args(["-c", KEEPER, "sh"]).arg(chromedriver).arg(chromium).arg(&folder).process_group(0);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut keeper = command.spawn().unwrap();
    let mut said = BufReader::new(keeper.stdout.take().unwrap());
    let port = announced_port(&mut said);
    (Driver { folder, lifeline: keeper.stdin.take(), keeper, _said: said }, port)
}

fn announced_port(said: &mut impl BufRead) -> u16 {
    let mut line = String::new();
    loop {
        line.clear();
        assert!(said.read_line(&mut line).unwrap() > 0, "chromedriver ended before it began");
        let port = line.trim_end_matches(['.', '\n']).rsplit_once("successfully on port ");
        if let Some(port) = port.and_then(|(_, port)| port.parse().ok()) {
            return port;
        }
    }
}
