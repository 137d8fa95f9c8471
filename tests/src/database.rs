//! A fresh database for one test, dropped with it.

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use tempfile::TempDir;
use uuid::Uuid;

/// A database of its own.
pub enum Fresh {
    /// A file in a temporary folder.
    Sqlite(TempDir),
    /// A database on the server `TEST_DATABASE_URL` names.
    Postgres {
        /// The server's own database, to create and drop from.
        server: String,
        /// Name of the fresh one.
        name: String,
    },
}

impl Fresh {
    /// Makes it: on PostgreSQL when `TEST_DATABASE_URL` is set.
    pub fn make() -> Self {
        let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
            return Self::Sqlite(TempDir::new().unwrap());
        };
        #[expect(clippy::disallowed_methods, reason = "a name that no other test process has")]
        let name = format!("test_{}", Uuid::now_v7().simple());
        let mut conn = PgConnection::establish(&server).unwrap();
        conn.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        Self::Postgres { server, name }
    }

    /// Its address.
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => format!("sqlite:{}", folder.path().join("test.db").display()),
            Self::Postgres { server, name } => {
                let (base, _) = server.rsplit_once('/').unwrap();
                format!("{base}/{name}")
            }
        }
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if let Self::Postgres { server, name } = self
            && let Ok(mut conn) = PgConnection::establish(server)
        {
            conn.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).ok();
        }
    }
}
