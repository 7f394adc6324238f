//! What an installation sends through: a server or a folder, and how either is looked at beforehand.
#![allow(clippy::unwrap_used)]

use renkei::platform::mail::{Delivery, Outbound, Stage};

use super::{OCTETS, address, kind, limits, pool};
use crate::support::smtp_sink::{At, Fault, Manner, Sink};

#[tokio::test]
async fn the_check_sends_nothing() {
    let sink = Sink::start(Manner::Ordinary);
    let outbound = Outbound::Smtp(Box::new(pool(&sink.url(), limits())));
    assert!(outbound.check().await.unwrap().contains(&sink.address.to_string()));
    sink.behave(Manner::Always(At::Greeting, Fault::Say("554 5.7.1 not you")));
    assert_eq!(outbound.check().await.unwrap_err().code, Some(554));
    assert_eq!(sink.taken().len(), 0);
}

#[tokio::test]
async fn a_folder_holds_each_letter_once() {
    let dir = tempfile::tempdir().unwrap();
    let new = dir.path().join("mail/new");
    let outbound = Outbound::Folder(new.clone());
    let (from, to) = (address("kaigi@tobu.example"), address("hanako@example.jp"));
    for (id, file) in [
        ("<0199f3c2-7a11@renkei.example>", "0199f3c2-7a11.eml"),
        ("<0199f3c2-7a11@renkei.example>", "0199f3c2-7a11.eml"),
        ("<../../evil/x@renkei.example>", "%2E%2E%2F%2E%2E%2Fevil%2Fx.eml"),
    ] {
        let end = outbound.send(id, &from, &to, OCTETS).await;
        assert_eq!(end, Delivery::Accepted { reply: file.to_owned() });
        assert_eq!(std::fs::read(new.join(file)).unwrap(), OCTETS);
    }
    let found = outbound.check().await.unwrap();
    assert!(found.contains("mail/new"), "{found}");
    let mut files: Vec<_> = std::fs::read_dir(&new).unwrap().map(|f| f.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(files, ["%2E%2E%2F%2E%2E%2Fevil%2Fx.eml", "0199f3c2-7a11.eml"]);

    std::fs::write(dir.path().join("file"), b"").unwrap();
    let blocked = Outbound::Folder(dir.path().join("file/new"));
    assert_eq!(kind(&blocked.send("<a@b>", &from, &to, OCTETS).await), ("retry", Some(Stage::Folder), None));
    assert_eq!(blocked.check().await.unwrap_err().stage, Stage::Folder);
}
