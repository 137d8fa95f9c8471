//! Writing a description by the letter of version 0.7, or saying what it lacks for that.

use blaupause_kernel::Message;
use serde_json::Value;

use super::Publiccode;
use super::reading::read;
use super::schema::InOrder;
use crate::faults::{Fault, Severity, Unusable};

impl Publiccode {
    /// The description as YAML.
    ///
    /// # Errors
    /// `Unusable` with everything that version 0.7 asks for and the description lacks.
    pub fn to_yaml(&self) -> Result<String, Unusable> {
        let error = |path: &str, message: Message| Fault {
            path: path.to_owned(),
            line: None,
            column: None,
            severity: Severity::Error,
            message,
        };
        let text = serde_saphyr::to_string(&InOrder(&self.0)).map_err(|problem| {
            Unusable(vec![error("", Message::new("publiccode-unwritable").with("detail", problem))])
        })?;
        // Read back, it must be the same, without any fault.
        let again = read(&text)?;
        let mut faults: Vec<Fault> =
            again.faults.into_iter().map(|fault| Fault { line: None, column: None, ..fault }).collect();
        if again.document != *self {
            faults.push(error(
                "",
                Message::new("publiccode-unwritable").with("detail", "reads back differently"),
            ));
        }
        faults.extend(self.lacks().into_iter().map(|(path, message)| error(path, message)));
        if faults.is_empty() { Ok(text) } else { Err(Unusable(faults)) }
    }

    /// What depends on other keys.
    fn lacks(&self) -> Vec<(&'static str, Message)> {
        let missing = |key: &str| Message::new("publiccode-missing").with("key", key);
        let mut lacks = Vec::new();
        let maintenance = self.0.get("maintenance");
        let has = |key: &str| maintenance.and_then(|section| section.get(key)).is_some();
        match self.text("/maintenance/type") {
            Some("contract") if !has("contractors") => lacks.push(("/maintenance", missing("contractors"))),
            Some("internal" | "community") if !has("contacts") => {
                lacks.push(("/maintenance", missing("contacts")));
            }
            _ => {}
        }
        let described = self.0.get("description").and_then(Value::as_object);
        for key in ["longDescription", "features"] {
            if !described.is_some_and(|all| all.values().any(|one| one.get(key).is_some())) {
                lacks.push(("/description", missing(key)));
            }
        }
        lacks
    }
}
