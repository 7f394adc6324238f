//! A server on a free port: what every answer carries, and what a probe is told.

use std::net::TcpListener;

use chrono::{DateTime, TimeDelta};
use renkei::app;
use renkei::config::{Layers, Occasion, Settings};
use renkei::platform::clock::{Clock, LeaseClock};
use renkei::platform::db::{Db, Terms};
use renkei::platform::health::{self, WorkerName};
use renkei::platform::secret::SecretKey;
use renkei::platform::state::AppState;
use reqwest::{Client, Method, Response};
use tempfile::TempDir;

/// A running server; it ends with the test's runtime.
struct Server {
    address: String,
    db: Db,
    clock: Clock,
    _dir: TempDir,
}

impl Server {
    async fn start(variables: &[(&str, &str)], worker: Option<WorkerName>) -> Self {
        let server = Self::start_unmigrated(variables, worker).await;
        server.db.migrate().await.unwrap();
        server
    }

    async fn start_unmigrated(variables: &[(&str, &str)], worker: Option<WorkerName>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Clock::standing_at(DateTime::UNIX_EPOCH + TimeDelta::days(20_000));
        let terms = Terms {
            key: SecretKey::new(vec![1; 32]).unwrap(),
            lease_clock: LeaseClock::Product(clock.clone()),
            hold_ms: 0,
            mail_domain: "renkei.example".to_owned(),
        };
        let db =
            Db::open(&format!("sqlite:{}", dir.path().join("renkei.db").display()), terms).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let settings = Settings::read(&Layers::default().environment(variables), Occasion::Tool).unwrap();
        let state = AppState::new(db.clone(), settings.listening_at(address), app::notices()).unwrap();
        tokio::spawn(app::server(state, listener, worker).unwrap());
        Self { address: format!("http://{address}"), db, clock, _dir: dir }
    }

    async fn get(&self, path: &str) -> Response {
        Client::new().get(format!("{}{path}", self.address)).send().await.unwrap()
    }

