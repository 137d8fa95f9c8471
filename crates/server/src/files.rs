//! Files that commands read: never more of one than a command accepts, however long it is.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use blaupause_app::Invalid;
use blaupause_kernel::Message;

use crate::failure::Failure;

/// The content of a file of at most `limit` bytes.
pub fn bytes(path: &Path, limit: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let one_more = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let read = File::open(path).and_then(|file| file.take(one_more).read_to_end(&mut bytes));
    read.map_err(Failure::of(path.display()))?;
    if bytes.len() > limit {
        let message = Message::new("command-file-too-large").with("limit", limit);
        return Err(refused(path, message));
    }
    Ok(bytes)
}

/// The text of a file of at most `limit` bytes.
pub fn text(path: &Path, limit: usize) -> Result<String, Failure> {
    String::from_utf8(bytes(path, limit)?).map_err(|error| {
        let position = error.utf8_error().valid_up_to().saturating_add(1);
        refused(path, Message::new("text-not-utf8").with("position", position))
    })
}

fn refused(path: &Path, message: Message) -> Failure {
    Failure::Refused(vec![Invalid { pointer: path.display().to_string(), message }])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_the_limit_and_no_further() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, "1234").unwrap();
        assert_eq!(text(&path, 4).unwrap(), "1234");
        assert!(matches!(bytes(&path, 3), Err(Failure::Refused(_))));
        assert!(matches!(bytes(Path::new("/dev/zero"), 1000), Err(Failure::Refused(_))), "has no end");
        std::fs::write(&path, [b'a', 0xff]).unwrap();
        let Err(Failure::Refused(places)) = text(&path, 4) else { panic!("accepted") };
        assert_eq!(places[0].message.args, [("position".to_owned(), "2".to_owned())]);
    }
}
