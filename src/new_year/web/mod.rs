//! The page of 年度更新.

pub mod show;

use crate::platform::form::Labels;

/// The words for what is typed on this page, where it is shown without its form.
pub const LABELS: Labels = &[("fy", "年度"), ("meetings", "会議"), ("rows", "年間予定表の行")];
