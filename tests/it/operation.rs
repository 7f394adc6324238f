//! The program as an operator runs it: exit codes, one clear line, and an end within its time.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

fn renkei(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_renkei"));
    command.env_clear().env("PATH", "/usr/bin:/bin").arg("--data").arg(data);
    command
}

fn run(data: &Path, arguments: &[&str]) -> (i32, String, String) {
    told(renkei(data).args(arguments).output().unwrap())
}

fn told(output: Output) -> (i32, String, String) {
    let text = |octets| String::from_utf8(octets).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn migrations_are_reported_applied_and_done() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let (code, out, err) = run(&data, &["migrate", "--check"]);
    assert_eq!((code, err.lines().count()), (1, 1), "{err}");
    assert!(out.contains("未適用: m20261121_000001_create_directory"), "{out}");
    assert!(!data.exists(), "looking makes nothing");
    let (code, _, err) = run(&data, &["migrate"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let (code, out, err) = run(&data, &["migrate", "--check"]);
    assert_eq!((code, out.as_str(), err.as_str()), (0, "データベースは最新です\n", ""));
}

#[test]
fn a_worker_waits_for_the_schema() {
    let dir = tempfile::tempdir().unwrap();
    let (code, _, err) = run(dir.path(), &["worker", "--once"]);
    assert_eq!(code, 1);
    assert!(err.contains("renkei migrate"), "{err}");
    run(dir.path(), &["migrate"]);
    assert_eq!(run(dir.path(), &["worker", "--once"]).0, 0);
}

#[test]
fn wrong_use_and_wrong_settings_have_their_codes() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run(dir.path(), &["serve", "--lissen", "x"]).0, 2);
    assert_eq!(run(dir.path(), &[]).0, 2);
    let (code, _, err) = run(dir.path(), &["serve", "--listen", "x"]);
    assert_eq!((code, err.lines().count()), (1, 1), "{err}");
    assert!(err.contains("--listen"), "{err}");
    let output =
        renkei(dir.path()).arg("serve").env("RENKEI_MAIL_HOLD", "x").env("RENKEI_LOG_FORMAT", "y").output();
    let (code, _, err) = told(output.unwrap());
    assert_eq!((code, err.lines().count()), (1, 2), "{err}");
    let (code, _, err) = run(dir.path(), &["migrate", "--config", "/nowhere/renkei.toml"]);
    assert_eq!((code, err.lines().count()), (1, 1), "{err}");
    let (code, _, err) = run(dir.path(), &["migrate", "--database-url", "sqlite:/nowhere/renkei.db"]);
    assert_eq!((code, err.lines().count()), (1, 1), "{err}");
}

#[test]
fn a_database_that_does_not_answer_is_worth_another_try() {
    let dir = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://renkei:hush@{}/renkei", listener.local_addr().unwrap());
    // A server that hangs up on everybody.
    std::thread::spawn(move || listener.incoming().for_each(drop));
    let output = renkei(dir.path())
        .args(["migrate", "--database-url", &url])
        .env("RENKEI_SECRET_KEY", "a-key-of-at-least-32-characters-hush")
        .output();
    let (code, _, err) = told(output.unwrap());
    assert_eq!((code, err.lines().count()), (75, 1), "{err}");
    assert!(!err.contains("hush"), "{err}");
}

#[test]
fn the_doctor_says_what_to_do_and_no_secret() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let (code, out, _) = run(&data, &["doctor"]);
    assert_eq!(code, 1);
    assert!(out.contains("要対応  データベース: まだありません"), "{out}");
    assert!(!data.exists(), "looking makes nothing");
    run(&data, &["migrate"]);
    let (code, out, err) = run(&data, &["doctor"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.lines().all(|line| line.starts_with("良 ")), "{out}");
    let output = renkei(&data)
        .arg("doctor")
        .env("RENKEI_SMTP_URL", "smtp://office:hush@127.0.0.1:1")
        .env("RENKEI_METRICS_TOKEN", "hush")
        .output();
    let (code, out, _) = told(output.unwrap());
    assert_eq!(code, 1);
    assert!(out.contains("要対応  メール: 127.0.0.1:1") && !out.contains("hush"), "{out}");
}

#[test]
fn told_to_stop_it_ends_in_time_and_its_log_has_no_paths() {
    let dir = tempfile::tempdir().unwrap();
    let mut server = renkei(dir.path())
        .args(["serve", "--listen", "127.0.0.1:0"])
        .env("RENKEI_LOG_FORMAT", "json")
        .env("RENKEI_LOG", "trace")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let log = BufReader::new(server.stderr.take().unwrap()).lines();
    let (tell, lines) = mpsc::channel();
    let mut lines = lines.into_iter();
    // Read on all the time: a full pipe would stop the server.
    std::thread::spawn(move || log.map_while(Result::ok).try_for_each(|line| tell.send(line)));
    let serving = lines.find(|line| line.contains("serving")).unwrap();
    let line: serde_json::Value = serde_json::from_str(&serving).unwrap();
    let address = line["base_url"].as_str().unwrap();
    assert!(address.starts_with("http://127.0.0.1:") && !address.ends_with(":0"), "{serving}");
    let host = address.trim_start_matches("http://");
    let mut visitor = TcpStream::connect(host).unwrap();
    write!(
        visitor,
        "GET /r/mark-in-a-path?mark HTTP/1.1\r\nHost: {host}\r\nCookie: mark\r\nReferer: mark\r\n\r\n"
    )
    .unwrap();
    let mut answer = [0; 12];
    visitor.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 404");
    let asked = Instant::now();
    assert!(Command::new("kill").arg(server.id().to_string()).status().unwrap().success());
    assert_eq!(server.wait().unwrap().code(), Some(0));
    assert!(asked.elapsed() < Duration::from_secs(10), "also with a connection kept open");
    assert!(!dir.path().join("renkei.db-wal").exists(), "the log was folded into the file");
    let log: Vec<_> = lines.collect();
    let answered = log.iter().find(|line| line.contains("answered")).unwrap();
    let line: serde_json::Value = serde_json::from_str(answered).unwrap();
    assert_eq!((&line["route"], &line["status"]), (&"/r/{token}".into(), &404.into()), "{answered}");
    assert_eq!(line["span"]["id"].as_str().map(str::len), Some(32), "{answered}");
    assert!(log.iter().all(|line| !line.contains("mark")), "{log:?}");
}
