//! A mail server that takes everything, or fails in the way a test asks for.
//!
//! It runs on a thread and runtime of its own, so it outlives the runtime of a test and any process under test, and
//! listens on a free port of 127.0.0.1. It speaks what a client needs: EHLO, STARTTLS, AUTH PLAIN and LOGIN, MAIL,
//! RCPT, DATA, RSET, NOOP, QUIT; no pipelining. A letter counts as taken when its last dot has been read and the
//! manner does not say otherwise, whether or not the client ever hears of it.
#![allow(
    dead_code,
    clippy::disallowed_types,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod talk;

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::BufReader;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use talk::{Talk, Wire};

/// The certificate the sink shows; it is good for `localhost` and 127.0.0.1 and leads to no public root.
pub const CERTIFICATE: &[u8] = include_bytes!("smtp_sink_cert.pem");
const KEY: &[u8] = include_bytes!("smtp_sink_key.pem");

/// A place in the conversation; the fault stands in for the server's reply there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    Greeting,
    Hello,
    Auth,
    Mail,
    Rcpt,
    Data,
    /// After the last dot; the letter is not taken.
    Dot,
    /// After the last dot; the letter is taken all the same.
    DotTaken,
}

/// What happens there instead of the ordinary reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// This reply, without CRLF; the conversation goes on.
    Say(&'static str),
    /// Nothing at all; the line is cut after [`Sink::hang_for`].
    Hang,
    /// The line is cut.
    Cut,
}

/// How the sink behaves.
#[derive(Debug, Clone)]
pub enum Manner {
    /// Takes everything.
    Ordinary,
    /// This fault on every connection.
    Always(At, Fault),
    /// The first connection meets the first entry, and so on; later ones are ordinary.
    Connections(Vec<Option<(At, Fault)>>),
    /// Letters to this address (as given to RCPT) meet the fault, at `Rcpt` or later.
    Recipients(Vec<(&'static str, At, Fault)>),
    /// Each letter rolls a die that depends on the seed and the number of the letter.
    Random(u64, Shares),
}

/// Of 1000 letters, how many meet which fault.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shares {
    /// 451 at RCPT.
    pub later: u64,
    /// 550 at RCPT.
    pub never: u64,
    /// Silence after the last dot, with the letter taken.
    pub hang: u64,
    /// Cut after the last dot, with the letter taken.
    pub cut: u64,
}

/// What the server offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// No TLS.
    Plain,
    /// STARTTLS with [`CERTIFICATE`].
    StartTls,
    /// TLS from the first byte.
    Implicit,
}

/// A letter the sink has taken.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The connection it came over, from 0.
    pub connection: usize,
    /// Whether that connection was encrypted.
    pub encrypted: bool,
    /// Envelope sender.
    pub from: String,
    /// Envelope recipients.
    pub to: Vec<String>,
    /// The octets, dots unstuffed, last CRLF included.
    pub octets: Vec<u8>,
}

/// What was counted; a test compares duplicates with these.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Connections accepted.
    pub connections: usize,
    /// Lines cut after a last dot.
    pub cuts_after_dot: usize,
    /// Lines left silent after a last dot.
    pub hangs_after_dot: usize,
    /// Lines left silent anywhere else.
    pub other_hangs: usize,
}

/// A running sink. It stops when the process ends.
#[derive(Clone)]
pub struct Sink {
    /// Where it listens.
    pub address: SocketAddr,
    /// How long a silent line stays open.
    pub hang_for: Duration,
    offer: Offer,
    /// `user\0password` it asks for.
    login: Option<String>,
    state: Arc<Mutex<State>>,
    /// How many letters were begun.
    letters: watch::Sender<u64>,
}

struct State {
    manner: Manner,
    taken: Vec<Taken>,
    sign_ins: Vec<String>,
    counts: Counts,
}

impl Sink {
    /// A sink without TLS and sign-in.
    pub fn start(manner: Manner) -> Self {
        Self::start_offering(manner, Offer::Plain, None)
    }

    /// A sink that offers TLS, or asks for a sign-in with this user and password.
    pub fn start_offering(manner: Manner, offer: Offer, login: Option<(&str, &str)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let state = State { manner, taken: vec![], sign_ins: vec![], counts: Counts::default() };
        let sink = Self {
            address: listener.local_addr().unwrap(),
            hang_for: Duration::from_secs(900),
            offer,
            login: login.map(|(user, password)| format!("{user}\0{password}")),
            state: Arc::new(Mutex::new(state)),
            letters: watch::Sender::new(0),
        };
        let serving = sink.clone();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(serving.serve(listener));
        });
        sink
    }

    /// `smtp://127.0.0.1:port` or `smtps://localhost:port`.
    pub fn url(&self) -> String {
        let scheme = if self.offer == Offer::Implicit { "smtps" } else { "smtp" };
        format!("{scheme}://{}", self.address)
    }

    /// Behaves like this from the next reply on.
    pub fn behave(&self, manner: Manner) {
        self.state.lock().unwrap().manner = manner;
    }

    /// Waits until so many more letters were begun.
    pub async fn hears(&self, more: u64) {
        let mut begun = self.letters.subscribe();
        let until = *begun.borrow() + more;
        begun.wait_for(|begun| *begun >= until).await.unwrap();
    }

    /// All letters taken so far.
    pub fn taken(&self) -> Vec<Taken> {
        self.state.lock().unwrap().taken.clone()
    }

    /// What was counted so far.
    pub fn counts(&self) -> Counts {
        self.state.lock().unwrap().counts
    }

    /// `user\0password` of each sign-in tried.
    pub fn sign_ins(&self) -> Vec<String> {
        self.state.lock().unwrap().sign_ins.clone()
    }

    async fn serve(self, listener: TcpListener) {
        let listener = tokio::net::TcpListener::from_std(listener).unwrap();
        let acceptor = acceptor();
        loop {
            let Ok((tcp, _)) = listener.accept().await else {
                continue;
            };
            tcp.set_nodelay(true).unwrap();
            let number = {
                let mut state = self.state.lock().unwrap();
                state.counts.connections += 1;
                state.counts.connections - 1
            };
            let (sink, acceptor) = (self.clone(), acceptor.clone());
            tokio::spawn(async move {
                let encrypted = sink.offer == Offer::Implicit;
                let wire: Box<dyn Wire> = if encrypted {
                    let Ok(tls) = acceptor.accept(tcp).await else {
                        return;
                    };
                    Box::new(tls)
                } else {
                    Box::new(tcp)
                };
                let wire = BufReader::new(wire);
                let talk = Talk { sink, number, wire, encrypted, from: String::new(), to: vec![], letter: 0 };
                talk.run(acceptor).await;
            });
        }
    }
}

fn acceptor() -> TlsAcceptor {
    let chain = vec![CertificateDer::from_pem_slice(CERTIFICATE).unwrap()];
    let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider);
    let config = config.with_safe_default_protocol_versions().unwrap();
    TlsAcceptor::from(Arc::new(config.with_no_client_auth().with_single_cert(chain, key).unwrap()))
}
