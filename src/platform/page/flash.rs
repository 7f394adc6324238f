//! What has just happened and what follows from it, told once on the page that is shown next.

use serde::{Deserialize, Serialize};

/// How a notice is meant; the look follows from it, the words never rely on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Done.
    Ok,
    /// Done or to be done, and something has to be watched.
    Warn,
    /// Something failed or is overdue.
    Late,
    /// Good to know.
    Info,
}

impl Kind {
    /// The class of the notice.
    pub fn class(self) -> &'static str {
        match self {
            Self::Ok => "notice notice--ok",
            Self::Warn => "notice notice--warn",
            Self::Late => "notice notice--late",
            Self::Info => "notice",
        }
    }

    /// The icon beside the title.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Ok => "check",
            Self::Warn | Self::Late => "alert",
            Self::Info => "info",
        }
    }

    /// Whether a screen reader interrupts for it.
    pub fn role(self) -> &'static str {
        match self {
            Self::Ok | Self::Info => "status",
            Self::Warn | Self::Late => "alert",
        }
    }

    /// The first word of the title, so that the kind is not told by colour alone.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "済：",
            Self::Warn => "注意：",
            Self::Late | Self::Info => "",
        }
    }
}

/// A message for the next page: 開催通知を12名に送信待ちにしました.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// How it is meant.
    pub kind: Kind,
    /// What happened.
    pub title: String,
    /// What follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Where to go from here, (address, words). Own paths only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<(String, String)>,
}

impl Flash {
    /// Something is done.
    pub fn ok(title: impl Into<String>) -> Self {
        Self::new(Kind::Ok, title)
    }

    /// A message of any kind.
    pub fn new(kind: Kind, title: impl Into<String>) -> Self {
        Self { kind, title: title.into(), text: None, links: Vec::new() }
    }

    /// Adds what follows.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// Adds a link, address before words.
    pub fn link(mut self, href: impl Into<String>, words: impl Into<String>) -> Self {
        self.links.push((href.into(), words.into()));
        self
    }
}
