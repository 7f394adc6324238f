//! The settings: each kind of value, all errors at once, which layer wins, and that no secret shows.

use std::path::Path;

use renkei::config::{Layers, Occasion, Problem, ReplyTo, Settings};

const KEY: &str = "a-key-of-at-least-32-characters-hush";

fn layers(variables: &[(&str, &str)]) -> Layers {
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Layers::default().environment(variables)
}

fn read(variables: &[(&str, &str)]) -> Result<Settings, Vec<Problem>> {
    Settings::read(&layers(variables), Occasion::Serve)
}

#[test]
fn without_any_setting_it_serves_this_machine() {
    let settings = read(&[]).unwrap();
    assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(settings.base_url.origin(), "http://127.0.0.1:8080");
    assert_eq!(settings.database_url.file(), Some(Path::new("data/renkei.db")));
    assert_eq!(settings.allowed_hosts, ["127.0.0.1", "localhost", "127.0.0.1", "[::1]"]);
    assert_eq!((settings.mail_hold_seconds, settings.smtp_connections), (60, 4));
    assert_eq!(settings.mail_reply_to, ReplyTo::OfRegion);
    assert_eq!(settings.mail_domain(), "renkei.example");
    assert!(
        settings.smtp_url.is_none() && settings.metrics_token.is_none() && settings.complaints.is_empty()
    );
}

#[test]
fn every_setting_refuses_what_it_cannot_mean() {
    let long_local = format!("{}{{token}}@renkei.example", "r".repeat(50));
    for (name, values) in [
        ("RENKEI_LISTEN", vec!["8080", "localhost:8080", "127.0.0.1:99999"]),
        (
            "RENKEI_DATABASE_URL",
            vec!["mysql://db", "sqlite::memory:", "sqlite:", "sqlite:a?mode=ro", "renkei.db"],
        ),
        (
            "RENKEI_BASE_URL",
            vec!["renkei.example", "https://renkei.example/app", "ftp://a", "https://u:p@a", "https://a?b"],
        ),
        ("RENKEI_SMTP_URL", vec!["mail.example:25", "https://mail.example", "smtp://"]),
        (
            "RENKEI_MAIL_FROM",
            vec!["office", "a@b@c", "Office <a@b.example>", "a@b..example", "事務局@b.example"],
        ),
        (
            "RENKEI_MAIL_REPLY_TO",
            vec![
                "reply",
                "{token}{token}@a.example",
                "reply@{token}.example",
                "reply+{id}@a.example",
                &long_local,
            ],
        ),
        ("RENKEI_MAIL_HOLD", vec!["-1", "60s", "86401", "1.5"]),
        ("RENKEI_SMTP_CONNECTIONS", vec!["0", "65", "four"]),
        ("RENKEI_ALLOWED_HOSTS", vec!["*.renkei.example", "a.example,b c/d"]),
        ("RENKEI_TRUSTED_PROXIES", vec!["proxy.example", "10.0.0.0/33"]),
        ("RENKEI_SECRET_KEY", vec!["short", "0123456789012345678901234567890"]),
        ("RENKEI_LOG", vec!["renkei=loud", "a=b=c"]),
        ("RENKEI_LOG_FORMAT", vec!["xml", "JSON"]),
        ("RENKEI_NOW", vec!["2026-11-21", "now", "2026-11-21T09:00:00"]),
        ("RENKEI_ALLOW_HTTP", vec!["yes", "2"]),
    ] {
        for value in values {
            let problems = read(&[(name, value)]).expect_err(&format!("{name}={value}"));
            assert!(problems.iter().any(|problem| problem.setting == name), "{name}={value}: {problems:?}");
        }
    }
}

