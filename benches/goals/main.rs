//! How fast renkei is and how much memory it takes, beside goals: `cargo bench`.
//!
//! A goal is a ratio to something bare that does the same work, or a figure of the release binary alone. Both
//! sides of a ratio take turns within each round, so that a busy machine slows both alike, and the median of the
//! rounds counts. Words after `--` choose goals by the start of their names; `--check` makes a goal that is missed
//! by more than noise an error; `--rounds N` sets how often each is measured, `--scale N` how
//! many regions stand beside one; `--test` measures once, beside two.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_types,
    reason = "a measurement that cannot be made has no answer but to stop"
)]

mod bare_pages;
mod convening;
mod deployment;
mod figure;
mod finding;
mod load;
mod pages;
mod process;
mod scale;
mod sink;
mod starting;
mod worker;
// The world of the tests: its people, its databases, and meetings convened by the commands of the product.
#[allow(unused_imports, unused_macros)]
#[path = "../../tests/it/support/mod.rs"]
mod support;

use std::process::ExitCode;

use figure::Figure;

/// What was asked for on the command line.
#[derive(Debug)]
pub struct Asked {
    /// Starts of names; none = everything.
    names: Vec<String>,
    /// Whether a missed goal is an error.
    check: bool,
    /// How often each goal is measured.
    rounds: usize,
    /// How many regions stand beside one.
    scale: u16,
}

impl Asked {
    fn read(words: impl Iterator<Item = String>) -> Self {
        let mut asked = Self { names: Vec::new(), check: false, rounds: 9, scale: 100 };
        let mut words = words;
        while let Some(word) = words.next() {
            match word.as_str() {
                // Cargo says this to every bench.
                "--bench" => {}
                "--check" => asked.check = true,
                "--rounds" => asked.rounds = words.next().unwrap().parse().unwrap(),
                "--scale" => asked.scale = words.next().unwrap().parse().unwrap(),
                // Cargo says this where a bench shall only show that it works.
                "--test" => (asked.rounds, asked.scale) = (1, 2),
                name => asked.names.push(name.to_owned()),
            }
        }
        asked
    }

    /// Whether something of this name is wanted.
    fn wants(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|start| name.starts_with(start.as_str()))
    }
}

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1).peekable();
    // This program is the other side of `pages` as well, in a process of its own.
    if words.peek().is_some_and(|word| word == bare_pages::WORD) {
        bare_pages::run(words.skip(1).collect());
        return ExitCode::SUCCESS;
    }
    let asked = Asked::read(words);
    let mut figures: Vec<Figure> = Vec::new();
    for measure in [
        pages::measure,
        scale::measure,
        finding::measure,
        convening::measure,
        worker::measure,
        starting::measure,
    ] {
        measure(&asked, &mut |figure| {
            println!("{figure}");
            figures.push(figure);
        });
    }
    let missed = figures.iter().filter(|figure| figure.is_missed()).count();
    if missed > 0 {
        println!("{missed} of {} goals missed by more than noise", figures.len());
    }
    if asked.check && missed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
