//! How a command ends when it could not do its work: clear lines for the operator and the exit code that
//! tells a script whether to try again.

use std::process::ExitCode;

use sea_orm::DbErr;

use crate::config::Problem;
use crate::platform::error::{AppError, is_passing};

/// Why a command failed.
#[derive(Debug)]
pub enum Failure {
    /// Something has to be changed first; exit code 1.
    Failed(Vec<String>),
    /// The database is busy or away, the same command may succeed later; exit code 75.
    TryLater(String),
}

impl Failure {
    /// One line.
    pub fn failed(line: impl Into<String>) -> Self {
        Self::Failed(vec![line.into()])
    }

    /// One line per setting.
    pub fn settings(problems: Vec<Problem>) -> Self {
        Self::Failed(problems.iter().map(ToString::to_string).collect())
    }

    /// What the operator reads.
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::Failed(lines) => lines.clone(),
            Self::TryLater(cause) => {
                let cause = cause.lines().next().unwrap_or_default();
                vec![format!(
                    "データベースが混み合っているか、届きません。後でもう一度実行してください（{cause}）"
                )]
            }
        }
    }

    /// What the shell sees (75 is EX_TEMPFAIL of sysexits).
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Failed(_) => ExitCode::from(1),
            Self::TryLater(_) => ExitCode::from(75),
        }
    }
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        if is_passing(&error) {
            return Self::TryLater(error.to_string());
        }
        let cause = error.to_string();
        Self::failed(format!(
            "データベースの処理に失敗しました（{}）",
            cause.lines().next().unwrap_or_default()
        ))
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Unavailable(cause) => Self::TryLater(cause),
            other => Self::failed(format!("処理に失敗しました（{other}）")),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::failed(format!("読み書きに失敗しました（{error}）"))
    }
}
