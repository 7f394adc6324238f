//! One connection to the sink, from greeting to farewell.

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio_rustls::TlsAcceptor;

use super::{At, Fault, Manner, Offer, Shares, Sink, Taken};

/// A line, encrypted or not.
pub trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// One connection.
pub struct Talk {
    pub sink: Sink,
    pub number: usize,
    pub wire: BufReader<Box<dyn Wire>>,
    pub encrypted: bool,
    pub from: String,
    pub to: Vec<String>,
    pub letter: u64,
}

/// `Break` ends the connection.
type Step = std::ops::ControlFlow<()>;

impl Talk {
    /// Talks until the client or a fault ends it.
    pub async fn run(mut self, acceptor: TlsAcceptor) {
        if self.reply(At::Greeting, "220 sink ESMTP").await.is_break() {
            return;
        }
        loop {
            let Some(line) = self.line().await else { return };
            let (verb, rest) = line.split_once([' ', ':']).unwrap_or((&line, ""));
            let step = match verb.to_ascii_uppercase().as_str() {
                "EHLO" | "HELO" => self.hello().await,
                "STARTTLS" => {
                    let _ = self.say("220 go ahead").await;
                    let Ok(tls) = acceptor.accept(self.wire.into_inner()).await else {
                        return;
                    };
                    self.wire = BufReader::new(Box::new(tls));
                    self.encrypted = true;
                    Step::Continue(())
                }
                "AUTH" => self.sign_in(rest).await,
                "MAIL" => {
                    (self.from, self.to) = (address(rest), vec![]);
                    self.sink.letters.send_modify(|begun| {
                        *begun += 1;
                        self.letter = *begun;
                    });
                    self.reply(At::Mail, "250 2.1.0 ok").await
                }
                "RCPT" => {
                    self.to.push(address(rest));
                    self.reply(At::Rcpt, "250 2.1.5 ok").await
                }
                "DATA" => self.data().await,
                "RSET" | "NOOP" => self.say("250 2.0.0 ok").await,
                "QUIT" => {
                    let _ = self.say("221 2.0.0 bye").await;
                    return;
                }
                _ => self.say("500 5.5.2 what").await,
            };
            if step.is_break() {
                return;
            }
        }
    }

    async fn hello(&mut self) -> Step {
        let tls = if self.sink.offer == Offer::StartTls && !self.encrypted { "250-STARTTLS\r\n" } else { "" };
        let auth = if self.sink.login.is_some() { "250-AUTH PLAIN LOGIN\r\n" } else { "" };
        self.reply(At::Hello, &format!("250-sink\r\n{tls}{auth}250-8BITMIME\r\n250 SIZE 20000000")).await
    }

    async fn sign_in(&mut self, rest: &str) -> Step {
        let decode = |text: &str| data_encoding::BASE64.decode(text.as_bytes()).unwrap_or_default();
        let given = match rest.split_once(' ') {
            Some((_, initial)) => {
                String::from_utf8(decode(initial)).unwrap().trim_start_matches('\0').to_owned()
            }
            None => {
                let mut asked = vec![];
                for prompt in ["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6"] {
                    let _ = self.say(prompt).await;
                    let Some(line) = self.line().await else {
                        return Step::Break(());
                    };
                    asked.push(String::from_utf8(decode(&line)).unwrap());
                }
                asked.join("\0")
            }
        };
        let right = self.sink.login.as_ref() == Some(&given);
        self.sink.state.lock().unwrap().sign_ins.push(given);
        if right {
            self.reply(At::Auth, "235 2.7.0 welcome").await
        } else {
            self.say("535 5.7.8 wrong user or password").await
        }
    }

