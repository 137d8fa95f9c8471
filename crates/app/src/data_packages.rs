//! Everything that those who accompany a service area may read of it, as tables that belong together, with documents
//! that describe them: for use in other programs. Who took it is in the audit log before anything is given.

mod archives;
mod area;
mod columns;
mod files;
mod models;
mod practice;
mod readme;
mod results;
mod tables;
mod units;

use std::io::Read as Bytes;

use blaupause_access::{Actor, Permission};
use blaupause_kernel::{Language, Message, Slug};
use blaupause_store::journal;
use blaupause_tables::{DataPackage, Format, Resource};
use serde_json::json;

pub use self::files::{Content, Files};

use self::archives::Archive;
use self::area::Area;
use self::files::measured;
use self::tables::TABLES;
use crate::cohort_tables::{Form, Manner, failed, written};
use crate::journal::number_pending;
use crate::{App, Change, Error, Read, Write, messages, providers};

/// Whose data, and how they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The provider, whose service area it is.
    pub provider: Slug,
    /// In which form the tables are.
    pub form: PackageForm,
    /// In which language they are described.
    pub language: Language,
}

/// In which form the tables of a data package are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackageForm {
    /// RFC 4180.
    Csv,
    /// Apache Parquet.
    Parquet,
}

impl PackageForm {
    const fn form(self) -> Form {
        match self {
            Self::Csv => Form::Csv,
            Self::Parquet => Form::Parquet,
        }
    }

    const fn format(self) -> Format {
        match self {
            Self::Csv => Format::Csv,
            Self::Parquet => Format::Parquet,
        }
    }
}

/// The data package as a ZIP archive, complete before the first byte is read.
///
/// # Errors
/// No such provider; `Denied`; `Internal` if there is no room for the archive; those of the store.
pub fn archive(app: &App, actor: &Actor, asked: &Asked) -> Result<impl Bytes + use<>, Error> {
    let mut archive = Archive::new(asked.form);
    write(app, actor, asked, &mut archive)?;
    archive.finish()
}

/// Writes the data package file by file. All of it is one state of the database.
///
/// # Errors
/// Those of [`archive`], and those of `files`.
pub fn write(app: &App, actor: &Actor, asked: &Asked, files: &mut dyn Files) -> Result<(), Error> {
    app.write_blocking(|tx| permitted(tx, actor, asked))?;
    app.read_blocking(|tx| package(tx, asked, files))
}

/// Lets pass who may read the service area, and notes down that they took it.
fn permitted(tx: &mut Write<'_>, actor: &Actor, asked: &Asked) -> Result<(), Error> {
    let provider =
        providers::permitted(&mut tx.as_read(), actor, Permission::ReadServiceArea, &asked.provider)?.id;
    let taken = Change::new("dataPackage.taken", format!("/providers/{provider}/data-package"));
    let detail = json!({"format": asked.form.form().extension(), "on": tx.today()});
    tx.note(actor, taken.of_provider(&provider).with(detail))?;
    // so that the last event, by which the state is named, has its position
    number_pending(tx).map(|_| ())
}

fn package(tx: &mut Read<'_>, asked: &Asked, files: &mut dyn Files) -> Result<(), Error> {
    let manner = Manner { form: asked.form.form(), language: asked.language, now: tx.now() };
    let (language, today) = (asked.language, tx.today());
    let position = journal::heard_by_now(tx.conn())?.position();
    let mut area = Area::read(tx.conn(), &asked.provider, today, language)?;
    let about = |code: &str| {
        let (provider, at) = (&area.provider.name, manner.now);
        Message::new(code).with("provider", provider).with("at", at).with("position", position)
    };
    let title = messages::render(language, &about("package"));
    let description = messages::render(language, &about("package-about"));
    let name = format!("blaupause-{}", asked.provider).parse().map_err(internal)?;
    let mut package = DataPackage::new(name, language, title, manner.now).map_err(failed)?;
    package = package.described(&description);
    for table in TABLES {
        let schema = table.schema(language)?;
        let path = format!("{}.{}", table.id, asked.form.form().extension());
        let size = measured(files, &path, &mut |sink| {
            written(&schema, &manner, String::new(), sink, &mut |rows| {
                (table.fill)(&mut area, tx.conn(), rows)
            })
        })?;
        let format = asked.form.format();
        let resource = Resource::new(&schema, format, path, size.bytes, size.digest).map_err(failed)?;
        let leads = table.foreign_keys()?;
        package.add(leads.into_iter().fold(resource, Resource::leading)).map_err(failed)?;
    }
    document(files, "datapackage.json", &package.frictionless().map_err(failed)?)?;
    if asked.form == PackageForm::Csv {
        document(files, "csv-metadata.json", &package.csvw().map_err(failed)?)?;
    }
    document(files, "README.md", &readme::text(language, &package, &description, asked.form.form())?)
}

fn document(files: &mut dyn Files, name: &str, text: &str) -> Result<(), Error> {
    files.file(name, &mut |sink| sink.write_all(text.as_bytes()).map_err(internal))
}

fn internal(error: impl std::fmt::Display) -> Error {
    Error::Internal(error.to_string())
}
