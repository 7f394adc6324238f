//! The mail server: whether it can be reached from here. No mail is sent.

use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;
use url::Url;

use super::Finding;
use crate::config::Settings;

const PATIENCE: Duration = Duration::from_secs(5);

/// A server that takes connections, or the folder that takes its place.
pub(super) async fn server(settings: &Settings) -> Finding {
    let url = settings.smtp_url.as_ref().and_then(|url| Url::parse(url.expose()).ok());
    let Some(url) = url else {
        let folder = settings.data_dir.join("mail").join("new");
        let folder = folder.display();
        return Finding::Good(format!("メール: 送らずに {folder} に置きます（送るには RENKEI_SMTP_URL）"));
    };
    let host = url.host_str().unwrap_or_default();
    let port = url.port().unwrap_or(if url.scheme() == "smtps" { 465 } else { 587 });
    match timeout(PATIENCE, TcpStream::connect((host, port))).await {
        Ok(Ok(_)) => Finding::Good(format!("メール: {host}:{port} につながります")),
        Ok(Err(error)) => Finding::Needs(format!(
            "メール: {host}:{port} につながりません（{error}）。サーバー名、ポート、ファイアウォールを確かめてください"
        )),
        Err(_) => Finding::Needs(format!(
            "メール: {host}:{port} が 5 秒たっても応えません。ファイアウォールを確かめてください"
        )),
    }
}
