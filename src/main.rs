//! Parses the command line, runs one command and turns its end into an exit code.

use std::io::{Write, stderr};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use renkei::cli::{Cli, Failure, run};

fn main() -> ExitCode {
    let cli = Cli::parse();
    // Only fails when another provider was chosen before, which nothing does.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match dispatch(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            for line in failure.lines() {
                // Nobody is left to tell when standard error is gone.
                let _ = writeln!(stderr(), "renkei: {line}");
            }
            failure.exit_code()
        }
    }
}

fn dispatch(cli: Cli) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(run(cli));
    // What still hangs on a blocked thread is not waited for.
    runtime.shutdown_timeout(Duration::from_millis(200));
    done
}
