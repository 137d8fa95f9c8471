//! What commands say: results on standard output, everything else on standard error.
//! Whoever reads along may leave early (`| head`): that ends a command quietly, it is no mistake.

use std::fmt::Display;
use std::io::{ErrorKind, Write as _};

use crate::failure::Failure;

/// Writes a line of the result.
pub fn line(text: impl Display) -> Result<(), Failure> {
    part(format_args!("{text}\n"))
}

/// Writes a part of the result as it is.
pub fn part(text: impl Display) -> Result<(), Failure> {
    let mut output = std::io::stdout().lock();
    write!(output, "{text}").and_then(|()| output.flush()).map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Failure::Left,
        _ => Failure::of("stdout")(error),
    })
}

/// Writes a line that is no result. Where nobody can read it, nothing is left to be done.
pub fn note(text: impl Display) {
    writeln!(std::io::stderr().lock(), "{text}").ok();
}

/// Writes a result byte by byte, as `work` makes it.
pub fn written(work: impl FnOnce(&mut Sink) -> Result<(), Failure>) -> Result<(), Failure> {
    let mut sink = Sink { output: std::io::stdout(), failed: None };
    let done = work(&mut sink);
    match sink.failed {
        Some(error) if error.kind() == ErrorKind::BrokenPipe => Err(Failure::Left),
        Some(error) => Err(Failure::of("stdout")(error)),
        None => done,
    }
}

/// Standard output, which remembers why it took nothing more.
pub struct Sink {
    output: std::io::Stdout,
    failed: Option<std::io::Error>,
}

impl std::io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.output.write(bytes);
        self.kept(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let flushed = self.output.flush();
        self.kept(flushed)
    }
}

impl Sink {
    /// What went wrong is kept here, and only its kind goes on: writers in between make their own words of it.
    fn kept<T>(&mut self, done: std::io::Result<T>) -> std::io::Result<T> {
        done.map_err(|error| {
            let kind = error.kind();
            self.failed.get_or_insert(error);
            kind.into()
        })
    }
}
