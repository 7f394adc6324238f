//! The folder of a deployment: database file, mail laid down as files, uploads and the secret key. Only the
//! account renkei runs as may look inside. It must lie on a disk of this machine, because SQLite's write-ahead
//! log needs memory that two machines cannot share.

use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;

use super::clock::random_bytes;
use super::secret::SecretKey;

/// File systems that live on another machine, as `/proc/mounts` names them.
const NETWORK: [&str; 17] = [
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "fuse.ceph",
    "fuse.gcsfuse",
    "fuse.glusterfs",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.sshfs",
    "glusterfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "smb3",
    "smbfs",
];

/// Makes the folder if it is missing, for this account alone. An existing one keeps its mode.
pub fn make(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Takes away everything in the folder, after it was filled in vain.
pub fn empty(path: &Path) -> io::Result<()> {
    fs::remove_dir_all(path)?;
    make(path)
}

/// The permission bits of a file or folder.
pub fn mode(path: &Path) -> io::Result<u32> {
    Ok(fs::metadata(path)?.permissions().mode() & 0o777)
}

/// The kind of network file system a path lies on; none if it is a disk of this machine or cannot be told.
pub fn network_file_system(path: &Path) -> Option<String> {
    let mounts = fs::read_to_string("/proc/mounts").ok()?;
    let there = path.ancestors().find_map(|part| part.canonicalize().ok())?;
    let kind = file_system(&mounts, &there)?;
    NETWORK.contains(&kind).then(|| kind.to_owned())
}

/// The file system of a canonical path: that of the longest mount point above it, the last one if mounted twice.
fn file_system<'a>(mounts: &'a str, path: &Path) -> Option<&'a str> {
    let mut found: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let mut columns = line.split(' ');
        let (Some(_), Some(point), Some(kind)) = (columns.next(), columns.next(), columns.next()) else {
            continue;
        };
        let point = point.replace("\\040", " ");
        if path.starts_with(&point) && found.is_none_or(|(length, _)| point.len() >= length) {
            found = Some((point.len(), kind));
        }
    }
    found.map(|(_, kind)| kind)
}

/// Where the key of a deployment without `RENKEI_SECRET_KEY` is kept.
pub fn key_file(data_dir: &Path) -> PathBuf {
    data_dir.join("secret.key")
}

/// The key of this deployment, made at the first start. Two processes that start together get the same one,
/// because a whole file is linked into place and only one link succeeds.
pub fn secret_key(data_dir: &Path) -> io::Result<SecretKey> {
    let file = key_file(data_dir);
    if let Some(key) = stored_key(&file)? {
        return Ok(key);
    }
    let draft = data_dir.join(format!("secret.key.{}", HEXLOWER.encode(&random_bytes::<8>())));
    let mut made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    made.set_permissions(Permissions::from_mode(0o600))?;
    writeln!(made, "{}", HEXLOWER.encode(&random_bytes::<32>()))?;
    made.sync_all()?;
    let linked = fs::hard_link(&draft, &file);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => fs::File::open(data_dir)?.sync_all()?,
    }
    stored_key(&file)?.ok_or_else(|| io::Error::other("the key vanished while it was made"))
}

/// The key that was made before, if any.
pub fn stored_key(file: &Path) -> io::Result<Option<SecretKey>> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let octets = HEXLOWER.decode(text.trim().as_bytes()).ok();
    let key = octets.and_then(SecretKey::new);
    key.map(Some)
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "not a key of 64 hexadecimal digits"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "/dev/vda1 / ext4 rw 0 0\nserver:/x /srv nfs4 rw 0 0\n\
        /dev/vdb /srv/local xfs rw 0 0\n//nas/a /mnt/my\\040share cifs rw 0 0\n/dev/vdc /mnt/my\\040share ext4 rw 0 0";

    #[test]
    fn a_path_lies_on_the_nearest_mount() {
        for (path, kind) in [
            ("/var/lib/renkei", "ext4"),
            ("/srv/data", "nfs4"),
            ("/srv/local/data", "xfs"),
            ("/srvice", "ext4"),
            ("/mnt/my share/data", "ext4"),
        ] {
            assert_eq!(file_system(MOUNTS, Path::new(path)), Some(kind), "{path}");
        }
    }

    #[test]
    fn this_machines_disk_is_no_network() {
        let dir = tempfile::tempdir().expect("a folder");
        assert_eq!(network_file_system(&dir.path().join("not/yet/made")), None);
    }

    #[test]
    fn the_key_is_made_once_and_for_this_account_alone() {
        let dir = tempfile::tempdir().expect("a folder");
        let data = dir.path().join("data");
        make(&data).expect("made");
        assert_eq!(mode(&data).expect("mode"), 0o700);
        let first = secret_key(&data).expect("made").sign("test", &[]);
        assert_eq!(secret_key(&data).expect("read").sign("test", &[]), first);
        assert_eq!(mode(&key_file(&data)).expect("mode"), 0o600);
        assert_eq!(fs::read_dir(&data).expect("listed").count(), 1);
    }

    #[test]
    fn a_damaged_key_is_never_replaced() {
        let dir = tempfile::tempdir().expect("a folder");
        fs::write(key_file(dir.path()), "abc").expect("written");
        assert!(secret_key(dir.path()).is_err());
        assert_eq!(fs::read_to_string(key_file(dir.path())).expect("read"), "abc");
    }
}
