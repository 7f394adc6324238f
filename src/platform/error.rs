//! What can go wrong at the edge, once for all features. A feature's *expected* outcomes are its own small
//! enums; everything else becomes an `AppError`, is logged once and drawn by `page::error_pages`.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// An answer that is no page of a feature.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The request cannot be read at all.
    #[error("unreadable request: {0}")]
    BadRequest(String),
    /// Nobody is signed in: a GET is sent to the sign-in page, a POST gets 401.
    #[error("signed out")]
    SignIn,
    /// The person may see this, but not do it; or the form's csrf is wrong.
    #[error("not allowed")]
    Forbidden,
    /// It does not exist, or not for this person.
    #[error("not found")]
    NotFound,
    /// Somebody else was faster, and the page has no form to show it on.
    #[error("overtaken by another change")]
    Conflict,
    /// It existed and is over.
    #[error("gone")]
    Gone,
    /// The request is larger than its route allows.
    #[error("too large")]
    TooLarge,
    /// Its body did not come in time.
    #[error("too slow")]
    TooSlow,
    /// Compressed, or of a type no form sends.
    #[error("unsupported body")]
    UnsupportedBody,
    /// A form that no page shows again: a button pressed with values no button sends.
    #[error("unusable form")]
    Unprocessable,
    /// Too many tries.
    #[error("limited")]
    TooMany,
    /// The database is busy, full or away: the same request may succeed later.
    #[error("try again later: {0}")]
    Unavailable(String),
    /// A fault of ours.
    #[error("internal: {0}")]
    Internal(String),
}

impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Conflict => StatusCode::CONFLICT,
            Self::Gone => StatusCode::GONE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::UnsupportedBody => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unprocessable => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The status alone; the outermost layer draws the page, because only it knows the frame and the request id.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

impl From<DbErr> for AppError {
    fn from(error: DbErr) -> Self {
        if is_passing(&error) {
            return Self::Unavailable(error.to_string());
        }
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => Self::Conflict,
            _ => Self::Internal(error.to_string()),
        }
    }
}

impl From<askama::Error> for AppError {
    fn from(error: askama::Error) -> Self {
        Self::Internal(format!("template: {error}"))
    }
}

/// Whether the database is only busy, full or away, so that the same work may succeed later.
pub fn is_passing(error: &DbErr) -> bool {
    use sea_orm::sqlx::Error as Sqlx;
    let runtime = match error {
        DbErr::ConnectionAcquire(_) => return true,
        DbErr::Conn(runtime) | DbErr::Exec(runtime) | DbErr::Query(runtime) => runtime,
        _ => return false,
    };
    let RuntimeErr::SqlxError(error) = runtime else {
        return false;
    };
    match error.as_ref() {
        Sqlx::Io(_) | Sqlx::PoolTimedOut | Sqlx::PoolClosed | Sqlx::WorkerCrashed => true,
        Sqlx::Database(error) => error.code().is_some_and(|code| passing_code(&code)),
        _ => false,
    }
}

/// SQLite: busy 5, locked 6, read-only 8, I/O 10, full 13, cannot open 14 (low octet of the extended code).
/// PostgreSQL: classes 08 connection, 53 resources, 57 operator, 55P03 lock, 40 serialization, 25006 a server that
/// only reads until it takes over.
fn passing_code(code: &str) -> bool {
    if code.len() == 5 {
        let of_class = ["08", "53", "57", "40"].iter().any(|class| code.starts_with(class));
        return of_class || matches!(code, "55P03" | "25006");
    }
    code.parse::<u32>().is_ok_and(|code| [5, 6, 8, 10, 13, 14].contains(&(code & 0xff)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passing_codes_of_both_databases() {
        for (code, passing) in [
            ("5", true),
            ("517", true),
            ("13", true),
            ("778", true),
            ("14", true),
            ("1555", false),
            ("19", false),
            ("53100", true),
            ("57P01", true),
            ("08006", true),
            ("55P03", true),
            ("25006", true),
            ("25P02", false),
            ("23505", false),
            ("42P01", false),
        ] {
            assert_eq!(passing_code(code), passing, "{code}");
        }
    }
}
