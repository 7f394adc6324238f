//! Each form as somebody fills it in who makes no mistake, so that one awkward text is the only fault in it.

use crate::access_matrix::Ground;
use crate::support::html::{Form, Kind};

/// What a browser would send for the form as drawn, with everything that is empty filled in. `n` is another number
/// each time, for what there may be only once.
pub fn filled(ground: &Ground, kind: &str, form: &Form, n: u32) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for control in form.controls.iter() {
        let sample = sample(ground, kind, &control.name, n);
        let drawn = control.values.iter().filter(|value| !value.is_empty());
        let values: Vec<String> = match (sample, &control.kind) {
            (Some(sample), _) => vec![sample],
            // A charter says nothing of much.
            (None, Kind::One(options))
                if control.values.iter().all(String::is_empty) && !kind.contains("/charters") =>
            {
                options.last().cloned().into_iter().collect()
            }
            (None, _) => drawn.cloned().collect(),
        };
        pairs.extend(values.into_iter().map(|value| (control.name.clone(), value)));
    }
    pairs
}

/// What is typed into a field that is not right as drawn.
fn sample(ground: &Ground, kind: &str, name: &str, n: u32) -> Option<String> {
    let words = match (kind, name) {
        ("/bodies/new" | "/associations/new" | "/people/new", "name") => format!("東部の集まり その{n}"),
        ("/admin/accounts/new" | "/admin/regions/new" | "/admin/municipalities/new", "name") => {
            format!("名前 その{n}")
        }
        ("/admin/accounts/new", "email") => format!("new{n}@example.jp"),
        ("/admin/regions/new", "slug") => format!("region-{n}"),
        ("/admin/regions/new", "office_telephone") => "0265-00-0000".into(),
        ("/admin/regions/new", "office_mail" | "sender_mail") => "office@hokubu.example".into(),
        ("/admin/regions/new", _) if name.starts_with("office_") && name != "office_fax" => "福祉課".into(),
        ("/admin/regions/new", "programme" | "sender_name") => "北部協議会".into(),
        ("/admin/municipalities/new", "code") => code(10_000 + n),
        ("/admin/accounts/{account}/roles/new", "role") => "delegate".into(),
        ("/admin/accounts/{account}/roles/new", "region") => "tobu".into(),
        ("/admin/accounts/{account}/roles/new", "association") => "医師会".into(),
        ("/sign-in", "email") => format!("nobody{n}@example.jp"),
        (_, "new_password" | "password") => "春の小川はさらさらいくよ".into(),
        (_, "kana") => "とうぶ".into(),
        (_, "short_name") => "東部".into(),
        ("/people/{person}/contacts/new" | "/associations/{association}/contacts/new", "kind") => {
            "post".into()
        }
        ("/people/{person}/contacts/new" | "/associations/{association}/contacts/new", "value") => {
            "長野県飯田市".into()
        }
        ("/bodies/{body}/charters/new", "effective_on") => format!("{}年4月1日", 2030 + n),
        // Nothing but its words: a month, a year and a meeting exclude each other.
        ("/board/entries/new" | "/board/entries/{entry}/edit", "text") => "改定案の協議".into(),
        (
            "/board/entries/new" | "/board/entries/{entry}/edit",
            "month" | "until" | "year" | "meeting" | "body" | "after",
        ) => String::new(),
        (_, "presider_title") => "会長".into(),
        ("/bodies/{body}/closure" | "/memberships/{membership}/ending", "on") => "令和9年3月31日".into(),
        // Each a day before the last one, so that the seat is still there.
        ("/people/{person}/succession", "on") => format!("{}年4月1日", 2500 - n),
        ("/people/{person}/succession", "successor") => "中村 文".into(),
        ("/people/{person}/succession", "seats") => ground.fill("{membership}"),
        // Each a day of its own, so that no term is in the way of the next.
        ("/seats/{vacant_seat}/memberships/new", "from" | "to") => format!("{}年4月1日", 2030 + n),
        ("/seats/{vacant_seat}/memberships/new", "role") => "member".into(),
        ("/seats/{vacant_seat}/memberships/new" | "/memberships/{membership}/edit", "predecessor") => {
            String::new()
        }
        ("/bodies/{body}/seats/new", "association" | "to") => String::new(),
        ("/bodies/{body}/seats/new", "label") => "学識経験者".into(),
        ("/bodies/{body}/edit" | "/bodies/new", "parent" | "predecessor") => String::new(),
        ("/bodies/{body}/seats/new", "position") => "9".into(),
        ("/meetings/new", "body") => ground.fill("{body}"),
        (_, "month") => String::new(),
        ("/meetings/new", "day") => "令和8年12月18日".into(),
        (_, "starts") => "14:00".into(),
        (_, "ends") => "15:30".into(),
        ("/meetings/new", "place") => "大会議室".into(),
        (_, "openness") => "closed".into(),
        (_, "closed_reason") => "個人の情報を扱うため".into(),
        ("/meetings/{convened}/change", "reply_due") => "令和8年11月30日".into(),
        ("/meetings/{convened}/change", "place") => format!("第{n}会議室"),
        (_, "reason") => "会場の都合".into(),
        (_, "members") => String::new(),
        (_, "sender") => "会長　辻 太郎".into(),
        (_, "title") if kind.contains("agenda") => "上半期の取組".into(),
        (_, "minutes") => "10".into(),
        ("/invitations/{asked}/replies/new", "answer") => "proxy".into(),
        (_, "way") => "telephone".into(),
        (_, "proxy_name") => "髙田 真弓".into(),
        (_, "proxy_title") => "副管理者".into(),
        (_, "capacity") => "member".into(),
        _ => return None,
    };
    Some(words)
}

/// A code of a town with its check digit (総務省 全国地方公共団体コード): weights 6 to 2, 11 minus the rest.
fn code(number: u32) -> String {
    let digits = format!("{number:05}");
    let weighted = digits.bytes().zip((2..=6).rev()).map(|(digit, weight)| u32::from(digit - b'0') * weight);
    let sum: u32 = weighted.sum();
    format!("{digits}{}", (11 - sum % 11) % 10)
}
