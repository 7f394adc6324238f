//! The pages of this feature: a body's days, what is said of a step, and what a reminder will say.

pub mod form;
pub mod reminders;
pub mod step;
pub mod view;

use crate::platform::form::Labels;

/// The words for what is typed on these pages, where it is shown without its form.
pub const LABELS: Labels = &[
    ("date", "日時と場所を決める"),
    ("agenda", "議題を決める"),
    ("notice", "開催通知を出す"),
    ("announcement", "傍聴の案内を出す"),
    ("first_reminder", "自動の催促（1回目）"),
    ("last_reminder", "自動の催促（2回目）"),
    ("briefing", "会長と打ち合わせる"),
    ("papers", "資料を送る"),
    ("eve", "前日の準備をする"),
    ("eve_reminder", "出席する人への自動のお知らせ"),
    ("record", "当日の出欠を記録する"),
    ("thanks", "お礼と決定事項を送る"),
    ("draft", "会議録案を送る"),
    ("review", "会議録案の確認期限"),
    ("publication", "会議録を確定し公表する"),
];
