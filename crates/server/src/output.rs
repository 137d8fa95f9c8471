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
