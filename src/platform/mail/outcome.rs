//! What became of one letter, in terms the outbox can act on.
//!
//! A server's reply is believed by its code and, where there is one, its enhanced status code (RFC 3463). Its words
//! are only shown: shortened, on one line. Nothing is called delivered or refused without a reply that says so.

use std::fmt;

use super::header::one_line;

/// How much of a server's words is kept, in characters.
const WORDS_KEPT: usize = 300;

/// The end of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The server (or the folder) has taken the letter and answers for it from now on.
    Accepted {
        /// What it said, for example its queue number.
        reply: String,
    },
    /// It will not take this letter, and trying again as it is will not help.
    Refused(Refusal),
    /// It did not take the letter this time; the same octets may be sent again.
    Retry(Trouble),
    /// The whole letter was handed over, but the answer never came: it may have arrived. Sent again with the same
    /// Message-ID, it counts as a possible duplicate.
    Unknown(Trouble),
}

/// A permanent refusal (5xx).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// How far the conversation had come.
    pub stage: Stage,
    /// The reply code, 500 to 599.
    pub code: u16,
    /// The enhanced status code, for example `5.1.1`, if the server gave one.
    pub enhanced: Option<String>,
    /// The server's words, at most 300 characters on one line.
    pub text: String,
    /// Whose matter it is.
    pub about: About,
}

/// What a refusal is about, and so who has to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// This address: unknown, closed, full. The others are not concerned.
    Recipient,
    /// This letter: its words or its form. The others are not concerned.
    Content,
    /// Our sign-in, our sender or the size we send: every letter would meet the same, so the queue pauses.
    OurSide,
}

/// A failure that passes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// How far the conversation had come.
    pub stage: Stage,
    /// The reply code, if the server gave one (4xx).
    pub code: Option<u16>,
    /// What happened, at most 300 characters on one line.
    pub text: String,
}

/// The steps of a delivery, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Finding and reaching the server, with TLS from the start where asked.
    Connect,
    /// Greeting, EHLO and STARTTLS.
    Hello,
    /// AUTH.
    SignIn,
    /// MAIL FROM.
    Sender,
    /// RCPT TO.
    Recipient,
    /// DATA and the octets up to the last dot.
    Data,
    /// The wait for the answer to the last dot.
    LastDot,
    /// Leaving a conversation that only looked.
    Close,
    /// Writing a file, where a folder stands in for the server.
    Folder,
}

impl Trouble {
    /// A failure without a reply.
    pub(super) fn new(stage: Stage, text: &str) -> Self {
        Self {
            stage,
            code: None,
            text: shortened(text),
        }
    }
}

/// Judges a reply that was not positive, or the lack of one.
pub(super) fn judge(stage: Stage, code: Option<u16>, text: &str) -> Delivery {
    match code {
        Some(code @ 500..=599) => Delivery::Refused(refusal(stage, code, text)),
        None if stage == Stage::LastDot => Delivery::Unknown(Trouble::new(stage, text)),
        code => Delivery::Retry(Trouble {
            stage,
            code,
            text: shortened(text),
        }),
    }
}

/// On one line and not longer than is kept.
pub(super) fn shortened(text: &str) -> String {
    one_line(text).chars().take(WORDS_KEPT).collect()
}

fn refusal(stage: Stage, code: u16, text: &str) -> Refusal {
    let enhanced = enhanced_code(text);
    let about = about(stage, code, enhanced.as_deref().unwrap_or_default());
    Refusal {
        stage,
        code,
        enhanced,
        text: shortened(text),
        about,
    }
}

/// A full mailbox (5.2.2) comes with 552, too (RFC 5321, 4.2.3), but stops one address only. 5.1.7 and 5.1.8 speak of
/// the sender's address. 530 asks for a sign-in at whatever step.
fn about(stage: Stage, code: u16, enhanced: &str) -> About {
    match (stage, code, enhanced) {
        (Stage::Connect | Stage::Hello | Stage::SignIn | Stage::Sender, ..) | (_, 530, _) => About::OurSide,
        (_, _, "5.2.2") => About::Recipient,
        (_, _, "5.1.7" | "5.1.8" | "5.2.3" | "5.3.4") | (_, 523 | 552, _) => About::OurSide,
        (Stage::Recipient, ..) => About::Recipient,
        (_, _, enhanced) if enhanced.starts_with("5.1.") || enhanced.starts_with("5.2.") => About::Recipient,
        _ => About::Content,
    }
}

