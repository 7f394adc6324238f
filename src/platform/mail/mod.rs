//! Mail that leaves: one letter is put together as octets and handed to a mail server or laid into a folder.
//!
//! A message has exactly one recipient, and its octets depend on nothing but the message, so that every attempt
//! sends the same ones. Nothing here retries or remembers: the outbox does, after what a [`Delivery`] says.
//! What is unsure is called unsure: a letter whose receipt was never confirmed is neither delivered nor refused.
//! Words and layout of the letters belong to the features.

mod address;
mod conversation;
mod folder;
mod header;
mod message;
mod outcome;
mod pool;
mod server;
mod tls;
mod wrap;

use std::path::PathBuf;

pub use address::{Address, AddressError, Mailbox};
pub use message::{CalendarPart, Message, Unsendable, assemble};
pub use outcome::{About, Delivery, Refusal, Stage, Trouble};
pub use pool::{Limits, SmtpPool};
pub use server::{Encryption, Server};
pub use wrap::{columns, wrap_76, wrap_76_keeping};

/// Where mail goes in this installation: `RENKEI_SMTP_URL`, or without it the folder `mail/new` of the data directory.
#[derive(Debug)]
pub enum Outbound {
    /// A mail server takes the letters.
    Smtp(Box<SmtpPool>),
    /// Each letter becomes one `.eml` file in this folder; nothing leaves the machine.
    Folder(PathBuf),
}

impl Outbound {
    /// Hands over one assembled message. `message_id` is the one its head carries; the folder names the file after it.
    pub async fn send(&self, message_id: &str, from: &Address, to: &Address, octets: &[u8]) -> Delivery {
        match self {
            Self::Smtp(pool) => pool.send(from, to, octets).await,
            Self::Folder(dir) => folder::lay(dir, message_id, octets).await,
        }
    }

    /// Looks whether mail could leave now, without sending any, and says in one line what was found.
    pub async fn check(&self) -> Result<String, Trouble> {
        match self {
            Self::Smtp(pool) => pool.check().await,
            Self::Folder(dir) => folder::check(dir).await,
        }
    }
}
