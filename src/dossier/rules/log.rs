//! 経過: entries of the audit as sentences. An entry of a kind nobody has given words shows nothing, because a
//! stored word means nothing to a reader.

/// An entry, with the names it needs.
#[derive(Clone, Copy, Debug)]
pub struct LogEntry<'a> {
    /// What was done.
    pub verb: &'a str,
    /// In which capacity.
    pub capacity: &'a str,
    /// Who did it; empty when nobody is known.
    pub who: &'a str,
    /// Whom it was about; empty when it was about the meeting.
    pub about: &'a str,
    /// Why; of a step of the meeting, which one.
    pub reason: Option<&'a str>,
}

/// The sentence: 「佐々木 昇さんの回答を入力しました（佐藤 由美）」.
pub fn log_words(entry: LogEntry<'_>) -> Option<String> {
    let (about, why) = (entry.about, entry.reason.unwrap_or_default());
    let own = matches!(entry.capacity, "link" | "member" | "chair" | "system");
    let what = match entry.verb {
        "meeting.planned" => "会議を計画しました".to_owned(),
        "meeting.edited" => "会議の内容を直しました".to_owned(),
        "meeting.convened" => "招集し、開催通知を出しました".to_owned(),
        "meeting.rescheduled" => "日時を変更しました".to_owned(),
        "meeting.relocated" => "場所を変更しました".to_owned(),
        "meeting.postponed" => "延期しました".to_owned(),
        "meeting.cancelled" => "会議を中止しました".to_owned(),
        "meeting.opened" => "開会を記録しました".to_owned(),
        "meeting.talked" => "定足数に達せず、懇談会としたことを記録しました".to_owned(),
        "meeting.fell_through" => "流会を記録しました".to_owned(),
        "meeting.closed" => "閉会を記録しました".to_owned(),
        "meeting.reminded" => "未回答の人に催促を送りました".to_owned(),
        "meeting.step_done" => format!("「{why}」を済みにしました"),
        "meeting.step_skipped" => format!("「{why}」をこの会議ではしないことにしました"),
        "meeting.step_reopened" => format!("「{why}」を元に戻しました"),
        "meeting.ruled" => "この会議についての判断を記録しました".to_owned(),
        "invitation.added" => format!("{about}さんを加えました"),
        "invitation.withdrawn" => format!("{about}さんの案内を取り消しました"),
        "invitation.answered" if own => format!("{about}さんが回答しました"),
        "invitation.answered" => format!("{about}さんの回答を入力しました"),
        "agenda_item.added" => "議題を加えました".to_owned(),
        "agenda_item.edited" => "議題を直しました".to_owned(),
        "agenda_item.moved" => "議題の順番を変えました".to_owned(),
        "agenda_item.removed" => "議題を取り下げました".to_owned(),
        _ => return None,
    };
    let named = entry.verb.starts_with("meeting.step_");
    let reason = entry.reason.filter(|why| !why.is_empty() && !named).map(|why| format!("。理由：{why}"));
    let by = match (entry.who, entry.capacity) {
        (_, "link") => String::new(),
        ("", _) => "（自動）".to_owned(),
        (who, _) if who == about && own => String::new(),
        (who, _) => format!("（{who}）"),
    };
    Some(format!("{what}{}{by}", reason.unwrap_or_default()))
}
