//! Where log lines go: standard error, so that standard output stays free for a command's results. A panic
//! becomes one line like any other error.

use std::io::{IsTerminal, stderr};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::Directive;

/// The form of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLines {
    /// For eyes.
    Text,
    /// One JSON object each.
    Json,
}

/// Starts logging for the whole process; a second call changes nothing. `filter` is one of tracing's, checked
/// before. Security events pass every filter that does not name them.
pub fn start(filter: &str, lines: LogLines) {
    let mut parsed = EnvFilter::new(filter);
    let event: Option<Directive> = "security=info".parse().ok();
    if let Some(event) = event.filter(|_| !filter.contains("security")) {
        parsed = parsed.add_directive(event);
    }
    let lines_to = tracing_subscriber::fmt().with_env_filter(parsed).with_writer(stderr);
    // An error means that logging was started before, as in tests.
    let _ = match lines {
        LogLines::Text => lines_to.with_ansi(stderr().is_terminal()).try_init(),
        LogLines::Json => {
            lines_to.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init()
        }
    };
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let words = panic.payload_as_str().unwrap_or("no words");
        tracing::error!(place, words, "panic");
    }));
}
