//! The binary `blaupause`: commands, configuration and wiring. Every operation itself lives in the layers below.

mod commands;
mod config;
mod demo;
mod failure;
mod files;
mod following;
mod journal;
mod keys;
mod mails;
mod output;
mod roadmaps;
mod system;
mod webhooks;
mod wiring;

use std::process::ExitCode;

use clap::Parser;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// With huge pages, every heap of every thread takes 2 MiB at once that are zeroed and counted, for a few kilobytes that are
/// used: a third of the time of a start, and a sixth of the memory.
#[cfg(target_os = "linux")]
fn use_small_pages() {
    // a system that does not know of them has none
    rustix::thread::disable_transparent_huge_pages(true).ok();
}

fn main() -> ExitCode {
    #[cfg(target_os = "linux")]
    use_small_pages();
    let cli = commands::Cli::parse();
    let language = cli.language();
    match commands::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(language),
    }
}
