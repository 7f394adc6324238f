//! The settings that are allowed but unwise, and the clock.

use chrono::Datelike;

use super::Finding;
use crate::config::{ReplyTo, Settings};

/// Every start complains about these; and what a deployment others use should have.
pub(super) fn settings(settings: &Settings) -> Vec<Finding> {
    let mut findings: Vec<_> = settings.complaints.iter().cloned().map(Finding::Needs).collect();
    let url = &settings.base_url;
    findings.push(if !settings.follows_listener || url.is_loopback() {
        Finding::Good(format!("公開アドレス: {url}"))
    } else {
        Finding::Needs(format!(
            "公開アドレス: {url} はメールのリンクに使えません。RENKEI_BASE_URL を書いてください"
        ))
    });
    if !settings.allowed_hosts.iter().any(|host| host == url.host()) {
        let words = "ホスト名: RENKEI_ALLOWED_HOSTS に公開アドレスのホスト名を加えてください";
        findings.push(Finding::Needs(words.to_owned()));
    }
    findings.push(Finding::Good(match &settings.mail_reply_to {
        ReplyTo::PerInvitation(address) => format!("カレンダーの返信: {address} で受け、回答にします"),
        ReplyTo::Shared(address) => format!("カレンダーの返信: {address} で受け、事務局が確かめます"),
        ReplyTo::OfRegion => "カレンダーの返信: 使いません（リンクで回答します）".to_owned(),
    }));
    findings
}

/// A machine that lost its clock starts in 1970 or at its making.
pub(super) fn clock(settings: &Settings) -> Finding {
    let year = settings.clock().now().year();
    if (2026..2100).contains(&year) {
        return Finding::Good(format!("時計: {year}年"));
    }
    Finding::Needs(format!("時計: {year}年になっています。時刻合わせ（NTP）を直してください"))
}
