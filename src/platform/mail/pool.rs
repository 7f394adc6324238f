//! Lines to the mail server that are kept open between letters.
//!
//! A line is used by one letter at a time and comes back only after the server took that letter; after anything else
//! it is dropped. How many letters leave at the same time is for the sender to limit: a line that hangs for minutes
//! after its last dot must not keep the others waiting.

use std::fmt;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;

use super::address::Address;
use super::conversation::{Line, open};
use super::outcome::{Delivery, Refusal, Stage, Trouble};
use super::server::{Encryption, Server};

/// How long each step of a conversation may take. The defaults lean on RFC 5321, 4.5.3.2.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Until the line is open, for each address of the server.
    pub connect: Duration,
    /// Greeting and EHLO together; again for STARTTLS.
    pub hello: Duration,
    /// A sign-in or one command.
    pub command: Duration,
    /// Handing over the octets up to the last dot.
    pub data: Duration,
    /// The answer to the last dot. A server that filters mail may take minutes; giving up early makes duplicates.
    pub last: Duration,
    /// How long an open line may lie unused before it is thought dead.
    pub idle: Duration,
}

/// The mail server and the lines that lie open.
pub struct SmtpPool {
    server: Server,
    limits: Limits,
    keep: usize,
    /// Last used last.
    idle: Mutex<Vec<(Line, Instant)>>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(15),
            hello: Duration::from_secs(30),
            command: Duration::from_secs(60),
            data: Duration::from_secs(120),
            last: Duration::from_secs(600),
            idle: Duration::from_secs(30),
        }
    }
}

impl SmtpPool {
    /// A pool that opens its first line with its first letter and keeps at most `keep` unused ones
    /// (`RENKEI_SMTP_CONNECTIONS`).
    pub fn new(server: Server, limits: Limits, keep: usize) -> Self {
        Self {
            server,
            limits,
            keep,
            idle: Mutex::new(Vec::with_capacity(keep)),
        }
    }

    /// Sends one message with the envelope sender `from`; ends within the limits, whatever the server does.
    ///
    /// A line that had lain open and turns out to be closed at its first command costs no attempt: nothing was handed
    /// over yet, and a new line takes its place.
    pub async fn send(&self, from: &Address, to: &Address, octets: &[u8]) -> Delivery {
        if let Some(mut line) = self.take().await {
            match line.send(from, to, octets, &self.limits).await {
                Err(Delivery::Retry(Trouble {
                    stage: Stage::Sender,
                    code: None | Some(421),
                    ..
                })) => {}
                end => return self.finish(line, end).await,
            }
        }
        match open(&self.server, &self.limits).await {
            Ok(mut line) => {
                let end = line.send(from, to, octets, &self.limits).await;
                self.finish(line, end).await
            }
            Err(end) => end,
        }
    }

    /// Opens a line, signs in, sees that the server answers and takes leave. Says in one line what was found.
    pub async fn check(&self) -> Result<String, Trouble> {
        let looked = async {
            let mut line = open(&self.server, &self.limits).await?;
            line.noop(&self.limits).await?;
            line.quit(&self.limits).await
        };
        let line = match self.server.encryption() {
            Encryption::Implicit | Encryption::Required => "暗号化あり",
            Encryption::IfOffered => "暗号化はサーバーが対応していれば",
            Encryption::Forbidden => "暗号化なし",
        };
        looked
            .await
            .map(|()| format!("メールサーバー {} が応答しました（{line}）", self.server))
            .map_err(trouble)
    }

    /// The line used last, unless it has lain too long; older ones are dropped with it.
    async fn take(&self) -> Option<Line> {
        let mut idle = self.idle.lock().await;
        idle.retain(|(_, since)| since.elapsed() < self.limits.idle);
        idle.pop().map(|(line, _)| line)
    }

    async fn finish(&self, line: Line, end: Result<String, Delivery>) -> Delivery {
        match end {
            Ok(reply) => {
                let mut idle = self.idle.lock().await;
                if idle.len() < self.keep {
                    idle.push((line, Instant::now()));
                }
                Delivery::Accepted { reply }
            }
            Err(end) => end,
        }
    }
}

impl fmt::Debug for SmtpPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpPool")
            .field("server", &self.server)
            .field("keep", &self.keep)
            .finish_non_exhaustive()
    }
}

/// A refusal told as trouble, for a reader who only wants to know whether it works.
fn trouble(end: Delivery) -> Trouble {
    match end {
        Delivery::Retry(trouble) | Delivery::Unknown(trouble) => trouble,
        Delivery::Refused(Refusal {
            stage, code, text, ..
        }) => Trouble {
            stage,
            code: Some(code),
            text,
        },
        Delivery::Accepted { reply } => Trouble::new(Stage::Close, &reply),
    }
}
