//! The composition root: what a request meets on its way in, in order, every feature's routes, and what the
//! worker does. Nothing registers itself anywhere else; who looks for an address, a layer or a job reads here.

use std::io;
use std::net::TcpListener;
use std::num::NonZero;
use std::sync::Arc;
use std::time::Duration;

use actix_web::cookie::Key;
use actix_web::dev::Server;
use actix_web::http::KeepAlive;
use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, web};

use crate::config::Settings;
use crate::invitation::notices::{
    InvitationAdded, InvitationWithdrawn, MeetingChanged, MeetingConvened, MeetingPostponed, ReplyPrompted,
    ReplyRecorded, ReplyReminded,
};
use crate::meeting::notices::MeetingCancelled;
use crate::platform::assets;
use crate::platform::error::AppError;
use crate::platform::form::FormLabels;
use crate::platform::gate::{self, Gate};
use crate::platform::health::{self, Health, WorkerName};
use crate::platform::mail::{self, Limits, Outbound, SmtpPool};
use crate::platform::outbox::Notices;
use crate::platform::page::{self, Bare, FlashCookie};
use crate::platform::state::AppState;
use crate::platform::telemetry;
use crate::platform::worker::{Job, PATIENCE, Worker};
use crate::{
    access, account, agenda, attendance, board, body, delivery, desk, directory, dossier, doubles, exchange,
    help, invitation, meeting, new_year, pace, renewal, search,
};

/// How long requests may take to end once renkei is told to stop.
pub const LAST_REQUESTS: Duration = Duration::from_secs(8);

/// The words for what people type, by the start of the route it is sent to.
const LABELS: FormLabels = FormLabels(&[
    ("/r/", invitation::web::ANSWER_LABELS),
    ("/invitations/{id}/replies", invitation::web::ANSWER_LABELS),
    ("/invitations/{id}/seat-reply", invitation::web::ANSWER_LABELS),
    ("/meetings/{id}/reply", invitation::web::ANSWER_LABELS),
    ("/meetings/{id}/agenda", agenda::web::LABELS),
    ("/meetings/{id}/attendance", attendance::web::LABELS),
    ("/meetings/{id}/sitting", attendance::web::LABELS),
    ("/agenda-items", agenda::web::LABELS),
    ("/meetings", meeting::web::LABELS),
    ("/invitations", meeting::web::LABELS),
    ("/outbox", delivery::web::LABELS),
    ("/board/groups", board::web::GROUP_LABELS),
    ("/board", board::web::LABELS),
    ("/bodies/{id}/pace", pace::web::LABELS),
    ("/new-year", new_year::web::LABELS),
    ("/bodies/{id}/renewal", renewal::web::LABELS),
    ("/people/{id}/succession", renewal::web::LABELS),
    ("/seats/{id}/proposal", renewal::web::PROPOSAL_LABELS),
    ("/proposals", renewal::web::PROPOSAL_LABELS),
    ("/people/{id}/double", doubles::web::LABELS),
    ("/bodies", body::web::LABELS),
    ("/charters", body::web::LABELS),
    ("/seats", body::web::LABELS),
    ("/memberships", body::web::LABELS),
    ("/admin/accounts", account::web::LABELS),
    ("/sign-in", account::web::LABELS),
    ("/admin", directory::web::LABELS),
    ("/associations", directory::web::LABELS),
    ("/contacts", directory::web::LABELS),
    ("/people", directory::web::LABELS),
    ("/settings", directory::web::LABELS),
]);

/// Every kind of notice. A kind stays here until no stored row can name it.
pub fn notices() -> Notices {
    Notices::default()
        .with::<account::notices::SignInLinkAsked>()
        .with::<MeetingConvened>()
        .with::<MeetingChanged>()
        .with::<MeetingPostponed>()
        .with::<MeetingCancelled>()
        .with::<InvitationAdded>()
        .with::<InvitationWithdrawn>()
        .with::<ReplyRecorded>()
        .with::<ReplyReminded>()
        .with::<ReplyPrompted>()
}

/// What runs on its own, and how long after one run the next is due. Of several instances one runs a job, and a
/// machine that was off catches up (`platform/worker/job.rs`).
pub fn jobs() -> Arc<[Job]> {
    Arc::new([account::jobs::SWEEP, exchange::jobs::SWEEP, pace::jobs::REMIND])
}

/// Every address, feature by feature. A resource, not a bare route, so that a wrong method is 405 and not 404.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.configure(access::web::routes)
        .configure(account::routes)
        .configure(directory::routes)
        .configure(body::routes)
        .configure(renewal::routes)
        .configure(meeting::routes)
        .configure(agenda::routes)
        .configure(board::routes)
        .configure(new_year::routes)
        .configure(doubles::routes)
        .configure(desk::routes)
        .configure(dossier::routes)
        .configure(search::routes)
        .configure(delivery::routes)
        .configure(exchange::routes)
        .configure(invitation::routes)
        .configure(attendance::routes)
        .configure(pace::routes)
        .configure(help::routes)
        .configure(assets::routes)
        .service(web::resource("/healthz").route(web::get().to(health::alive)))
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
    let cores = std::thread::available_parallelism().map_or(2, NonZero::get);
    server_on(cores, state, listener, worker)
}

/// The same with a given number of threads.
pub fn server_on(
    threads: usize,
    state: AppState,
    listener: TcpListener,
    worker: Option<WorkerName>,
) -> io::Result<Server> {
    let health = web::Data::new(Health::new(state.db.clone(), worker));
    let gate = web::Data::new(Gate {
        hosts: state.settings.allowed_hosts.clone(),
        origin: state.settings.base_url.origin(),
        https: state.settings.base_url.is_https(),
    });
    let metrics = web::Data::new(state.metrics.clone());
    let proxies = web::Data::new(state.settings.trusted_proxies.clone());
    let flash = web::Data::new(FlashCookie {
        key: Key::from(&state.db.terms().key.derive("flash")),
        secure: state.settings.base_url.is_https(),
    });
    let bare = web::Data::new(Bare { sample: state.sample(), ..Bare::default() });
    let state = web::Data::new(state);
    let app = move || {
        // The layer written last is the first a request meets.
        App::new()
            .app_data(state.clone())
            .app_data(health.clone())
            .app_data(gate.clone())
            .app_data(metrics.clone())
            .app_data(proxies.clone())
            .app_data(flash.clone())
            .app_data(bare.clone())
            .app_data(LABELS)
            .configure(configure)
            .wrap(from_fn(page::carry_flash))
            .wrap(from_fn(access::web::find_session))
            .wrap(from_fn(gate::guard))
            .wrap(from_fn(page::error_pages))
            .wrap(from_fn(gate::harden))
            .wrap(from_fn(telemetry::observe))
    };
    let server = HttpServer::new(app)
        .workers(threads)
        .client_request_timeout(Duration::from_secs(10))
        .client_disconnect_timeout(Duration::from_secs(5))
        .keep_alive(KeepAlive::Timeout(Duration::from_secs(30)))
        .disable_signals()
        .shutdown_timeout(LAST_REQUESTS.as_secs())
        .listen(listener)?;
    Ok(server.run())
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
        patience: PATIENCE,
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
