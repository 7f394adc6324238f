//! A real browser at a real size: chromium, driven by chromedriver. Both are found on PATH; where they are missing
//! the test is passed over visibly (`requirement.rs`). What a person does with it is in `browser/hand.rs`, what must
//! hold of every page in `browser/checks.rs`, pictures of it are taken in `browser/camera.rs`.
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

mod camera;
mod checks;
mod hand;

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

/// What a browser is opened with.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Of the inside, in CSS pixels.
    pub width: u32,
    /// Of the inside, in CSS pixels.
    pub height: u32,
    /// Whether pages may run scripts.
    pub scripts: bool,
}

impl Window {
    /// At a desk.
    pub const DESK: Self = Self { width: 1280, height: 900, scripts: true };
    /// Of a telephone.
    pub const TELEPHONE: Self = Self { width: 390, height: 844, scripts: true };
    /// The narrowest that must do, and a desk's window at 400 %.
    pub const NARROW: Self = Self { width: 320, height: 256, scripts: true };
    /// As wide as what is printed on A4 between margins of 12 mm.
    pub const PAPER: Self = Self { width: 703, height: 1000, scripts: true };

    /// The same where pages may not run scripts.
    pub const fn without_scripts(self) -> Self {
        Self { scripts: false, ..self }
    }
}

/// A browser window over one address.
pub struct Browser {
    /// Everything fantoccini offers: find, click, type.
    pub page: Client,
    /// What it was opened with.
    pub window: Window,
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
    /// Opens a window over an address without a slash at its end. `None`: this machine has no browser.
    pub async fn open(address: &str, window: Window) -> Option<Self> {
        let (driver, port) = start(programs()?);
        let page = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(&driver.folder, window))
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap();
        Some(Self { page, window, address: address.to_owned(), _driver: driver })
    }

    /// Signs somebody in by the cookie of a session. fantoccini always names a domain, which a number cannot be.
    pub async fn sign_in(&self, person: &client::Client<'_>) {
        let token = person.session_token().await.unwrap();
        let cookie = json!({ "name": session::cookie_name(false), "value": token, "path": "/" });
        self.goto("/sign-in").await;
        self.ask("cookie", json!({ "cookie": cookie })).await;
    }

    /// Opens an address of the world.
    pub async fn goto(&self, path: &str) {
        self.page.goto(&format!("{}{path}", self.address)).await.unwrap();
    }

    /// The address that is open, without scheme and host.
    pub async fn path(&self) -> String {
        let url = self.page.current_url().await.unwrap();
        url.as_str().strip_prefix(&self.address).unwrap_or(url.as_str()).to_owned()
    }

    /// Gives the inside of the window another size, without loading the page again.
    pub async fn resize(&self, Window { width, height, .. }: Window) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.command("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// What a page is told of its reader: `("prefers-color-scheme", "dark")`; nothing takes it back.
    pub async fn emulate(&self, features: &[(&str, &str)]) {
        let features: Vec<_> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.command("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Takes the network away, or gives it back.
    pub async fn network(&self, is_there: bool) {
        let conditions = json!({ "offline": !is_there, "latency": 0, "throughput": 1_000_000_000 });
        self.ask("chromium/network_conditions", json!({ "network_conditions": conditions })).await;
    }

    /// Shows pages as they are printed.
    pub async fn print_media(&self) {
        self.command("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    }

    /// The paper each page of the print has, as PDF says it: `0 0 595 842` is A4 upright, in points.
    pub async fn papers(&self) -> Vec<String> {
        let printed = self.command("Page.printToPDF", json!({ "preferCSSPageSize": true })).await;
        let octets = data_encoding::BASE64.decode(printed["data"].as_str().unwrap().as_bytes()).unwrap();
        let text = String::from_utf8_lossy(&octets);
        let boxes = text.split("/MediaBox [").skip(1).filter_map(|rest| rest.split_once(']'));
        let rounded = |size: &str| format!("{:.0}", size.parse::<f64>().unwrap());
        boxes.map(|(sizes, _)| sizes.split(' ').map(rounded).collect::<Vec<_>>().join(" ")).collect()
    }

    /// Runs a script in the page, also where pages may not.
    pub async fn run(&self, script: &str) -> Value {
        self.page.execute(script, Vec::new()).await.unwrap()
    }

    /// The size of the inside of the window.
    pub async fn size(&self) -> Value {
        self.run("return [window.innerWidth, window.innerHeight];").await
    }

    async fn command(&self, command: &str, parameters: Value) -> Value {
        self.ask("goog/cdp/execute", json!({ "cmd": command, "params": parameters })).await
    }

    async fn ask(&self, path: &'static str, body: Value) -> Value {
        self.page.issue_cmd(Ask { path, body }).await.unwrap()
    }
}

/// A command fantoccini has no function for.
#[derive(Debug)]
struct Ask {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Ask {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

fn capabilities(folder: &Path, window: Window) -> Capabilities {
    let folder = folder.display();
    let mut options = json!({
        "binary": format!("{folder}/chromium"),
        "args": [
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--lang=ja",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-extensions", "--disable-component-extensions-with-background-pages",
            "--no-first-run", format!("--user-data-dir={folder}/profile"),
        ],
        // The size of a window has a lower limit, that of an emulated screen has none.
        "mobileEmulation": { "deviceMetrics": {
            "width": window.width, "height": window.height, "pixelRatio": 1, "touch": false, "mobile": false,
        } },
    });
    if !window.scripts {
        options["prefs"] = json!({ "profile": { "managed_default_content_settings": { "javascript": 2 } } });
    }
    serde_json::from_value(
        json!({ "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" } }),
    )
    .unwrap()
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
