//! What the operator can see of a running renkei: log lines, numbers and security events. They carry ids and
//! route patterns, never names, addresses or paths, because a path may hold a token. Every answer has a request
//! id, and a fault of ours is logged once, at the edge, under that id.

mod logging;
mod metrics;
mod observe;
mod security;

pub use logging::{LogLines, start};
pub use metrics::{Metrics, serve_metrics};
pub use observe::{ActingAccount, RequestId, observe};
pub use security::{SecurityEvent, security_event};
