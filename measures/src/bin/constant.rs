//! The measure for `cargo xtask bench`: an actix worker that answers every request with one recorded answer from
//! memory. It routes nothing, reads no database and writes no log; what is left is what HTTP itself costs.

use std::error::Error;
use std::net::TcpListener;
use std::path::PathBuf;

use actix_web::http::header::{CONNECTION, CONTENT_LENGTH, DATE, HeaderName, HeaderValue};
use actix_web::web::{Bytes, Data};
use actix_web::{App, HttpResponse, HttpServer, web};
use clap::Parser;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Answers every request with the recorded bytes.
#[derive(Parser)]
struct Arguments {
    /// The recorded answer: head and body as they came over the wire.
    answer: PathBuf,
    /// Address and port to listen on.
    #[arg(long)]
    bind: String,
    /// Worker threads.
    #[arg(long)]
    workers: usize,
}

/// The headers that the server does not write by itself, and the body.
struct Recorded {
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Bytes,
}

impl Recorded {
    fn read(bytes: &[u8]) -> Result<Self, Box<dyn Error>> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").ok_or("no end of the head")?;
        let (head, rest) = bytes.split_at(end);
        let mut headers = Vec::new();
        for line in std::str::from_utf8(head)?.split("\r\n").skip(1) {
            let (name, value) = line.split_once(':').ok_or("a header without a colon")?;
            let name: HeaderName = name.trim().parse()?;
            if ![CONNECTION, CONTENT_LENGTH, DATE].contains(&name) {
                headers.push((name, HeaderValue::from_str(value.trim())?));
            }
        }
        Ok(Self { headers, body: Bytes::copy_from_slice(rest.get(4..).unwrap_or_default()) })
    }
}

async fn answer(recorded: Data<Recorded>) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    for header in &recorded.headers {
        response.append_header(header.clone());
    }
    response.body(recorded.body.clone())
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let recorded = Data::new(Recorded::read(&std::fs::read(&arguments.answer)?)?);
    let listener = TcpListener::bind(&arguments.bind)?;
    actix_web::rt::System::new().block_on(async move {
        let app = move || App::new().app_data(recorded.clone()).default_service(web::to(answer));
        HttpServer::new(app).workers(arguments.workers).listen(listener)?.run().await
    })?;
    Ok(())
}
