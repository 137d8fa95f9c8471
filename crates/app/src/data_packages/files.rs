//! Where the files of a data package go, and how large each of them becomes.

use std::io::{self, Write};

use blaupause_kernel::{Digest, Digester};

use crate::Error;

/// Writes the content of a file.
pub type Content<'c> = &'c mut dyn FnMut(&mut (dyn Write + Send)) -> Result<(), Error>;

/// Takes files, one after the other.
pub trait Files {
    /// Takes a file. `content` is called once.
    ///
    /// # Errors
    /// Those of `content`; `Internal` if there is no room for it.
    fn file(&mut self, name: &str, content: Content<'_>) -> Result<(), Error>;
}

/// How large a file became.
pub(super) struct Size {
    pub bytes: u64,
    pub digest: Digest,
}

/// Hands a file over and says how large it became.
pub(super) fn measured(files: &mut dyn Files, name: &str, content: Content<'_>) -> Result<Size, Error> {
    let (mut bytes, mut digester) = (0, Digester::default());
    files.file(name, &mut |sink| {
        content(&mut Measuring { sink, bytes: &mut bytes, digester: &mut digester })
    })?;
    Ok(Size { bytes, digest: digester.finish() })
}

struct Measuring<'a> {
    sink: &'a mut (dyn Write + Send),
    bytes: &'a mut u64,
    digester: &'a mut Digester,
}

impl Write for Measuring<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.sink.write(bytes)?;
        self.digester.update(bytes.get(..taken).unwrap_or(bytes));
        *self.bytes += u64::try_from(taken).unwrap_or(u64::MAX);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}
