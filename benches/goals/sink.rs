//! A mail server that takes everything. It acknowledges what it reads at once, or when the system sees fit, as an
//! ordinary server does: then a letter that comes in two parts waits up to 40 ms between them.

use std::io::{BufRead, BufReader, Read, Result, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::linux::net::TcpStreamExt;
use std::sync::{Arc, Mutex};

/// When the system tells the sender what has arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acknowledges {
    /// With every read.
    AtOnce,
    /// As usual.
    Usually,
}

/// A letter as it came.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The envelope recipient.
    pub to: String,
    /// The octets, dots unstuffed.
    pub octets: Vec<u8>,
}

/// A running server. It stops when the process ends.
#[derive(Clone)]
pub struct Sink {
    /// Where it listens.
    pub address: SocketAddr,
    manner: Acknowledges,
    kept: Arc<Mutex<Vec<Letter>>>,
}

impl Sink {
    /// Starts one on a free port.
    pub fn start(manner: Acknowledges) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let sink = Self { address, manner, kept: Arc::default() };
        let serving = sink.clone();
        std::thread::spawn(move || {
            for line in listener.incoming().flatten() {
                let sink = serving.clone();
                // A client that hangs up ends its own conversation.
                std::thread::spawn(move || drop(sink.talk(line)));
            }
        });
        sink
    }

    /// For `RENKEI_SMTP_URL`.
    pub fn url(&self) -> String {
        format!("smtp://{}?tls=none", self.address)
    }

    /// The letters it has taken.
    pub fn letters(&self) -> Vec<Letter> {
        self.kept.lock().unwrap().clone()
    }

    fn talk(&self, line: TcpStream) -> Result<()> {
        line.set_nodelay(true)?;
        let mut answer = line.try_clone()?;
        let mut line = BufReader::with_capacity(64 * 1024, Wire { line, manner: self.manner });
        answer.write_all(b"220 sink\r\n")?;
        let (mut word, mut to) = (String::new(), String::new());
        loop {
            word.clear();
            if line.read_line(&mut word)? == 0 {
                return Ok(());
            }
            let reply: &[u8] = match word.get(..4).unwrap_or_default() {
                "EHLO" => b"250-sink\r\n250 8BITMIME\r\n",
                "RCPT" => {
                    word.trim().trim_start_matches("RCPT TO:<").trim_end_matches('>').clone_into(&mut to);
                    b"250 ok\r\n"
                }
                "DATA" => {
                    answer.write_all(b"354 go ahead\r\n")?;
                    let octets = octets(&mut line)?;
                    self.kept.lock().unwrap().push(Letter { to: to.clone(), octets });
                    b"250 taken\r\n"
                }
                "QUIT" => return answer.write_all(b"221 bye\r\n"),
                _ => b"250 ok\r\n",
            };
            answer.write_all(reply)?;
        }
    }
}

fn octets(line: &mut impl BufRead) -> Result<Vec<u8>> {
    let mut octets = Vec::with_capacity(32 * 1024);
    loop {
        let begins = octets.len();
        line.read_until(b'\n', &mut octets)?;
        match &octets[begins..] {
            b".\r\n" | b"" => {
                octets.truncate(begins);
                return Ok(octets);
            }
            [b'.', ..] => drop(octets.remove(begins)),
            _ => {}
        }
    }
}

/// The sender's side of a connection.
struct Wire {
    line: TcpStream,
    manner: Acknowledges,
}

impl Read for Wire {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let got = self.line.read(into)?;
        if self.manner == Acknowledges::AtOnce {
            // Not a state of the connection: it has to be said again and again.
            self.line.set_quickack(true)?;
        }
        Ok(got)
    }
}
