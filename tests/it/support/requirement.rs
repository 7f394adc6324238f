//! What a machine must have for a test, and what happens where it is missing: the test is passed over and says so
//! on standard error, unless `RENKEI_TEST_REQUIRE` names it; then it fails. `.ci/run` names everything.

use std::io::Write;
use std::path::PathBuf;

/// Whether `RENKEI_TEST_REQUIRE` (a list with commas) names this.
pub fn is_required(name: &str) -> bool {
    let list = std::env::var_os("RENKEI_TEST_REQUIRE").unwrap_or_default();
    list.to_string_lossy().split(',').any(|one| one.trim() == name)
}

/// Says that tests are passed over; fails where they must not be. Standard error itself, because libtest keeps
/// what `eprintln!` writes in a test that passes.
pub fn pass_over(name: &str, missing: &str) {
    assert!(!is_required(name), "RENKEI_TEST_REQUIRE names {name}, but there is no {missing}");
    // Nobody is left to tell when standard error is gone.
    let _ = writeln!(std::io::stderr(), "NOT TESTED: everything that needs {name}, for want of {missing}");
}

/// The first program of this name on PATH, else in these folders.
pub fn find_program(name: &str, further: impl IntoIterator<Item = PathBuf>) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).chain(further).map(|folder| folder.join(name)).find(|file| file.is_file())
}
