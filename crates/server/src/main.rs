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

fn main() -> ExitCode {
    let cli = commands::Cli::parse();
    let language = cli.language();
    match commands::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(language),
    }
}
