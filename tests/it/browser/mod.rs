//! Pages in a real browser, at the width of a desk and of a telephone.

mod errors;

/// Inside of the window at a desk.
pub const DESK: (u32, u32) = (1280, 900);
/// Inside of the window of a telephone.
pub const TELEPHONE: (u32, u32) = (390, 844);
