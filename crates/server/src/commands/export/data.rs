//! `blaupause export data`: the data package of a service area, unpacked into a folder.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use blaupause_access::Actor;
use blaupause_app::data_packages::{self as packages, Asked, Content, Files, PackageForm};
use blaupause_app::{App, Error, messages};
use blaupause_kernel::{Language, Message, Slug};
use clap::{Args, ValueEnum};

use crate::failure::Failure;
use crate::output;

/// Whose data, and where they go.
#[derive(Debug, Args)]
pub struct Data {
    /// The provider whose service area it is.
    #[arg(long)]
    provider: Slug,
    /// In which form the tables are.
    #[arg(long, value_enum)]
    format: FormName,
    /// Where the files go.
    #[arg(long, value_name = "FOLDER")]
    folder: PathBuf,
}

/// In which form tables are.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum FormName {
    /// RFC 4180, with a description as CSV on the Web.
    Csv,
    /// Apache Parquet.
    Parquet,
}

impl Data {
    /// Carries it out.
    pub fn run(self, app: &App, language: Language) -> Result<(), Failure> {
        let form = match self.format {
            FormName::Csv => PackageForm::Csv,
            FormName::Parquet => PackageForm::Parquet,
        };
        std::fs::create_dir_all(&self.folder).map_err(Failure::of(self.folder.display()))?;
        let mut folder = Folder { path: self.folder, written: Vec::new(), failed: None };
        let asked = Asked { provider: self.provider, form, language };
        let done = packages::write(app, &Actor::operator(), &asked, &mut folder);
        if let Some(failure) = folder.failed {
            return Err(failure);
        }
        done?;
        folder.written.iter().try_for_each(|path| {
            let said = Message::new("file-written").with("file", path.display());
            output::line(messages::render(language, &said))
        })
    }
}

/// Takes files and keeps what the file system said, in its own words.
struct Folder {
    path: PathBuf,
    written: Vec<PathBuf>,
    failed: Option<Failure>,
}

impl Files for Folder {
    fn file(&mut self, name: &str, content: Content<'_>) -> Result<(), Error> {
        let path = self.path.join(name);
        let failed = |error: std::io::Error| {
            let said = Error::Internal(error.to_string());
            self.failed = Some(Failure::of(path.display())(error));
            said
        };
        let mut file = match File::create(&path) {
            Ok(file) => BufWriter::new(file),
            Err(error) => return Err({ failed }(error)),
        };
        content(&mut file)?;
        file.flush().map_err(failed)?;
        self.written.push(path);
        Ok(())
    }
}
