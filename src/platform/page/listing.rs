//! A long list: its filters, order and page stand in its address, so that it can be sent on and found again; what
//! cannot be read there is as if it were not. The same address with another ending gives the same rows as a file.

use std::cmp::Ordering;
use std::fmt::Write as _;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::pager::Pager;
use crate::platform::form::Field;

/// What a list is sorted by: a column, from its first row or its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// The column's word in an address.
    pub column: &'static str,
    /// Whether the last comes first.
    pub descending: bool,
}

impl Order {
    /// From the first.
    pub const fn up(column: &'static str) -> Self {
        Self { column, descending: false }
    }

    /// From the last.
    pub const fn down(column: &'static str) -> Self {
        Self { column, descending: true }
    }

    /// `name`, or `-name` from the last; the first of `orders` where the word says none of their columns.
    fn read(word: &str, orders: &[Self]) -> Self {
        let (descending, column) = word.strip_prefix('-').map_or((false, word), |rest| (true, rest));
        let known = orders.iter().find(|order| order.column == column);
        let first = orders.first().copied().unwrap_or(Self::up(""));
        known.map_or(first, |known| Self { descending, ..*known })
    }

    fn word(self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.column)
    }

    /// Sorts rows by what `compare` says of this column; equal ones keep the order they had.
    pub fn sort<T>(self, rows: &mut [T], compare: impl Fn(&str, &T, &T) -> Ordering) {
        rows.sort_by(|one, other| {
            let found = compare(self.column, one, other);
            if self.descending { found.reverse() } else { found }
        });
    }
}

/// Where a list stands.
#[derive(Clone, Debug)]
pub struct Address {
    path: &'static str,
    filters: Vec<(&'static str, String)>,
    /// The order it is in.
    pub order: Order,
    page: usize,
}

impl Address {
    /// A list at a path, filtered by these words, in the order and on the page that were asked for. `orders` are the
    /// columns it can be sorted by, that of an address without any first.
    pub fn new(
        path: &'static str,
        filters: Vec<(&'static str, String)>,
        (sort, page): (&str, &str),
        orders: &[Order],
    ) -> Self {
        Self { path, filters, order: Order::read(sort, orders), page: page.parse().unwrap_or(1).max(1) }
    }

    fn query(&self, order: Order, page: usize) -> String {
        let mut query = String::new();
        let (sort, number) = (("sort", order.word()), ("page", page.to_string()));
        let page = (page > 1).then_some(&number);
        for (name, value) in self.filters.iter().chain(std::iter::once(&sort)).chain(page) {
            if !value.is_empty() {
                let begin = if query.is_empty() { '?' } else { '&' };
                let _ = write!(query, "{begin}{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC));
            }
        }
        query
    }

    /// How many rows come before the page; one that does not exist is the last.
    pub fn skip(&self, total: usize, per_page: usize) -> usize {
        let last = total.div_ceil(per_page.max(1)).max(1);
        (self.page.min(last) - 1) * per_page
    }

    /// The same list from a page on.
    pub fn page(&self, page: usize) -> String {
        format!("{}{}", self.path, self.query(self.order, page))
    }

    /// All its rows as a file: `csv` or `xlsx`.
    pub fn file(&self, ending: &str) -> String {
        format!("{}.{ending}{}", self.path, self.query(self.order, 1))
    }

    /// The head of a column: sorts by it, or the other way round.
    pub fn head(&self, column: &'static str) -> SortLink {
        let (next, arrow, said) = match (self.order.column == column, self.order.descending) {
            (true, false) => (Order::down(column), "▲", "ascending"),
            (true, true) => (Order::up(column), "▼", "descending"),
            (false, _) => (Order::up(column), "△▽", ""),
        };
        SortLink { href: format!("{}{}", self.path, self.query(next, 1)), arrow, said }
    }
}

/// What the address of a list says that is narrowed by words alone.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ByWords {
    /// The words.
    pub q: Field,
    sort: String,
    page: String,
}

impl ByWords {
    /// Where the list stands.
    pub fn address(&self, path: &'static str, orders: &[Order]) -> Address {
        Address::new(path, vec![("q", self.q.value.clone())], (&self.sort, &self.page), orders)
    }
}

/// The head of a sortable column.
#[derive(Clone, Debug)]
pub struct SortLink {
    /// Sorts by it, or the other way round.
    pub href: String,
    /// Drawn after the word.
    pub arrow: &'static str,
    /// `aria-sort`; empty where another column is the one.
    pub said: &'static str,
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Listing<T> {
    /// The rows shown.
    pub rows: Vec<T>,
    /// How many there are on all pages.
    pub total: usize,
    /// The numbers of the first and the last row shown, from 1.
    pub span: (usize, usize),
    /// The other pages.
    pub pager: Pager,
    address: Address,
}

impl<T> Listing<T> {
    /// The page asked for of rows that are all there.
    pub fn of(address: Address, rows: Vec<T>, per_page: usize) -> Self {
        let (total, skip) = (rows.len(), address.skip(rows.len(), per_page));
        let shown = rows.into_iter().skip(skip).take(per_page).collect();
        Self::of_page(address, shown, (total, per_page))
    }