#[test]
fn every_setting_takes_what_it_can_mean() {
    for (name, value) in [
        ("RENKEI_LISTEN", "[::1]:0"),
        ("RENKEI_DATABASE_URL", "sqlite:///var/lib/renkei/renkei.db"),
        ("RENKEI_BASE_URL", "https://renkei.example:8443/"),
        ("RENKEI_SMTP_URL", "smtps://user:p%40ss@mail.example"),
        ("RENKEI_MAIL_FROM", "office+renkei@city.iida.example"),
        ("RENKEI_MAIL_REPLY_TO", "reply+{token}@renkei.example"),
        ("RENKEI_MAIL_REPLY_TO", "office@renkei.example"),
        ("RENKEI_MAIL_HOLD", "0"),
        ("RENKEI_ALLOWED_HOSTS", "renkei.example, 192.0.2.1 [::1]"),
        ("RENKEI_TRUSTED_PROXIES", "10.0.0.0/8, fd00::/8,192.0.2.1"),
        ("RENKEI_SECRET_KEY", KEY),
        ("RENKEI_LOG", "warn,renkei=debug"),
        ("RENKEI_LOG_FORMAT", "json"),
        ("RENKEI_NOW", "2026-11-21T09:00:00+09:00"),
    ] {
        read(&[(name, value)]).unwrap_or_else(|problems| panic!("{name}={value}: {problems:?}"));
    }
}

#[test]
fn all_errors_come_at_once_and_name_their_place() {
    let file = "mail_hold = \"soon\"\nsmtp_conections = 4\n[table]\n";
    let layers = layers(&[("RENKEI_LISTEN", "x"), ("RENKEI_SECRET_KEY", "hush")])
        .option("data_dir", Some("a?b".to_owned()))
        .file(Path::new("renkei.toml"), file);
    let problems = Settings::read(&layers, Occasion::Serve).unwrap_err();
    let mut places: Vec<_> = problems.iter().map(|problem| problem.setting.as_str()).collect();
    places.sort_unstable();
    assert_eq!(
        places,
        [
            "--data",
            "RENKEI_LISTEN",
            "RENKEI_SECRET_KEY",
            "mail_hold（renkei.toml）",
            "smtp_conections（renkei.toml）",
            "table（renkei.toml）",
        ]
    );
}

#[test]
fn option_beats_environment_beats_file_beats_default() {
    let listen = |layers: Layers| Settings::read(&layers, Occasion::Serve).unwrap().listen.port();
    let file = |layers: Layers| layers.file(Path::new("renkei.toml"), "listen = \"127.0.0.1:3\"");
    let variable = || layers(&[("RENKEI_LISTEN", "127.0.0.1:2")]);
    let option = |layers: Layers| layers.option("listen", Some("127.0.0.1:1".to_owned()));
    assert_eq!(listen(option(file(variable()))), 1);
    assert_eq!(listen(file(variable())), 2);
    assert_eq!(listen(file(Layers::default())), 3);
    assert_eq!(listen(file(layers(&[("RENKEI_LISTEN", "")]))), 3, "an empty variable is not set");
    assert_eq!(listen(Layers::default()), 8080);
}

#[test]
fn a_file_has_numbers_truths_and_lists() {
    let text = "mail_hold = 5\nallow_http = true\nbase_url = \"http://renkei.example\"\nallowed_hosts = [\"a.example\", \"b.example\"]";
    let settings = Settings::read(&Layers::default().file(Path::new("f"), text), Occasion::Serve).unwrap();
    assert_eq!(settings.mail_hold_seconds, 5);
    assert_eq!(settings.allowed_hosts, ["a.example", "b.example"]);
    let broken = Layers::default().file(Path::new("f"), "listen = \"127.0.0.1:1\"\nmail_hold =\n");
    let problems = Settings::read(&broken, Occasion::Serve).unwrap_err();
    assert!(problems[0].complaint.starts_with("2 行目"), "{problems:?}");
}

