//! A client of one service: a request as a test writes it, and its answer.

use serde_json::Value;

/// A request that is being put together.
pub struct Request<'a> {
    agent: &'a ureq::Agent,
    builder: ureq::http::request::Builder,
    body: Vec<u8>,
}

/// An answer, read completely.
#[derive(Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// The body as JSON; `null` if it is none.
    pub json: Value,
    /// The body as it came.
    pub bytes: Vec<u8>,
    headers: Vec<(String, String)>,
}

/// Speaks to one service, wherever it runs.
pub struct Client {
    address: String,
    agent: ureq::Agent,
}

impl Client {
    /// For a service at `address`, such as `http://127.0.0.1:8080`.
    pub fn new(address: String) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .build();
        Self { address, agent: ureq::Agent::new_with_config(config) }
    }

    /// A request to a path below `/v1`; chain what it needs, then `send`.
    pub fn request(&self, method: &str, path: &str) -> Request<'_> {
        self.page(method, &format!("/v1{path}"))
    }

    /// A request to any path of the service.
    pub fn page(&self, method: &str, path: &str) -> Request<'_> {
        let url = format!("{}{path}", self.address);
        let builder = ureq::http::Request::builder().method(method).uri(url);
        Request { agent: &self.agent, builder, body: Vec::new() }
    }

    /// `GET` below `/v1`, with a token unless it is empty.
    pub fn get(&self, path: &str, token: &str) -> Reply {
        self.request("GET", path).token(token).send()
    }

    /// `POST` with a JSON body.
    pub fn post(&self, path: &str, token: &str, body: &Value) -> Reply {
        self.request("POST", path).token(token).json(body).send()
    }

    /// A change under the entity tag of what `GET` answers at `read_path`.
    pub fn change(&self, method: &str, path: &str, read_path: &str, token: &str, body: &Value) -> Reply {
        let tag = self.get(read_path, token).header("etag");
        self.request(method, path).token(token).json(body).header("If-Match", &tag).send()
    }

    /// `POST /things/{id}/verb` under the entity tag of `/things/{id}`.
    pub fn transition(&self, thing: &str, verb: &str, token: &str, body: &Value) -> Reply {
        self.change("POST", &format!("{thing}/{verb}"), thing, token, body)
    }
}

impl Request<'_> {
    /// With a token, unless it is empty.
    #[must_use]
    pub fn token(self, token: &str) -> Self {
        if token.is_empty() { self } else { self.header("Authorization", &format!("Bearer {token}")) }
    }

    /// With a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.builder = self.builder.header(name, value);
        self
    }

    /// With a JSON body.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.bytes("application/json", body.to_string().as_bytes())
    }

    /// With a body of any type.
    #[must_use]
    pub fn bytes(mut self, media_type: &str, body: &[u8]) -> Self {
        self.body = body.to_vec();
        self.header("Content-Type", media_type)
    }

    /// Sends it and reads the answer.
    pub fn send(self) -> Reply {
        let request = self.builder.body(self.body).unwrap();
        let mut response = self.agent.run(request).unwrap();
        let headers = response.headers().iter();
        let headers =
            headers.map(|(n, v)| (n.to_string(), v.to_str().unwrap_or_default().to_owned())).collect();
        let bytes = response.body_mut().with_config().limit(64 << 20).read_to_vec().unwrap();
        let json = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Reply { status: response.status().as_u16(), json, bytes, headers }
    }
}

impl Reply {
    /// A header; empty if there is none.
    pub fn header(&self, name: &str) -> String {
        let found = self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// Asserts the status and shows the body otherwise.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.bytes));
        self
    }

    /// The value at a JSON pointer; `null` if there is none.
    pub fn at(&self, pointer: &str) -> &Value {
        self.json.pointer(pointer).unwrap_or(&Value::Null)
    }

    /// The text at a JSON pointer.
    #[track_caller]
    pub fn text(&self, pointer: &str) -> String {
        self.at(pointer).as_str().unwrap_or_else(|| panic!("no text at {pointer}: {}", self.json)).to_owned()
    }
}
