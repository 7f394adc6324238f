//! Two people save the same thing. Whoever is second sees what the first one saved, field by field, beside what
//! they typed themselves, and can save it knowingly; nothing is overwritten unseen.

use crate::access_matrix::Ground;
use crate::support::client::{Client, Persona};
use crate::support::html::{Control, Form, Kind};
use crate::support::page::Page;
use crate::support::world::{Backend, World};

/// Forms that change something, and whose they are.
const EDITED: [(&str, Persona); 14] = [
    ("/meetings/{planned}/edit", Persona::Secretary),
    ("/meetings/{convened}/edit", Persona::Secretary),
    ("/agenda-items/{agenda_item}/edit", Persona::Secretary),
    ("/bodies/{body}/edit", Persona::Secretary),
    ("/charters/{charter}/edit", Persona::Secretary),
    ("/memberships/{membership}/edit", Persona::Secretary),
    ("/seats/{seat}/edit", Persona::Secretary),
    ("/seats/{seat}/contacts", Persona::Secretary),
    ("/contacts/{contact}/edit", Persona::Secretary),
    ("/people/{person}/edit", Persona::Secretary),
    ("/associations/{association}/edit", Persona::Secretary),
    ("/settings/office", Persona::Secretary),
    ("/admin/regions/{region}/edit", Persona::Administrator),
    ("/admin/accounts/{account}/edit", Persona::Administrator),
];

#[actix_web::test]
async fn everybody_sees_both_on_sqlite() {
    everybody_sees_both(Backend::Sqlite).await;
}

#[actix_web::test]
async fn everybody_sees_both_on_postgres() {
    everybody_sees_both(Backend::Postgres).await;
}

