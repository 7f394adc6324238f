//! `renkei doctor`: looks at everything a deployment stands on and says for each thing 「良」 or 「要対応」 with what
//! to do. It makes and changes nothing, and shows no secret. Exit code 1 if anything needs doing.

mod database;
mod folder;
mod mail;
mod setup;

use std::io::{Write, stdout};

use super::Failure;
use super::shared::Shared;
use crate::config::{Occasion, Settings};

/// What was found about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Finding {
    /// Nothing needs doing; what it is.
    Good(String),
    /// Something does; what and how.
    Needs(String),
}

impl Finding {
    fn line(&self) -> String {
        match self {
            Self::Good(words) => format!("良      {words}"),
            Self::Needs(words) => format!("要対応  {words}"),
        }
    }
}

/// Runs it.
pub async fn run(shared: &Shared) -> Result<(), Failure> {
    let layers = shared.layers()?;
    let findings = match Settings::read(&layers, Occasion::Serve) {
        Ok(settings) => look(&settings).await,
        Err(problems) => problems.iter().map(|problem| Finding::Needs(problem.to_string())).collect(),
    };
    for finding in &findings {
        writeln!(stdout(), "{}", finding.line())?;
    }
    let count = findings.iter().filter(|finding| matches!(finding, Finding::Needs(_))).count();
    if count == 0 {
        return Ok(());
    }
    Err(Failure::failed(format!("対応の必要な項目が {count} 件あります")))
}

/// Everything, in the order in which one thing needs another.
async fn look(settings: &Settings) -> Vec<Finding> {
    let mut findings = setup::settings(settings);
    findings.push(setup::clock(settings));
    findings.extend(folder::data_dir(settings));
    findings.push(folder::secret_key(settings));
    findings.extend(database::database(settings).await);
    findings.push(mail::server(settings).await);
    findings
}
