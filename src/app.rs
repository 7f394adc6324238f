//! The composition root: what a request meets on its way in, in order, every feature's routes, and what the
//! worker does. Nothing registers itself anywhere else; who looks for an address, a layer or a job reads here.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{Server, ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use actix_web::http::{KeepAlive, StatusCode};
use actix_web::middleware::{Next, from_fn};
use actix_web::{App, Error, HttpMessage, HttpServer, web};

use crate::config::Settings;
use crate::platform::error::AppError;
use crate::platform::gate::{self, Gate};
use crate::platform::health::{self, Health, WorkerName};
use crate::platform::mail::{self, Limits, Outbound, SmtpPool};
use crate::platform::outbox::Notices;
use crate::platform::state::AppState;
use crate::platform::telemetry::{self, RequestId};
use crate::platform::worker::{Job, Worker};

/// How long requests may take to end once renkei is told to stop.
pub const LAST_REQUESTS: Duration = Duration::from_secs(8);

/// Every kind of notice. A kind stays here until no stored row can name it.
pub fn notices() -> Notices {
    Notices::default()
}

/// What runs on its own, and how long after one run the next is due.
pub fn jobs() -> Arc<[Job]> {
    Arc::new([])
}

/// Every address, feature by feature. A resource, not a bare route, so that a wrong method is 405 and not 404.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource("/healthz").route(web::get().to(health::alive)))
        .service(web::resource("/readyz").route(web::get().to(health::ready)))
        .service(web::resource("/metrics").route(web::get().to(telemetry::serve_metrics)))
        .default_service(web::to(nothing_here));
}

async fn nothing_here() -> Result<&'static str, AppError> {
    Err(AppError::NotFound)
}

/// The server on a bound listener, one thread per core. It starts when it is awaited and does not listen to
/// signals. `worker` is the one this process runs, if any.
pub fn server(state: AppState, listener: TcpListener, worker: Option<WorkerName>) -> io::Result<Server> {
    let health = web::Data::new(Health::new(state.db.clone(), worker));
    let gate = web::Data::new(Gate {
        hosts: state.settings.allowed_hosts.clone(),
        origin: state.settings.base_url.origin(),
        https: state.settings.base_url.is_https(),
    });
    let metrics = web::Data::new(state.metrics.clone());
    let proxies = web::Data::new(state.settings.trusted_proxies.clone());
    let state = web::Data::new(state);
    let app = move || {
        // The layer written last is the first a request meets.
        App::new()
            .app_data(state.clone())
            .app_data(health.clone())
            .app_data(gate.clone())
            .app_data(metrics.clone())
            .app_data(proxies.clone())
            .configure(configure)
            // Who is signed in: the session layer goes here.
            .wrap(from_fn(gate::guard))
            .wrap(from_fn(draw_errors))
            .wrap(from_fn(gate::harden))
            .wrap(from_fn(telemetry::observe))
    };
    let server = HttpServer::new(app)
        .client_request_timeout(Duration::from_secs(10))
        .client_disconnect_timeout(Duration::from_secs(5))
        .keep_alive(KeepAlive::Timeout(Duration::from_secs(30)))
        .disable_signals()
        .shutdown_timeout(LAST_REQUESTS.as_secs())
        .listen(listener)?;
    Ok(server.run())
}

/// Gives a body to every refusal that has none, in words and with the number to ask for.
async fn draw_errors<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let id = request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default();
    match next.call(request).await {
        Ok(answer) => Ok(answer.map_into_boxed_body().map_body(|head, body| {
            let bare = matches!(body.size(), BodySize::None | BodySize::Sized(0));
            let failed = head.status.is_client_error() || head.status.is_server_error();
            if bare && failed { drawn(head.status, &mut head.headers, &id) } else { body }
        })),
        Err(error) => {
            let answer =
                error.error_response().map_body(|head, _| drawn(head.status, &mut head.headers, &id));
            Err(InternalError::from_response(error, answer).into())
        }
    }
}

fn drawn(status: StatusCode, headers: &mut HeaderMap, id: &str) -> BoxBody {
    let words = match status.as_u16() {
        400 | 421 => "この宛先では表示できません。アドレスを確かめてください。",
        401 => "サインインしてください。",
        403 => "この操作はできません。",
        404 => "ページが見つかりません。",
        405 => "このページではその操作はできません。",
        413 => "送られた内容が大きすぎます。",
        415 => "この形式では受け取れません。",
        503 => "ただいま混み合っています。少し待ってから、もう一度お試しください。",
        _ => "表示できませんでした。",
    };
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    BoxBody::new(format!("{words}\n番号 {id}\n"))
}

/// The worker of this process.
pub fn worker(state: &AppState, name: WorkerName) -> Result<Worker, AppError> {
    let settings = &state.settings;
    Ok(Worker {
        db: state.db.clone(),
        clock: state.clock.clone(),
        notices: state.notices.clone(),
        terms: state.mail.clone(),
        outbound: Arc::new(outbound(settings).map_err(AppError::Internal)?),
        connections: usize::try_from(settings.smtp_connections).unwrap_or(4),
        jobs: jobs(),
        name,
        metrics: state.metrics.clone(),
    })
}

/// Where mail goes: the server of `RENKEI_SMTP_URL`, else the folder `mail/new` of the data directory.
pub fn outbound(settings: &Settings) -> Result<Outbound, String> {
    let Some(url) = &settings.smtp_url else {
        return Ok(Outbound::Folder(settings.data_dir.join("mail").join("new")));
    };
    let server = mail::Server::parse(url.expose())?;
    let keep = usize::try_from(settings.smtp_connections).unwrap_or(4);
    Ok(Outbound::Smtp(Box::new(SmtpPool::new(server, Limits::default(), keep))))
}
