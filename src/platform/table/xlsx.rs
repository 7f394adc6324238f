//! An Excel book of one sheet: head and first column stay in sight, cells are text, it prints on one A3 sheet across.

pub use rust_xlsxwriter::XlsxError;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook};

use super::Table;

/// The most UTF-16 units of a tab's name.
const TAB: usize = 31;

/// What a tab of Excel cannot hold.
const NOT_IN_TABS: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// The file.
pub fn xlsx(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(tab(&table.title))?;
    let cell = Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::Top);
    let head =
        cell.clone().set_bold().set_background_color(Color::RGB(0xF2F2F2)).set_align(FormatAlign::Center);
    for (at, column) in (0..).zip(&table.columns) {
        sheet.set_column_width(at, column.width)?;
        sheet.write_string_with_format(0, at, &column.head, &head)?;
    }
    for (at, line) in (1..).zip(&table.lines) {
        for (column, text) in (0..).zip(line) {
            sheet.write_string_with_format(at, column, text, &cell)?;
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape();
    // 8 is A3.
    sheet.set_paper_size(8);
    sheet.set_print_fit_to_pages(1, 0);
    book.save_to_buffer()
}

/// A name for the tab, as near to the title as Excel allows.
fn tab(title: &str) -> String {
    let mut room = TAB;
    let fits = |c: &char| {
        let left = room.checked_sub(c.len_utf16());
        room = left.unwrap_or(0);
        left.is_some()
    };
    let kept: String =
        title.chars().filter(|c| !NOT_IN_TABS.contains(c) && !c.is_control()).take_while(fits).collect();
    match kept.trim_matches(|c: char| c == '\'' || c.is_whitespace()) {
        "" => "一覧".to_owned(),
        kept => kept.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn titles_become_tabs() {
        for (title, expected) in [
            ("協議会　委員名簿　令和8年11月21日現在", "協議会　委員名簿　令和8年11月21日現在"),
            ("'[a]:*?/\\'", "a"),
            ("[]", "一覧"),
            ("𠮷野𠮷野𠮷野𠮷野𠮷野𠮷野𠮷野𠮷野𠮷野𠮷野𠮷野𠮷野", "𠮷野𠮷野𠮷野𠮷野𠮷野𠮷野𠮷野𠮷野𠮷野𠮷野"),
        ] {
            assert_eq!(tab(title), expected);
        }
    }

    proptest! {
        #[test]
        fn any_title_gives_a_book(title in any::<String>()) {
            let table = Table { title, columns: Vec::new(), lines: Vec::new() };
            prop_assert!(xlsx(&table).is_ok());
        }
    }
}
