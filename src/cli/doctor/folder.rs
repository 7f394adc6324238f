//! The data directory: who may look in, whether it can be written to, how much room is left.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::Finding;
use crate::config::Settings;
use crate::platform::data_dir;

/// A year of a region's letters and papers, roughly.
const ROOM_MB: u64 = 500;

/// The directory, its mode and its room.
pub(super) fn data_dir(settings: &Settings) -> Vec<Finding> {
    let path = &settings.data_dir;
    let shown = path.display();
    if !path.exists() {
        let words =
            format!("データのフォルダー: {shown} はまだありません。renkei migrate を実行すると作られます");
        return vec![Finding::Needs(words)];
    }
    vec![writable(path), closed(path), room(path)]
}

/// Writing is tried, because permissions do not tell of a read-only or full disk.
fn writable(path: &Path) -> Finding {
    let probe = path.join(format!(".doctor-{}", std::process::id()));
    let tried = fs::write(&probe, "renkei doctor").and_then(|()| fs::remove_file(&probe));
    match tried {
        Ok(()) => Finding::Good(format!("データのフォルダー: {} に書き込めます", path.display())),
        Err(error) => Finding::Needs(format!(
            "データのフォルダー: {} に書き込めません（{error}）。所有者と空きを確かめてください",
            path.display()
        )),
    }
}

fn closed(path: &Path) -> Finding {
    match data_dir::mode(path) {
        Ok(mode) if mode & 0o077 == 0 => Finding::Good(format!("フォルダーの権限: {mode:o}")),
        Ok(mode) => Finding::Needs(format!(
            "フォルダーの権限: {mode:o} ではほかの利用者が読めます。chmod 700 {} を実行してください",
            path.display()
        )),
        Err(error) => Finding::Needs(format!("フォルダーの権限: 調べられません（{error}）")),
    }
}

fn room(path: &Path) -> Finding {
    match free_mb(path) {
        Some(free) if free >= ROOM_MB => Finding::Good(format!("空き容量: {free} MB")),
        Some(free) => Finding::Needs(format!(
            "空き容量: {free} MB です。{ROOM_MB} MB 以上になるよう不要なものを消してください"
        )),
        None => Finding::Needs("空き容量: 調べられません。df で確かめてください".to_owned()),
    }
}

/// Asks `df`: the fourth column of its second line, in blocks of 1024 octets (POSIX).
fn free_mb(path: &Path) -> Option<u64> {
    let asked = Command::new("df").arg("-Pk").arg(path).output().ok()?;
    let text = String::from_utf8(asked.stdout).ok()?;
    let blocks: u64 = text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(blocks / 1024)
}

/// The key: the operator's own, or the file with its mode.
pub(super) fn secret_key(settings: &Settings) -> Finding {
    let file = data_dir::key_file(&settings.data_dir);
    if settings.secret_key.is_some() {
        return Finding::Good("秘密鍵: RENKEI_SECRET_KEY を使います".to_owned());
    }
    match (data_dir::stored_key(&file), data_dir::mode(&file)) {
        (Ok(None), _) => Finding::Good("秘密鍵: 最初の起動で作られます".to_owned()),
        (Ok(Some(_)), Ok(mode)) if mode & 0o077 == 0 => Finding::Good(format!("秘密鍵: 権限 {mode:o}")),
        (Ok(Some(_)), Ok(mode)) => Finding::Needs(format!(
            "秘密鍵: 権限 {mode:o} ではほかの利用者が読めます。chmod 600 {} を実行してください",
            file.display()
        )),
        (Err(error), _) | (_, Err(error)) => Finding::Needs(format!(
            "秘密鍵: {} を読めません（{error}）。バックアップから戻してください",
            file.display()
        )),
    }
}
