//! Process models that belong to experience reports, under the digest of their bytes.

use blaupause_kernel::{Digest, Timestamp};
use blaupause_pilots::processes::ProcessModel;
use diesel::prelude::*;

use crate::columns::{from_json, to_json};
use crate::schema::attachments;
use crate::{Conn, Error};

const KIND: &str = "attachment";

/// Stores a file.
///
/// # Errors
/// `Conflict` if it is there; those of the database.
pub fn insert(conn: &mut Conn, model: &ProcessModel, by: &str, at: Timestamp) -> Result<(), Error> {
    let row = (
        attachments::sha256.eq(model.sha256.to_string()),
        attachments::content.eq(model.text.clone()),
        attachments::processes.eq(to_json(KIND, &model.processes)?),
        attachments::stored_by.eq(by.to_owned()),
        attachments::stored_at.eq(at.to_naive()),
    );
    let insert = diesel::insert_into(attachments::table).values(row).execute(conn);
    insert.map_err(Error::on_insert(KIND, model.sha256)).map(|_| ())
}

/// A file by the digest of its bytes, if it is there.
///
/// # Errors
/// Those of the database.
pub fn find(conn: &mut Conn, sha256: Digest) -> Result<Option<ProcessModel>, Error> {
    let row: Option<(String, String)> = attachments::table
        .find(sha256.to_string())
        .select((attachments::content, attachments::processes))
        .first(conn)
        .optional()?;
    let read = |(text, processes): (String, String)| {
        Ok(ProcessModel { text, sha256, processes: from_json(KIND, &processes)? })
    };
    row.map(read).transpose()
}

/// A file by the digest of its bytes.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn get(conn: &mut Conn, sha256: Digest) -> Result<ProcessModel, Error> {
    find(conn, sha256)?.ok_or_else(|| Error::not_found(KIND, sha256))
}
