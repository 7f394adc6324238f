//! 設置要綱 in cells: one line a version; each setting is two columns, what is said and where. An empty cell is 定めなし,
//! 「準用」 the rule of the body above.

use std::collections::BTreeMap;

use entity::charter;
use entity::charter_setting::{self, Setting, Standing};
use entity::id::BodyId;

use super::kind::{Head, ID};
use super::lookup::Lookup;
use super::reader::Reader;
use crate::body::commands::{CharterText, Enact, Said};
use crate::body::rules::{SETTINGS, Word};
use crate::platform::date::iso_day;
use crate::platform::form::one_line;

const VALUE: &str = "画面の言葉のまま。準用なら「準用」、定めがなければ空";
const ARTICLE: &str = "第6条第2項のように。なくてもかまいません";

/// The columns of a version, and of each setting the two that say it.
macro_rules! heads {
    ([$($own:expr,)+] $($setting:literal,)+) => {
        &[
            $($own,)+
            $(
                Head::open($setting, &[], VALUE),
                Head::open(concat!($setting, "の条"), &[], ARTICLE),
            )+
        ]
    };
}

pub(super) const HEADS: &[Head] = heads![
    [
        ID,
        Head::needed("会議体", &["会議体名"], "名前か略称"),
        Head::needed("題名", &["要綱名", "名称"], "設置要綱の題名"),
        Head::open("番号", &["告示番号", "訓令番号"], "告示番号・訓令番号"),
        Head::open("制定日", &["改正日"], "分かれば"),
        Head::needed("施行日", &[], "版ごとに違う日"),
        Head::open("適用日", &[], "「○年○月○日から適用する」の日"),
        Head::needed("議長の呼び方", &["議長"], "会長・部会長・座長など"),
        Head::open("副議長の呼び方", &["副議長"], "「副」に議長の呼び方を付けた言葉でないとき"),
        Head::open("庶務", &[], "庶務を行う部署"),
    ]
    "法的な位置づけ",
    "委員の数",
    "報酬・謝礼",
    "委員の任期",
    "補欠の委員の任期",
    "充て職の委員",
    "会長の選び方",
    "副会長の選び方",
    "会長の職務の代理",
    "開催通知の時期",
    "回答期限",
    "会議の回数",
    "中止した会議の回数",
    "定足数",
    "定足数のもとになる人数",
    "代理出席",
    "代理になれる人",
    "オンライン出席",
    "議決の方法",
    "議長の表決",
    "書面開催",
    "除斥された委員の数え方",
    "除斥された委員の在席",
    "会議の公開",
    "会議録の形",
    "会議録での発言者",
    "会議録の署名",
];

/// How many columns come before the settings.
const FIRST: usize = 10;

/// 準用, as a cell says it.
const INHERITED: &str = "準用";

/// A version as written out.
pub fn cells(
    charter: &charter::Model,
    settings: &[charter_setting::Model],
    bodies: &Lookup<BodyId>,
) -> Vec<String> {
    let mut cells = vec![
        charter.id.to_string(),
        bodies.word(charter.body_id),
        charter.title.clone(),
        charter.number.clone().unwrap_or_default(),
        charter.enacted_on.map(iso_day).unwrap_or_default(),
        iso_day(charter.effective_on),
        charter.applies_from.map(iso_day).unwrap_or_default(),
        charter.presider_title.clone(),
        charter.vice_title.clone().unwrap_or_default(),
        charter.general_affairs.clone().unwrap_or_default(),
    ];
    for setting in SETTINGS {
        let row = settings.iter().find(|row| row.setting == setting);
        cells.push(row.map(said).unwrap_or_default());
        cells.push(row.and_then(|row| row.article.clone()).unwrap_or_default());
    }
    cells
}

fn said(row: &charter_setting::Model) -> String {
    if row.standing == Standing::Inherited {
        return INHERITED.to_owned();
    }
    let word = row.value.as_deref().and_then(|text| Word::new(row.setting, text));
    word.map(|word| word.label().to_owned()).unwrap_or_default()
}

/// Reads a line.
pub fn read(reader: &mut Reader<'_>, bodies: &Lookup<BodyId>) -> Option<Enact> {
    let body = reader.needed("会議体", bodies);
    let (title, number) = (reader.name("題名", 200), reader.line("番号", 200));
    let (enacted_on, effective_on) = (reader.open_day("制定日"), reader.day("施行日"));
    let (applies_from, presider_title) = (reader.open_day("適用日"), reader.name("議長の呼び方", 200));
    let (vice_title, general_affairs) = (reader.line("副議長の呼び方", 200), reader.line("庶務", 200));
    let stated = |text: String| Some(text).filter(|text| !text.is_empty());
    let heads = HEADS.get(FIRST..).unwrap_or_default().chunks(2);
    let mut settings = Some(BTreeMap::new());
    for (setting, heads) in SETTINGS.into_iter().zip(heads) {
        let [value, article] = heads else { continue };
        let read = setting_said(reader, setting, (value.name, article.name));
        settings = settings.zip(read).map(|(mut settings, said)| {
            settings.extend(said.map(|said| (setting, said)));
            settings
        });
    }
    let text = CharterText {
        title: title?,
        number: stated(number?),
        enacted_on: enacted_on?,
        effective_on: effective_on?,
        applies_from: applies_from?,
        presider_title: presider_title?,
        vice_title: stated(vice_title?),
        general_affairs: stated(general_affairs?),
        settings: settings?,
    };
    Some(Enact { body: body?, text })
}

fn setting_said(
    reader: &mut Reader<'_>,
    setting: Setting,
    (value, article): (&'static str, &'static str),
) -> Option<Option<Said>> {
    let article_said = reader.read(article, |cell| one_line(200)(cell.trim()), Clone::clone);
    let typed = reader.cell(value);
    let article_said = article_said?;
    match typed.trim() {
        "" if article_said.is_empty() => Some(None),
        "" => reader.refuse(article, "条だけが入っています。定めがなければ空にしてください。"),
        INHERITED => Some(Some(Said::Inherited { article: article_said })),
        _ => {
            let parse = |cell: &str| Word::read(setting, cell).ok_or_else(|| unknown(setting));
            let word = reader.read(value, parse, |word| word.label().to_owned())?;
            Some(Some(Said::Stated { word, article: article_said }))
        }
    }
}

fn unknown(setting: Setting) -> String {
    let choices = crate::body::rules::choices(setting).into_iter();
    let words = choices.filter_map(|(choice, _)| {
        let number = if crate::body::rules::asks_number(setting, &choice) { "7" } else { "" };
        Word::compose(setting, &choice, number).map(|word| format!("「{}」", word.label()))
    });
    format!("{}「準用」のように入れてください。", words.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::rules::setting_name;

    #[test]
    fn every_setting_has_its_two_columns() {
        let heads: Vec<_> = HEADS[FIRST..].iter().map(|head| head.name.to_owned()).collect();
        let pairs = SETTINGS
            .map(|setting| [setting_name(setting).to_owned(), format!("{}の条", setting_name(setting))]);
        assert_eq!(heads, pairs.concat());
    }
}
