//! Shows the faults of a publiccode.yml, and what is left of it.

use std::error::Error;

use blaupause_interchange::{Unusable, publiccode};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("name a file")?;
    let text = std::fs::read_to_string(&path)?;
    let (document, faults) = match publiccode::read(&text) {
        Ok(reading) => (Some(reading.document), reading.faults),
        Err(Unusable(faults)) => (None, faults),
    };
    for fault in faults {
        let line = fault.line.map(|line| line.to_string()).unwrap_or_default();
        println!(
            "{path}:{line} {:?} {} {} {:?}",
            fault.severity, fault.path, fault.message.code, fault.message.args
        );
    }
    match document.map(|document| document.to_yaml()) {
        Some(Ok(yaml)) => print!("{yaml}"),
        Some(Err(Unusable(lacks))) => println!("for 0.7 it lacks {} things", lacks.len()),
        None => println!("nothing can be used"),
    }
    Ok(())
}
