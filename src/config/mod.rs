//! The settings of a deployment, typed and complete. Each comes from the first of: option of the command line,
//! environment variable `RENKEI_*`, the file named by `--config` (the same names in lower case), default. They
//! are read once, all errors at once, and handed on by value; nothing else looks at the environment. Secrets
//! print as stars.

mod layers;
mod read;
mod values;

use std::net::SocketAddr;
use std::path::PathBuf;

pub use layers::{KEYS, Layers, Origin, Problem};
pub use values::{BaseUrl, DatabaseUrl, ReplyTo};

use crate::platform::clock::{Clock, Instant};
use crate::platform::network::TrustedProxies;
use crate::platform::secret::{Secret, SecretKey};
use crate::platform::telemetry::LogLines;

/// The domain of addresses that lead nowhere, for a deployment that has none of its own.
const SAMPLE_DOMAIN: &str = "renkei.example";

/// Where calendar replies go in a deployment of invented data that says nothing else.
pub fn sample_reply_to() -> String {
    format!("reply+{{token}}@{SAMPLE_DOMAIN}")
}

/// Our own lines; of the libraries only what went wrong.
const DEFAULT_LOG: &str = "info,actix_server=warn,sea_orm_migration=warn,sqlx=warn";

/// What the settings are read for; some defaults differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// `renkei demo`: invented data on a clock that may stand still.
    Demo,
    /// `renkei serve` and the steady worker.
    Serve,
    /// `renkei worker --once`: what is due at an instant.
    WorkerOnce,
    /// `renkei sample`: invented data as of an instant.
    Sample,
    /// Every other command.
    Tool,
}

impl Occasion {
    fn may_stand_still(self) -> bool {
        matches!(self, Self::Demo | Self::WorkerOnce | Self::Sample)
    }
}

/// All settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What they were read for.
    pub occasion: Occasion,
    /// Where the server listens.
    pub listen: SocketAddr,
    /// The folder of database, files, mail and key.
    pub data_dir: PathBuf,
    /// Where the rows are.
    pub database_url: DatabaseUrl,
    /// What links in mails begin with.
    pub base_url: BaseUrl,
    /// Whether the base URL was not set and is that of the listener.
    pub follows_listener: bool,
    /// The mail server; without one mails become files.
    pub smtp_url: Option<Secret<String>>,
    /// How many connections to it at a time.
    pub smtp_connections: u32,
    /// Envelope sender, and sender where no region speaks.
    pub mail_from: String,
    /// Where calendar replies go.
    pub mail_reply_to: ReplyTo,
    /// Seconds a letter to several people waits before it leaves.
    pub mail_hold_seconds: u32,
    /// Host names a request may be for, without ports.
    pub allowed_hosts: Vec<String>,
    /// Proxies whose word on the visitor's address is taken.
    pub trusted_proxies: TrustedProxies,
    /// Opens `/metrics`; without one it does not exist.
    pub metrics_token: Option<Secret<String>>,
    /// The operator's own key; without one it is kept in the data directory.
    pub secret_key: Option<SecretKey>,
    /// What is logged.
    pub log: String,
    /// How it is logged.
    pub log_lines: LogLines,
    /// The instant the product's clock stands at.
    pub now: Option<Instant>,
    /// What is allowed but unwise; every start says it.
    pub complaints: Vec<String>,
}

impl Settings {
    /// Reads the layers; all problems at once.
    pub fn read(layers: &Layers, occasion: Occasion) -> Result<Self, Vec<Problem>> {
        read::settings(layers, occasion)
    }

    /// The same settings once the listener is bound, with the port the system chose for port 0.
    pub fn listening_at(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        if self.follows_listener {
            self.base_url = self.base_url.at_port(address.port());
        }
        self
    }

    /// The product's clock.
    pub fn clock(&self) -> Clock {
        self.now.map_or_else(Clock::running, Clock::standing_at)
    }

    /// The right side of Message-IDs and calendar UIDs.
    pub fn mail_domain(&self) -> &str {
        self.base_url.domain().unwrap_or(SAMPLE_DOMAIN)
    }
}
