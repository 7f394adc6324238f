//! Security events: one log line each under the target `security`, for whoever watches the deployment
//! (ASVS 16.3). The request id comes with the line, because it is written inside the request's span.

use entity::id::AccountId;

/// Something that an honest visitor rarely causes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecurityEvent {
    /// A password was wrong, or there is no such account.
    SignInFailed,
    /// Somebody signed in.
    SignedIn,
    /// A limit on tries was reached.
    Limited,
    /// A form came without the right `csrf`.
    CsrfRefused,
    /// A form came from another site.
    OriginRefused,
    /// A request was meant for another host.
    HostRefused,
    /// A link was unknown, expired or withdrawn.
    LinkRefused,
    /// A signed-in person tried what their capacity does not allow.
    Forbidden,
    /// Somebody asked for the metrics without the right token.
    MetricsRefused,
}

impl SecurityEvent {
    fn name(self) -> &'static str {
        match self {
            Self::SignInFailed => "sign_in_failed",
            Self::SignedIn => "signed_in",
            Self::Limited => "limited",
            Self::CsrfRefused => "csrf_refused",
            Self::OriginRefused => "origin_refused",
            Self::HostRefused => "host_refused",
            Self::LinkRefused => "link_refused",
            Self::Forbidden => "forbidden",
            Self::MetricsRefused => "metrics_refused",
        }
    }
}

/// Writes one line about one event; the account if it is known, never a name or what was typed.
pub fn security_event(event: SecurityEvent, account: Option<AccountId>) {
    let account = account.map(|account| account.to_string());
    tracing::warn!(target: "security", event = event.name(), account, "security event");
}
