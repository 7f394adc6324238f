//! A folder instead of a mail server: for trying renkei out, and for offices that carry the files on by other means.
//!
//! A file appears whole or not at all and survives a power cut. Its name comes from the Message-ID, so a letter laid
//! twice is one file.

use std::io;
use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt;

use super::outcome::{Delivery, Stage, Trouble};

/// Everything but letters, digits and the signs our own Message-IDs use.
const NOT_IN_NAMES: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');

/// Writes the octets as `<local part of the Message-ID>.eml`; characters a file name should not hold are
/// percent-encoded. The folder is made if it is missing.
pub(super) async fn lay(dir: &Path, message_id: &str, octets: &[u8]) -> Delivery {
    let name = file_name(message_id);
    match write(dir, &name, octets).await {
        Ok(()) => Delivery::Accepted { reply: name },
        Err(e) => Delivery::Retry(trouble(&e)),
    }
}

/// Whether a file could be written now.
pub(super) async fn check(dir: &Path) -> Result<String, Trouble> {
    let trial = dir.join(".check.tmp");
    let tried = async {
        fs::create_dir_all(dir).await?;
        fs::write(&trial, b"").await?;
        fs::remove_file(&trial).await
    };
    tried.await.map_err(|e| trouble(&e))?;
    Ok(format!(
        "メールは送信せず、フォルダー {} に書き込みます",
        dir.display()
    ))
}

fn file_name(message_id: &str) -> String {
    let inner = message_id.trim_start_matches('<').trim_end_matches('>');
    let local = inner.split_once('@').map_or(inner, |(local, _)| local);
    format!("{}.eml", utf8_percent_encode(local, NOT_IN_NAMES))
}

/// First under a name nobody reads, then renamed; both steps reach the disk before we go on.
async fn write(dir: &Path, name: &str, octets: &[u8]) -> io::Result<()> {
    fs::create_dir_all(dir).await?;
    let unfinished = dir.join(format!(".{name}.tmp"));
    let mut file = File::create(&unfinished).await?;
    file.write_all(octets).await?;
    file.sync_all().await?;
    fs::rename(&unfinished, dir.join(name)).await?;
    File::open(dir).await?.sync_all().await
}

fn trouble(e: &io::Error) -> Trouble {
    Trouble::new(Stage::Folder, &e.to_string())
}
