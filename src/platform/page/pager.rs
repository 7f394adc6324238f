//! A long list in pages: where one is, the pages around, the first and the last.

/// The links under a list.
#[derive(Clone, Debug, Default)]
pub struct Pager {
    /// Empty when everything fits on one page.
    pub links: Vec<PageLink>,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

/// One number in the row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLink {
    /// From 1.
    pub number: u64,
    /// Its address.
    pub href: String,
    /// Whether it is the one shown.
    pub current: bool,
    /// Whether numbers are left out before it.
    pub gap: bool,
}

impl Pager {
    /// For `total` rows with `per_page` on each, showing page `current` (from 1). Numbers further than two from
    /// the current page are left out, except the first and the last.
    pub fn new(total: u64, per_page: u64, current: u64, href: impl Fn(u64) -> String) -> Self {
        let last = total.div_ceil(per_page.max(1)).max(1);
        let current = current.clamp(1, last);
        if last == 1 {
            return Self::default();
        }
        let mut links = Vec::new();
        let mut before = 0;
        for number in (1..=last).filter(|n| *n == 1 || *n == last || n.abs_diff(current) <= 2) {
            links.push(PageLink {
                number,
                href: href(number),
                current: number == current,
                gap: number > before + 1,
            });
            before = number;
        }
        Self {
            links,
            previous: (current > 1).then(|| href(current - 1)),
            next: (current < last).then(|| href(current + 1)),
        }
    }
}

/// The rows of page `current` (from 1) of a list that is all there, and the links to the others.
pub fn page_of<T>(
    rows: Vec<T>,
    per_page: usize,
    current: usize,
    href: impl Fn(u64) -> String,
) -> (Vec<T>, Pager) {
    let last = rows.len().div_ceil(per_page.max(1)).max(1);
    let current = current.clamp(1, last);
    let [total, size, number] = [rows.len(), per_page, current].map(|n| u64::try_from(n).unwrap_or(u64::MAX));
    let pager = Pager::new(total, size, number, href);
    (rows.into_iter().skip((current - 1) * per_page).take(per_page).collect(), pager)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_its_rows_and_a_number_too_large_is_the_last() {
        for (current, rows) in [(0, vec![1, 2]), (1, vec![1, 2]), (3, vec![5]), (usize::MAX, vec![5])] {
            assert_eq!(page_of(vec![1, 2, 3, 4, 5], 2, current, |n| n.to_string()).0, rows, "{current}");
        }
        assert!(page_of(Vec::<u8>::new(), 2, 7, |n| n.to_string()).0.is_empty());
    }

    fn row(total: u64, current: u64) -> String {
        let pager = Pager::new(total, 10, current, |n| format!("?page={n}"));
        let show = |link: &PageLink| {
            let gap = if link.gap { "… " } else { "" };
            let mark = if link.current { "*" } else { "" };
            format!("{gap}{mark}{}", link.number)
        };
        pager.links.iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_row_of_numbers() {
        for (total, current, expected) in [
            (0, 1, ""),
            (10, 1, ""),
            (11, 1, "*1 2"),
            (23, 2, "1 *2 3"),
            (23, 9, "1 2 *3"),
            (95, 1, "*1 2 3 … 10"),
            (95, 5, "1 … 3 4 *5 6 7 … 10"),
            (95, 8, "1 … 6 7 *8 9 10"),
        ] {
            assert_eq!(row(total, current), expected, "{total} rows, page {current}");
        }
    }

    #[test]
    fn ways_forward_and_back() {
        let pager = Pager::new(30, 10, 2, |n| format!("?page={n}"));
        assert_eq!(pager.previous.as_deref(), Some("?page=1"));
        assert_eq!(pager.next.as_deref(), Some("?page=3"));
        assert_eq!(Pager::new(30, 10, 3, |n| n.to_string()).next, None);
    }
}
