//! The world a table is walked in: the service, and the ids that its paths name.

use std::cell::RefCell;
use std::collections::BTreeMap;

use blaupause_access::Role;
use blaupause_tests::TestApp;

/// A filled service.
pub struct World {
    /// The service.
    pub app: TestApp,
    ids: RefCell<BTreeMap<&'static str, String>>,
}

impl World {
    /// A service with nothing to name in paths yet.
    pub fn new(app: TestApp) -> Self {
        Self { app, ids: RefCell::default() }
    }

    /// Names the last part of a path, so that `{name}` stands for it.
    pub fn name(&self, name: &'static str, path: &str) {
        let id = path.rsplit('/').next().unwrap().to_owned();
        self.ids.borrow_mut().insert(name, id);
    }

    /// What a name stands for.
    pub fn id(&self, name: &str) -> String {
        self.ids.borrow().get(name).cloned().unwrap_or_else(|| panic!("nothing is named {name}"))
    }

    /// A path with every `{name}` replaced.
    pub fn fill(&self, path: &str) -> String {
        let ids = self.ids.borrow();
        let filled =
            ids.iter().fold(path.to_owned(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id));
        assert!(!filled.contains('{'), "nothing is named in {filled}");
        filled
    }

    /// How many changes the audit log holds.
    pub fn changes(&self) -> usize {
        let auditor = self.app.token("auditor", Role::Auditor, None, None);
        let log = self.app.get("/audit?limit=500", &auditor).expect(200);
        assert!(log.at("/next").is_null(), "the log is longer than one page");
        log.at("/items").as_array().unwrap().len()
    }
}
