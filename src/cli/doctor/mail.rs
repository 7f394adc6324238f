//! The mail server: whether mail could leave from here now. None is sent, and no folder is made.

use std::time::Duration;

use tokio::time::timeout;

use super::Finding;
use crate::app;
use crate::config::Settings;
use crate::platform::mail::Server;

const PATIENCE: Duration = Duration::from_secs(20);

/// Greets the server as a letter would, signs in if the settings say so, and leaves.
pub(super) async fn server(settings: &Settings) -> Finding {
    let Some(url) = &settings.smtp_url else {
        let folder = settings.data_dir.join("mail").join("new");
        let folder = folder.display();
        return Finding::Good(format!("メール: 送らずに {folder} に置きます（送るには RENKEI_SMTP_URL）"));
    };
    let (server, outbound) = match (Server::parse(url.expose()), app::outbound(settings)) {
        (Ok(server), Ok(outbound)) => (server, outbound),
        (Err(error), _) | (_, Err(error)) => {
            return Finding::Needs(format!("メール: RENKEI_SMTP_URL を直してください（{error}）"));
        }
    };
    let place = format!("{}:{}", server.host(), server.port());
    match timeout(PATIENCE, outbound.check()).await {
        Ok(Ok(found)) => Finding::Good(format!("メール: {place} {found}")),
        Ok(Err(trouble)) => Finding::Needs(format!(
            "メール: {place} から送れません（{trouble}）。サーバー名、ポート、利用者名、ファイアウォールを確かめてください"
        )),
        Err(_) => Finding::Needs(format!(
            "メール: {place} が 20 秒たっても応えません。ファイアウォールを確かめてください"
        )),
    }
}
