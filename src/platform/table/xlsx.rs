//! An Excel book of one sheet: head and first column stay in sight, cells are text, it prints on one A3 sheet across.

pub use rust_xlsxwriter::XlsxError;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook};

use super::Table;

/// What a tab of Excel cannot hold.
const NOT_IN_TABS: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// The file.
pub fn xlsx(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let tab: String = table.title.chars().filter(|c| !NOT_IN_TABS.contains(c)).take(31).collect();
    sheet.set_name(tab)?;
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
