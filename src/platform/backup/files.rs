//! The files of a data directory, in and out. Everything is for this account alone.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use zip::ZipWriter;

use super::{Place, options};
use crate::platform::data_dir;

/// A new file, or an old one emptied.
pub(super) fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(true).mode(0o600).open(path)
}

/// Makes the folder that a file goes to.
pub(super) fn make_folder_of(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), data_dir::make)
}

/// Writes a folder's entries to the disk, after a rename in it.
pub(super) fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// Whether there is anything in a folder, which need not be there.
pub(super) fn holds_anything(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Adds every file of the data directory but the database's own and the backup that is being written.
pub(super) fn add(zip: &mut ZipWriter<File>, place: Place<'_>, part: &Path) -> io::Result<()> {
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(place.data_dir.join(&folder))? {
            let entry = entry?;
            let (kind, name) = (entry.file_type()?, folder.join(entry.file_name()));
            if kind.is_dir() {
                folders.push(name);
            } else if kind.is_file() && !is_left_out(&entry.path(), place, part) {
                let name = name.to_str().ok_or_else(|| io::Error::other("a name that is no text"))?;
                // A mail may be moved on while it is looked at.
                let mut from = match File::open(entry.path()) {
                    Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                    opened => opened?,
                };
                zip.start_file(format!("files/{name}"), options())?;
                io::copy(&mut from, zip)?;
            }
        }
    }
    Ok(())
}

fn is_left_out(path: &Path, place: Place<'_>, part: &Path) -> bool {
    let same =
        |other: &Path| path.canonicalize().ok().zip(other.canonicalize().ok()).is_some_and(|(a, b)| a == b);
    let of_database = place.database.is_some_and(|database| {
        ["", "-wal", "-shm", "-journal", ".lock"].iter().any(|ending| {
            let mut name = database.as_os_str().to_owned();
            name.push(ending);
            same(Path::new(&name))
        })
    });
    of_database || same(part)
}

/// Moves everything of one folder into another.
pub(super) fn move_all(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        fs::rename(entry.path(), to.join(entry.file_name()))?;
    }
    File::open(to)?.sync_all()
}
