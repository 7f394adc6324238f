//! `renkei import` and `renkei export` as an operator runs them.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A data directory with a region.
async fn settled() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run(dir.path(), &["migrate"]).0, 0);
    let url = format!("sqlite:{}", dir.path().join("renkei.db").display());
    let now = crate::support::world::instant("2026-11-10T09:00+09:00");
    let terms = crate::support::world::terms_at(renkei::platform::clock::Clock::standing_at(now));
    let db = renkei::platform::db::Db::open(&url, terms).await.unwrap();
    renkei::cli::demo::fill(&db, None, now).await.unwrap();
    db.close().await.unwrap();
    dir
}

fn run(data: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_renkei"));
    command.env_clear().env("PATH", "/usr/bin:/bin").arg("--data").arg(data);
    let output = command.args(arguments).output().unwrap();
    let text = |octets: Vec<u8>| String::from_utf8_lossy(&octets).into_owned();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[actix_web::test]
async fn files_go_out_and_in() {
    let dir = settled().await;
    let at = |name: &str| dir.path().join(name).display().to_string();
    let (code, _, err) = run(dir.path(), &["export", "persons"]);
    assert_eq!((code, err.lines().count()), (1, 1), "two regions: {err}");
    let region = ["--region", "minamishinshu"];
    let with = |arguments: &[&str]| run(dir.path(), &[arguments, &region[..]].concat());
    for (encoding, name) in [("utf-8", at("utf8.csv")), ("cp932", at("cp932.csv"))] {
        let (code, _, err) = with(&["export", "associations", "--out", &name, "--encoding", encoding]);
        assert_eq!((code, err.as_str()), (0, ""));
        let (code, out, err) = with(&["import", "associations", &name]);
        assert_eq!((code, err.as_str()), (0, ""), "{encoding}");
        assert!(out.contains("変わるところはありません"), "{out}");
    }
    let (code, _, _) = with(&["export", "persons", "--format", "xlsx", "--out", &at("persons.xlsx")]);
    assert_eq!(code, 0);
    assert!(std::fs::read(at("persons.xlsx")).unwrap().starts_with(b"PK"));

    std::fs::write(at("new.csv"), "氏名,ふりがな,電話\n新田 学,にった まなぶ,０２６５－００－９９９９\n")
        .unwrap();
    let before = with(&["export", "persons"]).1;
    let (code, out, _) = with(&["import", "persons", &at("new.csv"), "--dry-run"]);
    assert_eq!(code, 0);
    assert!(out.contains("2行目\t追加\t新田 学") && out.contains("追加1件"), "{out}");
    assert_eq!(with(&["export", "persons"]).1, before, "a dry run changes nothing");
    assert_eq!(with(&["import", "persons", &at("new.csv")]).0, 0);
    assert!(with(&["export", "persons"]).1.contains("新田 学,にった まなぶ,,,,,0265-00-9999,"));
}

#[actix_web::test]
async fn wrong_files_have_their_codes() {
    let dir = settled().await;
    let at = |name: &str| dir.path().join(name).display().to_string();
    let region = ["--region", "minamishinshu"];
    let with = |arguments: &[&str]| run(dir.path(), &[arguments, &region[..]].concat());
    assert_eq!(with(&["import", "people", "x.csv"]).0, 2);
    assert_eq!(with(&["import", "persons"]).0, 2);
    assert_eq!(with(&["import", "persons", &at("none.csv")]).0, 1);
    let (code, out, _) = with(&["import", "persons", "--columns"]);
    assert_eq!(code, 0);
    assert!(out.contains("氏名\t必要\t") && out.contains("ふりがな\t任意\t"), "{out}");
    for (content, words) in [
        (
            &b"\xef\xbb\xbf\xe6\xb0\x8f\xe5\x90\x8d,\xe5\xb9\xb4\xe3\x82\x8c\xe3\x81\x84\n"[..],
            "知らない列があります: 「年れい」",
        ),
        ("ふりがな\nあ\n".as_bytes(), "必要な列がありません: 「氏名」"),
        (b"\x81", "1行目の文字を読めません"),
        ("氏名,メール\nA,b\nC,c@d.example\n".as_bytes(), "2行目「メール」: "),
        (b"", "何も書かれていません"),
    ] {
        std::fs::write(at("bad.csv"), content).unwrap();
        let (code, _, err) = with(&["import", "persons", &at("bad.csv")]);
        assert_eq!(code, 1, "{err}");
        assert!(err.contains(words), "{err} lacks {words}");
    }
    let (code, _, err) =
        with(&["import", "persons", &at("bad.csv"), "--database-url", "postgres://x@127.0.0.1:1/x"]);
    assert_eq!(code, 1, "the file is read first: {err}");
}
