//! What answers, roles and notices are called on screen.

use entity::membership::MemberRole;
use entity::pending_reply::PendingSource;
use entity::reply::{Answer, ReplyMode};

use crate::body::rules::Titles;

/// 出席, 欠席, 代理.
pub fn answer_word(answer: Answer) -> &'static str {
    match answer {
        Answer::Attend => "出席",
        Answer::Absent => "欠席",
        Answer::Proxy => "代理",
    }
}

/// 会場, オンライン.
pub fn mode_word(mode: ReplyMode) -> &'static str {
    match mode {
        ReplyMode::Room => "会場",
        ReplyMode::Online => "オンライン",
    }
}

/// 「期限後の連絡」「カレンダーから：未定」: why an answer waits for the clerk.
pub fn pending_word(source: PendingSource) -> &'static str {
    match source {
        PendingSource::Late => "期限後の連絡",
        PendingSource::Words => "メールの文",
        PendingSource::Tentative => "カレンダーから：未定",
        PendingSource::Counter => "カレンダーから：日時の変更の希望",
        PendingSource::Delegation => "カレンダーから：ほかの人への委任",
        PendingSource::ForeignSender => "案内していないアドレスから",
        PendingSource::SharedAddress => "共用のアドレスから",
    }
}

/// What a message of 送信箱 is, by its stored kind.
pub fn notice_word(kind: &str) -> &'static str {
    match kind {
        "meeting.convened" | "invitation.added" => "開催通知",
        "meeting.changed" => "変更の通知",
        "meeting.postponed" => "延期の通知",
        "meeting.cancelled" => "中止の通知",
        "invitation.withdrawn" => "案内の取り消し",
        "invitation.reminded" => "催促（回答のお願い）",
        "invitation.prompted" => "自動のお知らせ（催促・開催前）",
        "invitation.reply_recorded" => "回答の控え",
        _ => "お知らせ",
    }
}

/// 会長（議長）…; nothing for a plain member. `titles` are the charter's words.
pub fn role_note(role: MemberRole, titles: &Titles) -> String {
    match role {
        MemberRole::Chair | MemberRole::ViceChair => titles.of(role).to_owned(),
        MemberRole::Member => String::new(),
        MemberRole::Adviser => "顧問（数えません）".to_owned(),
        MemberRole::Observer => "オブザーバー（数えません）".to_owned(),
    }
}
