//! The kinds of value a setting can have, each with the one function that reads it. A reader answers `None`
//! for a text that is not of its kind; what was expected is said by `read.rs`, beside the setting.

use std::fmt;
use std::path::{Path, PathBuf};

use sea_orm::DbBackend;
use url::{Host, Url};

use crate::platform::secret::{Secret, SecretKey};
use crate::platform::telemetry::LogLines;

/// Where the rows are kept.
#[derive(Clone, Debug)]
pub enum DatabaseUrl {
    /// A file of this machine.
    Sqlite(PathBuf),
    /// A server; the address may carry a password.
    Postgres(Secret<String>),
}

impl DatabaseUrl {
    /// Reads `sqlite:FILE` or `postgres://…`.
    pub fn read(text: &str) -> Option<Self> {
        if let Some(file) = text.strip_prefix("sqlite:") {
            let file = file.strip_prefix("//").unwrap_or(file);
            // The driver reads these characters as its own.
            let plain = !file.is_empty() && !file.contains(['?', '%', '#']) && file != ":memory:";
            return plain.then(|| Self::Sqlite(PathBuf::from(file)));
        }
        let url = Url::parse(text).ok()?;
        let server = matches!(url.scheme(), "postgres" | "postgresql");
        server.then(|| Self::Postgres(Secret::new(text.to_owned())))
    }

    /// Which of the two databases it is.
    pub fn backend(&self) -> DbBackend {
        match self {
            Self::Sqlite(_) => DbBackend::Sqlite,
            Self::Postgres(_) => DbBackend::Postgres,
        }
    }

    /// The file, if it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(file) => Some(file),
            Self::Postgres(_) => None,
        }
    }

    /// The address as `Db::open` takes it.
    pub fn expose(&self) -> String {
        match self {
            Self::Sqlite(file) => format!("sqlite:{}", file.display()),
            Self::Postgres(url) => url.expose().clone(),
        }
    }
}

/// What stands before every path in a mail: scheme, host and port, no path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(Url);

impl BaseUrl {
    /// Reads `https://renkei.example` or `http://127.0.0.1:8080`, with or without the last slash.
    pub fn read(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let nobody = url.username().is_empty() && url.password().is_none();
        let web = matches!(url.scheme(), "http" | "https") && url.has_host();
        (bare && nobody && web).then_some(Self(url))
    }

    /// Whether the browser comes by https.
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether only this machine can reach it.
    pub fn is_loopback(&self) -> bool {
        match self.0.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            None => false,
        }
    }

    /// The host without its port, as a browser writes it.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The host as a domain name; none when it is a number or only known to this machine.
    pub fn domain(&self) -> Option<&str> {
        self.0.domain().filter(|_| !self.is_loopback())
    }

    /// `https://renkei.example`, without a slash at the end: what `Origin` carries and links begin with.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The same host at another port, for a listener that let the system choose.
    pub fn at_port(mut self, port: u16) -> Self {
        // Only an address without a host has no port to set.
        let _ = self.0.set_port(Some(port));
        self
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin())
    }
}

/// Where calendar replies go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReplyTo {
    /// One address per invitation; `{token}` stands for its token.
    PerInvitation(String),
    /// One address for all; every reply waits for the clerk.
    Shared(String),
    /// The reply address of each region; the calendar's own button is no answer.
    OfRegion,
}

impl ReplyTo {
    /// Reads an address with or without `{token}` before the `@`.
    pub fn read(text: &str) -> Option<Self> {
        // 26 letters, as a token has.
        let filled = text.replace("{token}", "00000000000000000000000000");
        let (local, _) = filled.split_once('@')?;
        let (written, _) = text.split_once('@')?;
        let count = text.matches("{token}").count();
        if address(&filled).is_none() || local.len() > 64 || count > 1 {
            return None;
        }
        match (count, written.contains("{token}")) {
            (0, _) => Some(Self::Shared(text.to_owned())),
            (_, true) => Some(Self::PerInvitation(text.to_owned())),
            _ => None,
        }
    }
}

/// How log lines are written: `text` or `json`.
pub fn log_lines(text: &str) -> Option<LogLines> {
    match text {
        "text" => Some(LogLines::Text),
        "json" => Some(LogLines::Json),
        _ => None,
    }
}

/// A plain mail address in ASCII: one `@`, nothing that would need quoting.
pub fn address(text: &str) -> Option<String> {
    let (local, domain) = text.split_once('@')?;
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let label = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
    let dotted = |part: &str| part.split('.').all(|piece| !piece.is_empty());
    let good = local.chars().all(atom) && domain.chars().all(label) && dotted(local) && dotted(domain);
    (good && !local.contains(['{', '}'])).then(|| text.to_owned())
}

/// A mail server's address: `smtp://` or `smtps://`, user and password percent-encoded.
pub fn smtp_url(text: &str) -> Option<Secret<String>> {
    let url = Url::parse(text).ok()?;
    let server =
        matches!(url.scheme(), "smtp" | "smtps") && url.host_str().is_some_and(|host| !host.is_empty());
    server.then(|| Secret::new(text.to_owned()))
}

/// The secret key: at least 64 hexadecimal digits, or any text of at least 32 characters.
pub fn secret_key(text: &str) -> Option<SecretKey> {
    let hex = (text.len() >= 64).then(|| data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok());
    if let Some(octets) = hex.flatten() {
        return SecretKey::new(octets);
    }
    let long = text.chars().count() >= 32;
    SecretKey::new(text.as_bytes().to_vec()).filter(|_| long)
}

/// A host name or address as browsers send it, without a port.
pub fn host(text: &str) -> Option<String> {
    match Host::parse(text).ok()? {
        Host::Domain(name) if name.contains('*') => None,
        host => Some(host.to_string()),
    }
}

/// `1`, `true`, `0` or `false`.
pub fn truth(text: &str) -> Option<bool> {
    match text {
        "1" | "true" => Some(true),
        "0" | "false" => Some(false),
        _ => None,
    }
}

/// A list with commas or spaces between; one bad entry spoils it.
pub fn list<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    text.split([',', ' ']).filter(|entry| !entry.is_empty()).map(read).collect()
}
