//! A system that is told what happens: a real HTTP server that keeps what it gets and answers as a test says.

use std::collections::{BTreeMap, VecDeque};
use std::net::TcpListener;
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::Value;

/// How long a message may take to arrive.
const PATIENCE: Duration = Duration::from_secs(60);

/// A message as it arrived.
#[derive(Debug, Clone)]
pub struct Received {
    /// The path it was sent to.
    pub path: String,
    /// The headers, in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body as it came.
    pub body: String,
}

impl Received {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The id of the message.
    pub fn id(&self) -> String {
        self.headers["webhook-id"].clone()
    }

    /// What happened.
    pub fn kind(&self) -> String {
        self.json()["data"]["kind"].as_str().unwrap().to_owned()
    }
}

/// What the next messages are answered: a status, and headers.
type Answers = VecDeque<(u16, Vec<(String, String)>)>;

#[derive(Default)]
struct Kept {
    received: Mutex<Vec<Received>>,
    arrived: Condvar,
    answers: Mutex<Answers>,
}

/// A receiver that listens; it stops when it goes out of scope, and another one may take its port.
pub struct Receiver {
    port: u16,
    kept: Arc<Kept>,
    stop: actix_web::dev::ServerHandle,
}

impl Receiver {
    /// On a free port.
    pub fn start() -> Self {
        Self::at(0)
    }

    /// On this port.
    pub fn at(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let kept = Arc::<Kept>::default();
        let data = Data::from(Arc::clone(&kept));
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app =
                    move || actix_web::App::new().app_data(data.clone()).default_service(web::to(receive));
                let server = actix_web::HttpServer::new(app).workers(1).disable_signals();
                let running = server.listen(listener).unwrap().run();
                tell.send(running.handle()).unwrap();
                running.await.unwrap();
            });
        });
        Self { port, kept, stop: told.recv().unwrap() }
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// An address of it.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The next messages are answered so; after them all are taken.
    pub fn will_answer(&self, statuses: &[u16]) {
        self.kept.answers.lock().unwrap().extend(statuses.iter().map(|status| (*status, Vec::new())));
    }

    /// The next message is answered so, with a header.
    pub fn will_answer_with(&self, status: u16, name: &str, value: &str) {
        let header = (name.to_owned(), value.to_owned());
        self.kept.answers.lock().unwrap().push_back((status, vec![header]));
    }

    /// Everything that arrived so far.
    pub fn received(&self) -> Vec<Received> {
        self.kept.received.lock().unwrap().clone()
    }

    /// Everything that arrived, as soon as it is this many.
    #[track_caller]
    pub fn awaits(&self, count: usize) -> Vec<Received> {
        let received = self.kept.received.lock().unwrap();
        let fewer = |received: &mut Vec<Received>| received.len() < count;
        let (received, waited) = self.kept.arrived.wait_timeout_while(received, PATIENCE, fewer).unwrap();
        assert!(!waited.timed_out(), "{} of {count} messages arrived", received.len());
        received.clone()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        actix_web::rt::System::new().block_on(self.stop.stop(false));
    }
}

async fn receive(kept: Data<Kept>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let header =
        |(name, value): (&actix_web::http::header::HeaderName, &actix_web::http::header::HeaderValue)| {
            (name.as_str().to_owned(), value.to_str().unwrap_or_default().to_owned())
        };
    let received = Received {
        path: request.path().to_owned(),
        headers: request.headers().iter().map(header).collect(),
        body: String::from_utf8(body.to_vec()).unwrap(),
    };
    let (status, headers) = kept.answers.lock().unwrap().pop_front().unwrap_or((204, Vec::new()));
    kept.received.lock().unwrap().push(received);
    kept.arrived.notify_all();
    let mut answer = HttpResponse::build(StatusCode::from_u16(status).unwrap());
    for header in headers {
        answer.append_header(header);
    }
    answer.finish()
}