    async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = Client::new().request(method, format!("{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap()
    }
}

#[tokio::test]
async fn every_answer_is_hardened_and_has_an_id() {
    let server = Server::start(&[], None).await;
    let mut ids = Vec::new();
    for (method, path, headers, status) in [
        (Method::GET, "/healthz", vec![], 200),
        (Method::HEAD, "/healthz", vec![], 200),
        (Method::GET, "/readyz", vec![], 200),
        (Method::GET, "/metrics", vec![], 404),
        (Method::GET, "/nothing/here", vec![], 404),
        (Method::GET, "/healthz/", vec![], 404),
        (Method::POST, "/healthz", vec![], 405),
        (Method::GET, "/nothing", vec![("host", "evil.example")], 421),
        (Method::GET, "/nothing", vec![("host", "evil.example:80")], 421),
        (Method::GET, "/nothing", vec![("host", "localhost:1")], 404),
        (Method::POST, "/nothing", vec![("origin", "https://evil.example")], 403),
        (Method::POST, "/nothing", vec![("origin", "null")], 403),
        (Method::POST, "/nothing", vec![("host", "localhost:1"), ("origin", "http://localhost:1")], 404),
        (Method::POST, "/nothing", vec![("origin", &server.address)], 404),
        (Method::GET, "/nothing", vec![("origin", "https://evil.example")], 404),
        (Method::POST, "/nothing", vec![("content-encoding", "gzip")], 415),
        (Method::POST, "/nothing", vec![("content-encoding", "identity")], 404),
    ] {
        let answer = server.send(method.clone(), path, &headers).await;
        let named = format!("{method} {path} {headers:?}");
        assert_eq!(answer.status().as_u16(), status, "{named}");
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
        let policy = header("content-security-policy").unwrap_or_default();
        assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"), "{named}");
        assert_eq!(header("x-content-type-options"), Some("nosniff"), "{named}");
        assert_eq!(header("referrer-policy"), Some("same-origin"), "{named}");
        assert_eq!(header("cache-control"), Some("no-store"), "{named}");
        assert_eq!(header("cross-origin-opener-policy"), Some("same-origin"), "{named}");
        assert_eq!(header("strict-transport-security"), None, "{named}");
        ids.push(header("x-request-id").expect(&named).to_owned());
    }
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id is used once");
}

#[tokio::test]
async fn https_is_kept_by_the_browser() {
    let server = Server::start(&[("RENKEI_BASE_URL", "https://renkei.example")], None).await;
    let answer = server.send(Method::GET, "/", &[("host", "renkei.example")]).await;
    assert_eq!(answer.headers()["strict-transport-security"], "max-age=31536000");
    let posted = |origin| {
        let server = &server;
        async move {
            server
                .send(Method::POST, "/nothing", &[("host", "renkei.example"), ("origin", origin)])
                .await
                .status()
        }
    };
    assert_eq!(posted("https://renkei.example").await, 404);
    assert_eq!(
        posted("http://renkei.example").await,
        403,
        "the same host without encryption is another origin"
    );
}

#[tokio::test]
async fn an_id_from_outside_counts_only_from_a_trusted_proxy() {
    let given = [("x-request-id", "proxy-id-0001")];
    let stranger = Server::start(&[], None).await;
    let answer = stranger.send(Method::GET, "/healthz", &given).await;
    assert_ne!(answer.headers()["x-request-id"], "proxy-id-0001");
    let behind = Server::start(&[("RENKEI_TRUSTED_PROXIES", "127.0.0.0/8")], None).await;
    let answer = behind.send(Method::GET, "/healthz", &given).await;
    assert_eq!(answer.headers()["x-request-id"], "proxy-id-0001");
    let answer = behind.send(Method::GET, "/healthz", &[("x-request-id", "a b\u{e9}<script>")]).await;
    assert_eq!(answer.headers()["x-request-id"].len(), 32);
}

#[tokio::test]
async fn refusals_say_what_to_do_without_a_number_to_ask_for() {
    let server = Server::start(&[], None).await;
    let answer = server.get("/nothing").await;
    let id = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
    let words = answer.text().await.unwrap();
    assert!(words.contains("見つかりません") && !words.contains(&id), "{words}");
}

#[tokio::test]
async fn the_numbers_are_for_who_knows_the_token() {
    let server = Server::start(&[("RENKEI_METRICS_TOKEN", "sesame")], None).await;
    for refused in [None, Some("Bearer sesam"), Some("Bearer sesame1"), Some("sesame"), Some("Basic sesame")]
    {
        let headers: Vec<_> = refused.iter().map(|value| ("authorization", *value)).collect();
        assert_eq!(server.send(Method::GET, "/metrics", &headers).await.status(), 404, "{refused:?}");
    }
    server.get("/secret-token-in-a-path").await;
    let answer = server.send(Method::GET, "/metrics", &[("authorization", "Bearer sesame")]).await;
    assert_eq!(answer.status(), 200);
    let text = answer.text().await.unwrap();
    let counted = r#"renkei_requests_total{method="GET",route="unmatched",status="404"} 1"#;
    assert!(text.contains(counted), "{text}");
    assert!(
        text.contains("renkei_request_seconds_bucket") && text.contains("renkei_outbox_waiting 0"),
        "{text}"
    );
    assert!(!text.contains("secret-token"), "{text}");
}

#[tokio::test]
async fn readiness_gives_its_reason() {
    let name = WorkerName::fresh();
    let server = Server::start_unmigrated(&[], Some(name.clone())).await;
    let ready = || async {
        let answer = server.get("/readyz").await;
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let (status, reason) = ready().await;
    assert_eq!(status, 503);
    assert!(reason.starts_with("migrations: ") && reason.ends_with(" pending\n"), "{reason}");
    server.db.migrate().await.unwrap();
    let silent = (503, "worker: no heartbeat\n".to_owned());
    assert_eq!(ready().await, silent);
    health::beat(&server.db, &name).await.unwrap();
    assert_eq!(ready().await, (200, "ready\n".to_owned()));
    health::beat(&server.db, &WorkerName::fresh()).await.unwrap();
    server.clock.advance(TimeDelta::seconds(60));
    assert_eq!(ready().await, silent, "another process's worker does not count");
    health::beat(&server.db, &name).await.unwrap();
    assert_eq!(ready().await.0, 200);
    server.db.clone().close().await.unwrap();
    assert_eq!(ready().await, (503, "database: no answer\n".to_owned()));
    assert_eq!(server.get("/healthz").await.status(), 200, "alive all the same");
}
