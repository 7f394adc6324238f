//! `GET /help` and `/help/{page}`: the contents and the chapters, in the reader's own frame when signed in, in the
//! frame of pages without signing in otherwise.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::picture;
use crate::access::web::Shell;
use crate::directory::web::bare::bare;
use crate::help::rules::{self, CHAPTERS, CONTENTS, Chapter};
use crate::platform::error::AppError;
use crate::platform::markdown::{self, Addresses, Document, Picture};
use crate::platform::page::{self, Bare};
use crate::platform::state::AppState;

/// A page of the guide.
struct Guide {
    document: Document,
    /// The chapter; none on the page of contents.
    chapter: Option<Chapter>,
    before: Option<Chapter>,
    after: Option<Chapter>,
}

impl Guide {
    fn chapters(&self) -> &'static [Chapter] {
        &CHAPTERS
    }

    fn is(&self, chapter: &Chapter) -> bool {
        self.chapter == Some(*chapter)
    }
}

/// For somebody signed in.
#[derive(Template)]
#[template(path = "help/guide.html")]
struct GuidePage {
    shell: Shell,
    guide: Guide,
}

/// For everybody else.
#[derive(Template)]
#[template(path = "help/guide_bare.html")]
struct BareGuidePage {
    bare: Bare,
    guide: Guide,
}

/// `GET /help`.
pub async fn contents(
    app: Data<AppState>,
    shell: Result<Shell, AppError>,
    request: HttpRequest,
) -> Result<HttpResponse, AppError> {
    let document = markdown::render(CONTENTS, &OfTheGuide);
    draw(
        &app,
        shell,
        &request,
        Guide { document, chapter: None, before: None, after: CHAPTERS.first().copied() },
    )
    .await
}

/// `GET /help/{page}`.
pub async fn chapter(
    app: Data<AppState>,
    shell: Result<Shell, AppError>,
    request: HttpRequest,
    name: Path<String>,
) -> Result<HttpResponse, AppError> {
    let (before, chapter, after) = rules::chapter(&name).ok_or(AppError::NotFound)?;
    let document = markdown::render(chapter.text, &OfTheGuide);
    draw(&app, shell, &request, Guide { document, chapter: Some(chapter), before, after }).await
}

/// Somebody without a session, or with one and nothing to act as, reads all the same.
async fn draw(
    app: &AppState,
    shell: Result<Shell, AppError>,
    request: &HttpRequest,
    guide: Guide,
) -> Result<HttpResponse, AppError> {
    match shell {
        Ok(shell) => page::ok(GuidePage { shell, guide }),
        Err(AppError::SignIn | AppError::Forbidden) => {
            page::ok(BareGuidePage { bare: bare(app, request).await?, guide })
        }
        Err(error) => Err(error),
    }
}

struct OfTheGuide;

impl Addresses for OfTheGuide {
    fn link(&self, address: &str) -> String {
        rules::address(address)
    }

    fn picture(&self, address: &str) -> Option<Picture> {
        picture::of(address.strip_prefix("images/")?)
    }
}
