//! What commands say when something around them does not work: in German, with a way out, and never by a panic.

use std::io::Read;
use std::net::TcpListener;
use std::process::Stdio;

use crate::running::Place;

/// What a command that has to fail says on standard error.
#[track_caller]
fn says(place: &Place, arguments: &[&str], expected: &str) {
    let output = place.run(arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains(expected), "{arguments:?}: {said}");
}

#[test]
fn failures_are_told_in_german_and_name_a_way_out() {
    let place = Place::make();
    says(&place, &["import", "municipalities", "absent.txt"], "„absent.txt“ gibt es nicht.");
    says(&place, &["model", "check", "."], "„.“ ist ein Ordner, keine Datei.");
    says(&place, &["--config", "absent.toml", "migrate"], "„absent.toml“ gibt es nicht.");
    says(&place, &["--database", "sqlite:x.db", "demo"], "„--data-dir“");
    says(&place, &["token", "--role", "editor"], "„--unit“");
    says(&place, &["token", "--role", "consultant", "--unit", "031530019019"], "„--provider“");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    says(&place, &["demo", "--port", &port], "„--port“");
    says(&place, &["--lang", "en", "demo", "--port", &port], "Choose another port with “--port”");
}

#[test]
fn files_without_an_end_are_refused() {
    let place = Place::make();
    says(&place, &["import", "municipalities", "/dev/zero"], "größer als 64 MiB");
    says(&place, &["model", "check", "/dev/zero"], "größer als 4 MiB");
    says(&place, &["import", "blueprint", "/dev/zero"], "größer als 1 MiB");
}

#[test]
fn a_reader_who_leaves_early_ends_a_command_quietly() {
    let place = Place::make();
    let mut child =
        place.command(&["openapi"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Closed before the first byte is read: the document is longer than a pipe holds.
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(child.wait().unwrap().success() && said.is_empty(), "{said}");
}

#[test]
fn a_new_key_is_mentioned_once() {
    let place = Place::make();
    let token = ["token", "--role", "auditor"];
    let said = |output: std::process::Output| String::from_utf8(output.stderr).unwrap();
    assert!(said(place.run(&token)).contains("Ein neuer Schlüssel wurde angelegt: blaupause.key."));
    assert_eq!(said(place.run(&token)), "");
}