    async fn data(&mut self) -> Step {
        match self.fault(At::Data) {
            Some(Fault::Say(words)) => return self.say(words).await,
            Some(fault) => return self.suffer(At::Data, fault).await,
            None => {
                let _ = self.say("354 go ahead").await;
            }
        }
        let mut octets = vec![];
        loop {
            let mut line = vec![];
            if self.wire.read_until(b'\n', &mut line).await.unwrap_or(0) == 0 {
                return Step::Break(());
            }
            if line == b".\r\n" {
                break;
            }
            octets.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
        if self.fault(At::Dot).is_some() {
            return self.reply(At::Dot, "").await;
        }
        let (from, to) = (self.from.clone(), self.to.clone());
        let taken = Taken { connection: self.number, encrypted: self.encrypted, from, to, octets };
        self.sink.state.lock().unwrap().taken.push(taken);
        self.reply(At::DotTaken, &format!("250 2.0.0 queued as {}", self.letter)).await
    }

    /// The ordinary reply, or the fault that stands here.
    async fn reply(&mut self, at: At, ordinary: &str) -> Step {
        match self.fault(at) {
            None => self.say(ordinary).await,
            Some(fault) => self.suffer(at, fault).await,
        }
    }

    async fn suffer(&mut self, at: At, fault: Fault) -> Step {
        let after_dot = matches!(at, At::Dot | At::DotTaken);
        match fault {
            Fault::Say(words) => return self.say(words).await,
            Fault::Cut => self.sink.state.lock().unwrap().counts.cuts_after_dot += usize::from(after_dot),
            Fault::Hang => {
                {
                    let counts = &mut self.sink.state.lock().unwrap().counts;
                    counts.hangs_after_dot += usize::from(after_dot);
                    counts.other_hangs += usize::from(!after_dot);
                }
                tokio::time::sleep(self.sink.hang_for).await;
            }
        }
        Step::Break(())
    }

    fn fault(&self, at: At) -> Option<Fault> {
        let state = self.sink.state.lock().unwrap();
        match &state.manner {
            Manner::Ordinary => None,
            Manner::Always(place, fault) => (*place == at).then_some(*fault),
            Manner::Connections(each) => each
                .get(self.number)
                .copied()
                .flatten()
                .and_then(|(place, fault)| (place == at).then_some(fault)),
            Manner::Recipients(each) => {
                let mine = each.iter().find(|(to, place, _)| *place == at && self.to.iter().any(|t| t == to));
                mine.map(|(_, _, fault)| *fault)
            }
            Manner::Random(seed, shares) => roll(*seed, self.letter, shares, at),
        }
    }

    async fn say(&mut self, words: &str) -> Step {
        let line = format!("{words}\r\n");
        match self.wire.write_all(line.as_bytes()).await.and(self.wire.flush().await) {
            Ok(()) => Step::Continue(()),
            Err(_) => Step::Break(()),
        }
    }

    async fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.wire.read_line(&mut line).await.ok()?;
        (read > 0).then(|| line.trim_end().to_owned())
    }
}

/// One throw a letter, so that exactly one of the shares can meet it.
fn roll(seed: u64, letter: u64, shares: &Shares, at: At) -> Option<Fault> {
    let mut z = seed.wrapping_add(letter.wrapping_mul(0x9E37_79B9_7F4A_7C15)); // splitmix64
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    let mut throw = (z ^ (z >> 31)) % 1000;
    for (share, place, fault) in [
        (shares.later, At::Rcpt, Fault::Say("451 4.7.1 greylisted")),
        (shares.never, At::Rcpt, Fault::Say("550 5.1.1 no such user")),
        (shares.hang, At::DotTaken, Fault::Hang),
        (shares.cut, At::DotTaken, Fault::Cut),
    ] {
        if throw < share {
            return (place == at).then_some(fault);
        }
        throw -= share;
    }
    None
}

/// What stands between `<` and `>`.
fn address(rest: &str) -> String {
    let inner = rest.split_once('<').map_or(rest, |(_, inner)| inner);
    inner.rsplit_once('>').map_or(inner, |(inner, _)| inner).to_owned()
}