/// `5.1.1` at the start of a reply's words (RFC 2034, 4).
fn enhanced_code(text: &str) -> Option<String> {
    let word = text.split_whitespace().next()?;
    let parts: Vec<&str> = word.split('.').collect();
    let digits = |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    (parts.len() == 3 && parts.first() == Some(&"5") && parts.iter().all(digits)).then(|| word.to_owned())
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.about {
            About::Recipient => "この宛先には届けられませんでした。",
            About::Content => "メールサーバーがこのメールを受け付けませんでした。",
            About::OurSide => {
                "メールサーバーがこちらからの送信を受け付けませんでした。設定を確認してください。"
            }
        };
        write!(f, "{what}（応答 {} {}）", self.code, self.text)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}（", self.stage)?;
        if let Some(code) = self.code {
            write!(f, "応答 {code} ")?;
        }
        write!(f, "{}）", self.text)
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "メールサーバーに接続できませんでした。",
            Self::Hello => "メールサーバーとのやりとりを始められませんでした。",
            Self::SignIn => "メールサーバーにサインインできませんでした。",
            Self::Sender => "メールサーバーが差出人を受け付けませんでした。",
            Self::Recipient => "メールサーバーが宛先を受け付けませんでした。",
            Self::Data => "メールの本文を渡せませんでした。",
            Self::LastDot => "メールを渡しましたが、受付の返事がありませんでした。",
            Self::Close => "メールサーバーとのやりとりを終えられませんでした。",
            Self::Folder => "メールをフォルダーに書き込めませんでした。",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{About, Delivery, Stage, judge};

    #[test]
    fn five_hundreds_are_judged_by_stage_and_code() {
        for (stage, code, text, about) in [
            (Stage::Recipient, 550, "5.1.1 no such user", About::Recipient),
            (Stage::Recipient, 550, "no such user", About::Recipient),
            (Stage::Recipient, 552, "5.2.2 mailbox full", About::Recipient),
            (
                Stage::Recipient,
                530,
                "5.7.0 authentication required",
                About::OurSide,
            ),
            (Stage::Recipient, 550, "5.1.8 bad sender domain", About::OurSide),
            (Stage::LastDot, 554, "5.7.1 looks like spam", About::Content),
            (Stage::LastDot, 554, "rejected", About::Content),
            (
                Stage::LastDot,
                550,
                "5.1.1 no such user after all",
                About::Recipient,
            ),
            (Stage::LastDot, 552, "5.2.2 mailbox full", About::Recipient),
            (Stage::LastDot, 552, "5.3.4 too big", About::OurSide),
            (Stage::LastDot, 552, "too big", About::OurSide),
            (Stage::LastDot, 523, "too big", About::OurSide),
            (Stage::Data, 554, "no valid recipients", About::Content),
            (Stage::Sender, 553, "5.7.1 sender not yours", About::OurSide),
            (Stage::SignIn, 535, "5.7.8 wrong password", About::OurSide),
            (Stage::Hello, 554, "no service for you", About::OurSide),
        ] {
            let Delivery::Refused(refusal) = judge(stage, Some(code), text) else {
                panic!("{stage:?} {code}")
            };
            assert_eq!(refusal.about, about, "{stage:?} {code} {text}");
            assert_eq!(refusal.enhanced.is_some(), text.starts_with("5."), "{text}");
        }
    }

    #[test]
    fn without_a_permanent_reply_nothing_is_final() {
        for (stage, code, unknown) in [
            (Stage::Connect, None, false),
            (Stage::Recipient, Some(450), false),
            (Stage::Data, None, false),
            (Stage::LastDot, Some(421), false),
            (Stage::LastDot, Some(451), false),
            (Stage::LastDot, None, true),
        ] {
            match judge(stage, code, "words") {
                Delivery::Retry(_) => assert!(!unknown, "{stage:?} {code:?}"),
                Delivery::Unknown(_) => assert!(unknown, "{stage:?} {code:?}"),
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn words_are_bounded_and_on_one_line() {
        let words = format!("5.1.1 no\r\n such\0user {}", "長".repeat(1000));
        let Delivery::Refused(refusal) = judge(Stage::Recipient, Some(550), &words) else {
            panic!()
        };
        assert_eq!(refusal.text.chars().count(), 300);
        assert!(
            refusal.text.starts_with("5.1.1 no   such user 長"),
            "{}",
            refusal.text
        );
    }
}