async fn everybody_sees_both(backend: Backend) {
    let mut wrong = Vec::new();
    let Some(world) = World::start(backend, "2026-11-21T09:00+09:00", &[]).await else { return };
    let ground = Ground::of(&world).await;
    // The fields of a form are compared here, its version in the database: there one of them says it all.
    let fields = if backend == Backend::Sqlite { usize::MAX } else { 1 };
    for (pattern, persona) in EDITED {
        let path = ground.fill(pattern);
        let (first, second) = (world.anyone(persona), world.anyone(persona));
        let drawn = first.get(&path).await;
        drawn.is(200);
        let form = own_form(&drawn, &path);
        let seen = form.controls.iter().filter(|control| control.kind != Kind::Hidden);
        let others = seen.filter_map(|control| Some((control, another(pattern, control, &drawn)?)));
        for (control, (theirs, shown)) in others.take(fields) {
            if let Err(why) = both(&first, &second, &path, control, &theirs, &shown).await {
                wrong.push(format!("{pattern} {} = {theirs}: {why}", control.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn own_form(page: &Page, path: &str) -> Form {
    let form = page.forms().into_iter().find(|form| form.posts && form.action == path);
    form.unwrap_or_else(|| panic!("{}: no form\n{}", page.asked, page.words()))
}

/// The form with one field changed.
fn changed(page: &Page, path: &str, control: &Control, value: &str) -> Vec<(String, String)> {
    let mut pairs = own_form(page, path).pairs();
    pairs.retain(|(name, _)| *name != control.name);
    pairs.push((control.name.clone(), value.to_owned()));
    // A reason is asked for as soon as a meeting is closed.
    if control.name == "openness" {
        pairs.retain(|(name, _)| name != "closed_reason");
        pairs.push(("closed_reason".to_owned(), "個人の情報を扱うため".to_owned()));
    }
    pairs
}

async fn send(client: &Client<'_>, path: &str, pairs: &[(String, String)]) -> Page {
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.post_raw(path, &pairs).await
}

async fn both(
    first: &Client<'_>,
    second: &Client<'_>,
    path: &str,
    control: &Control,
    theirs: &str,
    shown: &str,
) -> Result<(), String> {
    let (here, there) = (first.get(path).await, second.get(path).await);
    let mine = own_form(&here, path).control(&control.name).unwrap().values.clone();
    let saved = send(second, path, &changed(&there, path, control, theirs)).await;
    if saved.status != 303 {
        return Err(format!("theirs: {}\n{}", saved.status, saved.words()));
    }
    let overtaken = send(first, path, &own_form(&here, path).pairs()).await;
    if overtaken.status != 409 {
        return Err(format!("mine: {}\n{}", overtaken.status, overtaken.words()));
    }
    let notice = overtaken.body.split_once("ほかの人が先に").map_or("", |(_, rest)| rest);
    let notice = notice.split("<form").next().unwrap_or_default();
    if !notice.contains(shown) {
        return Err(format!("the page does not show 「{shown}」:\n{notice}"));
    }
    if own_form(&overtaken, path).control(&control.name).is_none_or(|kept| kept.values != mine) {
        return Err("what was typed here is gone".to_owned());
    }
    let again = send(first, path, &own_form(&overtaken, path).pairs()).await;
    if again.status != 303 {
        return Err(format!("saved knowingly: {}\n{}", again.status, again.words()));
    }
    Ok(())
}

/// Whether a field belongs to a rule of a charter that the form leaves open.
fn is_not_stated(page: &Page, name: &str) -> bool {
    let bare = name.strip_suffix("_article").or_else(|| name.strip_suffix("_number")).unwrap_or(name);
    let forms = page.forms();
    let control = |name: &str| forms.iter().find_map(|form| form.control(name));
    let choice = control(bare).or_else(|| control(name));
    choice.is_some_and(|choice| {
        matches!(choice.kind, Kind::One(_)) && choice.values.iter().all(String::is_empty)
    })
}

/// Another value for a field and how the page says it; `None` where there is no other.
fn another(pattern: &str, control: &Control, page: &Page) -> Option<(String, String)> {
    let same = |words: &str| Some((words.to_owned(), words.to_owned()));
    match (&control.kind, control.name.as_str()) {
        // Of these no value is as good as another: the kind of a contact, a day without hours.
        (_, "kind") if pattern.starts_with("/contacts") => None,
        (_, "month" | "starts" | "ends") if pattern.contains("{planned}") => match control.name.as_str() {
            "starts" => Some(("13:30".to_owned(), "13:30".to_owned())),
            "ends" => Some(("16:30".to_owned(), "16:30".to_owned())),
            _ => None,
        },
        // Without a council above there is nothing to take over, and a body is not above itself.
        (_, "parent") => None,
        // A new name begins on a day only where there is one.
        (_, "renamed_on") => None,
        // A council has one chair, a seat lasts as long as its holder's term, an item is shown by its sign, and an
        // answer that was promised longer is not taken back.
        (_, "role") => Some(("vice_chair".to_owned(), "副会長".to_owned())),
        (_, "from" | "to") if pattern.starts_with("/seats") => None,
        (_, "programme") => Some(("ア".to_owned(), "ア".to_owned())),
        (_, "reply_due") if pattern.contains("{convened}") => None,
        // A rule that is not stated has no article that one field alone could go with.
        (_, name) if pattern.starts_with("/charters") && is_not_stated(page, name) => None,
        (_, "closed_reason") => None,
        (Kind::One(options), _) => {
            let usable = |option: &&String| {
                **option != "inherited"
                    && **option != "fixed"
                    && !control.values.contains(option)
                    && !option.is_empty()
            };
            let chosen = options.iter().find(usable)?;
            Some((chosen.clone(), label(page, chosen)?))
        }
        (Kind::Any(options), _) => {
            let chosen = options.iter().find(|option| !control.values.contains(option))?;
            Some((chosen.clone(), label(page, chosen)?))
        }
        (_, "day") => Some(("2026-12-18".to_owned(), "令和8年12月18日".to_owned())),
        (_, "reply_due") => Some(("2026-11-26".to_owned(), "令和8年11月26日".to_owned())),
        (_, "ended_on" | "to") => Some(("2028-03-31".to_owned(), "令和10年3月31日".to_owned())),
        (_, "from") => Some(("2026-04-02".to_owned(), "令和8年4月2日".to_owned())),
        (_, "set_up_on") => Some(("2018-03-30".to_owned(), "平成30年3月30日".to_owned())),
        (_, "enacted_on" | "applies_from") => Some(("2018-03-21".to_owned(), "平成30年3月21日".to_owned())),
        (_, "effective_on") => Some(("2018-04-02".to_owned(), "平成30年4月2日".to_owned())),
        (_, "position" | "minutes" | "observer_capacity") => same("77"),
        (_, "notice_period_number" | "reply_deadline_number") => same("10"),
        (_, "quorum_base_number") => None,
        (_, name) if name.ends_with("_article") => {
            // An article belongs to a rule that is stated.
            let stated = !control.values.iter().all(String::is_empty);
            stated.then(|| ("第99条".to_owned(), "第99条".to_owned()))
        }
        (_, "kana") => same("べつのよみ"),
        (_, "slug") => same("betsu"),
        (_, "online_url") => same("https://meet.example/9"),
        (_, "office_telephone" | "office_fax") => same("0265-99-9999"),
        (_, "office_mail" | "sender_mail" | "email" | "value") => same("betsu@example.jp"),
        _ => same("別の言葉"),
    }
}

/// The words beside a choice.
fn label(page: &Page, value: &str) -> Option<String> {
    let tags = crate::support::html::tags(&page.body);
    let option = tags.iter().position(|tag| tag.attribute("value").as_deref() == Some(value))?;
    let words = match tags[option].name {
        "option" => tags[option].text,
        _ => tags[option..].iter().find(|tag| tag.name == "label" && !tag.closes)?.text,
    };
    Some(words.trim().to_owned())
}
