//! Bodies that are sent while they are written: whoever writes waits for whoever reads.

use std::io;

use actix_web::HttpResponse;
use actix_web::body::{BodyStream, MessageBody as _};
use actix_web::http::header;
use actix_web::http::header::ContentDisposition;
use actix_web::web::Bytes;
use blaupause_app::{App, Error};
use futures_util::stream;
use tokio::sync::mpsc::{self, Receiver, Sender};

use crate::ApiError;

/// Bytes that are sent together.
const CHUNK: usize = 64 * 1024;
/// Chunks that wait to be sent before the writer has to.
const WAITING: usize = 4;

type Chunk = Result<Bytes, Error>;

/// Where a body is written to.
pub(crate) struct Sink {
    buffer: Vec<u8>,
    chunks: Sender<Chunk>,
}

impl Sink {
    fn send(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let chunk = Bytes::from(std::mem::take(&mut self.buffer));
        self.chunks.blocking_send(Ok(chunk)).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= CHUNK {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}

/// What a streamed file is.
pub(crate) struct File {
    /// Its media type.
    pub media: &'static str,
    /// Its name.
    pub name: String,
    /// For whom it may be kept.
    pub cache: &'static str,
}

/// A file that `work` writes and flushes. A failure before the first bytes is an answer like any other; a later one ends
/// the connection before the end of the body, so that nobody takes it for whole.
pub(crate) async fn streamed(
    app: &App,
    file: File,
    work: impl FnOnce(Sink) -> Result<(), Error> + Send + 'static,
) -> Result<HttpResponse, ApiError> {
    let (sender, mut receiver) = mpsc::channel(WAITING);
    let sink = Sink { buffer: Vec::with_capacity(CHUNK), chunks: sender.clone() };
    let app = app.clone();
    actix_web::rt::spawn(async move {
        if let Err(error) = app.off_thread(move || work(sink)).await
            && sender.send(Err(error)).await.is_err()
        {
            tracing::debug!("nobody reads the file any more");
        }
    });
    let nothing = || Error::Internal(format!("nothing was written to {}", file.name));
    let first = receiver.recv().await.transpose()?.ok_or_else(nothing)?;
    let body = BodyStream::new(chunks(Some(first), receiver));
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, file.media))
        .insert_header((header::CACHE_CONTROL, file.cache))
        .insert_header((header::VARY, "Accept-Language, Authorization"))
        .insert_header((header::CONTENT_DISPOSITION, ContentDisposition::attachment(file.name)))
        .body(body.boxed()))
}

fn chunks(first: Option<Bytes>, rest: Receiver<Chunk>) -> impl stream::Stream<Item = Chunk> {
    stream::unfold((first, rest), |(first, mut rest)| async {
        let chunk = match first {
            Some(chunk) => Some(Ok(chunk)),
            None => rest.recv().await,
        };
        if let Some(Err(error)) = &chunk {
            tracing::error!(%error, "file broken off");
        }
        chunk.map(|chunk| (chunk, (None, rest)))
    })
}
