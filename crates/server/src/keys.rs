//! The embedded signing key: made at first start, kept in a file that only its owner can read.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use blaupause_access::Issuer;

use crate::failure::Failure;

/// The issuer whose key is in `path`, and whether the key had to be made.
pub fn issuer(path: &Path) -> Result<(Issuer, bool), Failure> {
    let (seed, made) = seed(path)?;
    let issuer = Issuer::from_seed(&seed).map_err(|e| Failure::Failed(e.to_string()))?;
    Ok((issuer, made))
}

/// What is in `path`, and whether it had to be made.
pub fn seed(path: &Path) -> Result<([u8; 32], bool), Failure> {
    let mut made = false;
    let seed = match std::fs::File::open(path) {
        Ok(mut file) => {
            let mut seed = [0; 32];
            file.read_exact(&mut seed).map_err(Failure::of(path.display()))?;
            seed
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            made = true;
            make(path)?
        }
        Err(error) => return Err(Failure::of(path.display())(error)),
    };
    Ok((seed, made))
}

/// Another process may make the key at the same moment: whoever comes second uses the first one's.
fn make(path: &Path) -> Result<[u8; 32], Failure> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|e| Failure::Failed(e.to_string()))?;
    let mut options = OpenOptions::new();
    let mut file =
        options.write(true).create_new(true).mode(0o600).open(path).map_err(Failure::of(path.display()))?;
    file.write_all(&seed).and_then(|()| file.sync_all()).map_err(Failure::of(path.display()))?;
    Ok(seed)
}
