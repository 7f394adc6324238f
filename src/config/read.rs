//! From texts to `Settings`. Every setting is read even when another one was wrong, so that the operator
//! learns of everything in one go; the value of a secret is never part of a complaint.

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::DateTime;
use tracing_subscriber::EnvFilter;

use super::layers::{Layers, Origin, Problem, named};
use super::values::{self, BaseUrl, DatabaseUrl, ReplyTo};
use super::{Occasion, Settings};
use crate::platform::clock::Instant;
use crate::platform::network::TrustedProxies;
use crate::platform::secret::Secret;
use crate::platform::telemetry::LogLines;

/// Reads all settings, or says everything that is wrong with them.
pub fn settings(layers: &Layers, occasion: Occasion) -> Result<Settings, Vec<Problem>> {
    let mut reader = Reader { layers, problems: layers.problems().to_vec() };
    let settings = reader.all(occasion);
    match settings {
        Some(settings) if reader.problems.is_empty() => Ok(settings),
        _ => Err(reader.problems),
    }
}

struct Reader<'a> {
    layers: &'a Layers,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn all(&mut self, occasion: Occasion) -> Option<Settings> {
        let data_dir = self.open("data_dir", "フォルダーの場所", |text| Some(PathBuf::from(text)));
        let data_dir = data_dir.unwrap_or_else(|| PathBuf::from("data"));
        let listen = self.open("listen", "「127.0.0.1:8080」のようなアドレスとポート", |text| {
            text.parse().ok()
        });
        let listen = listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let allow_http = self.open("allow_http", "1 または 0", values::truth).unwrap_or(false);
        let base_url = self.base_url(listen, allow_http);
        let database_url = self.database_url(&data_dir);
        let secret_key =
            self.hidden("secret_key", "32 文字以上の文字列または 64 桁以上の 16 進数", values::secret_key);
        self.needs_a_key(&database_url, secret_key.is_some());
        Some(Settings {
            occasion,
            listen,
            follows_listener: self.layers.get("base_url").is_none(),
            allowed_hosts: self.allowed_hosts(base_url.as_ref()),
            trusted_proxies: self.trusted_proxies(),
            smtp_url: self.hidden(
                "smtp_url",
                "「smtp://メールサーバー:587」または「smtps://…」",
                values::smtp_url,
            ),
            smtp_connections: self.whole("smtp_connections", 1, 64).unwrap_or(4),
            mail_from: self.mail_from(base_url.as_ref()),
            mail_reply_to: self.mail_reply_to(occasion),
            mail_hold_seconds: self.whole("mail_hold", 0, 86_400).unwrap_or(60),
            metrics_token: self
                .hidden("metrics_token", "文字列", |text| Some(Secret::new(text.to_owned()))),
            log: self.log(),
            log_lines: self.log_lines(),
            now: self.now(occasion),
            complaints: self.complaints(base_url.as_ref(), occasion),
            data_dir,
            database_url,
            base_url: base_url?,
            secret_key,
        })
    }

    /// A value that may be shown.
    fn open<T>(&mut self, key: &str, expected: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let (text, origin) = self.layers.get(key)?;
        let value = read(text.trim());
        if value.is_none() {
            let complaint = format!("「{text}」は使えません。{expected}を書いてください");
            self.complain(key, &origin, complaint);
        }
        value
    }

    /// A value that must not be shown.
    fn hidden<T>(&mut self, key: &str, expected: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let (text, origin) = self.layers.get(key)?;
        let value = read(text.trim());
        if value.is_none() {
            let complaint =
                format!("この値は使えません（秘密のため表示しません）。{expected}を書いてください");
            self.complain(key, &origin, complaint);
        }
        value
    }

    fn whole(&mut self, key: &str, least: u32, most: u32) -> Option<u32> {
        self.open(key, &format!("{least} から {most} までの整数"), |text| {
            text.parse().ok().filter(|number| (least..=most).contains(number))
        })
    }

    fn complain(&mut self, key: &str, origin: &Origin, complaint: String) {
        let setting = named(key, origin);
        self.problems.push(Problem { setting, complaint });
    }

    fn base_url(&mut self, listen: SocketAddr, allow_http: bool) -> Option<BaseUrl> {
        let expected = "「https://renkei.example」のような、パスのない URL ";
        let written = self.open("base_url", expected, BaseUrl::read);
        let origin = match self.layers.get("base_url") {
            Some(_) if written.is_none() => return None,
            Some((_, origin)) => origin,
            None => Origin::Environment,
        };
        let Some(base_url) = written.or_else(|| BaseUrl::read(&format!("http://{listen}"))) else {
            let complaint = format!("「{listen}」はリンクに使えません。{expected}を書いてください");
            self.complain("base_url", &origin, complaint);
            return None;
        };
        if !base_url.is_https() && !base_url.is_loopback() && !allow_http {
            let complaint = format!(
                "「{base_url}」は暗号化されません。https:// の URL を書いてください\
                 （閉じた網などで承知の上なら RENKEI_ALLOW_HTTP=1）"
            );
            self.complain("base_url", &origin, complaint);
        }
        Some(base_url)
    }

    fn database_url(&mut self, data_dir: &std::path::Path) -> DatabaseUrl {
        let expected = "「sqlite:ファイル」または「postgres://…」";
        let written = self.hidden("database_url", expected, DatabaseUrl::read);
        let in_the_folder = || DatabaseUrl::read(&format!("sqlite:{}", data_dir.join("renkei.db").display()));
        if let Some(url) = written.or_else(in_the_folder) {
            return url;
        }
        let origin = self.layers.get("data_dir").map_or(Origin::Option, |(_, origin)| origin);
        let complaint = "フォルダーの名前に ? % # は使えません。別の場所を書いてください";
        self.complain("data_dir", &origin, complaint.to_owned());
        DatabaseUrl::Sqlite(PathBuf::new())
    }

    /// Instances that share a server must share the key, and only the operator can give it to all of them.
    fn needs_a_key(&mut self, database_url: &DatabaseUrl, given: bool) {
        if database_url.file().is_none() && !given && self.layers.get("secret_key").is_none() {
            let complaint =
                "PostgreSQL では必要です。すべてのサーバーに同じ値（32 文字以上）を書いてください";
            self.complain("secret_key", &Origin::Environment, complaint.to_owned());
        }
    }

    fn allowed_hosts(&mut self, base_url: Option<&BaseUrl>) -> Vec<String> {
        let expected = "ホスト名をコンマで区切って（ポートなし）";
        let written = self.open("allowed_hosts", expected, |text| values::list(text, values::host));
        if let Some(hosts) = written {
            return hosts;
        }
        let mut hosts: Vec<_> = base_url.iter().map(|url| url.host().to_owned()).collect();
        if base_url.is_some_and(BaseUrl::is_loopback) {
            hosts.extend(["localhost", "127.0.0.1", "[::1]"].map(str::to_owned));
        }
        hosts
    }

    fn trusted_proxies(&mut self) -> TrustedProxies {
        let expected = "IP アドレスまたは「10.0.0.0/8」の形をコンマで区切って";
        let read = |text: &str| values::list(text, |entry| entry.parse().ok());
        TrustedProxies::new(self.open("trusted_proxies", expected, read).unwrap_or_default())
    }

    fn mail_from(&mut self, base_url: Option<&BaseUrl>) -> String {
        let domain = base_url.and_then(BaseUrl::domain).unwrap_or(super::SAMPLE_DOMAIN);
        self.open("mail_from", "メールアドレス", values::address)
            .unwrap_or_else(|| format!("renkei@{domain}"))
    }

    fn mail_reply_to(&mut self, occasion: Occasion) -> ReplyTo {
        let expected = "メールアドレス（@ の前に {token} を 1 回まで）";
        let unset = match occasion {
            Occasion::Demo => ReplyTo::PerInvitation(super::sample_reply_to()),
            _ => ReplyTo::OfRegion,
        };
        self.open("mail_reply_to", expected, ReplyTo::read).unwrap_or(unset)
    }

    fn log(&mut self) -> String {
        let expected = "「info」または「warn,renkei=debug」の形";
        let read = |text: &str| EnvFilter::builder().parse(text).is_ok().then(|| text.to_owned());
        self.open("log", expected, read).unwrap_or_else(|| super::DEFAULT_LOG.to_owned())
    }

    fn log_lines(&mut self) -> LogLines {
        self.open("log_format", "text または json", values::log_lines).unwrap_or(LogLines::Text)
    }

    fn now(&mut self, occasion: Occasion) -> Option<Instant> {
        let expected = "「2026-11-21T09:00:00+09:00」の形の日時";
        let read = |text: &str| DateTime::parse_from_rfc3339(text).ok().map(|now| now.to_utc());
        self.open("now", expected, read).filter(|_| occasion.may_stand_still())
    }

    fn complaints(&self, base_url: Option<&BaseUrl>, occasion: Occasion) -> Vec<String> {
        let mut complaints = Vec::new();
        if let Some(base_url) = base_url.filter(|url| !url.is_https() && !url.is_loopback()) {
            complaints.push(format!(
                "RENKEI_ALLOW_HTTP: {base_url} との通信は暗号化されません。合言葉も会議の内容も途中で読めます"
            ));
        }
        if self.layers.get("now").is_some() && !occasion.may_stand_still() {
            complaints.push("RENKEI_NOW: demo、sample と worker --once のほかでは使いません".to_owned());
        }
        for name in self.layers.unknown() {
            complaints.push(format!("{name}: この名前の設定はありません。つづりを確かめてください"));
        }
        complaints
    }
}
