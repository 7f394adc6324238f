//! The mail server: whether mail could leave from here now. None is sent.

use std::time::Duration;

use tokio::time::timeout;

use super::Finding;
use crate::app;
use crate::config::Settings;

const PATIENCE: Duration = Duration::from_secs(20);

/// Greets the server as a letter would, signs in if the settings say so, and leaves; or looks at the folder that
/// takes its place.
pub(super) async fn server(settings: &Settings) -> Finding {
    let outbound = match app::outbound(settings) {
        Ok(outbound) => outbound,
        Err(error) => return Finding::Needs(format!("メール: RENKEI_SMTP_URL を直してください（{error}）")),
    };
    match timeout(PATIENCE, outbound.check()).await {
        Ok(Ok(found)) => Finding::Good(format!("メール: {found}")),
        Ok(Err(trouble)) => Finding::Needs(format!(
            "メール: 送れません（{trouble}）。サーバー名、ポート、利用者名、ファイアウォールを確かめてください"
        )),
        Err(_) => Finding::Needs(
            "メール: サーバーが 20 秒たっても応えません。ファイアウォールを確かめてください".to_owned(),
        ),
    }
}
