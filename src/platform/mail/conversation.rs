//! One line to the mail server, word by word.
//!
//! Every wait has its own deadline; one for the whole would be too short for the last dot or too long for the greeting.
//! The moment at which all octets but the last dot are out is known: a failure before it is harmless, after it the
//! letter may have arrived. After any failure the line is of no further use and is dropped.

use std::fmt::Display;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream};
use lettre::transport::smtp::commands::{Data, Mail, Noop, Quit, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::{Response, Severity};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

use super::address::Address;
use super::outcome::{Delivery, Stage, Trouble, judge, shortened};
use super::pool::Limits;
use super::server::{Encryption, Server};
use super::tls;

/// An open line, signed in where that is needed.
pub(super) struct Line(AsyncSmtpConnection);

/// Reaches the server, greets it, encrypts the line and signs in, as its settings say. Errors are `Retry` or `Refused`.
pub(super) async fn open(server: &Server, limits: &Limits) -> Result<Line, Delivery> {
    let tcp = reach(server, limits).await?;
    let me = ClientId::default();
    let stream: Box<dyn AsyncTokioStream> = match server.encryption() {
        Encryption::Implicit => Box::new(encrypted(tcp, server, limits).await?),
        Encryption::Required | Encryption::IfOffered | Encryption::Forbidden => Box::new(tcp),
    };
    let hello = AsyncSmtpConnection::connect_with_transport(stream, &me);
    let mut smtp = within(limits.hello, Stage::Hello, hello).await?;
    let parameters = match (server.encryption(), smtp.can_starttls()) {
        (Encryption::Required, true) => Some(tls::checked(server.host())),
        (Encryption::IfOffered, true) => Some(tls::unchecked(server.host())),
        (Encryption::Required, false) => {
            return Err(retry(Stage::Hello, "サーバーが暗号化（STARTTLS）に対応していません"));
        }
        (Encryption::Implicit | Encryption::Forbidden, _) | (Encryption::IfOffered, false) => None,
    };
    if let Some(parameters) = parameters {
        let parameters = parameters.map_err(|e| failure(Stage::Hello, &e))?;
        within(limits.hello, Stage::Hello, smtp.starttls(parameters, &me)).await?;
    }
    if let Some(credentials) = server.credentials() {
        let mechanisms = [Mechanism::Plain, Mechanism::Login];
        let signing_in = smtp.auth(&mechanisms, &credentials);
        within(limits.command, Stage::SignIn, signing_in).await?;
    }
    Ok(Line(smtp))
}

impl Line {
    /// Sends one message. `Ok` holds the server's words, and the line can carry the next message.
    pub(super) async fn send(
        &mut self,
        from: &Address,
        to: &Address,
        octets: &[u8],
        limits: &Limits,
    ) -> Result<String, Delivery> {
        // Without parameters: an `Address` is ASCII, and so is what `assemble` makes.
        self.ask(limits.command, Stage::Sender, Mail::new(Some(from.to_lettre()), vec![])).await?;
        self.ask(limits.command, Stage::Recipient, Rcpt::new(to.to_lettre(), vec![])).await?;
        let go_ahead = self.ask(limits.command, Stage::Data, Data).await?;
        if !go_ahead.has_code(354) {
            return Err(retry(Stage::Data, "サーバーの返事の順序が合いません"));
        }
        let reply = self.hand_over(octets, limits).await?;
        if reply.code().severity != Severity::PositiveCompletion {
            return Err(judge(Stage::LastDot, None, "サーバーの返事の順序が合いません"));
        }
        Ok(shortened(&reply.message().collect::<Vec<_>>().join(" ")))
    }

    /// Shows that the server answers.
    pub(super) async fn noop(&mut self, limits: &Limits) -> Result<(), Delivery> {
        self.ask(limits.command, Stage::Sender, Noop).await.map(drop)
    }

    /// Takes leave.
    pub(super) async fn quit(mut self, limits: &Limits) -> Result<(), Delivery> {
        self.ask(limits.command, Stage::Close, Quit).await.map(drop)
    }

    async fn ask(
        &mut self,
        limit: Duration,
        stage: Stage,
        command: impl Display,
    ) -> Result<Response, Delivery> {
        within(limit, stage, self.0.command(command)).await
    }

    /// The octets, then the dot, then the wait. The library asks for a second piece when the first has been written,
    /// directly before the dot: that is the moment from which on the letter may arrive.
    async fn hand_over(&mut self, octets: &[u8], limits: &Limits) -> Result<Response, Delivery> {
        let uploaded = AtomicBool::new(false);
        // The library ends the last line itself.
        let mut pieces = vec![octets.strip_suffix(b"\r\n").unwrap_or(octets)].into_iter();
        let pieces = std::iter::from_fn(|| {
            let next = pieces.next();
            uploaded.store(next.is_none(), Ordering::Relaxed);
            next
        });
        let mut sending = pin!(self.0.message_iter(pieces));
        let early = timeout(limits.data, &mut sending).await;
        let stage = || {
            if uploaded.load(Ordering::Relaxed) { Stage::LastDot } else { Stage::Data }
        };
        let answer = match early {
            Ok(answer) => answer,
            Err(_) if stage() == Stage::Data => return Err(late(Stage::Data, limits.data)),
            Err(_) => timeout(limits.last, sending).await.map_err(|_| late(Stage::LastDot, limits.last))?,
        };
        answer.map_err(|e| failure(stage(), &e))
    }
}

/// Tries the server's addresses one after the other, each with its own deadline.
async fn reach(server: &Server, limits: &Limits) -> Result<TcpStream, Delivery> {
    let found = timeout(limits.connect, lookup_host((server.host(), server.port()))).await;
    let found = found.map_err(|_| late(Stage::Connect, limits.connect))?;
    let mut last = retry(Stage::Connect, "サーバー名に対応するアドレスがありません");
    for address in found.map_err(|e| retry(Stage::Connect, &e.to_string()))? {
        match timeout(limits.connect, TcpStream::connect(address)).await {
            // Else each letter waits 40 ms for an acknowledgement, as the library writes it in two pieces.
            Ok(Ok(tcp)) => match tcp.set_nodelay(true) {
                Ok(()) => return Ok(tcp),
                Err(e) => last = retry(Stage::Connect, &e.to_string()),
            },
            Ok(Err(e)) => last = retry(Stage::Connect, &e.to_string()),
            Err(_) => last = late(Stage::Connect, limits.connect),
        }
    }
    Err(last)
}

async fn encrypted(tcp: TcpStream, server: &Server, limits: &Limits) -> Result<tls::Wrapped, Delivery> {
    let config = tls::config(tls::public_roots()).map_err(|e| retry(Stage::Connect, &e.to_string()))?;
    let shaken = timeout(limits.hello, tls::wrap(tcp, server.host(), config)).await;
    shaken.map_err(|_| late(Stage::Connect, limits.hello))?.map_err(|e| retry(Stage::Connect, &e.to_string()))
}

async fn within<T>(
    limit: Duration,
    stage: Stage,
    step: impl Future<Output = Result<T, SmtpError>>,
) -> Result<T, Delivery> {
    timeout(limit, step).await.map_err(|_| late(stage, limit))?.map_err(|e| failure(stage, &e))
}

/// A reply keeps its code and its words; anything else is told as the library tells it.
fn failure(stage: Stage, e: &SmtpError) -> Delivery {
    let words = std::error::Error::source(e).map(ToString::to_string);
    match e.status() {
        Some(code) => judge(stage, Some(u16::from(code)), &words.unwrap_or_default()),
        None => judge(stage, None, &words.unwrap_or_else(|| e.to_string())),
    }
}

fn late(stage: Stage, limit: Duration) -> Delivery {
    judge(stage, None, &format!("{}秒待っても返事がありません", limit.as_secs_f32()))
}

fn retry(stage: Stage, text: &str) -> Delivery {
    Delivery::Retry(Trouble::new(stage, text))
}
