//! A browser without a screen: asks for one page again and again over some open connections.

use std::cell::Cell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::LocalSet;

/// Connections at a time.
const CONNECTIONS: usize = 16;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Page {
    /// For the figures: `meeting page`.
    pub name: &'static str,
    /// Path.
    pub path: String,
    /// `name=value`; empty where nobody is signed in.
    pub cookie: String,
}

/// An answer as it came.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status line and headers.
    pub head: String,
    /// The page.
    pub body: Vec<u8>,
}

/// Asks once and takes the answer home. Anything but 200 stops the measurement.
pub async fn ask_once(server: SocketAddr, page: &Page) -> Answer {
    let mut line = Line::open(server, page).await;
    line.ask().await;
    line.answer()
}

/// Asks that many times over all connections together, and says how long it took.
pub fn ask(server: SocketAddr, page: &Page, times: usize) -> Duration {
    ask_each(server, std::slice::from_ref(page), times)
}

/// Asks for several pages by turns, that many times in all over all connections together.
pub fn ask_each(server: SocketAddr, pages: &[Page], times: usize) -> Duration {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let local = LocalSet::new();
    local.block_on(&runtime, async {
        let left = Rc::new(Cell::new(times));
        let mut lines = Vec::new();
        for _ in 0..CONNECTIONS.min(times) {
            lines.push(Line::open(server, &pages[0]).await);
        }
        let requests: Rc<[Vec<u8>]> = pages.iter().map(|page| request(server, page)).collect();
        let began = Instant::now();
        let asking = lines.into_iter().map(|mut line| {
            let (left, requests) = (Rc::clone(&left), Rc::clone(&requests));
            tokio::task::spawn_local(async move {
                while left.get() > 0 {
                    left.set(left.get() - 1);
                    line.request.clone_from(&requests[left.get() % requests.len()]);
                    line.ask().await;
                }
            })
        });
        for one in asking.collect::<Vec<_>>() {
            one.await.unwrap();
        }
        began.elapsed()
    })
}

fn request(server: SocketAddr, page: &Page) -> Vec<u8> {
    let Page { path, cookie, .. } = page;
    let cookie = if cookie.is_empty() { String::new() } else { format!("cookie: {cookie}\r\n") };
    format!("GET {path} HTTP/1.1\r\nhost: {server}\r\n{cookie}\r\n").into_bytes()
}

/// One connection that stays open.
struct Line {
    stream: TcpStream,
    request: Vec<u8>,
    read: Vec<u8>,
    head: usize,
}

impl Line {
    async fn open(server: SocketAddr, page: &Page) -> Self {
        let stream = TcpStream::connect(server).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, request: request(server, page), read: Vec::with_capacity(128 * 1024), head: 0 }
    }

    async fn ask(&mut self) {
        self.stream.write_all(&self.request).await.unwrap();
        self.read.clear();
        let end = loop {
            let got = self.stream.read_buf(&mut self.read).await.unwrap();
            assert!(got > 0, "the server hung up");
            if let Some(end) = self.read.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let head = String::from_utf8_lossy(&self.read[..end]).to_ascii_lowercase();
        assert!(head.starts_with("http/1.1 200"), "{head}");
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
        let whole = end + length.parse::<usize>().unwrap();
        while self.read.len() < whole {
            let got = self.stream.read_buf(&mut self.read).await.unwrap();
            assert!(got > 0, "the server hung up");
        }
        self.head = end;
    }

    fn answer(&self) -> Answer {
        let (head, body) = self.read.split_at(self.head);
        Answer { head: String::from_utf8_lossy(head).into_owned(), body: body.to_vec() }
    }
}
