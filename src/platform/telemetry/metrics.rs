//! Numbers for Prometheus, in a registry of our own. Labels are route patterns, methods and statuses, all from
//! closed lists, so that no visitor can make them grow.

use std::time::Duration;

use actix_web::http::header::{AUTHORIZATION, CACHE_CONTROL};
use actix_web::{HttpRequest, HttpResponse, web};
use prometheus::{
    Gauge, GaugeVec, HistogramOpts, HistogramVec, IntCounterVec, IntGauge, Opts, Registry, TextEncoder,
};

use super::security::{SecurityEvent, security_event};
use crate::platform::error::AppError;
use crate::platform::outbox;
use crate::platform::secret::{Secret, same};
use crate::platform::state::AppState;

/// Every number renkei keeps. Clones count together.
#[derive(Clone, Debug)]
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    request_seconds: HistogramVec,
    token: Option<Secret<String>>,
    /// Mails that are due or held and have not left.
    pub outbox_waiting: IntGauge,
    /// Age of the oldest of them, in seconds; 0 when there is none.
    pub outbox_oldest_seconds: Gauge,
    /// Tries to hand a mail over, by `outcome`.
    pub mail_outcomes: IntCounterVec,
    /// How late a job last started, in seconds, by `job`.
    pub job_lag_seconds: GaugeVec,
}

impl Metrics {
    /// Fresh numbers; `token` opens the page that shows them.
    pub fn new(token: Option<Secret<String>>) -> Result<Self, prometheus::Error> {
        let buckets = vec![0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
        let seconds = HistogramOpts::new("renkei_request_seconds", "Time to answer").buckets(buckets);
        let counted = Opts::new("renkei_requests_total", "Requests answered");
        let outcomes = Opts::new("renkei_mail_outcomes_total", "Tries to hand a mail over");
        let lag = Opts::new("renkei_job_lag_seconds", "How late a job last started");
        let metrics = Self {
            registry: Registry::new(),
            requests: IntCounterVec::new(counted, &["method", "route", "status"])?,
            request_seconds: HistogramVec::new(seconds, &["route"])?,
            token,
            outbox_waiting: IntGauge::new("renkei_outbox_waiting", "Mails that have not left")?,
            outbox_oldest_seconds: Gauge::new("renkei_outbox_oldest_seconds", "Age of the oldest of them")?,
            mail_outcomes: IntCounterVec::new(outcomes, &["outcome"])?,
            job_lag_seconds: GaugeVec::new(lag, &["job"])?,
        };
        let registry = &metrics.registry;
        registry.register(Box::new(metrics.requests.clone()))?;
        registry.register(Box::new(metrics.request_seconds.clone()))?;
        registry.register(Box::new(metrics.outbox_waiting.clone()))?;
        registry.register(Box::new(metrics.outbox_oldest_seconds.clone()))?;
        registry.register(Box::new(metrics.mail_outcomes.clone()))?;
        registry.register(Box::new(metrics.job_lag_seconds.clone()))?;
        Ok(metrics)
    }

    /// Counts one answered request.
    pub(super) fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let method = match method {
            "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" => method,
            _ => "other",
        };
        self.requests.with_label_values(&[method, route, &status.to_string()]).inc();
        self.request_seconds.with_label_values(&[route]).observe(took.as_secs_f64());
    }

    /// Asked at each scrape, because the worker may be another process. Without the database the last numbers stay.
    async fn count_backlog(&self, app: &AppState) {
        let backlog = match outbox::backlog(&app.db.read).await {
            Ok(backlog) => backlog,
            Err(error) => return tracing::warn!(%error, "the waiting mails could not be counted"),
        };
        let age = backlog.oldest.map(|queued| (app.clock.now() - queued).as_seconds_f64().max(0.0));
        self.outbox_waiting.set(backlog.waiting);
        self.outbox_oldest_seconds.set(age.unwrap_or(0.0));
    }

    fn opens_to(&self, bearer: Option<&str>) -> bool {
        let (Some(token), Some(bearer)) = (&self.token, bearer) else {
            return false;
        };
        same(token.expose(), bearer)
    }
}

/// `GET /metrics`: the numbers, to who knows the token; to everybody else there is no such page.
pub async fn serve_metrics(
    request: HttpRequest,
    metrics: web::Data<Metrics>,
) -> Result<HttpResponse, AppError> {
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let bearer = header.and_then(|value| value.strip_prefix("Bearer "));
    if !metrics.opens_to(bearer) {
        if bearer.is_some() {
            security_event(SecurityEvent::MetricsRefused, None);
        }
        return Err(AppError::NotFound);
    }
    if let Some(app) = request.app_data::<web::Data<AppState>>() {
        metrics.count_backlog(app).await;
    }
    let families = metrics.registry.gather();
    let text = TextEncoder::new().encode_to_string(&families);
    let text = text.map_err(|error| AppError::Internal(format!("metrics: {error}")))?;
    Ok(HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(text))
}