#[test]
fn no_secret_shows_in_debug_or_in_a_complaint() {
    let good = read(&[
        ("RENKEI_SECRET_KEY", KEY),
        ("RENKEI_METRICS_TOKEN", "hush-metrics"),
        ("RENKEI_SMTP_URL", "smtp://office:hush-mail@mail.example"),
        ("RENKEI_DATABASE_URL", "postgres://renkei:hush-rows@db.example/renkei"),
    ])
    .unwrap();
    let shown = format!("{good:?}");
    assert!(!shown.contains("hush") && shown.contains("***"), "{shown}");
    let bad = read(&[
        ("RENKEI_SECRET_KEY", "hush"),
        ("RENKEI_SMTP_URL", "http://office:hush@mail.example"),
        ("RENKEI_DATABASE_URL", "mysql://renkei:hush@db.example/renkei"),
    ])
    .unwrap_err();
    assert_eq!(bad.len(), 3, "{bad:?}");
    assert!(bad.iter().all(|problem| !problem.to_string().contains("hush")), "{bad:?}");
}

#[test]
fn plain_http_beyond_this_machine_is_a_decision() {
    let open = ("RENKEI_BASE_URL", "http://renkei.example");
    assert_eq!(read(&[open]).unwrap_err()[0].setting, "RENKEI_BASE_URL");
    assert_eq!(read(&[("RENKEI_LISTEN", "0.0.0.0:8080")]).unwrap_err()[0].setting, "RENKEI_BASE_URL");
    let settings = read(&[open, ("RENKEI_ALLOW_HTTP", "1")]).unwrap();
    assert!(settings.complaints[0].starts_with("RENKEI_ALLOW_HTTP"), "{:?}", settings.complaints);
    for quiet in ["http://localhost:8080", "http://[::1]", "https://renkei.example"] {
        assert!(read(&[("RENKEI_BASE_URL", quiet)]).unwrap().complaints.is_empty(), "{quiet}");
    }
}

#[test]
fn a_shared_database_needs_a_shared_key() {
    let url = ("RENKEI_DATABASE_URL", "postgres://db.example/renkei");
    assert_eq!(read(&[url]).unwrap_err()[0].setting, "RENKEI_SECRET_KEY");
    assert!(read(&[url, ("RENKEI_SECRET_KEY", KEY)]).is_ok());
}

#[test]
fn the_clock_stands_still_only_where_it_may() {
    let layers = layers(&[("RENKEI_NOW", "2026-04-01T00:00:00+09:00")]);
    for (occasion, stands) in [
        (Occasion::Demo, true),
        (Occasion::WorkerOnce, true),
        (Occasion::Sample, true),
        (Occasion::Serve, false),
        (Occasion::Tool, false),
    ] {
        let settings = Settings::read(&layers, occasion).unwrap();
        assert_eq!(settings.now.is_some(), stands, "{occasion:?}");
        assert_eq!(settings.complaints.is_empty(), stands, "{occasion:?}");
    }
    let demo = Settings::read(&layers, Occasion::Demo).unwrap();
    assert_eq!(demo.clock().now().to_rfc3339(), "2026-03-31T15:00:00+00:00");
    assert_eq!(demo.mail_reply_to, ReplyTo::PerInvitation("reply+{token}@renkei.example".to_owned()));
}

#[test]
fn a_misspelt_variable_is_mentioned() {
    let settings = read(&[("RENKEI_SMTP_URI", "smtp://mail.example"), ("OTHER", "x")]).unwrap();
    assert_eq!(settings.complaints.len(), 1);
    assert!(settings.complaints[0].starts_with("RENKEI_SMTP_URI"));
}

#[test]
fn links_follow_the_port_the_system_chose() {
    let settings = read(&[("RENKEI_LISTEN", "127.0.0.1:0")]).unwrap();
    let settings = settings.listening_at("127.0.0.1:4567".parse().unwrap());
    assert_eq!(settings.base_url.origin(), "http://127.0.0.1:4567");
    let settings =
        read(&[("RENKEI_LISTEN", "127.0.0.1:0"), ("RENKEI_BASE_URL", "https://renkei.example")]).unwrap();
    let settings = settings.listening_at("127.0.0.1:4567".parse().unwrap());
    assert_eq!(settings.base_url.origin(), "https://renkei.example");
}
