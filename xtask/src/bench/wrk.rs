//! Load from `wrk`, and what it prints read into numbers.

use std::path::Path;
use std::process::Command;

use crate::error::Error;
use crate::runner::Runner;

/// Connections that are kept open during the load.
pub const CONNECTIONS: u32 = 16;

/// What one run of `wrk` saw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// Answers in a second.
    pub per_second: f64,
    /// Milliseconds within which half of the answers came.
    pub p50: Option<f64>,
    /// Milliseconds within which 99 of 100 answers came.
    pub p99: Option<f64>,
}

/// Asks for `url` again and again for so many seconds. One thread, because client and server share the machine.
pub fn run(runner: &Runner, url: &str, seconds: u32) -> Result<Load, Error> {
    read(&runner.output(command(seconds).arg(url))?)
}

/// Sends what a Lua script makes to the server at `url`.
pub fn run_script(runner: &Runner, script: &Path, url: &str, seconds: u32) -> Result<Load, Error> {
    read(&runner.output(command(seconds).arg("--script").arg(script).arg(url))?)
}

/// The command with as many connections as every load has, for so many seconds.
pub fn command(seconds: u32) -> Command {
    let mut command = Command::new("wrk");
    command.args(["--threads", "1", "--latency", "--connections", &CONNECTIONS.to_string()]);
    command.arg("--duration").arg(format!("{seconds}s"));
    command
}

/// Reads a report of `wrk --latency`. Failed requests are an error: they are answered faster than good ones.
pub fn read(printed: &str) -> Result<Load, Error> {
    let unusable = |reason: &str| Error::Unmeasured {
        program: "wrk",
        reason: reason.to_owned(),
        printed: printed.to_owned(),
    };
    let value = |label: &str| {
        let mut lines = printed.lines().map(str::trim);
        lines.find_map(|line| line.strip_prefix(label)).map(str::trim)
    };
    if value("Non-2xx or 3xx responses:").is_some() || value("Socket errors:").is_some() {
        return Err(unusable("not every request was answered well"));
    }
    let per_second = value("Requests/sec:").and_then(|v| v.parse().ok());
    Ok(Load {
        per_second: per_second.ok_or_else(|| unusable("no requests per second"))?,
        p50: Some(value("50%").and_then(milliseconds).ok_or_else(|| unusable("no 50 %"))?),
        p99: Some(value("99%").and_then(milliseconds).ok_or_else(|| unusable("no 99 %"))?),
    })
}

/// 1.5 from `1.50ms`, 0.09 from `90.00us`, 2000 from `2.00s`.
fn milliseconds(text: &str) -> Option<f64> {
    let unit = text.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = text.split_at_checked(unit)?;
    let number: f64 = number.parse().ok()?;
    match unit {
        "us" => Some(number / 1000.0),
        "ms" => Some(number),
        "s" => Some(number * 1000.0),
        "m" => Some(number * 60_000.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As wrk 4.1.0 printed it.
    const REPORT: &str = "Running 2s test @ http://127.0.0.1:8099/\n\
        \x20 1 threads and 16 connections\n\
        \x20 Thread Stats   Avg      Stdev     Max   +/- Stdev\n\
        \x20   Latency   512.40us  230.11us   6.71ms   92.13%\n\
        \x20   Req/Sec    31.20k     1.15k   33.02k    75.00%\n\
        \x20 Latency Distribution\n\
        \x20    50%  470.00us\n\
        \x20    75%  590.00us\n\
        \x20    90%  710.00us\n\
        \x20    99%    1.32ms\n\
        \x20 62173 requests in 2.00s, 45.12MB read\n\
        Requests/sec:  31070.12\n\
        Transfer/sec:     22.55MB\n";

    #[test]
    fn a_report_is_read() {
        let load = read(REPORT).unwrap();
        assert_eq!(load, Load { per_second: 31070.12, p50: Some(0.47), p99: Some(1.32) });
    }

    #[test]
    fn a_report_with_failed_requests_is_refused() {
        for line in
            ["  Non-2xx or 3xx responses: 12\n", "  Socket errors: connect 0, read 1, write 0, timeout 0\n"]
        {
            let report = REPORT.replace("Requests/sec", &format!("{line}Requests/sec"));
            assert!(matches!(read(&report), Err(Error::Unmeasured { .. })), "{line}");
        }
        assert!(matches!(read("unable to connect to 127.0.0.1:1\n"), Err(Error::Unmeasured { .. })));
    }

    #[test]
    fn times_have_units() {
        let cases = [
            ("470.00us", Some(0.47)),
            ("1.32ms", Some(1.32)),
            ("2.00s", Some(2000.0)),
            ("1.00m", Some(60_000.0)),
            ("0.00us", Some(0.0)),
            ("12", None),
            ("1.00h", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(milliseconds(text), expected, "{text:?}");
        }
    }
}