    /// The page asked for, of which the rows alone were read; before it are `Address::skip`.
    pub fn of_page(address: Address, rows: Vec<T>, (total, per_page): (usize, usize)) -> Self {
        let first = address.skip(total, per_page);
        let [all, size, current] =
            [total, per_page, first / per_page.max(1) + 1].map(|n| u64::try_from(n).unwrap_or(u64::MAX));
        let number = |page: u64| usize::try_from(page).unwrap_or(usize::MAX);
        let pager = Pager::new(all, size, current, |page| address.page(number(page)));
        Self { span: (first + 1, first + rows.len()), rows, total, pager, address }
    }

    /// The rows drawn otherwise.
    pub fn map<U>(self, draw: impl FnMut(T) -> U) -> Listing<U> {
        let Self { rows, total, span, pager, address } = self;
        Listing { rows: rows.into_iter().map(draw).collect(), total, span, pager, address }
    }

    /// The head of a column.
    pub fn head(&self, column: &'static str) -> SortLink {
        self.address.head(column)
    }

    /// All rows as a file.
    pub fn file(&self, ending: &str) -> String {
        self.address.file(ending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORDERS: [Order; 2] = [Order::down("day"), Order::up("name")];

    fn address(sort: &str, page: &str) -> Address {
        let filters = vec![("q", "退 院".to_owned()), ("body", String::new())];
        Address::new("/meetings", filters, (sort, page), &ORDERS)
    }

    #[test]
    fn an_address_says_what_is_listed() {
        let q = "q=%E9%80%80%20%E9%99%A2";
        for (sort, page, own) in [
            ("", "", format!("/meetings?{q}&sort=%2Dday")),
            ("day", "1", format!("/meetings?{q}&sort=day")),
            ("-name", "3", format!("/meetings?{q}&sort=%2Dname&page=3")),
            ("x", "-1", format!("/meetings?{q}&sort=%2Dday")),
            ("--day", "99999999999999999999999", format!("/meetings?{q}&sort=%2Dday")),
        ] {
            let address = address(sort, page);
            assert_eq!(address.page(address.page), own, "{sort} {page}");
        }
        assert_eq!(address("name", "3").file("csv"), format!("/meetings.csv?{q}&sort=name"));
    }

    #[test]
    fn a_head_sorts_by_its_column_and_then_the_other_way() {
        for (sort, column, next, said) in [
            ("", "day", "sort=day", "descending"),
            ("day", "day", "sort=%2Dday", "ascending"),
            ("day", "name", "sort=name", ""),
            ("-name", "name", "sort=name", "descending"),
        ] {
            let head = address(sort, "2").head(column);
            assert!(head.href.ends_with(next), "{}", head.href);
            assert_eq!(head.said, said);
        }
    }

    #[test]
    fn a_page_too_far_is_the_last() {
        for (page, rows, span) in [("1", vec![1, 2], (1, 2)), ("3", vec![5], (5, 5)), ("9", vec![5], (5, 5))]
        {
            let list = Listing::of(address("", page), vec![1, 2, 3, 4, 5], 2);
            assert_eq!((list.rows, list.total, list.span), (rows, 5, span));
        }
        let none = Listing::of(address("", "7"), Vec::<u8>::new(), 2);
        assert_eq!((none.rows.len(), none.span), (0, (1, 0)));
    }

    #[test]
    fn equal_rows_keep_their_order() {
        let mut rows = vec![(1, 'a'), (0, 'b'), (1, 'c')];
        Order::down("n").sort(&mut rows, |_, one, other| one.0.cmp(&other.0));
        assert_eq!(rows, [(1, 'a'), (1, 'c'), (0, 'b')]);
    }
}
