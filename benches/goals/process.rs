//! A server in a process of its own, and what the system says of it: processor time and memory.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server that was started here. Dropping it kills it.
pub struct Server {
    child: Child,
    /// Where it answers.
    pub address: SocketAddr,
}

impl Server {
    /// Starts a command that serves on the address it is given, and waits until `probe` answers 200 there.
    pub fn start(command: impl FnOnce(SocketAddr) -> Command, probe: &str) -> Self {
        let address = free_address();
        let mut command = command(address);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let server = Self { child: command.spawn().unwrap(), address };
        let patience = Instant::now() + Duration::from_secs(60);
        while !answers(address, probe) {
            assert!(Instant::now() < patience, "{command:?} does not answer");
            std::thread::sleep(Duration::from_millis(1));
        }
        server
    }

    /// Its processor time so far.
    pub fn cpu(&self) -> Duration {
        cpu(self.child.id())
    }

    /// Its own memory in MB: no mapped files.
    pub fn memory(&self) -> f64 {
        let rollup = fs::read_to_string(format!("/proc/{}/smaps_rollup", self.child.id())).unwrap();
        let line = rollup.lines().find_map(|line| line.strip_prefix("Anonymous:")).unwrap();
        let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().unwrap();
        kilobytes / 1024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Processor time of this process so far.
pub fn own_cpu() -> Duration {
    cpu(std::process::id())
}

/// All threads, to the nanosecond.
fn cpu(process: u32) -> Duration {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let nanoseconds = tasks.flatten().filter_map(|task| {
        let line = fs::read_to_string(task.path().join("schedstat")).ok()?;
        line.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanoseconds.sum())
}

/// A port nobody listens on at this moment.
fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

fn answers(address: SocketAddr, path: &str) -> bool {
    let asked = || -> std::io::Result<bool> {
        let mut line = TcpStream::connect(address)?;
        write!(line, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n")?;
        let mut head = [0; 12];
        line.read_exact(&mut head)?;
        Ok(head.ends_with(b" 200"))
    };
    asked().unwrap_or(false)
}
