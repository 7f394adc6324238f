//! What the list of meetings shows, as it stands in its address.

use entity::id::BodyId;
use serde::Deserialize;

use crate::dossier::rules::Phase;
use crate::platform::date::FiscalYear;
use crate::platform::page::{Address, Order};

/// The address as it came.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    body: String,
    fy: String,
    state: String,
    sort: String,
    page: String,
}

/// What it can be sorted by.
const ORDERS: [Order; 4] = [Order::down("day"), Order::up("body"), Order::up("place"), Order::up("state")];

/// The filter, read.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Only of this body.
    pub body: Option<BodyId>,
    /// Only of this fiscal year; none = all.
    pub year: Option<FiscalYear>,
    /// Only where they stand so.
    pub phase: Option<Phase>,
}

impl Filter {
    /// Reads an address; without a year it is the present one.
    pub fn read(asked: &Asked, this_year: FiscalYear) -> Self {
        let year = match asked.fy.as_str() {
            "all" => None,
            text => Some(FiscalYear::parse(text).unwrap_or(this_year)),
        };
        Self {
            body: asked.body.parse().ok(),
            year,
            phase: Phase::ALL.into_iter().find(|phase| phase.key() == asked.state),
        }
    }

    /// The value of the year's field.
    pub fn year_word(&self) -> String {
        self.year.map_or_else(|| "all".to_owned(), |year| year.year().to_string())
    }

    /// 「令和8年度」 or 「すべての年度」.
    pub fn of_year(&self) -> String {
        self.year.map_or_else(|| "すべての年度".to_owned(), FiscalYear::label)
    }

    /// Where the list stands.
    pub fn address(&self, asked: &Asked) -> Address {
        let filters = vec![
            ("body", self.body.map(|body| body.to_string()).unwrap_or_default()),
            ("fy", self.year_word()),
            ("state", self.phase.map(Phase::key).unwrap_or_default().to_owned()),
        ];
        Address::new("/meetings", filters, (&asked.sort, &asked.page), &ORDERS)
    }
}
