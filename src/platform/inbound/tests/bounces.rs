//! Reports of mail servers, as they write them, and what is none.

use proptest::prelude::*;

use super::super::{Bounce, read};
use super::{REPORT, mail};

const POSTFIX: &str = "From: MAILER-DAEMON@mx.example\n\
    Subject: Undelivered Mail Returned to Sender\n\n\
    This is the mail system at host mx.example.\n\n\
    <hanako@ishikai.example>: host mail.ishikai.example[192.0.2.1] said: 550 5.1.1\n    \
    <hanako@ishikai.example>: Recipient address rejected\n\n\
    --- Below this line is a copy of the message.\n\nMessage-ID: <a1@renkei.example>\nSubject: x\n";

const SAKURA: &str = "From: postmaster@sakura.example\nSubject: failure notice\n\n\
    Hi. This is the qmail-send program.\nI'm afraid I wasn't able to deliver your message.\n\
    This is a permanent error; I've given up. Sorry it didn't work out.\n\n\
    <hanako@ishikai.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n\
    --- Below this line is a copy of the message.\n\nMessage-ID: <a1@renkei.example>\n";

const EXCHANGE: &str = "From: MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@ishikai.example\n\
    Subject: 配信不能: x\nContent-Type: multipart/mixed; boundary=b\n\n\
    --b\nContent-Type: text/plain; charset=utf-8\n\n次の受信者またはグループへの配信に失敗しました:\n\
    hanako@ishikai.example\n指定したメール アドレスが見つかりませんでした。\n\
    --b\nContent-Type: message/rfc822\n\nMessage-ID: <a1@renkei.example>\nFrom: x@y.example\n\nx\n--b--\n";

const GONE_ON: &str = "From: MAILER-DAEMON@mx.example\nSubject: Delayed Mail (still being retried)\n\n\
    <hanako@ishikai.example>: 451 4.4.1 try later\n\nMessage-ID: <a1@renkei.example>\n";

fn one(raw: &str) -> Bounce {
    mail(raw.as_bytes()).bounce.unwrap_or_else(|| panic!("no report: {raw}"))
}

#[test]
fn servers_say_it_in_their_own_words() {
    for (raw, failed, code, said) in [
        (POSTFIX, true, Some(550), "5.1.1 <hanako@ishikai.example>: Recipient address rejected"),
        (SAKURA, true, None, "5.1.1)"),
        (EXCHANGE, true, None, "次の受信者またはグループへの配信に失敗しました: hanako@ishikai.example"),
        (GONE_ON, false, Some(451), "4.4.1 try later"),
    ] {
        let Bounce { original, fates } = one(raw);
        assert_eq!(original.as_deref(), Some("a1@renkei.example"), "{raw}");
        assert_eq!((fates.len(), fates[0].failed, fates[0].code), (1, failed, code), "{raw}");
        assert!(fates[0].addresses.contains(&"hanako@ishikai.example".to_owned()), "{:?}", fates[0]);
        assert!(fates[0].said.starts_with(said), "{}", fates[0].said);
    }
}

#[test]
fn a_delivery_report_is_read_by_its_fields() {
    let Bounce { original, fates } = mail(REPORT).bounce.unwrap();
    assert_eq!(original, None, "the quoted mail has no Message-ID");
    assert_eq!((fates[0].failed, fates[0].said.as_str()), (true, "5.1.1"));
    assert_eq!(fates[0].addresses, ["hanako@ishikai.example"]);
}

#[test]
fn what_people_write_is_no_report() {
    for raw in [
        "From: a@b.example\n\n550 5.1.1 user unknown\nMessage-ID: <a1@renkei.example>\n",
        "From: a@b.example\nSubject: 欠席します\n\nx\n",
        "From: mailer-daemon@x.example\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b--\n",
    ] {
        assert_eq!(mail(raw.as_bytes()).bounce, None, "{raw}");
    }
}

proptest! {
    #[test]
    fn no_report_breaks_it(words in "[ -~\n配信不能存在しません:<>@.#]{0,300}", group in "[A-Za-z-]{0,20}: [ -~]{0,60}") {
        let raw = format!("From: mailer-daemon@x.example\n\n{words}\n");
        prop_assert!(read(raw.as_bytes()).is_ok());
        let status = format!(
            "From: a@b.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
             --b\nContent-Type: message/delivery-status\n\n{group}\n\n{words}\n\n--b--\n"
        );
        let read = read(status.as_bytes()).unwrap();
        prop_assert!(read.bounce.is_none_or(|bounce| bounce.fates.len() <= 20));
    }
}
